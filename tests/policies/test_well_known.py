"""What browsers and researchers ask a host: gpc.json and security.txt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organisations.models import Organisation
from tests import world
from tests.policies.readers_world import visit

pytestmark = pytest.mark.django_db
GPC, SECURITY = "/.well-known/gpc.json", "/.well-known/security.txt"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(
        gpc_since=dt.date(2024, 3, 1), security_contact="security@acme.example"
    )


def fields(text: str) -> dict[str, str]:
    assert text.endswith("\n")
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_an_organisation_says_since_when_it_honours_gpc(acme: Organisation) -> None:
    answer = visit(GPC)
    assert answer.json() == {"gpc": True, "lastUpdate": "2024-03-01"}
    assert answer["Content-Type"] == "application/json"


def test_security_txt_has_what_rfc_9116_asks_for(acme: Organisation) -> None:
    answer = visit(SECURITY)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    found = fields(answer.text)
    assert found["Contact"] == "mailto:security@acme.example"
    assert found["Preferred-Languages"] == "nl, en"
    assert found["Canonical"] == f"http://acme.localhost:8000{SECURITY}"


@pytest.mark.parametrize("today", ["2026-01-01", "2026-05-31", "2026-06-01", "2028-02-29",
                                   "2026-12-31"])  # fmt: skip
def test_it_expires_within_a_year_and_never_within_half_a_year(
    acme: Organisation, monkeypatch: pytest.MonkeyPatch, today: str
) -> None:
    now = dt.datetime.fromisoformat(f"{today}T12:00:00+00:00")
    monkeypatch.setattr(timezone, "now", lambda: now)
    expires = dt.datetime.fromisoformat(fields(visit(SECURITY).text)["Expires"])
    assert dt.timedelta(days=180) < expires - now < dt.timedelta(days=365)
    assert expires.day == 1


def test_a_page_may_be_the_contact(acme: Organisation) -> None:
    acme.security_contact = "https://acme.example/security"
    acme.default_language = "en"
    acme.save()
    found = fields(visit(SECURITY).text)
    assert found["Contact"] == "https://acme.example/security"
    assert found["Preferred-Languages"] == "en, nl"


@pytest.mark.parametrize("path", [GPC, SECURITY])
def test_who_says_nothing_has_no_such_file(path: str) -> None:
    world.organisation("bolt")
    assert visit(path, host="bolt.localhost").status_code == 404
    assert visit(path, host="localhost").status_code == 404
    assert visit(path, host="unknown.example").status_code == 404


@pytest.mark.parametrize("path", [GPC, SECURITY])
def test_it_can_be_kept_and_asked_for_again(
    acme: Organisation, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        answer = visit(path)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["ETag"]
    assert visit(path, {}).status_code == 405


@pytest.mark.parametrize(
    "contact", ["http://acme.example/", "acme", "a@b", "javascript:alert(1)",
                "a@acme.example\nContact: mailto:thief@example.org"],
)  # fmt: skip
def test_what_is_no_contact_is_refused(acme: Organisation, contact: str) -> None:
    acme.security_contact = contact
    with pytest.raises(ValidationError) as caught:
        acme.full_clean()
    assert "security_contact" in caught.value.error_dict


def test_the_month_of_security_txt_is_that_of_the_organisations_zone(
    acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    Organisation.objects.update(time_zone="Asia/Tokyo", security_contact="a@acme.nl")
    now = dt.datetime(2026, 11, 30, 15, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "Expires: 2027-07-01" in visit(SECURITY).text


def test_the_year_of_a_page_is_that_of_the_organisations_zone(
    acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    Organisation.objects.update(time_zone="Asia/Tokyo")
    now = dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "© 2027" in visit("/nl/").text
