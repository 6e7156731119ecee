"""The audit trail in the admin: from what to what, for whom, filtered, as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations import audit, people
from organisations.admin.audit import Trail
from organisations.admin.audit_export import guarded
from organisations.admin.audit_filters import DeedFilter
from organisations.admin.first_pages import FirstPages
from organisations.admin.trail import facts
from organisations.models import (
    ApprovalStep,
    AuditEntry,
    Host,
    Membership,
    Organisation,
    Rebranding,
    Role,
)
from tests import world
from tests.flushing import triggers_aside
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/auditentry/"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def bolt() -> Organisation:
    return world.organisation("bolt")


@pytest.fixture
def olga(acme: Organisation) -> Any:
    return world.person("olga", Role.OWNER, acme)


@pytest.fixture
def owner(olga: Any) -> Client:
    return signed_in(olga, "en")


def form(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send from that page."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {
        field.html_name: field.value()
        for each in forms
        for field in each
        if field.value() not in (None, "") and field.value() is not False
    }
    return {**data, **changes}


def subjects(client: Client, query: str = "") -> list[str]:
    """The subjects on the list, of entries that tests wrote."""
    rows = client.get(f"{LIST}{query}").context["cl"].result_list
    return [row.subject for row in rows if row.action == "look"]


def dated(entry: AuditEntry, moment: str) -> None:
    """Put an entry on another day, as if it had been written then."""
    with triggers_aside("default"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_auditentry SET at = %s WHERE id = %s",
            [dt.datetime.fromisoformat(moment), entry.pk],
        )


# From what to what


def test_a_change_says_from_what_to_what(owner: Client, acme: Organisation) -> None:
    Organisation.objects.filter(pk=acme.pk).update(city="Weert")
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    sent = {"city": "Utrecht", "address_form": "informal", "phone": "020 615 9155"}
    assert owner.post(url, form(owner, url, **sent)).status_code == 302
    entry = AuditEntry.objects.get(action="change organisation")
    assert entry.details["changes"] == {
        "city": ["Weert", "Utrecht"],
        "address_form": ["formal", "informal"],
        "phone": [None, "+31206159155"],
    }
    page = owner.get(LIST).content.decode()
    assert "City: Weert → Utrecht" in page
    assert "Form of address: u (formal) → je (informal)" in page
    assert "Telephone: – → +31206159155" in page


def test_hosts_beside_the_facts_are_recorded_each(
    owner: Client, acme: Organisation
) -> None:
    Host.objects.create(name="extra.localhost", organisation=acme)
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    sent = {
        "hosts-TOTAL_FORMS": "3", "hosts-0-name": "first.localhost",
        "hosts-1-DELETE": "on", "hosts-2-name": "third.localhost",
        "hosts-2-organisation": acme.pk,
    }  # fmt: skip
    assert owner.post(url, form(owner, url, **sent)).status_code == 302
    found = AuditEntry.objects.filter(action__endswith=" host", organisation=acme)
    assert {entry.action: entry.details["changes"] for entry in found} == {
        "add host": {"name": [None, "third.localhost"]},
        "change host": {"name": ["acme.localhost", "first.localhost"]},
        "delete host": {"name": ["extra.localhost", None]},
    }


def test_what_is_saved_unchanged_leaves_no_entry(
    owner: Client, acme: Organisation
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    assert owner.post(url, form(owner, url)).status_code == 302
    assert not AuditEntry.objects.filter(action="change organisation").exists()


def test_added_and_deleted_rows_keep_their_main_facts(
    owner: Client, acme: Organisation
) -> None:
    base = "/admin/organisations/rebranding/"
    sent = {"old_name": "Old", "old_host": "old.example", "organisation": acme.pk,
            "mode": "redirect", "old_path": "", "paths": ""}  # fmt: skip
    assert owner.post(f"{base}add/", sent).status_code == 302
    made = Rebranding.objects.get()
    owner.post(f"{base}{made.pk}/delete/", {"post": "yes"})
    assert not Rebranding.objects.exists()
    kept = {"old_host": "old.example", "old_name": "Old", "mode": "redirect"}
    added = AuditEntry.objects.get(action="add rebranding")
    deleted = AuditEntry.objects.get(action="delete rebranding")
    assert added.details["changes"] == {k: [None, v] for k, v in kept.items()}
    assert deleted.details["changes"] == {k: [v, None] for k, v in kept.items()}
    assert deleted.subject == added.subject == "old.example → Acme"


def test_several_deleted_at_once_are_named_each(
    owner: Client, acme: Organisation
) -> None:
    rows = [
        Rebranding.objects.create(
            old_host=f"{n}.example", old_name="x", organisation=acme
        )
        for n in "ab"
    ]
    owner.post(
        "/admin/organisations/rebranding/",
        {"action": "delete_selected", "_selected_action": [row.pk for row in rows],
         "post": "yes"},
    )  # fmt: skip
    found = AuditEntry.objects.filter(action="delete rebranding")
    assert {e.subject for e in found} == {"a.example → Acme", "b.example → Acme"}


def test_the_end_of_the_trail_is_locked_after_everything_else(
    owner: Client, acme: Organisation
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    sent = form(owner, url, city="Utrecht", **{"hosts-0-name": "new.localhost"})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        owner.post(url, sent)
    written = [
        sql["sql"].split('"')[1]
        for sql in queries
        if sql["sql"].startswith(("INSERT", "UPDATE"))
    ]
    trail = {"organisations_auditentry", "organisations_audithead"}
    first = min(i for i, table in enumerate(written) if table in trail)
    # The session's message comes after the transaction.
    assert set(written[first:]) - {"django_session"} == trail
    assert {"organisations_host", "django_admin_log"} <= set(written[:first])


def test_people_chosen_are_kept_by_id_and_shown_by_name(
    owner: Client, acme: Organisation, olga: Any
) -> None:
    step = ApprovalStep.objects.create(
        organisation=acme, name_nl="Juridisch", name_en="Legal"
    )
    step.people.add(olga)
    told = {"people": [None, [f"user:{olga.pk}"]]}
    assert told.items() <= facts(step).items()
    audit.record("system", "add approvalstep", step, acme, changes=told)
    assert "People: – → olga" in owner.get(LIST).content.decode()


# Who sees what


def test_a_viewer_sees_the_organisation_s_entries_and_no_other_s(
    acme: Organisation, bolt: Organisation
) -> None:
    viewer = signed_in(world.person("vera", Role.VIEWER, acme))
    for subject, at in (("mine", acme), ("theirs", bolt), ("nobody's", None)):
        audit.record("user:1", "look", subject, at)
    assert subjects(viewer) == ["mine"]


def test_a_superuser_sees_what_belongs_to_no_organisation(acme: Organisation) -> None:
    root = signed_in(get_user_model().objects.create_superuser("root"))
    audit.record("user:1", "look", "nobody's")
    audit.record("user:1", "look", "acme's", acme)
    assert subjects(root) == ["acme's", "nobody's"]


def test_owners_see_how_their_own_people_sign_in(
    owner: Client, acme: Organisation, bolt: Organisation
) -> None:
    people = {
        "vera": world.person("vera", Role.VIEWER, acme),
        "bob": world.person("bob", Role.OWNER, bolt),
    }
    browsers = {name: signed_in(user) for name, user in people.items()}
    seen = owner.get(LIST).context["cl"].result_list
    shown = {row.actor for row in seen if row.action == "sign in"}
    assert f"user:{people['vera'].pk}" in shown
    assert f"user:{people['bob'].pk}" not in shown
    entry = AuditEntry.objects.get(actor=f"user:{people['vera'].pk}", action="sign in")
    page = f"{LIST}{entry.pk}/change/"
    assert owner.get(page).status_code == 200
    for browser in browsers.values():  # no owner of Acme: another's, or not an owner
        assert browser.get(page).status_code == 404
        rows = browser.get(LIST).context["cl"].result_list
        assert entry.pk not in {row.pk for row in rows}


def test_changed_rights_of_an_account_are_for_superusers(
    owner: Client, acme: Organisation
) -> None:
    vera = world.person("vera", Role.VIEWER, acme)
    vera.is_active = False
    vera.save()
    rows = owner.get(LIST).context["cl"].result_list
    assert "change user" not in {row.action for row in rows}


# The list


def test_people_are_named_and_who_left_is_a_former_colleague(
    owner: Client, acme: Organisation, olga: Any
) -> None:
    ed = world.person("ed", Role.EDITOR, acme)
    audit.record(audit.actor_id(ed), "look", "x", acme)
    ed.delete()
    olga.first_name, olga.last_name = "Olga", "de Wit"
    olga.save()
    page = owner.get(LIST).content.decode()
    assert "former colleague" in page
    assert "Olga de Wit" in page
    assert "the system" in page


def test_ids_that_nobody_has_are_shown_as_they_are() -> None:
    odd = ["user:", "user:x", "user:" + "9" * 30, "user:²", "importer"]
    assert people.names(odd) == {}
    assert [people.called(each, {}) for each in odd] == odd


def test_the_list_costs_the_same_however_long_it_is(
    owner: Client, acme: Organisation
) -> None:
    boss = get_user_model().objects.create_superuser("boss")
    root, counts = signed_in(boss, "en"), list[tuple[int, int]]()
    for browser in (owner, root):
        browser.get(LIST)  # the first visit makes django CMS's settings
    for count in (3, 40):
        for n in range(count):
            ed = world.person(f"ed {count} {n}", Role.EDITOR, acme)
            audit.record(audit.actor_id(ed), "look", n, acme, changes={"a": [1, 2]})
        audit.record(audit.actor_id(boss), "look", "by a superuser", acme)
        with CaptureQueriesContext(connection) as owners:
            assert owner.get(LIST).status_code == 200
        with CaptureQueriesContext(connection) as superusers:
            assert root.get(LIST).status_code == 200
        counts.append((len(owners), len(superusers)))
    # Nine of an owner's and six of a superuser's are the frame of every page.
    assert counts[0] == counts[1]
    assert counts[0][0] - 9 <= 6
    assert counts[0][1] - 6 <= 6


@pytest.fixture
def three(acme: Organisation, bolt: Organisation, olga: Any) -> None:
    """Entries of two organisations, people and days."""
    Membership.objects.create(user=olga, organisation=bolt, role=Role.VIEWER)
    dated(audit.record("user:900", "look", "one", acme), "2024-03-30T23:30:00+00:00")
    dated(audit.record("user:901", "look", "two", bolt), "2024-03-31T12:00:00+00:00")
    dated(
        audit.record("system", "look", "three", acme, person="user:900"),
        "2024-03-31T22:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?organisation=bolt", ["two"]),
        ("?person=user:900", ["three", "one"]),
        ("?person=system", ["three"]),
        ("?action=look", ["three", "two", "one"]),
        ("?action=publish", []),
        ("?q=TWO", ["two"]),
        # The clock of Amsterdam: 00:30 on the 31st, and midnight of 1 April (DST).
        ("?from=2024-03-31", ["three", "two", "one"]),
        ("?from=2024-04-01", ["three"]),
        ("?to=2024-03-31", ["two", "one"]),
        ("?from=2024-03-31&to=2024-03-31&organisation=acme", ["one"]),
        ("?to=2024-03-30", []),
    ],
)  # fmt: skip
def test_entries_are_found(
    three: None, owner: Client, query: str, found: list[str]
) -> None:
    assert subjects(owner, query) == found


@pytest.mark.parametrize(
    "query", ["from=x", "to=0001-01-01", "to=9999-12-31", "person=x", "person=user:"]
)
def test_a_question_that_makes_no_sense_shows_the_whole_list(
    owner: Client, query: str
) -> None:
    for address in (LIST, f"{LIST}export/"):
        answer = owner.get(f"{address}?{query}")
        assert answer.status_code == 302
        assert answer["Location"].endswith("?e=1")


def test_choosing_days_keeps_what_else_was_chosen(three: None, owner: Client) -> None:
    page = owner.get(f"{LIST}?organisation=acme&q=o&from=2024-03-31").content.decode()
    assert '<option value="acme" selected>Acme</option>' in page
    assert 'name="q" value="o"' in page
    assert 'name="from" value="2024-03-31"' in page
    assert 'export/?from=2024-03-31&amp;organisation=acme&amp;q=o"' in page


# CSV


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{LIST}export/{query}")
    assert answer.status_code == 200
    assert answer.streaming
    text = b"".join(answer).decode()
    assert text.startswith("\ufeff")
    language = answer["Content-Language"]
    file = StringIO(text[1:], newline="")
    return list(csv.DictReader(file, delimiter=";" if language == "nl" else ","))


def test_the_export_is_the_filtered_list_with_digests(
    three: None, owner: Client, acme: Organisation
) -> None:
    rows = exported(owner, "?organisation=acme&action=look")
    assert [row["What"] for row in rows] == ["three", "one"]
    entry = AuditEntry.objects.get(subject="three")
    row = rows[0]
    assert row["Digest of the row"] == entry.record_digest
    assert row["Digest of the row before"] == entry.previous_digest
    assert row["Organisation"] == "Acme"
    assert row["Who"] == "the system"
    assert row["Person concerned"] == "former colleague"
    assert row["When"] == "2024-04-01 00:00:00"
    assert row["Exact moment (UTC)"] == "2024-03-31T22:00:00.000000+00:00"


def test_the_export_speaks_the_language_of_the_interface(
    olga: Any, acme: Organisation
) -> None:
    audit.record("system", "publish", "Privacybeleid", acme)
    rows = exported(signed_in(olga, "nl"), "?action=publish")
    assert "Gepubliceerd" in rows[0].values()
    assert "het systeem" in rows[0].values()


def test_a_long_export_names_people_once_a_chunk(
    owner: Client, acme: Organisation, olga: Any
) -> None:
    for n in range(520):
        audit.record(audit.actor_id(olga), "look", n, acme)
    with CaptureQueriesContext(connection) as queries:
        rows = exported(owner, "?action=look")
    assert len(rows) == 520
    assert {row["Who"] for row in rows} == {"olga"}
    assert len(queries) <= 18  # of the list, and two more chunks


def test_a_trail_without_end_lists_its_newest_and_says_so(
    owner: Client, acme: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        audit.record("system", "look", n, acme)
    assert "No more than" not in owner.get(LIST).text
    monkeypatch.setattr(FirstPages, "most", 4)
    monkeypatch.setattr(Trail, "most", 4)
    page = owner.get(f"{LIST}?action=look")
    assert page.context["cl"].result_count == 4
    assert "No more than 4 entries are listed." in page.text
    assert subjects(owner, "?action=look")[:2] == ["5", "4"]
    assert len(exported(owner, "?action=look")) == 6


def test_only_deeds_that_one_may_see_can_be_chosen(
    owner: Client, acme: Organisation, bolt: Organisation
) -> None:
    audit.record("system", "look", "here", acme)
    audit.record("system", "publish", "next door", bolt)
    filters = owner.get(LIST).context["cl"].filter_specs
    deeds = next(each for each in filters if isinstance(each, DeedFilter))
    codes = {code for code, _words in deeds.lookup_choices}
    assert "look" in codes
    assert "publish" not in codes


@pytest.mark.parametrize(
    "cell", ["=1+1", "+31", "-1", "@SUM", "\tx", "\rx", " =1", "\uff1d1"]
)
def test_no_cell_is_taken_for_a_formula(
    owner: Client, acme: Organisation, cell: str
) -> None:
    audit.record("system", "look", cell, acme)
    row = exported(owner, "?action=look")[0]
    assert row["What"] == f"'{cell}"
    assert guarded("1-1") == "1-1"


def test_a_stranger_exports_nothing_of_another(
    acme: Organisation, bolt: Organisation
) -> None:
    audit.record("system", "look", "acme's", acme)
    bob = signed_in(world.person("bob", Role.OWNER, bolt), "en")
    assert exported(bob, "?action=look") == []
    assert exported(bob, "?organisation=acme") == []
    nobody = signed_in(world.person("nina"))
    assert nobody.get(f"{LIST}export/").status_code == 403
    assert bob.post(f"{LIST}export/").status_code == 405
