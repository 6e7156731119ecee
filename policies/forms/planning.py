"""The form that says when a policy is read again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from policies.actions.plan_review import MOST_MONTHS
from policies.models import Policy


class PlanForm(forms.Form):
    """The next review date, and how many months lie between two reviews."""

    next_review = forms.DateField(
        label=gettext_lazy("Next review"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    review_months = forms.IntegerField(
        label=gettext_lazy("Months between reviews"),
        min_value=1,
        max_value=MOST_MONTHS,
    )

    @classmethod
    def of(cls, policy: Policy) -> PlanForm:
        """The form with what is planned now."""
        planned = {
            "next_review": policy.next_review,
            "review_months": policy.review_months,
        }
        return cls(initial=planned)
