"""Reading an exchange file into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from cookies.models import Cookie, CookieType
from organisations import audit
from organisations.characters import hidden
from organisations.languages import write
from organisations.models import Host, Organisation, Rebranding, SupervisoryAuthority
from policies.conditions import Unmet
from policies.importers import Refused, sections
from policies.models import Processor
from privacysite.exchange import (
    FORMAT,
    Data,
    ExchangeError,
    Warn,
    approval,
    library,
    policies,
)

PLAIN_FACTS = (
    "trade_name", "legal_name", "parent_name", "controller", "street", "postal_code",
    "city", "country", "phone", "email", "website", "ticket_url", "kvk", "vat",
    "dpo_email", "dpo_phone", "logo", "logo_dark", "accent", "accent_dark",
    "address_form", "default_language", "time_zone", "covered_domains",
    "single_person", "gpc_since", "security_contact",
)  # fmt: skip


def _unheard(line: str) -> None:
    """For those who want to know only whether it went well."""


@transaction.atomic
def read(data: Any, warn: Warn = _unheard) -> Organisation:
    """Create or update the organisation that the file describes.

    Facts and registers are brought in line; versions that are there already stay (they
    are compared by number and digest), later ones are added. ``warn`` is told what is
    not here and was left out. Raises ExchangeError, and then has changed nothing.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ExchangeError(f"This is no file of the format {FORMAT}.")
    _check_characters(data, "")
    try:
        with audit.gathered():
            return _read(data, warn)
    except ValidationError as error:
        raise ExchangeError("; ".join(error.messages)) from error
    except (Unmet, Refused) as error:
        raise ExchangeError(error.message) from error
    except KeyError as error:
        raise ExchangeError(f"The file lacks {error}.") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ExchangeError(f"The file has not the shape it should: {error}") from error


def _read(data: Data, warn: Warn) -> Organisation:
    organisation = _organisation(data["organisation"], warn)
    _hosts(organisation, data)
    _registers(organisation, data)
    if data.get("approval_steps") is not None:
        approval.read(organisation, data["approval_steps"], warn)
    library.read(organisation, data.get("clauses") or (), warn)
    policies.read(organisation, data.get("policies") or (), warn)
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


def _organisation(facts: Data, warn: Warn) -> Organisation:
    organisation = Organisation.objects.filter(slug=facts["slug"]).first()
    organisation = organisation or Organisation(slug=facts["slug"])
    for name in PLAIN_FACTS:
        if facts.get(name) is not None:
            setattr(organisation, name, facts[name])
    write(organisation, "dpo_name", facts.get("dpo_name") or {})
    write(organisation, "landing", sections.rich(facts.get("landing")))
    organisation.authority = _authority(facts.get("authority"))
    if facts.get("parent"):
        organisation.parent = Organisation.objects.filter(slug=facts["parent"]).first()
        if organisation.parent is None:
            warn(f"The parent organisation {facts['parent']!r} is not here.")
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
        row.since = policies.day(item.get("from"))
        row.until = policies.day(item.get("until"))
        _save(row, item, "service", "scope")
    for position, item in enumerate(data.get("cookie_types") or ()):
        row = _row(CookieType, organisation, position, type=item["type"])
        _set(row, item, "used")
        item = {**item, "definition": sections.rich(item.get("definition"))}
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
