"""Importers: what organisations have (text, Markdown, HTML) becomes a Document.

``read`` turns one file into a Document with a Report; ``join`` makes one bilingual
Document of a Dutch and an English one. A module a format (``text``, ``markdown``,
``html``) gives a flat list of ``blocks``; ``repair`` mends it, ``outline`` nests it,
``recognise`` types its sections, and ``coverage`` proves that nothing was lost.
"""

from policies.importers.joining import join
from policies.importers.reading import Imported, read
from policies.importers.refusal import MAX_BYTES, Refused
from policies.importers.report import Report

__all__ = ["MAX_BYTES", "Imported", "Refused", "Report", "join", "read"]
