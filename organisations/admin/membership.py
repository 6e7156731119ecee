"""Memberships: owners let colleagues in, and no one can grant more than their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from organisations.models import Membership


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """Names the person; makes an account when there is none of that name.

    People are typed, not chosen from a list: a list would show other organisations'
    staff. The account is never a superuser's and gets no other right.
    """

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("Of a colleague who can sign in here, or of a new one."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Only for a new colleague, who should change it."),
    )

    class Meta:
        model = Membership
        fields = ("organisation", "role")

    def clean_username(self) -> str:
        """The name as accounts have it: letters of one look are one letter."""
        return str(get_user_model().normalize_username(self.cleaned_data["username"]))

    def clean(self) -> dict[str, Any]:
        """Refuse a double membership; ask for a password when the person is new."""
        cleaned: dict[str, Any] = super().clean() or {}
        name = cleaned.get("username")
        if not name:
            return cleaned
        person = get_user_model().objects.filter(username=name).first()
        if person is None:
            self._check_password(cleaned)
        elif cleaned.get("organisation") and person.memberships.filter(
            organisation=cleaned["organisation"]
        ).exists():  # fmt: skip
            self.add_error("username", _("This colleague has a role there already."))
        return cleaned

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("password"):
            self.add_error(
                "password",
                _("Nobody is called that yet. Give a new account a first password."),
            )
            return
        try:
            password_validation.validate_password(cleaned["password"])
        except forms.ValidationError as error:
            self.add_error("password", error)

    def save(self, commit: bool = True) -> Membership:
        """Save the membership, after the account when that is new."""
        people = get_user_model().objects
        name = self.cleaned_data["username"]
        person = people.filter(username=name).first()
        if person is None:
            person = people.create_user(
                name,
                self.cleaned_data["email"],
                self.cleaned_data["password"],
                is_staff=True,
            )
        self.instance.user = person
        saved: Membership = super().save(commit)
        return saved


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Who may do what, for one's own organisations."""

    trails = False  # however a membership changes, organisations.accounts records it
    view_verb = add_verb = change_verb = delete_verb = "manage colleagues"
    list_display = ("user", "organisation", "role")
    list_filter = (OrganisationFilter, "role")
    list_select_related = ("user", "organisation")

    def get_form(
        self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """A new membership names a person; an existing one keeps them."""
        if obj is None:
            kwargs["form"] = MembershipForm
        return super().get_form(request, obj, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The person is shown, never changed."""
        if obj is None:
            return ("username", "email", "password", "organisation", "role")
        return ("user", "organisation", "role")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Person and organisation stay: another membership is another row."""
        return ("user", "organisation") if obj else ()
