"""Take text from a clause or from the parent's policy, and keep up with it (F27, F30).

Nothing published changes: a draft gets a copy, and the next version prints it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Organisation
from policies import borrowing, conditions
from policies import document as doc
from policies.actions import drafting
from policies.actions.add_section import after_last, check_add, free
from policies.actions.edit_section import write_over
from policies.borrowing import Loan
from policies.compiling import lay_out
from policies.models import Clause, Draft, Policy, Section


def use_clause(
    actor: Any, draft: Draft, clause: Clause, *, parent: Section | None = None
) -> Section:
    """Add a clause's text to the draft as a section that stays linked to it.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor)
        check_use(draft, clause)
        value = clause.section
        check_add(draft, value, parent)
        uids = set(draft.sections.values_list("uid", flat=True))
        anchors = set(draft.sections.values_list("anchor", flat=True))
        value = replace(
            value, id=free(uids, value.id), anchor=free(anchors, value.anchor)
        )
        tie = {"clause": str(clause.uid), "taken": value.own_digest()}
        first = after_last(draft, parent)
        lay_out(draft, parent, [value], {value.id: tie}, first)
        drafting.touch(draft, actor, "use clause", value.anchor, clause=clause.title)
        return draft.sections.get(uid=value.id)


def take_section(actor: Any, draft: Draft, uid: str) -> Section:
    """Add a section of the parent's policy, with what stands below it there.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor)
        source = check_take_section(draft, uid)
        anchors = set(draft.sections.values_list("anchor", flat=True))
        source = _with_free_anchors(source, anchors)
        ties = {s.id: {"follows": True, "taken": s.own_digest()} for s in source.walk()}
        lay_out(draft, None, [source], ties, after_last(draft, None))
        drafting.touch(draft, actor, "take section", source.anchor)
        return draft.sections.get(uid=uid)


def take_news(
    actor: Any, section: Section, *, seen: int | None, offered: str | None = None
) -> bool:
    """Let the section say what its source says now; answers whether anything changed.

    ``seen`` is the section's count as it was shown, ``offered`` the digest of the
    source's text (`Loan.offer`). Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor)
        found = check_take_news(drafting.fresh(draft, section), offered)
        if not found.news and not found.own:
            return False
        check_kind(found)
        put_in(found, seen)
        drafting.touch(draft, actor, "take new text", found.section.anchor)
    return True


def put_in(found: Loan, seen: int | None) -> None:
    """Let a locked draft's section say what its source says; for verbs that checked."""
    assert found.source is not None  # noqa: S101 check_take_news saw to it
    row = found.section
    write_over(row, found.source, register=row.register, seen=seen)
    row.taken = found.offer
    row.save(update_fields=["taken"])


def keep_own(actor: Any, section: Section, *, offered: str | None = None) -> None:
    """Leave the section as it is: the source's new text was read and is not taken.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor)
        found = check_take_news(drafting.fresh(draft, section), offered)
        found.section.taken = found.offer
        found.section.save(update_fields=["taken"])
        _record(actor, draft, "keep own text", found.section)


def unlink(actor: Any, section: Section) -> None:
    """Make the section the draft's own; its text stays as it is.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor)
        section = drafting.fresh(draft, section)
        section.clause, section.follows, section.taken = None, False, ""
        section.save(update_fields=["clause", "follows", "taken"])
        _record(actor, draft, "unlink section", section)


def follow(actor: Any, policy: Policy, parent: Policy | None) -> None:
    """Let a policy follow one of the parent organisation; None ends it.

    Sections that both have, by id, are linked; where they read differently the
    daughter's own text stays. Raises `conditions.Unmet`, then nothing has changed.
    """
    with transaction.atomic():
        draft = drafting.lock(Draft.objects.get(policy=policy), actor)
        policy = draft.policy
        before = policy.follows
        if parent == before:
            return
        check_follow(policy, parent)
        policy.follows = parent
        policy.save(update_fields=["follows"])
        sources = borrowing.parents_sections(policy)
        for row in draft.sections.filter(clause=None):
            source = sources.get(row.uid)
            row.follows = source is not None
            row.taken = source.own_digest() if source else ""
            row.save(update_fields=["follows", "taken"])
        verb = "follow" if parent else "unfollow"
        audit.record(
            audit.actor_id(actor), verb, policy, policy.organisation,
            parent=str(parent or before),
        )  # fmt: skip


def check_use(draft: Draft, clause: Clause) -> None:
    """Raise `conditions.Unmet` when the clause is another organisation's."""
    if clause.organisation_id not in (None, draft.policy.organisation_id):
        raise conditions.Unmet("clause", _("That clause is another organisation's."))


def check_take_section(draft: Draft, uid: str) -> doc.Section:
    """The parent's section; raises `conditions.Unmet` when it can't be taken."""
    source = borrowing.parents_sections(draft.policy).get(uid)
    if source is None:
        raise conditions.Unmet("gone", _("The parent's policy has no such section."))
    here = set(draft.sections.values_list("uid", flat=True))
    if uid in here:
        raise conditions.Unmet("taken", _("The draft has that section already."))
    return borrowing.without(source, here)


def check_take_news(section: Section, offered: str | None = None) -> Loan:
    """The loan; raises `conditions.Unmet` when the source has no such text (any more)."""
    found = borrowing.loan(section)
    if found is None or found.source is None:
        raise conditions.Unmet("gone", _("The source has no such section any more."))
    if offered is not None and offered != found.offer:
        raise conditions.Unmet(
            "changed",
            _("The source was changed again meanwhile. Look at its new text."),
        )
    return found


def check_kind(found: Loan) -> None:
    """Raise `conditions.Unmet` when the source is of another kind than the section."""
    if found.source is not None and found.source.kind != found.value.kind:
        raise conditions.Unmet(
            "kind",
            _(
                "The source is of another kind now. Delete this section and add it anew."
            ),
        )


def check_follow(policy: Policy, parent: Policy | None) -> None:
    """Raise `conditions.Unmet` when the policy can't follow that one."""
    if parent is None:
        return
    check_parent(policy.organisation, parent)
    above: Policy | None = parent
    while above is not None:
        if above.pk == policy.pk:
            raise conditions.Unmet("circle", _("A policy can't follow itself."))
        above = above.follows


def check_parent(organisation: Organisation, parent: Policy) -> None:
    """Raise `conditions.Unmet` when policies of that organisation can't follow it."""
    if parent.organisation_id not in (organisation.pk, organisation.parent_id):
        raise conditions.Unmet(
            "parent", _("A policy follows one of its parent organisation.")
        )
    if not borrowing.followable(organisation).filter(pk=parent.pk).exists():
        raise conditions.Unmet("parent", _("That policy was not published yet."))


def _with_free_anchors(section: doc.Section, taken: set[str]) -> doc.Section:
    anchor = free(taken, section.anchor)
    below = tuple(_with_free_anchors(child, taken) for child in section.sections)
    return replace(section, anchor=anchor, sections=below)


def _record(actor: Any, draft: Draft, verb: str, section: Section) -> None:
    subject = format_lazy("{}: {}", draft.policy, section.anchor)
    audit.record(audit.actor_id(actor), verb, subject, draft.policy.organisation)
