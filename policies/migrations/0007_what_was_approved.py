"""A decision keeps the digest of what was decided on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0006_drafts_agree")]
    operations = [
        migrations.AddField(
            "decision",
            "digest",
            models.CharField(blank=True, max_length=64, verbose_name="digest"),
        )
    ]
