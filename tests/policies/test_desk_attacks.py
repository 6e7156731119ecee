"""What somebody who means harm, or a lawyer who doubts, would try at the editor's desk."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from organisations import audit
from organisations.models import AuditEntry, Role
from policies import document as doc
from policies.actions import approve as approving
from policies.actions import ask_review, edit_clause, naming, plan_review
from policies.actions import remark as remarking
from policies.actions.add_section import add_section
from policies.actions.publish import Publication, publish
from policies.actions.share_preview import share_preview, token_of
from policies.compiling import compile_draft
from policies.models import Clause, Comment, Processor, Round
from policies.states import APPROVED
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import Desk, desk, refused

pytestmark = pytest.mark.django_db

HIDDEN = "Graag lezen\0"


@pytest.fixture
def at() -> Desk:
    """A desk whose draft prints the register of processors."""
    found = desk()
    processor(found, "Oude B.V.")
    add_section(
        found.writer, found.draft,
        doc.Section(id="processors", anchor="processors", kind="processors",
                    heading={"nl": "Verwerkers", "en": "Processors"}),
        register=True,
    )  # fmt: skip
    return found


def processor(at: Desk, name: str, **more: Any) -> Processor:
    return Processor.objects.create(
        organisation=at.organisation, uid=slugify(name),
        name=name, service_nl="dienst", service_en="service", **more,
    )  # fmt: skip


def ask(at: Desk, actor: Any = None) -> None:
    who = actor or at.writer
    ask_review.ask_review(who, at.draft, seen=at.draft.lock_version)


def approve(at: Desk, actor: Any, **more: Any) -> Any:
    return approving.approve(actor, at.draft, seen=at.draft.lock_version, **more)


def change(row: Any, actor: Any, **data: str) -> None:
    """Change a row in the admin as that person."""
    browser = signed_in(actor, "en")
    url = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    context = browser.get(url).context
    inlines = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    forms += [each for found in inlines for each in (found.management_form, *found)]
    shown = {f.html_name: f.value() for form in forms for f in form}
    sent = {k: v for k, v in shown.items() if v is not False and v not in (None, "")}
    answer = browser.post(url, {"covered_domains": "", **sent, **data})
    assert answer.status_code == 302, answer.context["adminform"].form.errors


# Four eyes: what is published was read by somebody who did not write it.


def test_a_row_that_begins_later_is_not_published_when_nobody_approved_it(
    at: Desk,
) -> None:
    ask(at)
    approve(at, at.colleague)
    later = timezone.now() + dt.timedelta(days=30)
    processor(at, "Stiekem Ltd", since=later.date() - dt.timedelta(days=1))
    said = Publication(effective_from=later, note=world.NOTE)
    assert refused(lambda: publish(at.colleague, at.policy, said)) == "not_as_approved"
    assert at.policy.versions.count() == 1


def test_a_row_that_is_made_to_end_is_not_left_out_when_nobody_approved_that(
    at: Desk,
) -> None:
    ask(at)
    approve(at, at.colleague)
    later = timezone.now() + dt.timedelta(days=30)
    Processor.objects.update(until=later.date() - dt.timedelta(days=1))
    said = Publication(effective_from=later, note=world.NOTE)
    assert refused(lambda: publish(at.colleague, at.policy, said)) == "not_as_approved"


def test_who_changed_a_register_that_the_text_prints_does_not_approve_it(
    at: Desk,
) -> None:
    row = Processor.objects.get()
    change(row, at.colleague, service_en="selling data", service_nl="verkoop")
    ask(at)
    assert refused(lambda: approve(at, at.colleague)) == "four_eyes"
    third = world.person("third", Role.APPROVER, at.organisation)
    approve(at, third)
    assert at.draft.state == APPROVED


def test_who_changed_a_register_that_the_text_does_not_print_may_approve_it() -> None:
    at = desk()
    row = processor(at, "Oude B.V.")
    change(row, at.colleague, service_en="mail", service_nl="post")
    ask(at)
    approve(at, at.colleague)
    assert at.draft.state == APPROVED


def test_who_changed_a_fact_of_the_organisation_does_not_approve_its_text(
    at: Desk,
) -> None:
    at.organisation.memberships.filter(user=at.colleague).update(role=Role.OWNER)
    change(at.organisation, at.colleague, controller="Somebody else B.V.")
    ask(at)
    assert refused(lambda: approve(at, at.colleague)) == "four_eyes"


def test_what_was_changed_before_the_last_version_stands_in_nobodys_way(
    at: Desk,
) -> None:
    change(Processor.objects.get(), at.colleague, service_en="mail")
    publish(None, at.policy, Publication(note=world.NOTE))
    at.write("derde")
    ask(at)
    approve(at, at.colleague)
    assert at.draft.state == APPROVED


def test_a_register_that_changed_under_the_approvers_eyes_is_not_approved_unread(
    at: Desk,
) -> None:
    ask(at)
    shown = compile_draft(at.draft).digest()
    processor(at, "Stiekem Ltd")
    assert refused(lambda: approve(at, at.colleague, shown=shown)) == "changed"
    shown = compile_draft(at.draft).digest()
    assert approve(at, at.colleague, shown=shown).digest == shown


def test_the_trail_names_the_text_that_was_approved(at: Desk) -> None:
    ask(at)
    digest = approve(at, at.colleague).digest
    assert AuditEntry.objects.get(action="approve").details["digest"] == digest
    version = publish(at.colleague, at.policy, Publication(note=world.NOTE))
    assert version.digest == digest


# Ids of another organisation, sent to one's own policy.


def foreign(there: Desk) -> list[tuple[str, dict[str, Any]]]:
    """What Bolt's approver has, as addresses below a policy and what is sent there."""
    comment = remarking.remark(there.viewer, there.policy, "Waarom?")
    link = share_preview(there.writer, there.policy, "Iemand", 1)
    own = Clause(organisation=there.organisation, title_nl="Eigen")
    own.section = doc.Section(id="c", anchor="c")
    own.save()
    row = there.draft.sections.get(anchor="intro")
    return [
        ("remarks/", {"text": "Hallo", "reply_to": comment.pk}),
        (f"remarks/{comment.pk}/", {}),
        (f"draft/share/{link.pk}/revoke/", {}),
        ("draft/clauses/", {"clause": own.pk}),
        (f"draft/sections/{row.pk}/delete/", {"seen": row.lock_version}),
        (f"draft/sections/{row.pk}/duplicate/", {}),
        (f"draft/sections/{row.pk}/translated/", {}),
        (f"draft/borrowed/{row.pk}/unlink/", {}),
        ("draft/borrowed/follow/", {"parent": there.policy.pk}),
        ("versions/9/cancel/", {}),
    ]


