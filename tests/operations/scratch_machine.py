"""A folder that looks like a machine to the guide's commands.

Paths of the system lead into it. What only a whole machine can do (packages, users,
units, certificates) is played by small scripts that come first on the PATH; PostgreSQL,
nginx, gunicorn and every management command are real.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql_server import Cluster, scratch
from tests.programs import AS_ORDINARY_USER, free_port, program

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"(?<![\w./:-])/(?=(?:opt/privacysite|etc|var|usr/local/bin)\b)")

# What is played, and why it can't be the real one in a test.
PLAYED = {
    "apt-get": "changes this machine's packages; CI installs the same ones",
    "adduser": "changes this machine's users",
    "git": "there is no newer release to fetch",
    "docker/build.sh": "takes minutes; CI's build of the image runs both steps",
    "certbot": "asks an authority, about names that lead here",
    "journalctl": "the units don't run under systemd here",
    "systemctl": "the same; PostgreSQL and the server are really started and stopped",
    "systemd-tmpfiles": "its owners are users that this machine doesn't have",
    "runuser": "the same; the database's user is real where it has to be",
    "nginx": "the real one, with this folder's configuration",
}

_NGINX = """
{user}
pid {root}/nginx.pid;
error_log {root}/var/log/nginx/error.log;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    include {root}/etc/nginx/sites-enabled/*;
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

_PLAYED = {
    "runuser": """
        case $1 in -u|--user) user=$2; shift 2;; esac
        [ "$1" = -- ] && shift
        if [ "$user" = postgres ]; then exec {as_postgres} "$@"; fi
        exec "$@" """,
    "systemd-tmpfiles": """
        while read -r kind path mode user _; do
            [ "$kind" = d ] || continue
            mkdir -p "$path" && chmod "$mode" "$path"
            if [ "$user" = postgres ] && [ "$(id -u)" = 0 ]; then chown postgres "$path"; fi
        done < "{root}/etc/tmpfiles.d/$2" """,
    "certbot": """
        mkdir -p {root}/etc/letsencrypt/live/privacysite
        cp {root}/etc/privacysite/tls/*.pem {root}/etc/letsencrypt/live/privacysite/ """,
    "nginx": 'exec {nginx} -c {root}/nginx.conf -p {root} "$@"',
    "systemctl": """
        verb=$1; shift
        [ "$1" = --now ] && shift
        case $verb in list-timers|--failed|daemon-reload) exit 0;; esac
        for unit in "$@"; do
            case $unit in
            *.timer) for file in {root}/etc/systemd/system/$unit; do test -f "$file"; done;;
            privacysite|privacysite.service|'privacysite*')
                test -f {root}/etc/systemd/system/privacysite.service
                {python} {here}/scratch_server.py "$verb" {root} {port};;
            postgresql)
                [ "$verb" = start ] || {control} stop -s -m fast
                [ "$verb" = stop ] || {control} start -s -w -l {log} -o '{options}' \
                    >/dev/null 2>&1;;
            nginx) ;;
            *) echo "no unit $unit" >&2; exit 1;;
            esac
        done """,
}


@dataclass(frozen=True)
class Machine:
    """The folder, and the ports that its services listen on."""

    root: Path
    database: Cluster
    port: int
    http: int
    https: int

    def here(self, text: str) -> str:
        """Commands or a configuration with this machine's paths and ports."""
        text = PLACES.sub(f"{self.root}/", text)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        text = text.replace("PORT=8000", f"PORT={self.port}")
        text = text.replace("127.0.0.1:5432", f"127.0.0.1:{self.database.port}")
        text = re.sub(r"listen (\[::\]:)?80\b", rf"listen \g<1>{self.http}", text)
        text = re.sub(r"listen (\[::\]:)?443\b", rf"listen \g<1>{self.https}", text)
        return text if _has_ipv6() else re.sub(r".*listen \[::\].*\n", "", text)

    def run(self, commands: str) -> subprocess.CompletedProcess[str]:
        """The commands in one shell; the first that fails ends it."""
        return subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", commands],
            cwd=self.root, env=self.environment(), capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Nothing of the shell that runs the tests."""
        path = [
            self.root / "bin",
            self.root / "usr/local/bin",
            Path(program("initdb")).parent,
            Path(sys.prefix) / "bin",
        ]
        return {
            "PATH": ":".join([*map(str, path), "/usr/sbin:/usr/bin:/sbin:/bin"]),
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.database.port),
            "PGUSER": "privacysite",
            "PGDATABASE": "postgres",
            "WEB_CONCURRENCY": "1",
            "DJANGO_SUPERUSER_PASSWORD": "only-for-the-test",
        }


@contextmanager
def machine() -> Iterator[Machine]:
    """A machine with nothing but Debian and PostgreSQL on it."""
    with scratch() as root:
        data = root / "var/lib/postgresql/15/main"
        database = Cluster(root, data, settings=())
        made = Machine(root, database, free_port(), free_port(), free_port())
        _folders(made)
        _play(made)
        database.make()
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"include_dir = '{root}/etc/postgresql/15/main/conf.d'\n")
        database.start()
        try:
            yield made
        finally:
            made.run("systemctl stop privacysite.service || true")
            database.stop("immediate")


def _folders(made: Machine) -> None:
    for name in ("bin", "etc/systemd/system", "etc/tmpfiles.d", "etc/nginx/sites-enabled",
                 "usr/local/bin", "var/log/nginx", "opt/privacysite/docker",
                 "var/lib/postgresql/15", "etc/postgresql/15/main/conf.d"):  # fmt: skip
        (made.root / name).mkdir(parents=True, exist_ok=True)
    if AS_ORDINARY_USER:
        shutil.chown(made.root / "var/lib/postgresql/15", "postgres")
    app = made.root / "opt/privacysite"
    for path in ROOT.iterdir():
        if path.name not in {"deploy", "docker", ".git", ".venv"}:
            (app / path.name).symlink_to(path)
    (app / ".venv").symlink_to(sys.prefix)
    for path in (ROOT / "deploy").rglob("*"):
        copy = app / path.relative_to(ROOT)
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(made.here(path.read_text()))
            copy.chmod(path.stat().st_mode | 0o044)


def _play(made: Machine) -> None:
    words = {
        "root": made.root, "as_postgres": " ".join(AS_ORDINARY_USER),
        "nginx": program("nginx"),
        "python": sys.executable, "here": Path(__file__).parent, "port": made.port,
        "control": " ".join(
            [*AS_ORDINARY_USER, program("pg_ctl"), f"-D {made.database.data}"]
        ),
        "log": made.database.log,
        "options": f"-p {made.database.port} -k {made.root} -c listen_addresses=127.0.0.1",
    }  # fmt: skip
    for name in PLAYED:
        script = made.root / "opt/privacysite" / name
        script = script if "/" in name else made.root / "bin" / name
        script.write_text(
            f"#!/bin/bash\nset -e\n{_PLAYED.get(name, '').format(**words)}\n"
        )
        script.chmod(0o755)
    (made.root / "nginx.conf").write_text(configuration(made.root))


def configuration(root: Path) -> str:
    """Debian's nginx.conf, as far as the project's own relies on it."""
    temporary = "".join(f"{n}_temp_path {root}/{n};\n" for n in _TEMPORARY)
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    return _NGINX.format(root=root, temporary=temporary, user=user)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as found:
            found.bind(("::1", 0))
    except OSError:
        return False
    return os.path.exists("/proc/net/if_inet6")
