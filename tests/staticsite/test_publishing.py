"""What is published when: after a change, at its moment, and nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from organisations import generations
from organisations.models import Host, Organisation, Rebranding
from policies.actions.withdraw import withdraw
from policies.models import Policy, Version
from privacysite import addresses
from privacysite.staticsite import asking, gathering, naming, publishing
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.manifest import Manifest
from tests import world

pytestmark = pytest.mark.django_db

# Slow to make, and published like the others: the demo's tests do.
SLOW = (".pdf", ".zip", ".docx")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = addresses.listed

    def without(*arguments: Any) -> list[addresses.Address]:
        return [a for a in listed(*arguments) if not a.path.endswith(SLOW)]

    monkeypatch.setattr(addresses, "listed", without)


@pytest.fixture
def acme() -> Organisation:
    made = world.organisation("acme")
    world.published(world.policy(made), "2020-01-01")
    return made


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "site")


def publish(place: Folder, **more: Any) -> dict[str, Manifest | None]:
    found = Organisation.objects.prefetch_related("hosts").order_by("slug")
    outcomes = publishing.publish(place, found, lambda *_: None, **more)
    return {outcome.site: outcome.manifest for outcome in outcomes}


def body(place: Folder, site: str, address: str) -> bytes:
    found = place.manifest(site)
    assert found is not None
    file = found.addresses[address].file
    return (place.site(site) / "current" / "tree" / file).read_bytes()


def test_what_did_not_change_is_passed_over(place: Folder, acme: Organisation) -> None:
    bolt = world.organisation("bolt")
    world.published(world.policy(bolt), "2020-01-01")
    first = publish(place)
    assert first["acme"] is not None
    assert first["bolt"] is not None
    assert publish(place) == {"acme": None, "bolt": None}
    policy = acme.policies.get()
    world.rewrite(policy, "TWEEDE")
    world.published(policy)
    again = publish(place)
    assert again["bolt"] is None
    assert again["acme"] is not None
    assert again["acme"].release == "000002"
    assert b"TWEEDE" in body(place, "acme", "/nl/privacy/")
    assert all(publish(place, everything=True).values())


def test_files_that_stay_the_same_are_not_written_again(
    place: Folder, acme: Organisation
) -> None:
    publish(place)
    before = {p: p.stat().st_ino for p in (place.path / "store").glob("*/*")}
    policy = acme.policies.get()
    world.rewrite(policy, "tweede")
    world.published(policy)
    publish(place)
    after = {p: p.stat().st_ino for p in (place.path / "store").glob("*/*")}
    assert before.items() <= after.items()
    tree = place.site("acme") / "current/tree"
    json = tree / "nl/privacy/v/1/policy.json"
    assert json.stat().st_ino in before.values()


def test_a_withdrawn_text_is_gone_and_says_why(
    place: Folder, acme: Organisation
) -> None:
    policy = acme.policies.get()
    world.rewrite(policy, "GEHEIM")
    second = world.published(policy, "2021-01-01")
    publish(place)
    assert b"GEHEIM" in body(place, "acme", "/nl/privacy/v/2/")
    withdraw(None, second, {"nl": "Een fout.", "en": "A mistake."})
    found = publish(place)["acme"]
    assert found is not None
    assert found.addresses["/nl/privacy/v/2/"].status == 410
    assert b"Een fout." in body(place, "acme", "/nl/privacy/v/2/")
    tree = (place.site("acme") / "current").resolve() / "tree"
    for path in tree.rglob("*"):
        if path.is_file() and path.suffix not in (".gz", ".br"):
            assert b"GEHEIM" not in path.read_bytes(), path


def test_a_scheduled_version_says_when_to_publish_again(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = acme.policies.get()
    world.rewrite(policy, "STRAKS")
    moment = timezone.now() + dt.timedelta(seconds=90)
    midnight = generations.holds_until(acme, timezone.now())
    world.published(policy, moment)
    made = publish(place)["acme"]
    assert made is not None
    assert made.holds_until == min(moment, midnight)
    assert publish(place) == {"acme": None}
    later = moment + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    made = publish(place)["acme"]
    assert made is not None
    assert b"STRAKS" in body(place, "acme", "/nl/privacy/")


def test_a_site_that_changes_while_it_is_written_is_begun_anew(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, asked = acme.policies.get(), itertools.count()

    def meanwhile(*arguments: Any) -> Any:
        if next(asked) == 20:
            world.rewrite(policy, "ONDERTUSSEN")
            world.published(policy)
        return asking.ask(*arguments)

    monkeypatch.setattr(gathering, "ask", meanwhile)
    publish(place)
    found = place.manifest("acme")
    assert found is not None
    assert "/nl/privacy/v/2/" in found.addresses
    assert b"ONDERTUSSEN" in body(place, "acme", "/nl/privacy/")
    assert b"/v/2/" in body(place, "acme", "/nl/privacy/versies/")


def test_a_site_that_never_rests_stays_as_it_was(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place)
    numbers = itertools.count(10)
    monkeypatch.setattr(generations, "current", lambda _: next(numbers))
    with pytest.raises(gathering.Unstable):
        publish(place)
    found = place.manifest("acme")
    assert found is not None
    assert found.release == "000001"


def test_an_address_that_fails_keeps_its_site_from_being_published(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place)

    def failing(host: str, address: str, language: str = "") -> Any:
        if address == "/sitemap.xml":
            return asking.Answer(503, {}, b"")
        return asking.ask(host, address, language)

    monkeypatch.setattr(gathering, "ask", failing)
    with pytest.raises(CommandError, match=r"sitemap\.xml: 503"):
        call_command("publish_static", "--to", str(place.path), "--all")
    found = place.manifest("acme")
    assert found is not None
    assert found.release == "000001"


def test_a_new_program_writes_everything_anew(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place)
    monkeypatch.setattr(gathering, "fingerprint", lambda: "another")
    assert publish(place)["acme"] is not None


def test_another_setting_of_pages_writes_everything_anew(
    place: Folder, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place)
    monkeypatch.setenv("PORT", "9090")
    assert publish(place)["acme"] is not None
    assert publish(place)["acme"] is None


def test_a_damaged_manifest_is_written_anew(place: Folder, acme: Organisation) -> None:
    publish(place)
    (place.site("acme") / "current/manifest.json").write_text("{", encoding="utf-8")
    assert publish(place)["acme"] is not None
    assert place.manifest("acme") is not None


def test_an_organisation_without_a_host_has_no_site(place: Folder) -> None:
    nobody = world.organisation("nobody")
    Host.objects.filter(organisation=nobody).delete()
    assert publish(place) == {}


def test_old_brands_lead_on(place: Folder, acme: Organisation) -> None:
    for name, mode in (("old", "notice"), ("older", "redirect")):
        Rebranding.objects.create(
            old_host=f"{name}.localhost", old_name=name.title(), organisation=acme,
            mode=mode, paths="/privacy /nl/privacy/",
        )  # fmt: skip
    made = publish(place)["acme"]
    assert made is not None
    notice, redirect = made.moved
    assert (notice.host, notice.other.status) == ("old.localhost", 200)
    file = place.site("acme") / "current/tree" / notice.addresses["/privacy"].file
    assert b"/nl/privacy/" in file.read_bytes()
    entry = redirect.addresses["/privacy"]
    assert entry.status == 301
    assert entry.location[""].endswith("acme.localhost:8000/nl/privacy/")


def test_every_address_has_a_file_of_its_own(acme: Organisation) -> None:
    policy: Policy = acme.policies.get()
    world.rewrite(policy, "tweede")
    world.published(policy, "2021-01-01")
    now = timezone.now()
    asked = [
        *addresses.public_addresses(acme, now),
        *addresses.queried_addresses(acme, now),
    ]
    files = [naming.file_of(each, "text/html") for each in asked]
    assert len(set(files)) == len(files)
    folders = {file.rpartition("/")[0] for file in files}
    assert not folders & set(files)


def test_the_command_says_what_it_did(
    place: Folder, acme: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("publish_static", "--to", str(place.path))
    call_command("publish_static", "--to", str(place.path), "--organisation", "acme")
    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert first.startswith("acme: ")
    assert "release 000001, again at" in first
    assert second == "acme: unchanged"
    assert "acme: 100 of" in told.err


def test_the_command_refuses_what_it_can_not_do(
    place: Folder, acme: Organisation
) -> None:
    target = str(place.path)
    with pytest.raises(CommandError, match="no organisation bolt"):
        call_command("publish_static", "--to", target, "--organisation", "bolt")
    with pytest.raises(CommandError, match="--keep must be 1 or more"):
        call_command("publish_static", "--to", target, "--keep", "0")
    with pytest.raises(CommandError, match="Nothing was published"):
        call_command("static_config", "nginx", "--site", target)
    with place.locked(), pytest.raises(CommandError, match="Somebody else"):
        call_command("publish_static", "--to", target)
    with pytest.raises(CommandError, match="--after ended with 1: false"):
        call_command("publish_static", "--to", target, "--after", "false")


def test_what_can_be_no_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.touch()
    for target in (file, file / "site"):
        with pytest.raises(CommandError, match="is no folder: a file is in its way"):
            call_command("publish_static", "--to", str(target))
    with pytest.raises(CommandError, match="wants a folder"):
        call_command("publish_static", "--to", "")


def test_versions_are_only_read(place: Folder, acme: Organisation) -> None:
    before = list(Version.objects.values())
    publish(place)
    assert list(Version.objects.values()) == before
