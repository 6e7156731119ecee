"""The same files behind a real Caddy."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from privacysite.staticsite.caddy import configuration
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.serving import Serving
from tests.browser.server import Server
from tests.programs import free_port, program, wait_until_it_listens
from tests.staticsite.nginx import fetch
from tests.staticsite.test_configuration import publish
from tests.staticsite.test_same_as_the_application import told


@contextmanager
def caddy(folder: Path, written: str, port: int) -> Iterator[None]:
    """A Caddy with that configuration; stopped at the end."""
    file, found = folder / "Caddyfile", program("caddy")
    # What belongs to a test: no second door, no certificates, nothing in the home folder.
    file.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{written}")
    process = subprocess.Popen(
        [found, "run", "--config", str(file), "--adapter", "caddyfile"],
        env={"HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_it_listens(port, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def test_caddy_answers_as_the_application_does(
    application: Server, published: Path, tmp_path: Path
) -> None:
    port = free_port()
    written = application.manage(
        "static_config", "caddy", "--site", str(published), "--listen", str(port)
    )
    with caddy(tmp_path, written, port):
        _compare(application.port, port, Folder(published))


def test_what_is_no_address_and_what_is_no_reading_is_refused(tmp_path: Path) -> None:
    folder, port = Folder(tmp_path / "site"), free_port()
    serving = Serving(folder.path, str(port))
    written = configuration([publish(folder)], serving)
    with caddy(tmp_path, written, port):
        assert fetch(port, "acme.localhost", "/nl/").status == 200
        assert fetch(port, "acme.localhost", "/nl/p/1..2").status == 301
        for address in ("//nl/", "//nl/p/1..2", "/nl//p/1..2/"):
            assert fetch(port, "acme.localhost", address).status == 404, address
        for host in ("acme.localhost", "old.localhost", "nobody.example"):
            for address in ("/", "/nl/", "/nl/nergens/"):
                sent = fetch(port, host, address, "POST")
                assert (sent.status, sent.headers["allow"]) == (405, "GET, HEAD")


def _compare(application: int, caddy: int, folder: Folder) -> None:
    site = folder.manifest("spryng")
    assert site is not None
    name = f"spryng.localhost:{application}"
    unknown = ("/nl/nergens/", "/en/nowhere/", "/wp-login.php")
    for address in (*site.addresses, *unknown):
        theirs = fetch(application, name, address, accept_language="fr,en")
        ours = fetch(caddy, name, address, accept_language="fr,en")
        assert ours.status == theirs.status, address
        assert told(ours) == told(theirs), address
        if theirs.status // 100 != 3:
            assert ours.body == theirs.body, address
    packed = fetch(caddy, name, "/nl/", accept_encoding="br")
    assert packed.headers["content-encoding"] == "br"
    etag = packed.headers["etag"]
    again = fetch(caddy, name, "/nl/", accept_encoding="br", if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
