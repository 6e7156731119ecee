"""Sections out of headings and blocks: typed where the kind is evident.

A recogniser looks at one heading with its blocks and answers a Shape, or None. Add one
as a module here and name it in ``_READERS``; the first that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from policies.document import Section
from policies.importers.anchors import Names, slug
from policies.importers.outline import Node, policy_name
from policies.importers.recognise import columns, contact, lists, questions
from policies.importers.recognise.headings import anchor_of
from policies.importers.recognise.shapes import Shape, Workbench, known

_READERS: tuple[Callable[[Node, Workbench], Shape | None], ...] = (
    questions.read,
    columns.read,
    contact.read,
    lists.read,
)
_POLICY_ANCHORS = {
    "privacy": "privacy-policy",
    "cookie": "cookie-policy",
    "combined": "privacy-and-cookie-policy",
}


def sections(root: Node, bench: Workbench) -> tuple[Section, ...]:
    """The document's sections; text above the first heading is one by itself."""
    return tuple(_Writer(bench).of(root))


@dataclass(slots=True)
class _Writer:
    bench: Workbench
    names: Names = field(default_factory=Names)

    def of(self, root: Node) -> Iterator[Section]:
        """The sections of the first level."""
        if root.blocks:
            yield self._section(Node(None, root.blocks, depth=1))
        for node in root.children:
            yield self._section(node)

    def _section(self, node: Node) -> Section:
        shape = _recognise(node, self.bench)
        anchor = self._anchor(shape.kind, node)
        below = () if shape.absorbed else tuple(map(self._section, node.children))
        if shape.carved:
            below = (self._write(shape.carved, Node(None), self._part(shape), ()),)
        return self._write(shape, node, anchor, below)

    def _part(self, shape: Shape) -> str:
        kind = shape.carved.kind if shape.carved else shape.kind
        return self.names.take(kind.replace("_", "-"), "section")

    def _write(
        self, shape: Shape, node: Node, anchor: str, below: tuple[Section, ...]
    ) -> Section:
        texts = self.bench.texts(shape)
        return Section(
            id=anchor,
            anchor=anchor,
            kind=shape.kind,
            heading=self.bench.text(node.title),
            intro=texts.intro,
            entries=texts.entries,
            outro=texts.outro,
            attributes=dict(shape.attributes),
            sections=below,
        )

    def _anchor(self, kind: str, node: Node) -> str:
        if neutral := anchor_of(node.title, kind):
            return self.names.take(neutral, "section")
        if policy := policy_name(node.title):
            return self.names.take(_POLICY_ANCHORS[policy], "section")
        if node.heading is None:
            return self.names.take("introduction", "introduction")
        return self.names.take(slug(node.title), "section")


def _recognise(node: Node, bench: Workbench) -> Shape:
    for read in _READERS:
        shape = read(node, bench)
        if shape and known(shape.kind) and len(shape.rows) <= bench.entries_left:
            return shape
    return Shape("free_text", tuple(node.blocks))
