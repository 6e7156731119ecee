"""The steps of an organisation's approval, below its facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from organisations import permissions
from organisations.admin.columns import Bilingual, pair
from organisations.admin.scoped import Scoped
from organisations.languages import codes
from organisations.models import ApprovalStep, Organisation


class ApprovalStepInline(Bilingual, Scoped, admin.StackedInline[Any, Any]):
    """Who approves a draft, one after the other; owners say so."""

    model = ApprovalStep
    extra = 0
    fields = (pair("name"), "position", "people")
    add_verb = change_verb = delete_verb = "manage"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """People are chosen among those who may approve for this organisation."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        if people := fields.get("people"):
            people.queryset = approvers(obj)
            people.widget = forms.CheckboxSelectMultiple()
            people.widget.choices = people.choices
        for code in codes():
            if name := fields.get(f"name_{code}"):
                name.required = True
        return formset


def approvers(organisation: Organisation | None) -> Any:
    """The members of staff who may approve there; another's are not even named."""
    if organisation is None:
        return get_user_model().objects.none()
    return permissions.staff_who_can("approve", organisation)
