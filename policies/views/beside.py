"""The text in force in both languages, section beside section (F19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import pages, paths
from policies.document import Document
from policies.models import Version
from policies.rendering import DocumentView, Fragment, SectionView
from policies.templatetags.public_pages import embedded
from policies.views import answers, finding


@dataclass(frozen=True)
class Column:
    """A section in one language; ``own`` where that is the page's."""

    language: str
    own: bool
    section: SectionView


@require_safe
def beside(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The text in force, the page's own language first."""
    found = finding.policy_or_404(request, language, slug)
    row = Version.objects.in_force(found, timezone.now())
    if row is None:
        raise Http404
    if row.withdrawn is not None:
        return answers.withdrawn(request, row, language)
    document = row.document
    here = {code: paths.under(found, code, "beside") for code in codes()}
    view = DocumentView(document, language)
    with override(language):
        title = _("%(policy)s, both languages side by side") % {
            "policy": view.title.html
        }
    context = {
        "document": view,
        "titles": _titles(document, language),
        "rows": list(rows(document, language)),
        "version": pages.version_facts(row, document, language, "in_force"),
        "versions_url": paths.under(found, language, "versions"),
        "policy_url": found.path(language),
        "page": pages.frame(
            found.organisation, language, title, here,
            canonical=found.path(language), noindex=True,
        ),
    }  # fmt: skip
    response = pages.respond(
        request, "policies/beside.html", context, found.organisation, language
    )
    return answers.dated(response, row)


def rows(document: Document, language: str) -> Iterator[list[Column]]:
    """Each section on a row of its own, in every language, the page's own first.

    Sub-sections follow on rows of their own, so that what belongs together stands on
    one height. Anchors of the other languages get a prefix: none may occur twice.
    """
    columns = [
        _column(document, code, "" if code == language else code)
        for code in _languages(language)
    ]
    for each in zip(*columns, strict=True):
        yield list(each)


def _titles(document: Document, language: str) -> list[tuple[str, Fragment]]:
    """The title in every language; those of others with their code."""
    return [
        ("" if code == language else code, DocumentView(document, code).title)
        for code in _languages(language)
    ]


def _column(document: Document, code: str, prefix: str) -> Iterator[Column]:
    view = DocumentView(document, code)
    sections = embedded(view, prefix) if prefix else view.sections
    for section in _walk(sections):
        # Embedded sections stand one level deeper.
        level = section.level - 1 if prefix else section.level
        alone = replace(section.section, sections=())
        yield Column(code, not prefix, replace(section, section=alone, level=level))


def _walk(sections: list[SectionView]) -> Iterator[SectionView]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _languages(language: str) -> list[str]:
    return sorted(codes(), key=lambda code: code != language)
