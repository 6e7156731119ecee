"""Reading an exchange file into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from cookies.models import Cookie, CookieType
from organisations.characters import hidden
from organisations.languages import write
from organisations.models import Host, Organisation, Rebranding, SupervisoryAuthority
from policies.compiling import draft_of, fill_draft
from policies.conditions import Unmet
from policies.models import Policy, Processor, Version
from privacysite.exchange import FORMAT, ExchangeError, sections
from privacysite.exchange.history import take_over

PLAIN_FACTS = (
    "trade_name", "legal_name", "parent_name", "controller", "street", "postal_code",
    "city", "country", "phone", "email", "website", "ticket_url", "kvk", "vat",
    "dpo_email", "dpo_phone", "logo", "logo_dark", "accent", "accent_dark",
    "address_form", "default_language", "time_zone", "covered_domains",
)  # fmt: skip
Data = Mapping[str, Any]


@transaction.atomic
def read(data: Any) -> Organisation:
    """Create or update the organisation that the file describes.

    Facts and registers are brought in line; versions that are there already stay (they
    are compared by number and digest), later ones are added. Raises ExchangeError, and
    then has changed nothing.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ExchangeError(f"This is no file of the format {FORMAT}.")
    _check_characters(data, "")
    try:
        organisation = _organisation(data["organisation"])
        _hosts(organisation, data)
        _registers(organisation, data)
        for position, item in enumerate(data.get("policies") or ()):
            _policy(organisation, item, position)
    except ValidationError as error:
        raise ExchangeError("; ".join(error.messages)) from error
    except Unmet as error:
        raise ExchangeError(error.message) from error
    except KeyError as error:
        raise ExchangeError(f"The file lacks {error}.") from error
    return organisation


def _check_characters(value: Any, place: str) -> None:
    """No text may hold what PostgreSQL refuses to store and no page can show."""
    if isinstance(value, str) and (found := hidden(value)):
        raise ExchangeError(f"{place or '/'}: the character {found} is not for texts.")
    members: Any = ()
    if isinstance(value, Mapping):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for name, member in members:
        _check_characters(str(name), place)
        _check_characters(member, f"{place}/{name}")


def _organisation(facts: Data) -> Organisation:
    organisation = Organisation.objects.filter(slug=facts["slug"]).first()
    organisation = organisation or Organisation(slug=facts["slug"])
    for name in PLAIN_FACTS:
        if facts.get(name) is not None:
            setattr(organisation, name, facts[name])
    write(organisation, "dpo_name", facts.get("dpo_name") or {})
    write(organisation, "landing", sections._rich(facts.get("landing")))
    organisation.authority = _authority(facts.get("authority"))
    if facts.get("parent"):
        organisation.parent = Organisation.objects.filter(slug=facts["parent"]).first()
    organisation.full_clean(exclude=["site", "dpo_name", "landing"])
    organisation.save()
    return organisation


def _authority(known: str | Data | None) -> SupervisoryAuthority | None:
    if not known:
        return None
    code = known if isinstance(known, str) else known["code"]
    found = SupervisoryAuthority.objects.filter(code=code).first()
    if found is None:
        if isinstance(known, str):
            raise ExchangeError(f"There is no supervisory authority {code!r} here.")
        found = SupervisoryAuthority(code=code)
        for name in ("country", "url", "complaint_url", "phone", "address"):
            setattr(found, name, known.get(name, ""))
        write(found, "name", known["name"])
        found.save()
    return found


def _hosts(organisation: Organisation, data: Data) -> None:
    for item in data.get("hosts") or ():
        host = Host.objects.filter(name=item["name"]).first() or Host(name=item["name"])
        if host.pk and host.organisation_id != organisation.pk:
            raise ExchangeError(f"The host {host.name} is another organisation's.")
        host.organisation = organisation
        host.canonical = bool(item.get("canonical"))
        host.full_clean(exclude=["canonical"] if host.pk else None)
        host.save()
    for item in data.get("rebrandings") or ():
        key = {"old_host": item["old_host"], "old_path": item.get("old_path", "")}
        moved = Rebranding.objects.filter(**key).first() or Rebranding(**key)
        if moved.pk and moved.organisation_id != organisation.pk:
            raise ExchangeError(f"{moved} is another organisation's rebranding.")
        moved.organisation = organisation
        moved.old_name = item["old_name"]
        moved.mode = item.get("mode", Rebranding.Mode.NOTICE)
        moved.paths = item.get("paths", "")
        moved.full_clean()
        moved.save()


def _registers(organisation: Organisation, data: Data) -> None:
    for position, item in enumerate(data.get("processors") or ()):
        row = _row(Processor, organisation, position, uid=item["id"])
        _set(row, item, "name", "country", "mechanism", "role", "privacy_url",
             "dpa_url", "opt_out_url", "until")  # fmt: skip
        row.since = _date(item.get("from"))
        row.until = _date(item.get("until"))
        _save(row, item, "service", "scope")
    for position, item in enumerate(data.get("cookie_types") or ()):
        row = _row(CookieType, organisation, position, type=item["type"])
        _set(row, item, "used")
        item = {**item, "definition": sections._rich(item.get("definition"))}
        _save(row, item, "name", "definition", "where")
    for position, item in enumerate(data.get("cookies") or ()):
        row = _row(Cookie, organisation, position, uid=item["id"])
        _set(row, item, "name", "provider", "party", "category", "duration", "storage",
             "domain")  # fmt: skip
        _save(row, item, "purpose")


def _row(model: Any, organisation: Organisation, position: int, **key: str) -> Any:
    row = model.objects.filter(organisation=organisation, **key).first()
    row = row or model(organisation=organisation, **key)
    row.position = position
    return row


def _set(row: Model, item: Data, *names: str) -> None:
    for name in names:
        if item.get(name) is not None:
            setattr(row, name, item[name])


def _save(row: Model, item: Data, *translated: str) -> None:
    for name in translated:
        write(row, name, item.get(name) or {})
    row.full_clean(exclude=translated)
    row.save()


def _date(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _policy(organisation: Organisation, item: Data, position: int) -> None:
    slug = item["slug"]
    policy = Policy.objects.filter(
        organisation=organisation, slug_nl=slug["nl"]
    ).first()
    policy = policy or Policy(organisation=organisation)
    if item.get("uid") and not policy.pk:
        policy.uid = item["uid"]
    policy.kind, policy.position = item["kind"], position
    write(policy, "title", item["title"])
    write(policy, "slug", slug)
    policy.full_clean(exclude=["title", "slug"])
    policy.save()
    known = set(Version.objects.filter(policy=policy).values_list("number", flat=True))
    versions = item.get("versions") or ()
    for number, version in enumerate(versions, 1):
        take_over(policy, version, number, known=number in known)
    draft = item.get("draft")
    fresh = versions or not draft_of(policy).sections.exists()
    if draft and fresh and not known:  # never over what somebody is writing here
        content = sections.document(draft, policy.kind, item["title"])
        fill_draft(draft_of(policy), content)
        _mark_registers(policy, draft)


def _mark_registers(policy: Policy, data: Data) -> None:
    draft = draft_of(policy)
    draft.sections.filter(anchor__in=sections.registers(data.get("sections"))).update(
        register=True
    )
    draft.save()
