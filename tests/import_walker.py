"""Reads imports from source text: wherever they stand, and by name as well.

Nothing is executed. An import inside a function or under TYPE_CHECKING counts as one at
the top, and so do ``import_module("x.y")`` and ``get_model("app", "Model")``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BY_NAME = {"import_module", "__import__", "import_string"}


@dataclass(frozen=True, order=True)
class Import:
    """One import: in which module, on which line, of what."""

    importer: str
    line: int
    imported: str

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def modules(root: Path, package: str) -> Iterator[tuple[str, Path]]:
    """Every module of a package with its dotted name."""
    for path in sorted((root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(root: Path, *packages: str) -> list[Import]:
    """Every import in these packages, in order."""
    found: set[Import] = set()
    for package in packages:
        for name, path in modules(root, package):
            found.update(_of_module(root, name, path))
    return sorted(found)


def _of_module(root: Path, name: str, path: Path) -> Iterator[Import]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            for alias in node.names:
                yield Import(name, node.lineno, _target(root, base, alias.name))
        elif isinstance(node, ast.Call):
            for target in _by_name(node):
                yield Import(name, node.lineno, target)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    parents = parts[: len(parts) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def _target(root: Path, base: str, name: str) -> str:
    """`from base import name`: a module of ours is meant itself, else its package."""
    path = root.joinpath(*base.split("."), name)
    is_module = path.with_suffix(".py").exists() or path.is_dir()
    return f"{base}.{name}" if is_module else base


def _by_name(node: ast.Call) -> Iterator[str]:
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else None
    name = called.id if isinstance(called, ast.Name) else name
    if not node.args or not isinstance(node.args[0], ast.Constant):
        return
    value = node.args[0].value
    if not isinstance(value, str):
        return
    if name in BY_NAME:
        yield value
    elif name == "get_model":
        yield f"{value.partition('.')[0]}.models"
