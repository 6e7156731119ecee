"""The audit trail becomes one chain: each entry carries the digest of the one before.

Entries that were written before are chained in the order of their moments. For that the
triggers are put aside inside the transaction, and put back before it ends.
"""

import datetime as dt
import hashlib

import rfc8785
from django.db import migrations, models

from organisations.immutable import protect, unprotect

TABLES = ["organisations_auditentry"]
GENESIS = "0" * 64
BATCH = 500


def triggers_off(apps, schema_editor):
    unprotect(schema_editor, *TABLES)


def triggers_on(apps, schema_editor):
    protect(schema_editor, *TABLES)


def digest(row):
    """As AuditEntry.computed_digest was when this migration was written."""
    record = {
        "record": "audit",
        "sequence": row.sequence,
        "at": row.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "organisation": row.organisation_id,
        "details": row.details,
        "previous": row.previous_digest,
    }
    return hashlib.sha256(rfc8785.dumps(record)).hexdigest()


def chain(apps, schema_editor):
    entries = apps.get_model("organisations", "AuditEntry").objects
    fields = ["sequence", "previous_digest", "record_digest"]
    sequence, previous, batch = 0, GENESIS, []
    # The keys first: a table that is read while it is written may show a row twice.
    keys = list(entries.order_by("at", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = entries.in_bulk(keys[start : start + BATCH])
        batch = [found[key] for key in keys[start : start + BATCH]]
        for row in batch:
            sequence += 1
            row.sequence, row.previous_digest = sequence, previous
            previous = row.record_digest = digest(row)
        entries.bulk_update(batch, fields)
    head = apps.get_model("organisations", "AuditHead")
    head.objects.create(pk=1, sequence=sequence, digest=previous)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_audit_is_append_only")]
    operations = [
        migrations.RunPython(triggers_off, triggers_on),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(default=GENESIS, max_length=64)),
            ],
            options={
                "verbose_name": "end of the audit trail",
                "verbose_name_plural": "end of the audit trail",
            },
        ),
        migrations.AlterModelOptions(
            name="auditentry",
            options={
                "ordering": ["-sequence"],
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit trail",
            },
        ),
        migrations.AddField(
            "auditentry",
            "sequence",
            models.PositiveBigIntegerField(null=True, verbose_name="place in the log"),
        ),
        migrations.AddField(
            "auditentry",
            "previous_digest",
            models.CharField(
                max_length=64, null=True, verbose_name="digest of the row before"
            ),
        ),
        migrations.AddField(
            "auditentry",
            "record_digest",
            models.CharField(
                max_length=64, null=True, verbose_name="digest of the row"
            ),
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField(
            "auditentry",
            "sequence",
            models.PositiveBigIntegerField(
                unique=True, verbose_name="place in the log"
            ),
        ),
        migrations.AlterField(
            "auditentry",
            "previous_digest",
            models.CharField(max_length=64, verbose_name="digest of the row before"),
        ),
        migrations.AlterField(
            "auditentry",
            "record_digest",
            models.CharField(
                max_length=64, unique=True, verbose_name="digest of the row"
            ),
        ),
        migrations.RunPython(triggers_on, triggers_off),
    ]
