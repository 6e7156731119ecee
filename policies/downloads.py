"""The formats that a reader can have on this machine, and how pages lead to them."""

from __future__ import annotations

from policies.exporters import Format, formats

# What people open, before what programs read; the rest follows by name.
FIRST = ("pdf", "docx", "txt", "md")


def on_offer() -> list[Format]:
    """The formats that this machine can make, those for people first."""
    found = [form for form in formats().values() if form.offered and form.available()]
    return sorted(found, key=_place)


def file_type(form: Format) -> str:
    """The media type without parameters, as links and negotiation name it."""
    return form.media_type.partition(";")[0].strip()


def link_header(base: str = "") -> str:
    """A ``Link`` header that leads from a page to its formats (RFC 8288).

    The addresses are relative to the page's own, which ends in a slash.
    """
    return ", ".join(
        f'<{base}policy.{form.name}>; rel="alternate"; type="{file_type(form)}"'
        for form in on_offer()
    )


def _place(form: Format) -> tuple[int, str]:
    place = FIRST.index(form.name) if form.name in FIRST else len(FIRST)
    return place, form.name
