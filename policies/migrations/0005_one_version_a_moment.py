"""Two versions never take effect at one moment, but a cancelled one gives it back.

A unique constraint can't know of withdrawals, so a trigger refuses the insert. SQLite
makes the table anew for the constraint and loses its triggers: they are put back.
"""

from django.db import migrations, models

from organisations.immutable import protect, unprotect

WRITTEN_ONCE = ["policies_version"]
POSTGRES = """
CREATE FUNCTION refuse_same_moment() RETURNS trigger AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM policies_version v
    LEFT JOIN policies_withdrawal w ON w.version_id = v.id
    WHERE v.policy_id = NEW.policy_id AND v.effective_from = NEW.effective_from
      AND (w.id IS NULL OR w.at >= v.effective_from)
  ) THEN RAISE EXCEPTION 'another version takes effect at that moment';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER policies_version_one_moment BEFORE INSERT ON policies_version
  FOR EACH ROW EXECUTE FUNCTION refuse_same_moment();
"""
POSTGRES_BACK = """
DROP TRIGGER IF EXISTS policies_version_one_moment ON policies_version;
DROP FUNCTION IF EXISTS refuse_same_moment();
"""
SQLITE = """
CREATE TRIGGER policies_version_one_moment BEFORE INSERT ON policies_version BEGIN
  SELECT RAISE(ABORT, 'another version takes effect at that moment')
  WHERE EXISTS (
    SELECT 1 FROM policies_version v
    LEFT JOIN policies_withdrawal w ON w.version_id = v.id
    WHERE v.policy_id = NEW.policy_id AND v.effective_from = NEW.effective_from
      AND (w.id IS NULL OR w.at >= v.effective_from)
  );
END
"""
SQLITE_BACK = "DROP TRIGGER IF EXISTS policies_version_one_moment"


def open_up(apps, editor):
    unprotect(editor, *WRITTEN_ONCE)


def close(apps, editor):
    protect(editor, *WRITTEN_ONCE)


def guard(apps, editor):
    protect(editor, "policies_manuscript")
    editor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps, editor):
    unprotect(editor, "policies_manuscript")
    editor.execute(
        POSTGRES_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_the_desk")]
    operations = [
        migrations.RunPython(open_up, close, elidable=False),
        migrations.RemoveConstraint("version", "one_version_a_moment"),
        migrations.AddIndex(
            "version",
            models.Index(fields=["policy", "effective_from"], name="version_by_moment"),
        ),
        migrations.RunPython(close, open_up, elidable=False),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
