"""Every command of docs/operations.md, one after another, on a machine of its own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.operations.scratch_machine import PLAYED, ROOT, Machine, machine

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
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
        yield found, found.run(found.here(commands(GUIDE)))


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
