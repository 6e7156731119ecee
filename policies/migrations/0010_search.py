"""The index that readers search in."""

import django.db.models.deletion
from django.db import migrations, models

# Both languages in one column: each row is stemmed by the dictionary of its own.
POSTGRESQL = [
    """
    ALTER TABLE policies_indexedpassage ADD COLUMN words tsvector
    GENERATED ALWAYS AS (
        CASE language
        WHEN 'nl' THEN setweight(to_tsvector('pg_catalog.dutch'::regconfig, heading), 'A')
                    || to_tsvector('pg_catalog.dutch'::regconfig, text)
        ELSE setweight(to_tsvector('pg_catalog.english'::regconfig, heading), 'A')
          || to_tsvector('pg_catalog.english'::regconfig, text)
        END
    ) STORED
    """,
    "CREATE INDEX policies_words ON policies_indexedpassage USING gin (words)",
]
# The words as stems; the passage itself is under the same number.
SQLITE = [
    """
    CREATE VIRTUAL TABLE policies_words USING fts5(
        heading, text, tokenize="unicode61 remove_diacritics 2"
    )
    """
]


def make_index(apps, schema_editor):
    """The index of the database's own kind."""
    for sql in (
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    ):
        schema_editor.execute(sql)


def drop_index(apps, schema_editor):
    """PostgreSQL's goes with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE policies_words")


class Migration(migrations.Migration):
    dependencies = [("policies", "0009_webhooks")]
    operations = [
        migrations.CreateModel(
            name="IndexedPassage",
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
                ("language", models.CharField(max_length=5)),
                ("anchor", models.CharField(max_length=200)),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="policies.version",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddIndex(
            model_name="indexedpassage",
            index=models.Index(fields=["version", "language"], name="passage_of"),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
