"""An organisation with a history, to take out and bring in again."""

from __future__ import annotations

from io import StringIO
from typing import Any

import yaml
from django.core.management import call_command
from django.db import connection

from organisations.models import Host, Organisation, Rebranding
from policies.models import Clause, Draft, LogHead, Policy, Processor, Section
from tests import world
from tests.flushing import triggers_aside


def with_history() -> Organisation:
    """Two versions, a register, a rebranding and a draft that went on."""
    made = world.organisation(
        kvk="12345678", phone="+31201234567", dpo_name_nl="Functionaris"
    )
    Processor.objects.create(
        organisation=made, uid="host", name="Host B.V.", service_nl="Opslag",
        service_en="Storage", country="NL",
    )  # fmt: skip
    Rebranding.objects.create(
        old_host="old.localhost", old_name="Old", organisation=made
    )
    policy = world.policy(made)
    world.published(policy, "2018-05-25")
    world.rewrite(policy, "tweede")
    world.published(policy, "2022-10-26")
    world.rewrite(policy, "derde")
    return made


def empty_the_database() -> None:
    with triggers_aside("default"), connection.cursor() as cursor:
        for table in (
            "policies_indexedpassage", "policies_manuscript", "policies_withdrawal",
            "policies_version",
            "organisations_auditentry",
        ):  # fmt: skip
            cursor.execute(f"DELETE FROM {table}")
    Section.objects.all().delete()
    Policy.objects.update(follows=None)
    for model in (Draft, Policy, Clause, Processor, Rebranding, Host):
        model.objects.all().delete()
    Organisation.objects.update(parent=None)
    for organisation in Organisation.objects.all():
        organisation.delete()
    LogHead.objects.update(sequence=0, digest="0" * 64)


def exported(organisation: Organisation) -> dict[str, Any]:
    out = StringIO()
    call_command("export_organisation", organisation.slug, stdout=out)
    data: dict[str, Any] = yaml.safe_load(out.getvalue())
    return data
