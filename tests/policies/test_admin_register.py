"""A section that takes its rows from a register shows them as readers will see them."""

from __future__ import annotations

import pytest

from organisations.models import Role
from policies.models import Processor
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db


def test_rows_of_the_register_are_shown_as_text_and_not_as_tags() -> None:
    policy = world.policy(world.organisation())
    Processor.objects.create(
        organisation=policy.organisation, uid="post", name="Postbedrijf",
        service_nl="Post & pakketten", country="NL",
    )  # fmt: skip
    editor = signed_in(world.person("edith", Role.EDITOR, policy.organisation))
    page = editor.get(address(policy, "draft/add/processors/")).content.decode()
    assert "<td>Post &amp; pakketten</td>" in page
