"""From bytes to XML without entities, external files or more than a policy can have."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _
from lxml import etree

from policies.importers.refusal import Refused

MAX_BYTES = 5 * 1000 * 1000
MOST_ELEMENTS = 200_000
MOST_DEPTH = 100
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def root_of(data: bytes) -> etree._Element:
    """The file's first element, or Refused."""
    _check_size(data)
    text = _decoded(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        message = _(
            "The file has a document type declaration (DOCTYPE). XLIFF needs none: have "
            "the translator's tool save it without."
        )
        raise Refused("doctype", message)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode(), parser)
    except etree.XMLSyntaxError as fault:
        message = _(
            "The file is not well-formed XML (%(fault)s). Ask the translator to save it "
            "again as XLIFF."
        )
        raise Refused("malformed", message % {"fault": fault.msg}) from fault
    _check_structure(root)
    return root


def _check_size(data: bytes) -> None:
    if not data.strip():
        raise Refused("empty", _("The file is empty. Choose the translator's file."))
    if len(data) > MAX_BYTES:
        message = _(
            "The file has %(size)d kB; at most %(most)d kB are read. A policy needs much "
            "less: ask the translator for the file of this policy alone."
        )
        says = {"size": len(data) // 1000, "most": MAX_BYTES // 1000}
        raise Refused("too_large", message % says)


def _decoded(data: bytes) -> str:
    """As UTF-8 or UTF-16, which every XML tool writes: nothing hides in another one."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        message = _(
            "The file is not written in UTF-8. Ask the translator to save it as XLIFF in "
            "UTF-8."
        )
        raise Refused("encoding", message) from fault


def _check_structure(root: etree._Element) -> None:
    """Few enough elements, and none so deep that walking down fails."""
    depth = count = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            message = _(
                "The file has more, or more deeply nested, elements than a policy needs. "
                "Ask the translator for the file of this policy alone."
            )
            raise Refused("too_complex", message)
