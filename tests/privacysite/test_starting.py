"""A server that must not start ends at once: a line, no traceback, no worker, no page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacysite.test_production import ENVIRONMENT, ROOT
from tests.programs import free_port

HOME = {"DEMO": "1"}  # on this machine alone
PUBLIC = {"DEMO": "1", "ADMIN_HOST": "policies.example.org"}


def serve(folder: Path, environment: dict[str, str]) -> tuple[int, list[str]]:
    """gunicorn with that environment alone: its status and the lines it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "BIND": "127.0.0.1", "PORT": str(free_port()),
            "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3",
            "PAGES_FOLDER": str(folder / "pages"), **environment,
        },
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (PUBLIC, "DEMO is on"),
        ({**ENVIRONMENT, "DEBUG": "1"}, "DEBUG is on"),
        ({**ENVIRONMENT, "ADMIN_HOST": "https://a.example.org"}, "ADMIN_HOST is not"),
        ({**ENVIRONMENT, "SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
        # What the settings read, and what workers read before them.
        ({**HOME, "DATABASE_URL": "postgresql://x:y@host:abc/db"}, "DATABASE_URL: the"),
        ({**HOME, "SENTRY_DSN": "foo"}, "SENTRY_DSN must be"),
        ({**HOME, "CDN_SECONDS": "-1"}, "CDN_SECONDS must be"),
        ({**HOME, "PAGE_CACHE_BYTES": "-1"}, "PAGE_CACHE_BYTES must be"),
        ({**HOME, "STALE_SECONDS": "-1"}, "STALE_SECONDS must be"),
        # What gunicorn itself is told.
        ({**HOME, "WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY must be"),
        ({**HOME, "WEB_THREADS": "0"}, "WEB_THREADS must be"),
        ({**HOME, "DATABASE_STATEMENT_TIMEOUT": "-1"}, "DATABASE_STATEMENT_TIMEOUT must"),
        ({**HOME, "LOG_LEVEL": "loud"}, "LOG_LEVEL must be"),
        ({**HOME, "METRICS_BIND": "foo"}, "METRICS_BIND must be"),
        ({**HOME, "BIND": "999.1.1.1"}, "BIND must be an IP address"),
        ({**HOME, "BIND": "nonsense"}, "BIND must be an IP address"),
        ({**HOME, "BIND": "192.0.2.1"}, "BIND must be an address of this machine"),
        ({**HOME, "METRICS_BIND": "192.0.2.1:9464"}, "METRICS_BIND must be an address of"),
        ({**HOME, "DEFAULT_FROM_EMAIL": "foo"}, "DEFAULT_FROM_EMAIL must be"),
        ({**HOME, "PORT": "99999"}, "PORT must be"),
        ({**HOME, "PORT": "abc"}, "PORT must be"),
    ],
)  # fmt: skip
def test_a_server_that_must_not_start_says_why_in_a_line(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    code, lines = serve(tmp_path, environment)
    assert code == 1
    assert lines[-1].startswith(named)
    assert all("Starting gunicorn" in line for line in lines[:-1])


def test_no_line_has_the_database_s_password_in_it(tmp_path: Path) -> None:
    for url in ("postgresql://app:zq#qz@db/name", "postgresql://app:zq/qz@db/name"):
        code, lines = serve(tmp_path, {**HOME, "DATABASE_URL": url})
        assert (code, "percent-encoded" in lines[-1]) == (1, True)
        assert "zq" not in "".join(lines)
        assert "qz" not in "".join(lines)


def test_a_server_that_must_not_start_leaves_no_folder_of_figures() -> None:
    script = (
        "import os, pathlib, runpy\n"
        "read = runpy.run_path('gunicorn.conf.py')\n"
        "folder = pathlib.Path(os.environ['_METRICS_FOLDER'])\n"
        "assert folder.is_dir()\n"
        "try: read['on_starting'](None)\n"
        "except SystemExit as end: assert end.code == 1\n"
        "else: raise AssertionError('it starts')\n"
        "assert not folder.exists()\n"
    )
    code, said = ran(script, {**PUBLIC, "METRICS_TOKEN": "figures"})
    assert code == 0, said
    assert said.startswith("DEMO is on")


def test_on_hup_the_configuration_is_read_with_the_code_as_it_is_then() -> None:
    """Else a new release would be read with parts of the old one, and the server end."""
    script = (
        "import runpy\n"
        "from privacysite import env\n"
        "del env.address\n"  # as if the release before had known none
        "read = runpy.run_path('gunicorn.conf.py')\n"
        "assert read['bind'] == ['127.0.0.1:8123'], read['bind']\n"
    )
    assert ran(script, {**HOME, "PORT": "8123"}) == (0, "")


def ran(script: str, environment: dict[str, str]) -> tuple[int, str]:
    """A few lines of Python in the project's folder: status and what went wrong."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr
