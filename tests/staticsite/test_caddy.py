"""The same files behind a real Caddy."""

from __future__ import annotations

import subprocess
from pathlib import Path

from privacysite.staticsite.folder import Folder
from tests.browser.server import Server
from tests.staticsite.nginx import fetch, free_port, program, wait_for
from tests.staticsite.test_same_as_the_application import told


def test_caddy_answers_as_the_application_does(
    application: Server, published: Path, tmp_path: Path
) -> None:
    port, file, caddy = free_port(), tmp_path / "Caddyfile", program("caddy")
    written = application.manage(
        "static_config", "caddy", "--site", str(published), "--listen", str(port)
    )
    # What belongs to a test: no second door, no certificates, nothing in the home folder.
    file.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{written}")
    process = subprocess.Popen(
        [caddy, "run", "--config", str(file), "--adapter", "caddyfile"],
        env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        _compare(application.port, port, Folder(published))
    finally:
        process.terminate()
        process.wait(10)


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
