"""Comparison of two Documents: sections and rows by their id, texts word by word."""

from policies.diffing.attributes import AttributeChange
from policies.diffing.documents import Comparison, compare
from policies.diffing.entries import EntryChange
from policies.diffing.facts import FactChange
from policies.diffing.sections import SectionChange
from policies.diffing.texts import TextChange

__all__ = [
    "AttributeChange",
    "Comparison",
    "EntryChange",
    "FactChange",
    "SectionChange",
    "TextChange",
    "compare",
]
