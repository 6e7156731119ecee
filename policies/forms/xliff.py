"""The forms to give a draft to a translator and to take the translation in."""

from __future__ import annotations

from itertools import permutations

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.importers.xliff import MAX_BYTES, Translations
from policies.xliff.packing import packed, unpacked

SALT = "policies.xliff"
# A preview left open until the next morning can still be applied.
HOURS = 24
VERSIONS = (
    ("2.0", gettext_lazy("XLIFF 2.0 (newer tools)")),
    ("1.2", gettext_lazy("XLIFF 1.2 (every tool)")),
)


def directions() -> list[tuple[str, str]]:
    """Each language to each other one: ``nl-en``, with its name."""
    names = dict(settings.LANGUAGES)
    return [
        (f"{one}-{other}", f"{names[one]} → {names[other]}")
        for one, other in permutations(names, 2)
    ]


class ExportForm(forms.Form):
    """From which language to which one, and in which version of the format."""

    direction = forms.ChoiceField(label=gettext_lazy("Translate"), choices=directions)
    version = forms.ChoiceField(
        label=gettext_lazy("File format"), choices=VERSIONS, initial="2.0"
    )


class TranslationForm(forms.Form):
    """The translator's file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLIFF 2.0 or 1.2 (.xlf, .xliff), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.xml"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB: no policy is."), code="too_large"
            )
        return file


def sealed(found: Translations, user: int) -> str:
    """What the file says, compressed and signed: the preview's form carries it."""
    return signing.dumps([user, packed(found)], salt=SALT, compress=True)


def opened(seal: str, user: int) -> Translations | None:
    """What `sealed` was given; None when it is too old, changed or another person's."""
    try:
        owner, data = signing.loads(seal, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return unpacked(data) if owner == user else None
