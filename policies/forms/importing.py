"""The form to import a file into a draft."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST = 2 * 1024 * 1024


class ImportForm(forms.Form):
    """Which file, in which language, and whether it may replace what is there."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "DOCX, Markdown, HTML or plain text, at most 2 MB. A DOCX or Markdown file "
            "that was downloaded from this website and edited is put back text by text."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,.markdown,.html,.htm"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the text"), choices=settings.LANGUAGES
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Replace changes that were not published"), required=False
    )

    p3p = forms.BooleanField(
        label=gettext_lazy("Explain a P3P compact policy in a section of its own"),
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST:
            raise forms.ValidationError(
                _("The file is larger than 2 MB: no policy is."), code="too_large"
            )
        return file
