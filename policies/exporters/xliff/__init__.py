"""XLIFF: the texts of a draft for a translator, by the OASIS specifications.

``export`` writes version 2.0 or 1.2. Both have a group for each section and a unit for
each line, paragraph, list item and cell; markup and variables are inline codes.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from policies.document import Document
from policies.exporters.xliff import version1, version2
from policies.xliff.units import units

VERSIONS = {"2.0": version2.tree, "1.2": version1.tree}


def export(
    document: Document,
    *,
    policy: str,
    source: str,
    target: str,
    version: str = "2.0",
    stale: Collection[str] = (),
) -> bytes:
    """The file. ``policy`` is the policy's uid, by which an import knows it again.

    ``stale`` has the addresses (``section:entry``) whose translation fell behind.
    """
    found = list(units(document, source, target, stale))
    root = VERSIONS[version](document, found, f"urn:uuid:{policy}", source, target)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
