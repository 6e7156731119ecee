"""Every address of a public host, as a stranger tries it: nothing hidden is reachable,
nothing is kept, framed, run or broken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from organisations.models import Host, Organisation
from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.withdraw import withdraw
from policies.models import Policy, Processor, Version
from tests import world
from tests.test_hostile_input import PAYLOAD, runs

pytestmark = pytest.mark.django_db

PUBLIC = "privacysite.public_urls"
FORMS = ("/nl/controleren/", "/nl/abonneren/")
# About one policy, whose slug and uid are put in; {n} is a version's number.
OF_POLICY = (
    "/nl/{slug}/", "/nl/{slug}/versies/", "/nl/{slug}/zoeken/", "/nl/{slug}/op/",
    "/nl/{slug}/sinds/", "/nl/{slug}/wijzigingen/", "/nl/{slug}/naast-elkaar/",
    "/nl/{slug}/timegate/", "/nl/{slug}/timemap/", "/nl/{slug}/feed.atom",
    "/nl/{slug}/insluiten/", "/nl/{slug}/insluiten/frame/", "/nl/{slug}/policy",
    "/nl/{slug}/policy.json", "/api/v1/policies/{slug}", "/api/v1/policies/{uid}",
    "/api/v1/policies/{uid}/versions", "/api/v1/policies/{uid}/current",
    "/api/v1/policies/{uid}/current-version", "/p/{short}/", "/p/{short}/nl/",
)  # fmt: skip
OF_VERSION = (
    "/nl/{slug}/v/{n}/", "/nl/{slug}/v/{n}/policy", "/nl/{slug}/v/{n}/policy.json",
    "/nl/{slug}/v/{n}/policy.txt", "/nl/{slug}/v/{n}/policy.md",
    "/nl/{slug}/v/{n}/policy.docx", "/nl/{slug}/v/{n}/policy.fragment.html",
    "/nl/{slug}/v/{n}/policy.pdf", "/nl/{slug}/v/{n}/evidence.zip",
    "/nl/{slug}/wijzigingen/1..{n}/", "/nl/{slug}/wijzigingen/1..{n}/?languages=both",
    "/api/v1/policies/{uid}/versions/{n}",
    "/api/v1/policies/{uid}/comparison?from=1&to={n}",
)  # fmt: skip
OF_DAY = (
    "/nl/{slug}/op/{day}/", "/nl/{slug}/sinds/{day}/", "/nl/{slug}/op/{day}/policy",
    "/nl/{slug}/op/{day}/policy.json", "/api/v1/policies/{uid}/on/{day}",
)  # fmt: skip
OF_ALL = (
    "/", "/nl/", "/robots.txt", "/sitemap.xml", "/nl/verwerkers/", "/nl/zoeken/",
    *FORMS, "/nl/abonneren/bevestigen/x:y/", "/nl/abonneren/opzeggen/x:y/",
    "/feed/nl.atom", "/feed/processors.nl.atom", "/p/privacy/",
    "/.well-known/gpc.json", "/.well-known/security.txt", "/nl/api/", "/api/",
    "/api/v1/", "/api/v1/openapi.json", "/api/v1/organisation", "/api/v1/policies",
    "/api/v1/processors", "/api/v1/cookies", "/api/v1/cookie-types",
    "/api/v1/schemas/document.json", "/api/v1/schemas/version.json", "/api/other/",
)  # fmt: skip
EVERY = (*OF_ALL, *OF_POLICY, *OF_VERSION, *OF_DAY)
# Slow to make, and tried by tests of their own.
SLOW = ("policy.pdf", "evidence.zip", "policy.docx")
QUICK = tuple(path for path in EVERY if not path.endswith(SLOW))


@pytest.fixture
def acme() -> Organisation:
    return world.organisation("acme")


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    """Three versions: the second one is withdrawn, a fourth was cancelled."""
    made = world.policy(acme)
    world.published(made, "2020-01-01")
    for words, day in (("GEHEIM", "2021-01-01"), ("derde", "2022-01-01")):
        world.rewrite(made, words)
        world.published(made, day)
    world.rewrite(made, "GEHEIM")
    ahead = world.published(made, timezone.now() + dt.timedelta(days=9))
    cancel_schedule(None, ahead)
    withdraw(None, made.versions.get(number=2), {"nl": "Fout.", "en": "Wrong."})
    return made


def at(path: str, policy: Policy, n: int = 3, day: str = "2022-02-02") -> str:
    return path.format(
        slug=policy.slug_in("nl"),
        uid=policy.uid,
        short=policy.uid.hex[:8],
        n=n,
        day=day,
    )


def visit(path: str, host: str = "acme.localhost", method: str = "GET") -> Any:
    browser = Client(headers={"host": host}, raise_request_exception=False)
    return browser.generic(method, path)


def patterns(found: Any, before: str = "") -> Iterator[str]:
    """Every route of public hosts, but those of the CMS."""
    for each in found:
        route = before + str(each.pattern).removeprefix("^")
        if isinstance(each, URLPattern):
            yield route
        elif isinstance(each, URLResolver) and not hasattr(
            each.pattern, "prefix_default_language"
        ):
            yield from patterns(each.url_patterns, route)


def test_every_route_is_tried(policy: Policy) -> None:
    """A new one is found here, and belongs in a list above."""
    tried = {
        resolve(at(path, policy).partition("?")[0], PUBLIC).route.replace("^", "")
        for path in EVERY
    }
    missing = set(patterns(get_resolver(PUBLIC).url_patterns)) - tried
    assert {route for route in missing if route != "api/v1/"} == set()


def test_an_address_keeps_nothing_and_is_framed_and_read_by_nobody(
    policy: Policy,
) -> None:
    for path in QUICK:
        answer = visit(at(path, policy))
        assert answer.status_code in (200, 302, 303, 404, 410)
        assert not answer.cookies
        csp = answer["Content-Security-Policy"]
        framed = path.endswith("/frame/")
        assert ("frame-ancestors *" in csp) == framed
        assert ("frame-ancestors 'none'" in csp) == (not framed)
        assert "default-src 'none'" in csp
        for_all = path.startswith("/api/") or path.endswith(
            (".atom", "timemap/", ".json", ".txt", ".md", ".html")
        )
        if "Access-Control-Allow-Origin" in answer:
            assert for_all, path
            assert "Access-Control-Allow-Credentials" not in answer
        head = visit(at(path, policy), method="HEAD")
        assert head.status_code == answer.status_code
        assert not head.cookies


def test_an_address_is_for_reading(policy: Policy) -> None:
    for path in EVERY:
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "ODD"):
            answer = visit(at(path, policy), method=method)
            assert not answer.cookies
            if path.startswith(FORMS) and method == "POST":
                assert answer.status_code in (400, 404, 410, 422)
            elif path.startswith("/api/") and method == "OPTIONS":
                assert answer.status_code == 204
            else:
                assert answer.status_code == 405, (method, path)


def test_nobody_reads_on_one_host_what_another_published(policy: Policy) -> None:
    bolt = world.organisation("bolt")
    theirs = world.policy(bolt, "vreemd", "VREEMD")
    for day in ("2020-01-01", "2021-01-01", "2022-01-01"):
        world.published(theirs, day)
        world.rewrite(theirs, f"VREEMD {day}")
    for path in [*OF_POLICY, *OF_VERSION, *OF_DAY]:
        answer = visit(at(path, theirs))
        assert answer.status_code == 404, path
        assert b"VREEMD" not in answer.content, path


def test_nobody_reads_a_policy_before_its_first_day(policy: Policy) -> None:
    draft = world.policy(policy.organisation, "later", "GEHEIM")
    world.published(draft, timezone.now() + dt.timedelta(days=9))
    for path in [*OF_POLICY, *OF_VERSION, *OF_DAY]:
        answer = visit(at(path, draft, 1))
        assert answer.status_code == 404, path
        assert b"GEHEIM" not in answer.content, path


def test_nobody_reads_a_text_that_was_withdrawn(policy: Policy) -> None:
    for path in [*OF_VERSION, *OF_DAY]:
        answer = visit(at(path, policy, 2, "2021-02-02"))
        assert answer.status_code == 410, path
        assert b"GEHEIM" not in answer.content, path
        known = {"if-none-match": "*", "host": "acme.localhost"}
        again = Client().get(at(path, policy, 2, "2021-02-02"), headers=known)
        assert again.status_code == 410, path


def test_nobody_reads_a_text_that_was_cancelled(policy: Policy) -> None:
    for path in OF_VERSION:
        assert visit(at(path, policy, 4)).status_code == 404, path


def test_no_list_feed_or_search_tells_what_is_hidden(policy: Policy) -> None:
    draft = world.policy(policy.organisation, "later", "GEHEIM")
    Policy.objects.filter(pk=draft.pk).update(title_nl="GEHEIM", title_en="GEHEIM")
    for path in [p for p in (*OF_ALL, *OF_POLICY) if p in QUICK]:
        answer = visit(at(path, policy) + "?q=geheim&digest=" + _hidden(policy))
        shown = answer.content.replace(b'value="geheim"', b"")
        assert b"GEHEIM" not in shown, path
        assert b"/v/4/" not in shown, path


def _hidden(policy: Policy) -> str:
    digest: str = Version.objects.get(policy=policy, number=4).record_digest
    return digest


def test_no_name_or_title_runs_anything(policy: Policy) -> None:
    organisation = policy.organisation
    Organisation.objects.filter(pk=organisation.pk).update(
        trade_name=PAYLOAD[:100], legal_name=PAYLOAD[:150], city=PAYLOAD[:100]
    )
    Policy.objects.filter(pk=policy.pk).update(title_nl=PAYLOAD[:200])
    Processor.objects.create(organisation=organisation, uid="p", name=PAYLOAD[:150])
    for path in QUICK:
        query = "&" if "?" in path else "?"
        answer = visit(f"{at(path, policy)}{query}q={PAYLOAD}&digest={PAYLOAD}")
        assert answer.status_code in (200, 302, 303, 404, 410)
        if answer["Content-Type"].startswith("text/html"):
            assert runs(answer.text) == [], path
        elif "xml" in answer["Content-Type"]:
            assert "<script>" not in answer.text
        assert "\n" not in "".join(answer.headers.values())


TAMPERED = (
    "%0a", "%0d%0aX-Evil:1", "%00", "%ff", "%e2%80%ae", "?x=%00", "?q=%ff&day=%ff",
    f"?page={'9' * 900}&limit={'9' * 900}&offset=-1", "?day=0000-01-01", "?page=-1",
    "?day=9999-12-31", "?day=%D9%A2%D9%A0%D9%A2%D9%A3-01-01", "?q=%EF%BE%9E",
    f"?from={'9' * 18}&to={'8' * 18}", f"?digest={'0' * 64}", "?seen=0&from=x&to=",
    "//evil.example/", "/../../x", ";x=1",
)  # fmt: skip


def test_a_tampered_address_leads_nowhere_else(policy: Policy) -> None:
    for path in QUICK:
        for more in TAMPERED:
            if "?" in path and more[0] == "?":
                more = f"&{more[1:]}"
            answer = visit(at(path, policy) + more)
            assert answer.status_code < 500, (path, more)
            assert "X-Evil" not in answer, more
            where = answer.headers.get("Location", "/")
            own = where.startswith("http://acme.localhost")
            assert own or re.match(r"/(?![/\\])", where), where


@pytest.mark.parametrize(
    "day", ["0000-01-01", "0001-01-01", "9999-12-31", "2022-02-30"]
)
def test_the_ends_of_the_calendar_have_no_text(policy: Policy, day: str) -> None:
    for path in OF_DAY:
        assert visit(at(path, policy, day=day)).status_code in (404, 422)


def test_a_number_that_no_version_has_is_not_found(policy: Policy) -> None:
    for path in OF_VERSION:
        for n in ("5", "999999999", "9999999999", "9" * 40, "0", "-1", "3٢"):
            answer = visit(at(path, policy, n))  # type: ignore[arg-type]
            moved = answer.status_code == 301 and visit(answer["Location"])
            assert (moved or answer).status_code in (404, 422), n


@pytest.mark.parametrize("charset", ["utf-7", "nonsense", "utf-16"])
def test_a_form_in_odd_letters_is_refused(policy: Policy, charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    for path in FORMS:
        browser = Client(headers={"host": "acme.localhost"})
        assert browser.generic("POST", path, b"email=a", kind).status_code in (400, 422)


def test_no_header_names_a_host_that_is_not_ours(policy: Policy) -> None:
    """Absolute addresses come from the table, also on another host of the same."""
    Host.objects.create(name="other.localhost", organisation=policy.organisation)
    for path in ("/nl/{slug}/timegate/", "/nl/{slug}/", "/api/v1/policies"):
        answer = visit(at(path, policy), "other.localhost:9999")
        told = answer.headers.get("Location", "") + answer.headers.get("Link", "")
        assert "http://acme.localhost" in told
        assert "9999" not in told
