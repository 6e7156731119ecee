"""The audit trail refuses UPDATE, DELETE and TRUNCATE in the database itself."""

from django.db import migrations

from organisations.immutable import protect, unprotect

TABLES = ["organisations_auditentry"]


def forwards(apps, schema_editor):
    protect(schema_editor, *TABLES)


def backwards(apps, schema_editor):
    unprotect(schema_editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_organisations")]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