def test_ids_of_another_organisation_are_not_there() -> None:
    at, there = desk(), desk("bolt")
    before = compile_draft(there.draft).digest()
    tries = foreign(there)
    browser = signed_in(at.writer)
    answers = {
        rest: browser.post(address(at.policy, rest), sent).status_code
        for rest, sent in tries
    }
    assert answers == dict.fromkeys(answers, 404)
    assert compile_draft(there.draft).digest() == before
    done = AuditEntry.objects.filter(organisation=there.organisation)
    assert not done.filter(actor=f"user:{at.writer.pk}").exists()
    assert there.policy.preview_links.get().revoked_at is None


def test_a_policy_of_another_organisation_is_not_published_along() -> None:
    at, there = desk(single_person=True), desk("bolt", single_person=True)
    both = [at.policy.pk, there.policy.pk]
    sent: dict[str, Any] = {"when": "now", "policy": both}
    for found in (at, there):
        sent |= {
            f"p{found.policy.pk}-seen": found.draft.lock_version,
            f"p{found.policy.pk}-material": "no",
            f"p{found.policy.pk}-override": "A word was spelt wrongly.",
        }
    url = "/admin/policies/policy/publish-together/?organisation=acme"
    assert signed_in(at.writer).post(url, sent).status_code == 302
    assert (at.policy.versions.count(), there.policy.versions.count()) == (2, 1)


