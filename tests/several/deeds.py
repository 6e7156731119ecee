"""What happens on some machine meanwhile: ``python -m tests.several.deeds NAME WORDS``."""

from __future__ import annotations

import sys

import django


def begin(words: str) -> None:
    """An organisation with a policy that says these words."""
    from tests import world

    world.published(world.policy(world.organisation(), words=words))


def publish(words: str) -> None:
    """The next version."""
    from policies.models import Policy
    from tests import world

    policy = Policy.objects.get()
    world.rewrite(policy, words)
    world.published(policy)


if __name__ == "__main__":
    django.setup()
    {"begin": begin, "publish": publish}[sys.argv[1]](sys.argv[2])
