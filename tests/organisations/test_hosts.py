"""Hosts: an unknown one gets one fixed 404; a known one only its own organisation."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from organisations import hostnames
from organisations.models import Host
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_organisations() -> None:
    for slug in ("acme", "bolt"):
        policy = world.policy(world.organisation(slug), words=f"van {slug}")
        world.published(policy, "2022-10-26")


def get(path: str, host: str) -> Any:
    return Client().get(path, headers={"host": host})


@pytest.mark.parametrize(
    "host",
    ["acme.localhost", "acme.localhost:8000", "ACME.localhost", "acme.localhost.",
     "Acme.LocalHost.:443"],
)  # fmt: skip
def test_a_host_is_known_however_it_is_written(host: str) -> None:
    page = get("/nl/privacy/", host)
    assert page.status_code == 200
    assert "van acme" in page.text


def test_an_internationalised_host_is_found_by_both_its_names() -> None:
    organisation = Host.objects.get(name="acme.localhost").organisation
    Host.objects.create(name="privé.example", organisation=organisation)
    assert get("/nl/privacy/", "xn--priv-epa.example").status_code == 200
    assert hostnames.normalise("PRIVÉ.example:80") == "xn--priv-epa.example"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "acme.localhost.evil.example", "127.0.0.1", "[::1]",
     "acme.localhost@evil.example", "acme.localhost:8000:1", "acme_localhost", "a" * 300,
     "acme.localhost, bolt.localhost", "acme.localhost/../bolt", ""],
)  # fmt: skip
def test_an_unknown_host_gets_one_fixed_404(host: str) -> None:
    answers = [get(path, host) for path in ("/", "/nl/privacy/", "/admin/", "/x?y=1")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    text = answers[0].text
    assert "evil" not in text
    assert "van acme" not in text
    assert "van bolt" not in text


@pytest.mark.parametrize("path", ["/nl/zoeken/?q=%00", "/nl/privacy/op/?day=%00"])
def test_what_cannot_be_read_is_refused_in_words(path: str) -> None:
    answer = get(path, "acme.localhost")
    assert answer.status_code == 400
    assert "Verzoek niet begrepen" in answer.text
    assert "Request not understood" in answer.text


def test_a_host_never_shows_another_organisations_policy() -> None:
    assert "van bolt" not in get("/nl/privacy/", "acme.localhost").text
    assert "van acme" not in get("/nl/privacy/", "bolt.localhost").text


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/i18n/setlang/"])
def test_the_admin_does_not_exist_on_public_hosts(path: str) -> None:
    assert get(path, "acme.localhost").status_code == 404
    assert Client().post(path, headers={"host": "acme.localhost"}).status_code == 404


def test_the_admin_answers_on_the_admin_host() -> None:
    assert get("/admin/login/", "localhost").status_code == 200


def test_healthz_answers_whoever_asks() -> None:
    assert get("/healthz", "10.0.0.7").content == b"ok\n"


def test_the_admin_host_cannot_be_given_to_an_organisation() -> None:
    organisation = Host.objects.get(name="acme.localhost").organisation
    with translation.override("en"), pytest.raises(ValidationError, match="admin"):
        Host(name="LOCALHOST", organisation=organisation).full_clean()


@pytest.mark.parametrize("name", ["https://x.nl", "x.nl/path", "x y", "-x.nl", ""])
def test_what_is_no_host_name_is_refused(name: str) -> None:
    organisation = Host.objects.get(name="acme.localhost").organisation
    with pytest.raises(ValidationError):
        Host(name=name, organisation=organisation).full_clean()
