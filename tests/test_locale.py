"""The interface's words: everything translated, nothing fuzzy, and compiled."""

from __future__ import annotations

import gettext
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = [code for code, _ in settings.LANGUAGES]


def catalogues(language: str, root: Path = ROOT) -> Iterator[Path]:
    """The language's .po files: `django`, and `djangojs` where scripts have words."""
    return (root / "locale" / language / "LC_MESSAGES").glob("*.po")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def forms(message: Message) -> list[str]:
    texts = message.string if isinstance(message.string, list | tuple) else None
    return list(texts) if texts is not None else [str(message.string)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    paths = list(catalogues(language))
    assert paths
    for path in paths:
        catalogue = read(path)
        # A compiler passes over a whole file whose header is fuzzy.
        assert not catalogue.fuzzy
        messages = [m for m in catalogue if m.id]
        assert [m.id for m in messages if m.fuzzy] == []
        assert [m.id for m in messages if not all(forms(m))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    for path in catalogues(language):
        wrong = [(m.id, str(e)) for m in read(path) if m.id for e in m.check()]
        assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    for path in catalogues(language):
        written = {
            (m.context, form if isinstance(form, str) else form[0], number): text
            for m in read(path)
            if m.id
            for form in [m.id]
            for number, text in enumerate(forms(m))
        }
        assert written == compiled(path.with_suffix(".mo")), path.name


def compiled(path: Path) -> dict[tuple[str | None, str, int], str]:
    with path.open("rb") as file:
        messages = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    found = {}
    for key, text in messages.items():
        name, number = key if isinstance(key, tuple) else (key, 0)
        context, _, word = name.rpartition("\x04")
        if word:
            found[context or None, word, number] = text
    return found


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_in_the_code_is_in_the_catalogue(
    language: str, tmp_path: Path
) -> None:
    for name in ("organisations", "policies", "cookies", "privacysite", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", language],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    (fresh,) = catalogues(language, tmp_path)
    known = {(m.context, str(m.id)) for m in read(next(catalogues(language)))}
    missing = [m.id for m in read(fresh) if (m.context, str(m.id)) not in known]
    assert missing == []
