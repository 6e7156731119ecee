"""Every document of the demo goes to a translator and back without a sign lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from policies.exporters.xliff import export
from policies.models import Version
from policies.xliff.applying import with_texts
from policies.xliff.fields import fields
from tests.policies.xliff_world import VERSIONS, proposals, schema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_demo")]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("source", "target"), [("nl", "en"), ("en", "nl")])
def test_every_document_comes_back_as_it_went(
    version: str, source: str, target: str
) -> None:
    documents = [row.document for row in Version.objects.all()]
    assert len(documents) > 5
    for document in documents:
        file = export(
            document, policy="p", source=source, target=target, version=version
        )
        assert schema(version).validate(etree.fromstring(file))
        found = proposals(document, file)
        written = {f.key: f.text for f in fields(document) if f.text.get(source)}
        assert found.keys() == written.keys()
        for key, proposal in found.items():
            assert proposal.status == "same", key
            assert proposal.new == written[key][target]
            assert proposal.source_then == written[key][source]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_language_that_was_lost_is_restored_from_the_file(version: str) -> None:
    """Export, forget the English, import into what is left: the same document.

    Only links lead where the Dutch ones lead: no file can say where they should.
    """
    for row in Version.objects.all():
        whole = row.document
        for section in whole.walk():
            file = export(
                _alone(whole, section), policy="p", source="nl", target="en",
                version=version,
            )  # fmt: skip
            bare = _without(section, "en")
            found = proposals(_alone(whole, bare), file)
            new = {p.key: p.new for p in found.values() if p.applicable}
            restored = with_texts(bare, new, "en")
            wanted = _alone(whole, section).sections[0]
            assert _unlinked(restored) == _unlinked(wanted)


def _alone(document: Any, section: Any) -> Any:
    """A document with that section only, without what is below it."""

    return replace(document, sections=(replace(section, sections=()),))


def _unlinked(section: Any) -> Any:
    """The section as plain data, with links that lead nowhere."""
    return json.loads(re.sub(r"<a [^>]*>", "<a>", json.dumps(section.as_dict())))


def _without(section: Any, language: str) -> Any:
    """The section in the other languages only."""

    def left(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() <= {"nl", "en"}:
            return {code: text for code, text in value.items() if code != language}
        return [left(item) for item in value] if isinstance(value, list) else value

    def unit(found: Any, *names: str) -> Any:
        texts = {name: left(dict(getattr(found, name))) for name in names}
        attributes = {name: left(value) for name, value in found.attributes.items()}
        return replace(found, **texts, attributes=attributes)

    entries = tuple(unit(entry, "term", "description") for entry in section.entries)
    bare = unit(section, "heading", "intro", "outro")
    return replace(bare, entries=entries, sections=())
