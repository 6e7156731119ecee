"""A site whose organisation or last host is gone is served no longer."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organisations.models import Host, Organisation
from privacysite import addresses
from privacysite.staticsite import asking, gathering
from privacysite.staticsite.folder import Folder
from tests import world
from tests.programs import free_port, wait_for
from tests.staticsite.nginx import fetch, nginx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few pages of each site are enough."""
    few = [addresses.Address(path) for path in ("/nl/", "/robots.txt")]
    monkeypatch.setattr(addresses, "listed", lambda *_: few)
    monkeypatch.setattr(addresses, "queried_addresses", lambda *_: [])


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    """A folder with the sites of two organisations."""
    for slug in ("acme", "bolt"):
        world.organisation(slug)
    folder = Folder(tmp_path / "site")
    call_command("publish_static", "--to", str(folder.path))
    return folder


def publish(place: Folder, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """What the command says."""
    capsys.readouterr()
    call_command("publish_static", "--to", str(place.path), *more)
    return capsys.readouterr().out.splitlines()


def dissolve(slug: str) -> None:
    """The organisation is gone, with its hosts."""
    Host.objects.filter(organisation__slug=slug).delete()
    Organisation.objects.get(slug=slug).delete()


def configure(place: Folder, file: Path, port: int) -> None:
    call_command(
        "static_config", "nginx", "--site", str(place.path), "--to", str(file),
        "--listen", f"127.0.0.1:{port}",
    )  # fmt: skip


def test_a_site_without_a_host_is_retired_and_that_is_said(
    place: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    Host.objects.filter(organisation__slug="acme").delete()
    assert publish(place, capsys) == [
        "acme: no host any more, so it is served no longer",
        "bolt: unchanged",
    ]
    assert (place.sites(), place.retired()) == (["bolt"], ["acme"])
    assert place.manifest("acme") is None
    assert publish(place, capsys) == ["acme: no host, so no site", "bolt: unchanged"]


def test_a_site_without_an_organisation_is_retired_by_a_full_run_alone(
    place: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    dissolve("acme")
    publish(place, capsys, "--organisation", "bolt")
    assert place.sites() == ["acme", "bolt"]
    assert publish(place, capsys) == [
        "acme: no host any more, so it is served no longer",
        "bolt: unchanged",
    ]
    assert place.sites() == ["bolt"]


def test_who_names_an_organisation_without_a_host_is_told(
    place: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    Host.objects.all().delete()
    assert publish(place, capsys, "--organisation", "acme") == [
        "acme: no host any more, so it is served no longer"
    ]
    assert place.sites() == ["bolt"]
    said = publish(place, capsys, "--organisation", "acme")
    assert said == ["acme: no host, so no site"]


def test_a_site_that_fails_keeps_no_other_from_being_retired(
    place: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Host.objects.filter(organisation__slug="bolt").delete()
    failing = asking.Answer(503, {}, b"")
    monkeypatch.setattr(gathering, "ask", lambda *_: failing)
    with pytest.raises(CommandError, match="its site stays as it was"):
        call_command(
            "publish_static", "--to", str(place.path), "--all",
            "--after", f"touch {tmp_path}/told",
        )  # fmt: skip
    assert (place.sites(), place.retired()) == (["acme"], ["bolt"])
    assert (tmp_path / "told").exists()


def test_a_site_that_comes_back_goes_on_with_its_numbers(
    place: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    acme = Organisation.objects.get(slug="acme")
    acme.hosts.all().delete()
    publish(place, capsys)
    Host.objects.create(organisation=acme, name="acme.localhost", canonical=True)
    assert "release 000002" in publish(place, capsys)[0]
    assert (place.sites(), place.retired()) == (["acme", "bolt"], [])


def test_a_publication_is_no_warning(
    place: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    call_command("publish_static", "--to", str(place.path), "--all")
    assert [found.message for found in caplog.records] == []


def test_nginx_answers_nothing_of_a_retired_site(place: Folder, tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "sites.conf"
    configure(place, file, port)
    with nginx(tmp_path, file, port):
        assert fetch(port, "acme.localhost", "/nl/").status == 200
        dissolve("acme")
        call_command("publish_static", "--to", str(place.path))
        # At once no page; the rest is the server's own, until it reads again.
        assert fetch(port, "acme.localhost", "/nl/").status == 404
        configure(place, file, port)
        assert "acme" not in file.read_text()
        pid = int((tmp_path / "nginx.pid").read_text())
        subprocess.run(["kill", f"-{signal.SIGHUP.value}", str(pid)], check=True)
        wait_for(lambda: fetch(port, "acme.localhost", "/").status == 404)
        assert fetch(port, "acme.localhost", "/nl/").status == 404
        assert fetch(port, "bolt.localhost", "/nl/").status == 200


def test_when_the_last_site_retired_the_configuration_has_none(
    place: Folder, tmp_path: Path
) -> None:
    port, file = free_port(), tmp_path / "sites.conf"
    Host.objects.all().delete()
    call_command("publish_static", "--to", str(place.path))
    configure(place, file, port)
    assert "server {" not in file.read_text()
