"""Who may do what is one table: complete, used, and asked nowhere past it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from organisations import permissions
from organisations.backends import NEEDS
from organisations.models import Organisation, Role
from organisations.verbs import INSTALLATION, VERBS
from tests import house_rules, world

ROOT = Path(__file__).parents[2]
# What asks for a verb → at which place among its arguments the verb stands.
ASKING = {
    "can": 0, "can_somewhere": 0, "organisations": 0, "staff_who_can": 0, "may": 1,
    "_may": 1, "policy_for": 2, "draft_for": 2, "draft_and_section": 3,
}  # fmt: skip
# These take the verb from who asks them, or from the table itself.
PASSING_ON = {
    "organisations/permissions.py", "organisations/backends.py",
    "organisations/admin/scoped.py", "policies/admin/access.py",
    "policies/admin/clause.py", "policies/conditions.py",
}  # fmt: skip
# Where a role is a fact about a person and not an answer to "may this person …?".
NAMING_ROLES = {
    "organisations/verbs.py",
    "organisations/models/__init__.py",
    "organisations/models/membership.py",
    "organisations/accounts.py",  # the trail says which role somebody got
    "organisations/deeds.py",
    "privacysite/management/commands/load_demo.py",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the product, by its path."""
    for app in house_rules.APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def asked(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands where a verb is asked for, in calls and in the admin's classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in ASKING and len(node.args) > ASKING[name]:
                yield node.args[ASKING[name]]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _assigned(node)


def _assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.expr]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    if node.value is not None and any(name.endswith("_verb") for name in names):
        yield from getattr(node.value, "elts", [node.value])


def used() -> set[str]:
    """Every verb that the code asks for."""
    found = {
        str(value.value)
        for _path, tree in sources()
        for value in asked(tree)
        if isinstance(value, ast.Constant) and value.value is not None
    }
    return found | set(NEEDS.values())


def test_every_verb_that_is_asked_for_is_in_the_table_and_none_stands_unused() -> None:
    assert used() == {*VERBS, *INSTALLATION}


def test_a_verb_is_asked_for_by_its_name_where_it_is_needed() -> None:
    """Otherwise the test above would not see it."""
    hidden = {
        path
        for path, tree in sources()
        for value in asked(tree)
        if not isinstance(value, ast.Constant)
    }
    assert hidden <= PASSING_ON


def test_no_code_asks_for_a_role_past_the_table() -> None:
    naming = set()
    for path, tree in sources():
        imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        if any(alias.name == "Role" for node in imports for alias in node.names):
            naming.add(path)
    assert naming <= NAMING_ROLES


def test_each_role_includes_those_before_it() -> None:
    assert list(Role) == [Role.VIEWER, Role.EDITOR, Role.APPROVER, Role.OWNER]
    open_to = [{verb for verb in VERBS if role >= VERBS[verb]} for role in Role]
    for less, more in pairwise(open_to):
        assert less < more, "a role that may do nothing more than the one before it"
    assert open_to[-1] == set(VERBS)
    assert not INSTALLATION & set(VERBS)


@pytest.fixture
def acme() -> Organisation:
    return world.organisation("acme")


@pytest.fixture
def bolt() -> Organisation:
    return world.organisation("bolt")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_a_role_opens_its_verbs_in_its_own_organisation_alone(
    acme: Organisation, bolt: Organisation, role: Role
) -> None:
    held = permissions.of(world.person("nora", role, acme))
    for verb, least in VERBS.items():
        open_here = role >= least
        assert held.can(verb, acme) is held.can(verb, acme.pk) is open_here, verb
        assert held.can_somewhere(verb) is open_here, verb
        assert list(held.organisations(verb)) == ([acme] if open_here else []), verb
        assert not held.can(verb, bolt), verb
        assert not held.can(verb, None), verb
    assert held.own == [acme]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(INSTALLATION))
def test_the_installation_is_kept_by_superusers_alone(
    acme: Organisation, verb: str
) -> None:
    owner = permissions.of(world.person("olga", Role.OWNER, acme))
    assert not owner.can(verb, None)
    assert not owner.can(verb, acme)
    assert not owner.can_somewhere(verb)
    assert not owner.organisations(verb).exists()
    root = world.person("root")
    root.is_superuser = True
    assert permissions.of(root).can(verb, None)


@pytest.mark.django_db
def test_a_superuser_may_do_everything_everywhere(
    acme: Organisation, bolt: Organisation
) -> None:
    root = world.person("root")
    root.is_superuser = True
    held = permissions.of(root)
    for verb in {*VERBS, *INSTALLATION}:
        assert held.can(verb, acme), verb
        assert held.can(verb, bolt), verb
        assert held.can_somewhere(verb), verb
        assert set(held.organisations(verb)) == {acme, bolt}, verb


@pytest.mark.django_db
@pytest.mark.parametrize("superuser", [False, True], ids=["owner", "superuser"])
def test_who_is_not_active_may_do_nothing(acme: Organisation, superuser: bool) -> None:
    gone = world.person("gone", Role.OWNER, acme)
    gone.is_active, gone.is_superuser = False, superuser
    gone.save()
    held = permissions.of(gone)
    for verb in {*VERBS, *INSTALLATION}:
        assert not held.can(verb, acme), verb
        assert not held.can_somewhere(verb), verb
        assert not held.organisations(verb).exists(), verb
    assert not permissions.staff_who_can("read", acme).exists()


@pytest.mark.django_db
def test_who_did_not_sign_in_may_do_nothing(acme: Organisation) -> None:
    held = permissions.of(AnonymousUser())
    assert not any(held.can(verb, acme) for verb in {*VERBS, *INSTALLATION})
    assert held.own == []


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_staff_who_can_are_those_who_may(
    acme: Organisation, bolt: Organisation, verb: str
) -> None:
    people = [world.person(role.name, role, acme) for role in Role]
    people.append(world.person("stranger", Role.OWNER, bolt))
    people.append(world.person("nobody"))
    may = [person for person in people if permissions.of(person).can(verb, acme)]
    assert list(permissions.staff_who_can(verb, acme).order_by("pk")) == may


@pytest.mark.django_db
def test_a_verb_that_nobody_named_is_loud(acme: Organisation) -> None:
    root = world.person("root")
    root.is_superuser = True
    for person in (root, world.person("olga", Role.OWNER, acme)):
        with pytest.raises(KeyError):
            permissions.of(person).can("juggle", acme)
