"""The house: who may import whom, names that say what they hold, nothing left over."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policies import kinds
from tests.house_rules import APPS, ROOMS, forbidden, room
from tests.import_walker import imports, modules

ROOT = Path(__file__).resolve().parent.parent
PARTIALS = ROOT / "templates" / "policies" / "sections"
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "services", "misc", "common"}


def tracked() -> list[Path]:
    """The repository's files; without git, what lies in the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        ours = (*APPS, "templates", "docs", "demo", "tests")
        found = [path for name in ours for path in (ROOT / name).rglob("*")]
    return [path for path in found if path.is_file()]


def test_imports_go_one_way_only() -> None:
    wrong = [str(found) for found in imports(ROOT, *APPS) if forbidden(found)]
    assert wrong == []


def test_every_module_of_policies_has_a_room() -> None:
    known = set().union(*ROOMS.values())
    found = {name.split(".")[1] for name, _ in modules(ROOT, "policies") if "." in name}
    assert found - known == set(), "say in tests/house_rules.py which room it is in"


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("organisations/hosts.py", "from policies import kinds"),
        ("policies/views.py", "import cookies.models"),
        ("policies/views.py", "def f():\n    from cookies import kinds"),
        ("policies/views.py", 'import_module("cookies.kinds")'),
        ("policies/views.py", 'apps.get_model("cookies", "Cookie")'),
        ("cookies/models.py", "from privacysite.settings import DEBUG"),
        ("cookies/models.py", "import tests.world"),
        (
            "policies/document.py",
            "if TYPE_CHECKING:\n    from policies.models import Version",
        ),
        ("policies/document.py", "from .models import Version"),
        ("policies/kinds/rights.py", "from .. import models"),
        ("policies/kinds/rights.py", "from django.db import models"),
        ("policies/kinds/rights.py", "from organisations.models import Organisation"),
        ("policies/models/version.py", "from policies import rendering"),
        ("policies/importers/html.py", "from policies.models import Draft"),
        ("policies/importers/html.py", "from django.http import HttpRequest"),
        ("policies/exporters/tilt.py", "from policies.actions import publish"),
        ("policies/actions/publish.py", "from policies.admin import drafts"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, source: str) -> None:
    for name in ("models", "rendering", "kinds", "actions", "admin"):
        (tmp_path / "policies" / name).mkdir(parents=True)
    path = tmp_path / module
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    found = imports(tmp_path, module.partition("/")[0])
    assert [i.importer for i in found if forbidden(i)] == [
        module.removesuffix(".py").replace("/", ".")
    ]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("cookies/checks.py", "from policies import kinds"),
        ("policies/actions/publish.py", "from policies.models import Version"),
        ("policies/importers/html.py", "from policies.document import Document"),
        ("policies/kinds/rights.py", "from django.utils.translation import gettext"),
        ("policies/models/draft.py", "from organisations.models import Organisation"),
        ("policies/views.py", "from policies.actions import publish"),
    ],
)
def test_an_import_with_the_direction_is_fine(
    tmp_path: Path, module: str, source: str
) -> None:
    path = tmp_path / module
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    found = imports(tmp_path, module.partition("/")[0])
    assert found
    assert [i for i in found if forbidden(i)] == []


def test_a_room_is_found_by_the_first_name_below_policies() -> None:
    assert room("policies.importers.html.tables") == "outer"
    with pytest.raises(KeyError):
        room("policies.things")


def test_files_are_named_after_what_they_know() -> None:
    # A kind of section and its partial are called as the kind is.
    kinds_own = {ROOT / "policies" / "kinds", PARTIALS}
    empty = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.stem in SAYS_NOTHING and path.parent not in kinds_own
    ]
    assert empty == []


def test_no_module_grows_into_a_hall() -> None:
    lines = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for app in APPS
        for name, path in modules(ROOT, app)
        if ".migrations." not in name
    }
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_every_kind_has_its_partial_and_every_partial_its_kind() -> None:
    partials = {p.stem for p in PARTIALS.glob("*.html") if not p.name.startswith("_")}
    assert partials == set(kinds.all_kinds())


def test_the_repository_speaks_of_the_product_alone() -> None:
    # Put together here, so that this file is not the one that says them.
    foreign = [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/tmp" + "/",
        "sha" + "red/",
    ]
    script = {ROOT / ".ci" / "run"}  # it looks for test data beside the checkout
    wrong = []
    for path in set(tracked()) - script:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a compiled catalogue
        wrong += [
            f"{path.relative_to(ROOT)}: {word}" for word in foreign if word in text
        ]
    assert wrong == []
