"""A policy knows every anchor that its sections were published under."""

import json

from django.db import migrations, models


def remember(apps, schema_editor):
    """Gather the anchors of what was published before, in the order of publication."""
    policies = apps.get_model("policies", "Policy").objects
    versions = apps.get_model("policies", "Version").objects
    for policy in policies.only("pk").iterator():
        known = {}
        published = versions.filter(policy_id=policy.pk).order_by("number")
        for canonical in published.values_list("canonical", flat=True).iterator():
            for section in walk(json.loads(canonical)):
                anchors = known.setdefault(section["id"], [])
                if section["anchor"] not in anchors:
                    anchors.append(section["anchor"])
        policies.filter(pk=policy.pk).update(anchors=known)


def walk(parent):
    """Each section below, however deep."""
    for section in parent.get("sections", ()):
        yield section
        yield from walk(section)


class Migration(migrations.Migration):
    dependencies = [("policies", "0010_search")]
    operations = [
        migrations.AddField(
            "policy",
            "anchors",
            models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop, elidable=True),
    ]
