"""What the XLIFF tests share: a rich text, files in both versions, a careless translator."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from policies.document import Document, Entry, Section
from policies.exporters.xliff import export
from policies.importers import xliff
from policies.xliff.proposals import Proposal, propose

VERSIONS = ("2.0", "1.2")
POLICY = "11111111-2222-3333-4444-555555555555"
SCHEMAS = Path(__file__).parent / "xliff_schemas"
_FILES = {"2.0": "xliff-core-2.0.xsd", "1.2": "xliff-core-1.2-strict.xsd"}

DUTCH = (
    '<p>Lees <a href="/nl/privacy/" rel="noopener noreferrer nofollow">het '
    "<strong>hele</strong> beleid</a> &amp; mail {dpo_email}.<br>Groet.</p>"
    "<ul><li>Een</li><li>Twee &lt; drie<ul><li>Diep</li></ul></li></ul><hr>"
    "<table><tbody><tr><td>Cel&nbsp;1</td><td></td></tr></tbody></table>"
)
ENGLISH = (
    '<p>Read <a href="/en/privacy/" rel="noopener noreferrer nofollow">the '
    "<strong>whole</strong> policy</a> &amp; mail {dpo_email}.<br>Regards.</p>"
    "<ul><li>One</li><li>Two &lt; three<ul><li>Deep</li></ul></li></ul><hr>"
    "<table><tbody><tr><td>Cell&nbsp;1</td><td></td></tr></tbody></table>"
)


def document(**texts: Any) -> Document:
    """One section with rich text, a row, a localised value and a localised list."""
    section: dict[str, Any] = {
        "heading": {"nl": "Kop & staart {organisation}", "en": "Head & tail {organisation}"},
        "intro": {"nl": DUTCH, "en": ENGLISH},
        "outro": {"nl": "<p>Tot slot.</p>"},
    }  # fmt: skip
    statement = Entry(
        id="one",
        description={"nl": "<p>Rij.</p>", "en": "<p>Row.</p>"},
        attributes={
            "collected": [
                {"nl": "uw <em>naam</em>", "en": "your <em>name</em>"},
                {"nl": "uw adres"},
            ]
        },
    )
    invoice = Entry(
        id="invoices",
        term={"nl": "Facturen", "en": "Invoices"},
        attributes={"period": "P7Y", "starts": {"nl": "de factuurdatum"}},
    )
    return Document(
        kind="privacy",
        title={"nl": "Privacybeleid", "en": "Privacy policy"},
        sections=(
            Section(id="s1", anchor="s1", **{**section, **texts}),
            Section(
                id="s2", anchor="s2", kind="p3p_statements", entries=(statement,),
                sections=(
                    Section(id="s3", anchor="s3", kind="retention", entries=(invoice,)),
                ),
            ),
        ),
    )  # fmt: skip


def exported(
    of: Document, version: str, source: str = "nl", target: str = "en"
) -> bytes:
    return export(of, policy=POLICY, source=source, target=target, version=version)


def proposals(of: Document, file: bytes) -> dict[str, Proposal]:
    """What the file would change, by address."""
    return {p.key: p for p in propose(of, xliff.read(file))}


def unit(root: etree._Element, key: str) -> etree._Element:
    """The unit of that id, in either version."""
    found = [e for e in root.iter("{*}unit", "{*}trans-unit") if e.get("id") == key]
    assert len(found) == 1, key
    return found[0]


def part(root: etree._Element, key: str, name: str) -> etree._Element:
    """The source or target of a unit; an empty target is made where there is none."""
    holder = unit(root, key)
    segment = holder.find("{*}segment")
    holder = holder if segment is None else segment
    found = holder.find(f"{{*}}{name}")
    if found is None:
        found = etree.SubElement(holder, etree.QName(holder, name).text)
    return found


def say(root: etree._Element, key: str, words: str, name: str = "target") -> None:
    """Replace all of a unit's text by plain words: every code is lost."""
    element = part(root, key, name)
    for child in list(element):
        element.remove(child)
    element.text = words


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@cache
def schema(version: str) -> etree.XMLSchema:
    """The OASIS schema, with its import read from here."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Beside())
    return etree.XMLSchema(etree.parse(SCHEMAS / _FILES[version], parser))


class _Beside(etree.Resolver):
    def resolve(self, system_url: Any, public_id: Any, context: Any) -> Any:
        if str(system_url).endswith("xml.xsd"):
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context)
        return None
