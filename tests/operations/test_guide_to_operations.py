"""Every command of docs/operations.md, one after another, on a machine of its own."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.operations.scratch_machine import PLAYED, ROOT, Machine, machine

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# Of another machine than the rest.
SQLITE = GUIDE.partition("\n### Restore on SQLite\n")[2].partition("\n### ")[0]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the test does in the place of a person.
INSTEAD = {
    "privacysite createsuperuser": "privacysite createsuperuser --no-input",
    "MOMENT='2027-03-01 14:04:00+01'": 'MOMENT=$(cat "$HOME/moment")',
}
# What happens on that machine besides, after the command that has these words.
MEANWHILE = {
    "createsuperuser": f"""
        privacysite shell -c \
          "from organisations.models import *; SupervisoryAuthority(code='ap').save()"
        privacysite import_organisation {ROOT}/demo/spryng.yaml""",
    # Somebody destroys the log of versions, a moment after this one.
    "mv /var/backups/postgresql/base.new": """
        psql -d privacysite -c 'CREATE TABLE a_change ()'
        psql -At -c 'SELECT now()' > "$HOME/moment"
        sleep 1
        psql -d privacysite -c 'DROP TABLE policies_version CASCADE'
        if privacysite verify_versions; then exit 1; fi
        mkdir /var/backups/postgresql/base-$(date -u -d tomorrow +%Y-%m-%dT%H%M%SZ)""",
}
# A machine with SQLite, whose last writer was killed after the last backup.
CRASHED = """
    cd /opt/privacysite
    cp deploy/tmpfiles/privacysite.conf /etc/tmpfiles.d/
    systemd-tmpfiles --create privacysite.conf
    cp deploy/systemd/* /etc/systemd/system/
    install -d /etc/privacysite
    sed "s|^DATABASE_URL=.*|DATABASE_URL=sqlite:///$HOME/var/lib/privacysite/db.sqlite3|
        s|^SECRET_KEY=.*|SECRET_KEY=$(openssl rand -hex 32)|" \
        deploy/environment.example > /etc/privacysite/environment
    install deploy/privacysite /usr/local/bin/privacysite
    privacysite migrate --verbosity 0
    privacysite backup /var/backups/privacysite
    privacysite shell -c "if True:
        import os
        from organisations.models import SupervisoryAuthority
        SupervisoryAuthority(code='ap').save()
        os.kill(os.getpid(), 9)" || true
    test -s /var/lib/privacysite/db.sqlite3-wal
"""
LOOKED = """
    privacysite shell -c "if True:
        from organisations.models import SupervisoryAuthority
        print(SupervisoryAuthority.objects.count(), 'came back')"
"""


def commands(text: str) -> str:
    """The guide's commands in its order, with what happens meanwhile."""
    lines = []
    for line in "".join(BLOCK.findall(text)).splitlines():
        for said, done in INSTEAD.items():
            line = line.replace(said, done)
        lines.append(line)
        lines += [more for words, more in MEANWHILE.items() if words in line]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def ran() -> Iterator[tuple[Machine, subprocess.CompletedProcess[str]]]:
    """The machine after all of it."""
    with machine() as found:
        yield found, found.run(found.here(commands(GUIDE.replace(SQLITE, ""))))


def test_every_command_runs(
    ran: tuple[Machine, subprocess.CompletedProcess[str]],
) -> None:
    found, done = ran
    log = found.root / "server.log"
    server = log.read_text()[-3000:] if log.exists() else ""
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-5000:]}{server}"


def test_what_was_destroyed_is_there_again(
    ran: tuple[Machine, subprocess.CompletedProcess[str]],
) -> None:
    _found, done = ran
    # Before, after the recovery, and after the upgrade.
    before, recovered, upgraded = re.findall(r"(\d+) versions verified", done.stdout)
    assert int(before) > 0
    assert (recovered, upgraded) == (before, before)


def test_a_crash_leaves_nothing_in_a_database_restored_on_sqlite() -> None:
    with machine() as found:
        done = found.run(found.here(CRASHED + commands(SQLITE) + LOOKED))
        assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-5000:]}"
        assert "0 came back" in done.stdout
        [before] = (found.root / "var/lib/privacysite").glob("before-*/db.sqlite3")
        with closing(sqlite3.connect(before)) as old:
            asked = "SELECT count(*) FROM organisations_supervisoryauthority"
            assert old.execute(asked).fetchone() == (1,), "the log is still with it"


def test_the_server_may_not_change_what_is_written_once(
    ran: tuple[Machine, subprocess.CompletedProcess[str]],
) -> None:
    found, _done = ran
    held = found.database.ask(
        "SELECT concat_ws('|', "
        "has_table_privilege('privacysite_app', 'policies_version', 'UPDATE'), "
        "has_table_privilege('privacysite_app', 'policies_version', 'INSERT'), "
        "has_table_privilege('privacysite_app', 'policies_draft', 'UPDATE'))",
        "privacysite",
    )
    assert held == "f|t|t"


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_only_played_is_in_the_guide(name: str) -> None:
    assert any(name in block for block in BLOCK.findall(GUIDE))
    assert PLAYED[name]


def test_every_file_that_the_guide_names_is_there() -> None:
    named = set(re.findall(r"\b(?:deploy|docker)/[\w./-]*\w", GUIDE))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_link_of_the_guide_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)", GUIDE)
    wrong = [link for link in links if not (ROOT / "docs" / link).exists()]
    assert [link for link in wrong if not link.startswith("http")] == []


def test_every_file_of_the_folder_is_in_a_guide() -> None:
    guides = [path.read_text() for path in (ROOT / "docs").glob("*.md")]
    text = "\n".join(guides)
    for path in (ROOT / "deploy").rglob("*"):
        names = {path.relative_to(ROOT), path.parent.relative_to(ROOT)}
        assert not path.is_file() or any(str(name) in text for name in names), path


def test_it_has_no_command_that_nobody_runs() -> None:
    fences = re.findall(r"^```(\w*)$", GUIDE, re.MULTILINE)
    assert set(fences) <= {"sh", "text", ""}
