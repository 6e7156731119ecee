"""My settings: which messages one receives, and in which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organisations.models import MessageKind, Preference


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A language, and each kind of message on or off."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of messages"), required=False
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Messages that I want to receive"),
        choices=MessageKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Preference
        fields = ("language",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = [("", _("The organisation's language")), *settings.LANGUAGES]
        wanted = [kind for kind in MessageKind.values if self.instance.wants(kind)]
        self.initial["kinds"] = wanted

    def save(self, commit: bool = True) -> Any:
        """Keep what is switched off, so that a new kind reaches everybody."""
        wanted = self.cleaned_data["kinds"]
        self.instance.muted = [k for k in MessageKind.values if k not in wanted]
        return super().save(commit)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own settings; nobody else's can be named."""
    user: Any = request.user
    mine = Preference.objects.filter(user=user).first() or Preference(user=user)
    form = PreferenceForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": _("My settings"),
        "form": form,
        "email": user.email,
    }
    return TemplateResponse(request, "admin/preferences.html", context)
