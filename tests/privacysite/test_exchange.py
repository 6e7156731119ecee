"""Export and import of an organisation: nothing lost, digests identical (F84)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from organisations.models import Organisation
from policies import log
from policies.models import Version
from privacysite.exchange import ExchangeError, reading, writing
from tests import world
from tests.privacysite.exchange_world import (
    empty_the_database,
    exported,
    with_history,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return with_history()


def test_what_goes_out_comes_in_with_identical_digests(
    organisation: Organisation, tmp_path: Path
) -> None:
    before = exported(organisation)
    digests = list(Version.objects.values_list("digest", "canonical"))
    chain = list(Version.objects.values_list("record_digest", flat=True))
    empty_the_database()
    path = tmp_path / "acme.yaml"
    path.write_text(yaml.safe_dump(before), encoding="utf-8")
    call_command("import_organisation", str(path), stdout=StringIO())
    assert list(Version.objects.values_list("digest", "canonical")) == digests
    assert list(Version.objects.values_list("record_digest", flat=True)) == chain
    assert list(log.verify()) == []
    assert exported(Organisation.objects.get()) == before


def test_reading_twice_changes_nothing(organisation: Organisation) -> None:
    data = writing.write(organisation)
    reading.read(data)
    assert writing.write(organisation) == data
    assert Version.objects.count() == 2


def test_a_text_that_was_changed_on_the_way_is_refused(
    organisation: Organisation,
) -> None:
    data = writing.write(organisation)
    empty_the_database()
    data["policies"][0]["versions"][1]["document"]["title"]["nl"] = "Anders"
    with pytest.raises(ExchangeError, match="digest"):
        reading.read(data)
    assert not Organisation.objects.exists()


def test_another_text_under_a_known_number_is_refused(
    organisation: Organisation,
) -> None:
    data = writing.write(organisation)
    version = data["policies"][0]["versions"][0]
    version["document"] = {**version["document"], "title": {"nl": "Anders"}}
    with pytest.raises(ExchangeError, match="another text"):
        reading.read(data)


def test_another_organisations_host_is_not_taken(organisation: Organisation) -> None:
    world.organisation("bolt")
    data = {**writing.write(organisation), "hosts": [{"name": "bolt.localhost"}]}
    with pytest.raises(ExchangeError, match="another organisation"):
        reading.read(data)


@pytest.mark.parametrize("text", ["", "a: [", "format: other/1", "- 1", "\x00"])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_organisation", str(path))
    assert not Organisation.objects.exists()


def test_an_unknown_organisation_cannot_be_exported() -> None:
    with pytest.raises(CommandError, match="no organisation"):
        call_command("export_organisation", "nobody")
