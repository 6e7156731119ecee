"""Sections that were taken from elsewhere: a clause, or the parent's policy.

A draft holds a copy of its own. What stands here tells what the source says today, and
whether that is something else than when it was taken (F27, F30).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from organisations.models import Organisation
from policies import document as doc
from policies.compiling import NO_TIES, Ties, section_value
from policies.models import Draft, Policy, Section, Version

TAKEN = Q(clause__isnull=False) | Q(follows=True)


@dataclass(frozen=True)
class Loan:
    """A section of a draft, and what its source says today.

    ``source`` None: the source has no such section any more. ``news``: the source says
    something else than what was taken. ``own``: so does the draft.
    """

    section: Section
    value: doc.Section
    source: doc.Section | None
    news: bool
    own: bool

    @property
    def offer(self) -> str:
        """The digest of what the source says today; "" when it has nothing."""
        return self.source.own_digest() if self.source else ""


class News(NamedTuple):
    """How many sections of a draft have a new text at their source, or none any more."""

    new: int
    gone: int


def loans(draft: Draft) -> list[Loan]:
    """Every section of the draft that was taken from elsewhere, in reading order."""
    rows = draft.sections.filter(TAKEN).select_related("clause")
    found = {row.pk: row for row in rows.prefetch_related("entries")}
    if not found:
        return []
    follows = any(row.follows for row in found.values())
    parent = parents_sections(draft.policy) if follows else {}
    order = in_order(draft.sections.values_list("pk", "parent"))
    return [_loan(found[pk], parent) for pk in order if pk in found]


def loan(section: Section) -> Loan | None:
    """The same for one section; None when it is the draft's own."""
    if not (section.clause_id or section.follows):
        return None
    policy = section.draft.policy
    return _loan(section, parents_sections(policy) if section.follows else {})


def news(drafts: Iterable[Draft]) -> dict[int, News]:
    """How many sources of each draft say something new, by the draft's key.

    Two queries, however many drafts: for the overview and the notice in a draft.
    """
    keys = [draft.pk for draft in drafts]
    rows: list[Any] = list(
        Section.objects.filter(TAKEN, draft__in=keys).order_by().values_list(
            "draft", "uid", "taken", "clause", "clause__content",
            "draft__policy__follows",
        )
    )  # fmt: skip
    parents = _digests({row[5] for row in rows if row[3] is None and row[5]})
    clauses = {row[3]: _digest(row[4]) for row in rows if row[3] is not None}
    new, gone = dict.fromkeys(keys, 0), dict.fromkeys(keys, 0)
    for draft, uid, taken, clause, _content, follows in rows:
        today = clauses[clause] if clause else parents.get(follows, {}).get(uid)
        gone[draft] += today is None
        new[draft] += today is not None and today != taken
    return {key: News(new[key], gone[key]) for key in keys}


def news_counts(drafts: Iterable[Draft]) -> dict[int, int]:
    """How many new texts each draft is offered, by the draft's key. Two queries."""
    return {key: found.new for key, found in news(drafts).items()}


def parents_sections(policy: Policy) -> Mapping[str, doc.Section]:
    """The sections of the policy that this one follows, by id, as last published.

    As they were written: their variables get the daughter's own facts.
    """
    if policy.follows is None:
        return {}
    document, _ties = last_written(policy.follows)
    return {section.id: section for section in document.walk()}


def not_taken(draft: Draft) -> list[doc.Section]:
    """What the parent's policy has and the draft does not, the topmost sections only.

    What the draft has of their sub-sections is left out.
    """
    if draft.policy.follows is None:
        return []
    here = set(draft.sections.values_list("uid", flat=True))
    document, _ties = last_written(draft.policy.follows)
    return list(_missing(document.sections, here))


def followable(organisation: Organisation) -> QuerySet[Policy]:
    """The policies that one of this organisation can follow: of its parent or its own,
    and published, so that everybody may read them."""
    return _published().filter(
        organisation__in=[organisation.pk, organisation.parent_id]
    )


def parents_of(organisations: QuerySet[Organisation]) -> QuerySet[Policy]:
    """The published policies of the parents of these organisations."""
    parents = organisations.exclude(parent=None).values("parent")
    return _published().filter(organisation__in=parents)


def last_written(policy: Policy) -> tuple[doc.Document, Ties]:
    """The text of the last version as it was written; an empty one when there is none."""
    version = next(iter(_last([policy.pk])), None)
    if version is None:
        return doc.Document(kind=policy.kind, title={}), NO_TIES
    return written(version)


def written(version: Version) -> tuple[doc.Document, Ties]:
    """The text as it was written; a version taken over has what was printed."""
    manuscript = getattr(version, "manuscript", None)
    if manuscript is None:
        return version.document, NO_TIES
    content: dict[str, Any] = manuscript.content
    return doc.Document.from_dict(content["document"]), content["ties"]


def _published() -> QuerySet[Policy]:
    versions = Version.objects.filter(policy=OuterRef("pk"), withdrawal=None)
    return Policy.objects.filter(Exists(versions)).select_related("organisation")


def _last(policies: Iterable[int]) -> QuerySet[Version]:
    """The last version of each policy that holds or will hold, with its manuscript."""
    newest = Version.objects.filter(
        policy=OuterRef("policy"), withdrawal=None
    ).order_by("-number")
    found: QuerySet[Version] = Version.objects.filter(
        policy__in=list(policies), pk=Subquery(newest.values("pk")[:1])
    ).select_related("manuscript")
    return found


def _digests(policies: set[int]) -> dict[int, dict[str, str]]:
    """What each section of these policies says, by policy and by id."""
    if not policies:
        return {}
    return {
        version.policy_id: {s.id: s.own_digest() for s in written(version)[0].walk()}
        for version in _last(policies)
    }


def _digest(content: dict[str, Any]) -> str:
    return doc.Section.from_dict(content).own_digest()


def in_order(pairs: Iterable[tuple[int, int | None]]) -> Iterator[int]:
    """The keys of sections in reading order, from keys and parents by position."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in pairs:
        children[parent].append(pk)

    def below(parent: int | None) -> Iterator[int]:
        for pk in children[parent]:
            yield pk
            yield from below(pk)

    return below(None)


def _loan(row: Section, parent: Mapping[str, doc.Section]) -> Loan:
    value = section_value(row)
    source = row.clause.section if row.clause else parent.get(row.uid)
    if source is not None:
        source = replace(source, id=row.uid, anchor=row.anchor, sections=())
    return Loan(
        section=row,
        value=value,
        source=source,
        news=source is None or source.own_digest() != row.taken,
        own=value.own_digest() != row.taken,
    )


def _missing(sections: Iterable[doc.Section], here: set[str]) -> Iterator[doc.Section]:
    for section in sections:
        if section.id in here:
            yield from _missing(section.sections, here)
        else:
            yield without(section, here)


def without(section: doc.Section, here: set[str]) -> doc.Section:
    """The section without those below it that are here already."""
    below = (without(s, here) for s in section.sections if s.id not in here)
    return replace(section, sections=tuple(below))
