"""Rounds of review: who was asked, who decided what, and what was said about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy
from policies.states import OUTCOMES, VERDICTS


class Round(models.Model):
    """One time that a draft was put before colleagues; open as long as nothing came of it.

    ``outcome`` says how it ended: approved, rejected, taken back, or overtaken by a
    change of the text.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField(_("number"))
    opened_at = models.DateTimeField(_("asked at"))
    opened_by = models.CharField(_("asked by"), max_length=50)
    note = models.TextField(_("note"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=OUTCOMES, blank=True
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_round"),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(outcome=""),
                name="one_open_round",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.policy} · {self.number}"


class Decision(models.Model):
    """What one approver decided at one step.

    ``single_person``: who approved had also written, as the organisation allows.
    ``digest`` is that of the Document that publishing on that day would have stored, so
    that facts and registers can't change between approving and publishing.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="decisions")
    step = models.PositiveIntegerField(_("step"), default=0)
    step_name = models.CharField(_("step"), max_length=80, blank=True)
    actor = models.CharField(_("by"), max_length=50)
    at = models.DateTimeField(_("at"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=VERDICTS)
    comment = models.TextField(_("comment"), blank=True)
    single_person = models.BooleanField(_("by a single person"), default=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round} · {self.verdict}"


class Comment(models.Model):
    """A remark about a draft or one of its sections; it stays with the policy.

    ``asks_change`` stands in the way of approving until it is resolved.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="comments")
    section_uid = models.CharField(max_length=80, blank=True)
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    author = models.CharField(_("by"), max_length=50)
    at = models.DateTimeField(_("at"))
    text = models.TextField(_("comment"))
    asks_change = models.BooleanField(_("asks for a change"), default=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.CharField(_("resolved by"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
