"""Rows that are written once: refused in Python here, and in the database by triggers.

``ImmutableModel`` stops the ORM; ``protect`` makes the triggers that stop everybody
else (raw SQL, another program). See docs/operations.md for what only database roles
can add.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only: rows are never changed or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
POSTGRES_BACK = """
DROP TRIGGER IF EXISTS {table}_no_change ON {table};
DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
"""
SQLITE = [
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} is append-only: rows are never changed'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} is append-only: rows are never deleted'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS {table}_no_update",
    "DROP TRIGGER IF EXISTS {table}_no_delete",
]


class Immutable(Exception):
    """Raised on an attempt to change or delete what is written once."""


class ImmutableQuerySet(models.QuerySet[Any]):
    """A queryset that reads and appends only."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable(f"{self.model._meta.label} is append-only.")

    update = delete = bulk_update = update_or_create = _refuse
    aupdate = adelete = abulk_update = aupdate_or_create = _refuse
    _raw_delete = _update = _refuse


class ImmutableModel(models.Model):
    """A row that can be added, and after that only read."""

    objects: ClassVar[Any] = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; Immutable when it is there already."""
        if not self._state.adding:
            raise Immutable(f"{self._meta.label} {self.pk} is append-only.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always Immutable."""
        raise Immutable(f"{self._meta.label} {self.pk} is append-only.")


def protect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Add the triggers that refuse UPDATE, DELETE and TRUNCATE on these tables."""
    _run(editor, POSTGRES, SQLITE, tables)


def unprotect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Take the triggers away, to migrate back."""
    _run(editor, POSTGRES_BACK, SQLITE_BACK, tables)


def _run(
    editor: BaseDatabaseSchemaEditor, postgres: str, sqlite: list[str], tables: Any
) -> None:
    for table in tables:
        if editor.connection.vendor == "postgresql":
            editor.execute(postgres.format(table=table).replace("%", "%%"), params=())
        else:
            for statement in sqlite:
                editor.execute(statement.format(table=table))
