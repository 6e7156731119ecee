"""Remarks with their answers, as the desk shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.languages import texts
from policies.actions import remark
from policies.models import Comment, Policy, Section


@dataclass(frozen=True)
class Thread:
    """A remark, what was answered, and where it belongs."""

    comment: Comment
    replies: tuple[Comment, ...]
    heading: str  # of the section; "" for the whole draft
    section: int | None  # its row; None when it is gone, or for the whole draft
    may_settle: bool

    @property
    def open(self) -> bool:
        """Whether it is not settled yet."""
        return self.comment.resolved_at is None

    def ids(self) -> set[str]:
        """The staff ids of everybody who said something in it."""
        said = {self.comment, *self.replies}
        return {c.author for c in said} | {c.resolved_by for c in said} - {""}


def threads(user: Any, policy: Policy, section_uid: str | None = None) -> list[Thread]:
    """The remarks on a policy's draft, or on one of its sections ("" is the whole draft).

    Two queries, however many there are: open ones first, each in order of time.
    """
    comments = Comment.objects.filter(policy=policy)
    if section_uid is not None:
        comments = comments.filter(section_uid=section_uid)
    replies: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        comment.policy = policy
        replies[comment.reply_to_id].append(comment)
    rows = _sections(policy, {c.section_uid for c in replies[None]} - {""})
    found = [
        Thread(
            comment=comment,
            replies=tuple(replies[comment.pk]),
            heading=_heading(comment, rows),
            section=getattr(rows.get(comment.section_uid), "pk", None),
            may_settle=remark.can_settle(user, comment),
        )
        for comment in replies[None]
    ]
    return sorted(found, key=lambda thread: not thread.open)


def staff_in(found: Iterable[Thread]) -> set[str]:
    """The staff ids of everybody who said something."""
    return {each for thread in found for each in thread.ids()}


def _sections(policy: Policy, uids: set[str]) -> dict[str, Section]:
    if not uids:
        return {}
    rows = Section.objects.filter(draft__policy=policy, uid__in=uids)
    return {row.uid: row for row in rows}


def _heading(comment: Comment, rows: dict[str, Section]) -> str:
    if not comment.section_uid:
        return ""
    row = rows.get(comment.section_uid)
    if row is None:
        return _("a section that was deleted")
    headings = texts(row, "heading")
    language = (get_language() or "nl")[:2]
    return headings.get(language) or next(iter(headings.values()), row.anchor)
