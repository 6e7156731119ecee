"""Whatever a public page is made of raises its organisation's number, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cookies.models import Cookie
from organisations import generations
from organisations.generations import triggers
from organisations.models import Generation, Host, Organisation, SupervisoryAuthority
from policies.actions.withdraw import withdraw
from policies.models import Processor
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def bolt() -> Organisation:
    return world.organisation("bolt")


def raised(organisation: Organisation, change: Callable[[], object]) -> bool:
    before = generations.current(organisation.pk)
    change()
    now = generations.current(organisation.pk)
    assert now >= before
    return now > before


def test_publishing_raises_the_organisations_number_and_no_others(
    acme: Organisation, bolt: Organisation
) -> None:
    policy = world.policy(acme)
    neighbours = generations.current(bolt.pk)
    assert raised(acme, lambda: world.published(policy))
    assert generations.current(bolt.pk) == neighbours


def test_withdrawing_raises_it(acme: Organisation) -> None:
    version = world.published(world.policy(acme))
    reason = {"nl": "Onjuist.", "en": "Wrong."}
    assert raised(acme, lambda: withdraw(None, version, reason))


def test_rows_changed_by_raw_sql_or_in_bulk_raise_it(acme: Organisation) -> None:
    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE organisations_organisation SET phone = '+31201234567'"
            )

    assert raised(acme, raw)
    made = Processor.objects.create(organisation=acme, name="Stripe")
    rows = Processor.objects.filter(pk=made.pk)
    assert raised(acme, lambda: rows.update(name="Adyen"))
    assert raised(acme, lambda: rows.delete())


def test_a_row_that_moves_raises_both(acme: Organisation, bolt: Organisation) -> None:
    host = Host.objects.create(name="old.localhost", organisation=acme)
    before = generations.current(bolt.pk)
    move = Host.objects.filter(pk=host.pk)
    assert raised(acme, lambda: move.update(organisation=bolt))
    assert generations.current(bolt.pk) > before


def test_a_parents_facts_raise_its_daughters_number(
    acme: Organisation, bolt: Organisation
) -> None:
    bolt.parent = acme
    bolt.save()
    rows = Organisation.objects.filter(pk=acme.pk)
    assert raised(bolt, lambda: rows.update(legal_name="Acme Holding B.V."))


def test_what_concerns_everybody_raises_everybodys(
    acme: Organisation, bolt: Organisation
) -> None:
    rows = SupervisoryAuthority.objects.all()
    before = generations.current(bolt.pk)
    assert raised(acme, lambda: rows.update(url="https://example.org/"))
    assert generations.current(bolt.pk) > before


def test_two_databases_made_anew_have_numbers_of_their_own(acme: Organisation) -> None:
    """As after a restore into an empty one: nobody's number is left but everybody's."""
    found = set()
    for _ in range(4):
        Generation.objects.all().delete()
        triggers.raise_everybodys()
        found.add(generations.current(acme.pk) % 2**20)
    assert len(found) > 1


def test_what_is_taken_back_raises_nothing(acme: Organisation) -> None:
    def undone() -> None:
        with transaction.atomic():
            Host.objects.create(name="other.localhost", organisation=acme)
            transaction.set_rollback(True)

    assert not raised(acme, undone)


def test_editing_a_draft_raises_nothing(acme: Organisation) -> None:
    policy = world.policy(acme)
    assert not raised(acme, lambda: world.rewrite(policy, "tweede"))


def test_a_table_that_was_made_anew_is_watched_again(acme: Organisation) -> None:
    watched = [name for name, table in triggers._there(connection) if "host" in table]
    assert watched
    with connection.cursor() as cursor:
        for name in watched:
            on = " ON organisations_host" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    assert not raised(
        acme, lambda: Host.objects.create(name="a.test", organisation=acme)
    )
    # What changed meanwhile is made good: everybody's number is raised.
    assert raised(acme, lambda: call_command("migrate", verbosity=0))
    assert raised(acme, lambda: Host.objects.create(name="b.test", organisation=acme))


def test_pages_hold_until_the_next_version_or_midnight(acme: Organisation) -> None:
    now = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)  # half past eleven there
    midnight = dt.datetime(2026, 11, 22, 23, tzinfo=dt.UTC)
    assert generations.holds_until(acme, now) == midnight
    policy = world.policy(acme)
    world.published(policy)
    world.rewrite(policy, "tweede")
    soon = timezone.now() + dt.timedelta(seconds=7)
    world.published(policy, soon)
    assert generations.holds_until(acme, timezone.now()) == min(
        soon, generations.holds_until(world.organisation("third"), timezone.now())
    )


def test_a_cookie_of_the_register_raises_it(acme: Organisation) -> None:
    assert raised(
        acme, lambda: Cookie.objects.create(organisation=acme, name="session")
    )