# What is typed: characters that no database takes, and more than anybody reads.


@pytest.mark.parametrize("text", [HIDDEN, "x" * 5_001])
def test_a_remark_a_note_and_a_comment_hold_nothing_hidden_and_are_readable(
    at: Desk, text: str
) -> None:
    def asked() -> None:
        ask_review.ask_review(at.writer, at.draft, text, seen=None)

    assert refused(asked) == "text"
    ask(at)
    assert refused(lambda: remarking.remark(at.viewer, at.policy, text)) == "text"
    assert refused(lambda: approving.approve(at.colleague, at.draft, text, seen=None))
    assert refused(lambda: approving.reject(at.colleague, at.draft, text, seen=None))
    assert (Comment.objects.count(), Round.objects.get().note) == (0, "")


def test_a_section_that_no_database_can_look_up_is_not_there(at: Desk) -> None:
    browser = signed_in(at.viewer)
    sent = {"text": "Hallo", "section": "intro\0"}
    assert browser.post(address(at.policy, "remarks/"), sent).status_code == 302
    assert not Comment.objects.exists()


# Counsel's page is on the admin host, where staff are signed in.


@pytest.fixture
def counsels(at: Desk) -> Any:
    link = share_preview(at.writer, at.policy, "De Vries Advocaten", 14)
    return Client(HTTP_HOST="localhost").get(f"/preview/{token_of(link)}/nl/")


def test_what_counsels_page_links_to_is_on_the_public_host(counsels: Any) -> None:
    links = re.findall(r'href="(/[^"]*)"', counsels.content.decode())
    assert [x for x in links if not x.startswith(("/preview/", "/static/"))] == []
    assert "//acme.localhost" in counsels.content.decode()


def test_counsels_page_and_the_preview_run_no_script(at: Desk, counsels: Any) -> None:
    preview = signed_in(at.viewer).get(address(at.policy, "draft/preview/nl/"))
    for answer, frames in ((counsels, "'none'"), (preview, "'self'")):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert f"frame-ancestors {frames}" in policy
    assert counsels["X-Frame-Options"] == "DENY"
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


# Nobody waits for somebody who waits for the trail: that would be a deadlock.

LOCKS: dict[str, Callable[[Desk], Any]] = {
    "starting a policy": lambda at: naming.lock(at.organisation),
    "editing a clause": lambda at: edit_clause._locked(Clause.objects.get()),
    "settling a remark": lambda at: remarking._locked(Comment.objects.get()),
    "planning a review": lambda at: plan_review._lock(at.policy),
}


@pytest.mark.may_skip("SQLite has one lock for all; the run on PostgreSQL has it")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of PostgreSQL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", LOCKS)
def test_who_refers_to_a_locked_row_and_holds_the_trail_can_commit(deed: str) -> None:
    at = desk()
    clause = Clause(organisation=at.organisation, title_nl="Standaard")
    clause.section = doc.Section(id="c", anchor="c")
    clause.save()
    said = remarking.remark(at.viewer, at.policy, "Waarom?")
    section = at.draft.sections.get(anchor="intro")
    failed: list[Exception] = []

    def refer() -> None:
        """As `remark` and `use_clause` do: rows that refer, and the trail last."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                type(section).objects.filter(pk=section.pk).update(clause=clause)
                Comment.objects.create(
                    policy=at.policy, reply_to=said, author="user:1", text="Daarom.",
                    at=timezone.now(),
                )  # fmt: skip
                audit.record("user:1", "comment", at.policy, at.organisation)
        except Exception as error:  # told by the thread that waits
            failed.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        LOCKS[deed](at)
        thread = threading.Thread(target=refer)
        thread.start()
        thread.join()
    assert failed == []
