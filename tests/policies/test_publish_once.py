"""Publishing is exactly-once: whoever presses at once, and wherever a process dies."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Role
from policies import log
from policies.actions.publish import Publication, publish, publish_together
from policies.models import Draft, Manuscript, Policy, Version, Withdrawal
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20
MOST = 600  # steps; a publication that took more would be wrong in another way


def clean() -> bool:
    return not [*log.verify(), *audit.verify()]


def test_twenty_who_press_publish_at_once_make_one_version() -> None:
    policy = world.policy(world.organisation())
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    browsers = [
        signed_in(world.person(f"p{n}", Role.APPROVER, policy.organisation))
        for n in range(AT_ONCE)
    ]
    sent = {
        "seen": Draft.objects.get(policy=policy).lock_version, "when": "now",
        "material": "yes", "note_nl": "Nieuw.", "note_en": "New.",
    }  # fmt: skip
    barrier = threading.Barrier(AT_ONCE)
    answers: list[int] = []

    def press(browser: Any) -> None:
        barrier.wait()
        try:
            answers.append(browser.post(address(policy, "publish/"), sent).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[each]) for each in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {302: 1, 422: AT_ONCE - 1}
    numbers = Version.objects.filter(policy=policy).order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [1, 2]
    assert AuditEntry.objects.filter(action="publish").count() == 2
    assert clean()


class Step:
    """Counts statements and commits, and dies before one of them, or after a commit.

    After a statement nothing more has happened than before the next one.
    """

    def __init__(self, last: int) -> None:
        self.last, self.at = last, 0

    def take(self) -> None:
        self.at += 1
        if self.at == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """For `connection.execute_wrapper`."""
        self.take()
        return execute(*arguments)

    def commit(self, original: Callable[[], Any]) -> Callable[[], Any]:
        """Around the database's own commit, which is no statement to Django."""

        def commit() -> Any:
            self.take()
            found = original()
            self.take()
            return found

        return commit


def killed_at(step: int, deed: Callable[[], Any]) -> bool:
    """Do that in a process of its own, killed at that step; False when it got through."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            count = Step(step)
            connection._commit = count.commit(connection._commit)  # type: ignore[attr-defined]
            with connection.execute_wrapper(count.statement):
                deed()
            os._exit(0)
        finally:  # whatever it raised, this process never goes on as pytest
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def state(policies: list[Policy]) -> tuple[int, ...]:
    """What a publication writes, counted."""
    published = AuditEntry.objects.filter(action__in=["publish", "cancel schedule"])
    return (
        *(policy.versions.count() for policy in policies),
        Manuscript.objects.count(),
        Withdrawal.objects.count(),
        published.count(),
        Draft.objects.filter(writers=["user:0"]).count(),
    )


def test_a_process_killed_anywhere_leaves_the_old_or_the_new_state() -> None:
    """Two policies published together, one of which gives up a schedule for it."""
    organisation = world.organisation()
    editor = world.person("edith", Role.EDITOR, organisation)
    editor.email = "edith@acme.example"
    editor.save()
    policies = [world.policy(organisation), world.policy(organisation, "cookies")]
    for policy in policies:
        world.published(policy, "2022-01-01")
    outcomes: Counter[str] = Counter()
    for step in range(1, MOST):
        prepare(policies, step)
        before = state(policies)
        went_through = not killed_at(step, lambda: publish_both(policies))
        after = state(policies)
        new = tuple(
            n + more for n, more in zip(before, (1, 1, 2, 1, 3, -2), strict=True)
        )
        assert after in (before, new), f"half a publication at step {step}"
        assert clean(), f"broken chain at step {step}"
        outcomes["new" if after == new else "old"] += 1
        if went_through:
            assert after == new
            break
    assert outcomes["old"] > 40
    # Killed after the commit: it is published, and nothing of it is lost.
    assert outcomes["new"] > 1
    publish_again(policies[0])


def prepare(policies: list[Policy], step: int) -> None:
    """New words in both drafts, and for the first a version that is scheduled."""
    if not Version.objects.pending(policies[0], timezone.now()):
        world.rewrite(policies[0], f"gepland {step}")
        ahead = timezone.now() + dt.timedelta(days=30, seconds=step)
        publish(None, policies[0], Publication(ahead, world.NOTE))
    for policy in policies:
        world.rewrite(policy, f"stap {step}")
    Draft.objects.update(writers=["user:0"])


def publish_both(policies: list[Policy]) -> None:
    said = Publication(note=world.NOTE, scheduled="cancel")
    publish_together(None, [(policy, said) for policy in policies])


def publish_again(policy: Policy) -> None:
    """Nothing that died stands in the way of the next one."""
    last = policy.versions.count()
    world.rewrite(policy, "daarna")
    made = publish(None, policy, Publication(note=world.NOTE, scheduled="cancel"))
    assert made.number == last + 1
    call_command("verify_versions", verbosity=0)
    call_command("verify_audit", verbosity=0)
