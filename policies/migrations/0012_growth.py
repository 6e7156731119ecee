"""Indexes with all that an order of versions needs: a page of ten thousand versions is
found without reading or sorting the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0011_anchors")]
    operations = [
        migrations.AddIndex(
            "version",
            models.Index(
                fields=["policy", "effective_from", "number"], name="version_in_order"
            ),
        ),
        migrations.AddIndex(
            "version",
            models.Index(
                fields=["policy", "published_at", "number"], name="version_by_news"
            ),
        ),
        migrations.AddIndex(
            "version", models.Index(fields=["digest"], name="version_by_digest")
        ),
        migrations.RemoveIndex("version", "version_by_moment"),
    ]
