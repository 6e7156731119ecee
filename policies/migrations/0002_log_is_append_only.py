"""Versions and withdrawals refuse UPDATE, DELETE and TRUNCATE in the database itself."""

from django.db import migrations

from organisations.immutable import protect, unprotect

TABLES = ["policies_version", "policies_withdrawal"]


def forwards(apps, schema_editor):
    protect(schema_editor, *TABLES)
    apps.get_model("policies", "LogHead").objects.get_or_create(pk=1)


def backwards(apps, schema_editor):
    unprotect(schema_editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
        ("organisations", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
