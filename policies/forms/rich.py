"""The rich-text editor of djangocms-text, with what the allow-list keeps."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from djangocms_text.widgets import TextEditorWidget

from policies import richtext

# Marks that have no button are kept by rich-text-marks.js.
TOOLBAR = [
    ["Paragraph", "Heading3", "Heading4"],
    ["Bold", "Italic", "Link", "Unlink"],
    ["BulletedList", "NumberedList", "Outdent", "Indent"],
    ["Table", "Blockquote"],
    ["RemoveFormat", "Undo", "Redo"],
]
# The editor wraps each item and cell in a paragraph, which says nothing.
_WRAPPED = re.compile(
    r"<(li|td|th)\b([^>]*)><p>((?:(?!</?p\b).)*)</p>(?=</\1>|\s*<[uo]l\b)", re.DOTALL
)


class RichTextWidget(TextEditorWidget):
    """A text area that ``rich-text.js`` turns into an editor when it comes in sight.

    The editor's configuration stands in the page once, not once a field: see
    ``configuration``.
    """

    SETTINGS = "rich-text-settings"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"rows": "4", "class": "rich-text", **(attrs or {})})
        self.attrs["class"] = "rich-text"
        self.attrs["data-note"] = gettext_lazy(
            "Shown as HTML, since the editor would lose some of its markup."
        )
        self.attrs["data-settings"] = self.editor_settings_id = self.SETTINGS

    @property
    def media(self) -> forms.Media:
        """The package's scripts, then ours: marks it lacks, and starting in sight."""
        ours = ("js/rich-text-marks.js", "js/rich-text.js")
        found: forms.Media = super().media + forms.Media(js=ours)
        return found

    def get_editor_settings(self, language: str) -> dict[str, Any]:
        """The package's settings with our toolbar."""
        settings: dict[str, Any] = super().get_editor_settings(language)
        settings["options"]["toolbar"] = TOOLBAR
        return settings

    def get_global_settings(self, language: str) -> dict[str, Any]:
        """The package's settings, without the CMS's plugins and its list of pages."""
        settings: dict[str, Any] = super().get_global_settings(language)
        settings["url_endpoint"] = settings["add_plugin_url"] = ""
        wanted = {"Link", *(name for group in TOOLBAR for name in group)}
        settings["lang"] = {k: v for k, v in settings["lang"].items() if k in wanted}
        return settings

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """The text area alone."""
        return SafeString(self.render_textarea(name, value, attrs, renderer))

    def configuration_html(self, language: str) -> str:
        """What the page needs once for all editors."""
        return render_to_string(
            "cms/plugins/widgets/editor.html",
            {
                "editor_settings": self.get_editor_settings(language),
                "editor_settings_id": self.SETTINGS,
                "global_settings": self.get_global_settings(language),
                "global_settings_id": self.global_settings_id,
            },
        )


class RichTextField(forms.CharField):
    """HTML from the editor, sanitised; an empty editor is an empty text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", RichTextWidget())
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The fragment reduced to what the allow-list has."""
        html = (super().clean(value) or "").replace("\r\n", "\n")
        clean = _WRAPPED.sub(r"<\1\2>\3", richtext.sanitise(html))
        return clean if richtext.plain(clean) or "<hr" in clean else ""
