"""When the CDN is told to forget: after each change, by the clock, and until it hears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

import pytest
from django.utils import timezone

from organisations.models import Generation, Organisation
from privacysite import cdn
from privacysite.cdn import watching
from privacysite.cdn.watching import Watch
from privacysite.management.commands import purge_cdn
from tests import world


@pytest.fixture
def acme(transactional_db: None) -> Organisation:
    made = world.organisation()
    world.published(world.policy(made))
    return made


@dataclass
class Noted:
    """A CDN that notes what it forgets, or refuses."""

    purged: list[list[str]] = field(default_factory=list)
    away: bool = False

    def headers(self, keys: Sequence[str], seconds: int) -> dict[str, str]:
        return {}

    def purge(self, keys: Sequence[str]) -> None:
        if self.away:
            raise cdn.PurgeFailed("away")
        self.purged.append(list(keys))


NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def tick(watch: Watch, now: dt.datetime) -> list[str]:
    watch.look(now)
    keys = watch.purge(now)
    watch.plan()
    return keys


def raise_number(organisation: int) -> None:
    last = max([0, *Generation.objects.values_list("number", flat=True)])
    Generation.objects.update_or_create(
        organisation_id=organisation, defaults={"number": last + 1}
    )


@pytest.fixture
def watch(acme: Organisation) -> Watch:
    """One that has purged everything, as it does first."""
    made = Watch(Noted())
    assert tick(made, NOW) == ["all"]
    assert tick(made, NOW + watching.AGAIN) == ["all"]
    assert tick(made, NOW + 2 * watching.AGAIN) == []
    return made


def test_a_change_is_purged_at_once_and_once_more(
    watch: Watch, acme: Organisation
) -> None:
    later = NOW + dt.timedelta(minutes=1)
    raise_number(acme.pk)
    assert tick(watch, later) == [f"org-{acme.pk}"]
    assert tick(watch, later + watching.AGAIN / 2) == []
    assert tick(watch, later + watching.AGAIN) == [f"org-{acme.pk}"]
    assert tick(watch, later + 2 * watching.AGAIN) == []


def test_publishing_is_seen(watch: Watch, acme: Organisation) -> None:
    policy = acme.policies.get()
    world.rewrite(policy, "tweede")
    world.published(policy)
    assert tick(watch, NOW + dt.timedelta(minutes=1)) == [f"org-{acme.pk}"]


def test_what_concerns_everybody_purges_everything(
    watch: Watch, acme: Organisation
) -> None:
    raise_number(acme.pk)
    raise_number(Generation.EVERYBODY)
    assert tick(watch, NOW + dt.timedelta(minutes=1)) == ["all"]


def test_a_restored_database_purges_everything(
    watch: Watch, acme: Organisation
) -> None:
    Generation.objects.update(number=1)
    assert tick(watch, NOW + dt.timedelta(minutes=1)) == ["all"]


def test_a_scheduled_version_is_purged_for_in_its_very_second(
    acme: Organisation,
) -> None:
    now = timezone.now()
    watch = Watch(Noted())
    tick(watch, now)
    tick(watch, now + watching.AGAIN)
    policy = acme.policies.get()
    world.rewrite(policy, "tweede")
    ahead = now + dt.timedelta(seconds=40)
    world.published(policy, on=ahead)
    tick(watch, now + dt.timedelta(seconds=5))
    tick(watch, now + dt.timedelta(seconds=10))
    assert tick(watch, ahead - dt.timedelta(seconds=1)) == []
    assert tick(watch, ahead) == [f"org-{acme.pk}"]


def test_what_could_not_be_purged_is_tried_again_with_patience(
    watch: Watch, acme: Organisation
) -> None:
    service = watch.cdn
    assert isinstance(service, Noted)
    service.purged.clear()
    service.away = True
    now = NOW + dt.timedelta(minutes=1)
    raise_number(acme.pk)
    watch.look(now)
    tried = 0
    for second in range(60):
        try:
            watch.purge(now + dt.timedelta(seconds=second))
        except cdn.PurgeFailed:
            tried += 1
    assert 3 <= tried <= 8
    service.away = False
    assert watch.purge(now + dt.timedelta(minutes=3)) == [f"org-{acme.pk}"]
    assert service.purged == [[f"org-{acme.pk}"]]


def test_the_watching_command_goes_on_after_a_refusal(acme: Organisation) -> None:
    service = Noted(away=True)
    said = StringIO()
    watch = Watch(service)
    purge_cdn.Command(stdout=said, stderr=said, no_color=True).tick(watch)
    assert "Not purged, tried again soon: away" in said.getvalue()
    service.away = False
    assert watch.purge(timezone.now() + watching.SLOWEST) == ["all"]
