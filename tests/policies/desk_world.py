"""Who works on a draft in the tests of the review: a writer, colleagues, a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from organisations.models import ApprovalStep, Organisation, Role
from policies import document as doc
from policies.actions.edit_section import edit_section
from policies.compiling import section_value
from policies.conditions import Unmet
from policies.models import Draft, Policy
from tests import world


@dataclass
class Desk:
    """An organisation that wants four eyes, a policy in force, and a changed draft."""

    organisation: Organisation
    policy: Policy
    writer: Any  # an approver too, and yet not of what she wrote
    colleague: Any
    editor: Any
    viewer: Any

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return Draft.objects.select_related("policy__organisation").get(
            policy=self.policy
        )

    def write(self, words: str, actor: Any = None) -> Draft:
        """Change the introduction, as the editor's form does."""
        row = self.draft.sections.get(anchor="intro")
        value = section_value(row)
        texts = {"nl": f"<p>Tekst {words}.</p>", "en": f"<p>Text {words}.</p>"}
        edit_section(
            actor or self.writer,
            row,
            doc.Section(
                id=value.id, anchor=value.anchor, kind=value.kind,
                heading=value.heading, intro=texts,
            ),
            register=row.register,
            seen=row.lock_version,
        )  # fmt: skip
        return self.draft


def desk(slug: str = "acme", *, single_person: bool = False) -> Desk:
    """The cast, with version 1 in force and something to review."""
    organisation = world.organisation(slug, single_person=single_person)
    policy = world.policy(organisation)
    world.published(policy, "2022-01-01")

    def staff(name: str, role: Role) -> Any:
        person = world.person(f"{name}-{slug}", role, organisation)
        person.email, person.first_name = f"{name}@{slug}.example", name.title()
        person.save()
        return person

    made = Desk(
        organisation,
        policy,
        writer=staff("wilma", Role.APPROVER),
        colleague=staff("carl", Role.APPROVER),
        editor=staff("edith", Role.EDITOR),
        viewer=staff("vera", Role.VIEWER),
    )
    made.write("tweede")
    return made


def step(organisation: Organisation, name: str, *people: Any) -> ApprovalStep:
    """A step of the organisation's approval, after those there are."""
    made = ApprovalStep.objects.create(
        organisation=organisation, name_nl=name, name_en=name,
        position=organisation.approval_steps.count(),
    )  # fmt: skip
    made.people.set(people)
    return made


def refused(deed: Any) -> str:
    """The code of the condition that is not met."""
    with pytest.raises(Unmet) as caught:
        deed()
    return caught.value.code
