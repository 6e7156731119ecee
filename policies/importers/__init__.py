"""Importers: what organisations have (text, Markdown, HTML, DOCX) becomes a Document.

``read`` turns one file into a Document with a Report; ``join`` makes one bilingual
Document of a Dutch and an English one. A module a format (``text``, ``markdown``,
``html``; ``docx`` by way of it) gives a flat list of ``blocks``; ``repair`` mends it,
``outline`` nests it, ``recognise`` types its sections, and ``coverage`` proves that
nothing was lost. A file that an exporter wrote is known again by its marks and guessed at
in nothing (``returned``); ``edited`` puts its words into a draft.
"""

from policies.importers.joining import join
from policies.importers.reading import Imported, read
from policies.importers.refusal import MAX_BYTES, Refused
from policies.importers.report import Report
from policies.importers.twins import edited

__all__ = ["MAX_BYTES", "Imported", "Refused", "Report", "edited", "join", "read"]
