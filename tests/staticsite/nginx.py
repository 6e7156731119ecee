"""A real nginx on a free port, with a configuration that the product wrote."""

from __future__ import annotations

import http.client
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import program, wait_until_it_listens

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@dataclass(frozen=True)
class Answered:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(
    port: int, host: str, address: str, method: str = "GET", **headers: str
) -> Answered:
    """One request, without looking the host up; ``if_none_match=`` names a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, headers={"Host": host, **named})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    told = {name.lower(): value for name, value in answer.getheaders()}
    return Answered(answer.status, told, body)


@contextmanager
def nginx(folder: Path, sites: Path, port: int) -> Iterator[int]:
    """An nginx that includes that file; stopped at the end."""
    configuration = folder / "nginx.conf"
    configuration.write_text(_main(folder, sites), encoding="utf-8")
    command = [program("nginx"), "-p", str(folder), "-c", str(configuration), "-e",
               str(folder / "error.log")]  # fmt: skip
    checked = subprocess.run(
        [*command, "-t"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        wait_until_it_listens(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _main(folder: Path, sites: Path) -> str:
    # As root, its workers would be somebody who may not read the test's folders.
    user = "user root;" if os.geteuid() == 0 else ""
    module = f"load_module {BROTLI};" if BROTLI.exists() else ""
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user}{module} pid {folder}/nginx.pid; worker_processes 1;"
        f"events {{ }} http {{ access_log off; {paths} include {sites}; }}\n"
    )
