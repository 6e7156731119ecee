"""A draft shown to outside counsel by a link: read-only, until a day, revocable."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import AuditEntry, Role
from policies.actions.share_preview import revoke_preview, share_preview, token_of
from policies.conditions import Unmet
from policies.models import Policy, PreviewLink
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation(), words="van het concept")


@pytest.fixture
def link(policy: Policy) -> PreviewLink:
    return share_preview(None, policy, "De Vries Advocaten", 14)


@pytest.fixture
def counsel() -> Client:
    """Somebody who is not signed in, on the admin host."""
    return Client(HTTP_HOST="localhost")


def path(link: PreviewLink, language: str = "nl") -> str:
    return f"/preview/{token_of(link)}/{language}/"


def test_counsel_reads_the_draft_in_both_languages_without_signing_in(
    counsel: Client, link: PreviewLink
) -> None:
    for language, words in (("nl", "Tekst van het concept"), ("en", "Text van het")):
        answer = counsel.get(path(link, language))
        assert answer.status_code == 200
        assert words in answer.content.decode()
    enter = counsel.get(f"/preview/{token_of(link)}/")
    assert enter["Location"] == path(link, "nl")


def test_the_draft_is_shown_as_it_is_when_it_is_opened(
    counsel: Client, policy: Policy, link: PreviewLink
) -> None:
    world.rewrite(policy, "later")
    assert "Tekst later" in counsel.get(path(link)).content.decode()


def test_the_page_is_kept_from_search_engines_caches_and_other_sites(
    counsel: Client, link: PreviewLink
) -> None:
    answer = counsel.get(path(link))
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_visits_are_counted_without_saying_who(
    counsel: Client, link: PreviewLink
) -> None:
    counsel.get(path(link))
    counsel.get(path(link, "en"))
    counsel.head(path(link))
    link.refresh_from_db()
    assert link.seen_count == 2
    assert link.last_seen_at is not None


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_ended_shows_nothing(
    counsel: Client, link: PreviewLink, how: str
) -> None:
    if how == "revoked":
        revoke_preview(None, link)
    else:
        past = timezone.now() - dt.timedelta(seconds=1)
        PreviewLink.objects.update(expires_at=past)
    answer = counsel.get(path(link))
    assert answer.status_code == 410
    assert "van het concept" not in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_link_that_nobody_signed_is_not_found(
    counsel: Client, link: PreviewLink
) -> None:
    token = token_of(link)
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), str(link.uid), "x"):
        assert counsel.get(f"/preview/{wrong}/nl/").status_code == 404


def test_a_public_host_knows_no_such_link(link: PreviewLink) -> None:
    assert Client(HTTP_HOST="acme.localhost").get(path(link)).status_code == 404


def test_an_editor_makes_and_revokes_links_and_the_trail_says_so(
    policy: Policy,
) -> None:
    editor = world.person("edda", Role.EDITOR, policy.organisation)
    client = signed_in(editor, "en")
    share = address(policy, "draft/share/")
    assert client.post(share, {"for_whom": "Smit", "days": "7"}).status_code == 302
    made = PreviewLink.objects.get()
    assert token_of(made) in client.get(share).content.decode()
    client.post(address(policy, f"draft/share/{made.pk}/revoke/"))
    made.refresh_from_db()
    assert made.revoked_at is not None
    assert token_of(made) not in client.get(share).content.decode()
    deeds = AuditEntry.objects.filter(actor=f"user:{editor.pk}")
    assert {"share", "revoke link"} <= set(deeds.values_list("action", flat=True))


@pytest.mark.parametrize("days", ["0", "91", "", "soon"])
def test_a_link_without_an_end_is_refused_and_what_was_typed_stays(
    policy: Policy, days: str
) -> None:
    client = signed_in(world.person("edda", Role.EDITOR, policy.organisation), "en")
    sent = {"for_whom": "De Vries", "days": days}
    answer = client.post(address(policy, "draft/share/"), sent)
    assert answer.status_code == 422
    assert 'value="De Vries"' in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_a_viewer_shares_nothing(policy: Policy) -> None:
    viewer = world.person("vera", Role.VIEWER, policy.organisation)
    with pytest.raises(Unmet):
        share_preview(viewer, policy, "De Vries", 7)


def test_the_preview_shows_both_languages_or_one_in_frames(policy: Policy) -> None:
    client = signed_in(world.person("vera", Role.VIEWER, policy.organisation), "en")
    both = client.get(address(policy, "draft/look/")).content.decode()
    assert both.count("<iframe") == 2
    one = client.get(address(policy, "draft/look/?show=en&width=phone"))
    assert one.content.decode().count("<iframe") == 1
    assert 'class="frames phone"' in one.content.decode()
