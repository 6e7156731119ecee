"""The search index is made anew: passages have every word that a reader sees.

PostgreSQL takes addresses and numbers apart, as questions are: of "020-6159155" and
"www.example.nl" each part is found. What is in force is indexed after the migrations.
"""

from django.db import migrations

# What its parser would see addresses, signed numbers, tags and entities in.
_SIGNS = "@./:_+-<>&"
_PARTED = "to_tsvector('pg_catalog.{}'::regconfig, translate({}, '{}', '{}'))"
_AS_WRITTEN = "to_tsvector('pg_catalog.{}'::regconfig, {})"


def _column(vector):
    return [
        "ALTER TABLE policies_indexedpassage DROP COLUMN words",
        f"""
        ALTER TABLE policies_indexedpassage ADD COLUMN words tsvector
        GENERATED ALWAYS AS (
            CASE language
            WHEN 'nl' THEN setweight({vector("dutch", "heading")}, 'A')
                        || {vector("dutch", "text")}
            ELSE setweight({vector("english", "heading")}, 'A')
              || {vector("english", "text")}
            END
        ) STORED
        """,
        "CREATE INDEX policies_words ON policies_indexedpassage USING gin (words)",
    ]


def _parted(dictionary, column):
    return _PARTED.format(dictionary, column, _SIGNS, " " * len(_SIGNS))


def _make(schema_editor, vector):
    """Empty: the application indexes what is missing."""
    schema_editor.execute("DELETE FROM policies_indexedpassage")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DELETE FROM policies_words")
        return
    for sql in _column(vector):
        schema_editor.execute(sql)


def as_read(apps, schema_editor):
    """With the parts of addresses and numbers."""
    _make(schema_editor, _parted)


def as_written(apps, schema_editor):
    """As migration 0010 made it."""
    _make(schema_editor, _AS_WRITTEN.format)


class Migration(migrations.Migration):
    dependencies = [("policies", "0012_growth")]
    operations = [migrations.RunPython(as_read, as_written)]
