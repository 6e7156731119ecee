"""Indexes for a long audit trail: which deeds occur in it, and the entries of a period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_generations")]
    operations = [
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["action", "organisation"], name="audit_by_deed"),
        ),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["at"], name="audit_by_day")
        ),
    ]
