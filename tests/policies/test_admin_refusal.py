"""Who is not allowed to do something is told so, in the language of the interface."""

from __future__ import annotations

import pytest

from organisations.models import Role
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Geen toegang"), ("en", "Not allowed")]
)
def test_a_viewer_who_may_not_publish_reads_so(language: str, words: str) -> None:
    policy = world.policy(world.organisation())
    viewer = signed_in(world.person("vera", Role.VIEWER, policy.organisation), language)
    answer = viewer.get(address(policy, "publish/"))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert f"<h1>{words}</h1>" in page
    assert 'href="/admin/"' in page
