"""What is answered without signing in: counsel's links; and public hosts (F33, F69)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from policies.actions.share_preview import revoke_preview, token_of
from policies.models import PreviewLink
from tests import world
from tests.policies import cms_world
from tests.tenants import Tenant, addresses, everything, tenant, url

pytestmark = pytest.mark.django_db

# The addresses that only the admin host has, besides the admin itself.
COUNSEL = {"counsel_enter", "counsel"}


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


def link_of(of: Tenant) -> PreviewLink:
    return PreviewLink.objects.get(policy__organisation=of.organisation)


def pages(token: str) -> list[str]:
    """Counsel's addresses with that token."""
    languages = [reverse("counsel", args=[token, code]) for code in ("nl", "en")]
    return [reverse("counsel_enter", args=[token]), *languages]


def visitors(*tenants: Tenant) -> dict[str, Client]:
    """Nobody; everybody of these organisations; who has no role; a superuser."""
    boss = world.person("boss")
    boss.is_superuser = True
    boss.save()
    return {
        "nobody": Client(headers={"host": "localhost"}),
        "boss": cms_world.staff(boss),
        "nina": cms_world.staff(world.person("nina")),
        **{
            f"{role.name} of {of.organisation.slug}": browser
            for of in tenants
            for role, browser in of.browsers.items()
        },
    }


def named_like(patterns: object) -> Iterator[str]:
    for found in patterns:  # type: ignore[attr-defined]
        if isinstance(found, URLPattern) and found.name:
            yield found.name


def test_counsel_s_are_the_only_addresses_besides_the_admin() -> None:
    """A new one is found here, and then tried below."""
    staff = set(named_like(get_resolver("privacysite.urls").url_patterns))
    public = set(named_like(get_resolver("privacysite.public_urls").url_patterns))
    assert staff - public == COUNSEL


def test_a_link_shows_everybody_the_same_and_no_session_adds_to_it(
    acme: Tenant, bolt: Tenant
) -> None:
    enter, *languages = pages(token_of(link_of(acme)))
    seen: dict[str, set[str]] = {address: set() for address in languages}
    for who, browser in visitors(acme, bolt).items():
        assert browser.get(enter)["Location"] == languages[0], who
        for address in languages:
            answer = browser.get(address)
            assert answer.status_code == 200, (who, address)
            assert "/admin/" not in answer.text, who
            assert "bolt" not in answer.text.lower(), who
            seen[address].add(answer.text)
    assert [len(texts) for texts in seen.values()] == [1, 1]


def test_a_link_changes_nothing_but_its_own_count(acme: Tenant) -> None:
    below, everybody = pages(token_of(link_of(acme))), visitors(acme)
    before = everything()
    for browser in everybody.values():
        for address in below:
            for method in (browser.post, browser.put, browser.patch, browser.delete):
                assert method(address).status_code == 405, address
    assert everything() == before
    for address in below:
        everybody["nobody"].get(address)
    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {PreviewLink._meta.label_lower}


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_ended_opens_for_nobody(
    acme: Tenant, bolt: Tenant, how: str
) -> None:
    link = link_of(acme)
    if how == "revoked":
        revoke_preview(None, link)
    else:
        past = timezone.now() - dt.timedelta(seconds=1)
        PreviewLink.objects.filter(pk=link.pk).update(expires_at=past)
    _enter, *languages = pages(token_of(link))
    for who, browser in visitors(acme, bolt).items():
        for address in languages:
            answer = browser.get(address)
            assert answer.status_code == 410, who
            assert "eerste" not in answer.text, who
    assert (
        cms_world.get(pages(token_of(link_of(bolt)))[1], "localhost").status_code == 200
    )


def tampered(link: PreviewLink, other: PreviewLink) -> Iterator[str]:
    """Tokens that nobody signed for this purpose."""
    good, theirs = token_of(link), token_of(other)
    yield good[:-1] + ("A" if good[-1] != "A" else "B")
    yield good.upper()
    yield ":".join([theirs.split(":")[0], *good.split(":")[1:]])  # another's id
    yield signing.dumps(str(link.uid), salt="policies.other")
    yield signing.dumps(str(link.uid), key="guessed", salt="policies.preview")
    yield from (str(link.uid), str(link.pk), "x")


def test_a_token_that_was_tampered_with_opens_for_nobody(
    acme: Tenant, bolt: Tenant
) -> None:
    wrong = list(tampered(link_of(acme), link_of(bolt)))
    for who, browser in visitors(acme, bolt).items():
        for token in wrong:
            for address in pages(token):
                assert browser.get(address).status_code == 404, (who, token)
    assert not PreviewLink.objects.filter(seen_count__gt=0).exists()


@pytest.mark.parametrize("language", ["de", "NL", "nl-be", "admin"])
def test_a_link_has_the_two_languages_and_nothing_below(
    acme: Tenant, language: str
) -> None:
    address = reverse("counsel", args=[token_of(link_of(acme)), language])
    assert cms_world.get(address, "localhost").status_code == 404


@pytest.mark.parametrize("host", ["acme.localhost", "bolt.localhost"])
def test_a_public_host_has_no_address_of_the_admin(
    acme: Tenant, bolt: Tenant, host: str
) -> None:
    browsers = [Client(headers={"host": host}), Client(headers={"host": host})]
    owner = next(reversed(acme.browsers.values()))
    browsers[1].cookies = owner.cookies  # a session of the admin host, brought along
    wrong, before = [], everything()
    for address in (*staff_s(acme), *pages(token_of(link_of(acme)))):
        for browser in browsers:
            found = (
                browser.get(address).status_code,
                browser.post(address).status_code,
            )
            if found != (404, 404):
                wrong.append(f"{address}: {found}")
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("host", ["nobody.example", "127.0.0.1", "admin.localhost"])
def test_an_unknown_host_has_none_either(acme: Tenant, host: str) -> None:
    browser = Client(headers={"host": host})
    for address in ("/admin/", "/admin/login/", *pages(token_of(link_of(acme)))):
        assert browser.get(address).status_code == 404, address


def staff_s(of: Tenant) -> set[str]:
    """Every address of the admin, about that tenant's rows."""
    found = {"/admin/", "/i18n/setlang/"}
    for name in addresses():
        if address := _reversed(name, of):
            found.add(address)
    assert len(found) > 100
    return found


def _reversed(name: str, of: Tenant) -> str:
    try:
        return reverse(f"admin:{name}")
    except Exception:  # it needs ids
        pass
    try:
        return url(name, of)
    except Exception:  # of no tenant, or refused by the guard: the admin's own
        return ""
