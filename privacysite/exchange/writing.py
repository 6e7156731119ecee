"""An organisation as plain data in the exchange format, with all its versions."""

from __future__ import annotations

from typing import Any

from organisations.languages import texts
from organisations.models import Organisation
from policies.compiling import draft_of, entry_value
from policies.models import Policy, Section
from privacysite.exchange import FORMAT
from privacysite.exchange.reading import PLAIN_FACTS


def write(organisation: Organisation) -> dict[str, Any]:
    """Everything of the organisation: facts, hosts, registers, policies, versions."""
    return {
        "format": FORMAT,
        "organisation": _facts(organisation),
        "hosts": [
            {"name": host.name, "canonical": host.canonical}
            for host in organisation.hosts.all()
        ],
        "rebrandings": [
            _filled(old_host=r.old_host, old_path=r.old_path, old_name=r.old_name,
                    mode=r.mode, paths=r.paths)
            for r in organisation.rebrandings.all()
        ],
        "processors": [_processor(row) for row in organisation.processors.all()],
        "cookie_types": [
            _filled(type=row.type, name=texts(row, "name"),
                    definition=texts(row, "definition"), used=row.used,
                    where=texts(row, "where"))
            for row in organisation.cookie_types.all()
        ],
        "cookies": [_cookie(row) for row in organisation.cookies.all()],
        "policies": [_policy(policy) for policy in organisation.policies.all()],
    }  # fmt: skip


def _facts(organisation: Organisation) -> dict[str, Any]:
    facts = {name: getattr(organisation, name) for name in PLAIN_FACTS}
    return _filled(
        slug=organisation.slug,
        **facts,
        parent=organisation.parent.slug if organisation.parent else None,
        dpo_name=texts(organisation, "dpo_name"),
        landing=texts(organisation, "landing"),
        authority=_filled(**organisation.authority.facts())
        if organisation.authority
        else None,
    )


def _processor(row: Any) -> dict[str, Any]:
    return _filled(
        id=row.uid, name=row.name, service=texts(row, "service"),
        scope=texts(row, "scope"), country=row.country, mechanism=row.mechanism,
        role=row.role, privacy_url=row.privacy_url, dpa_url=row.dpa_url,
        opt_out_url=row.opt_out_url,
        **{"from": row.since.isoformat() if row.since else None},
        until=row.until.isoformat() if row.until else None,
    )  # fmt: skip


def _cookie(row: Any) -> dict[str, Any]:
    return _filled(
        id=row.uid, name=row.name, provider=row.provider, party=row.party,
        purpose=texts(row, "purpose"), category=row.category, duration=row.duration,
        storage=row.storage, domain=row.domain,
    )  # fmt: skip


def _policy(policy: Policy) -> dict[str, Any]:
    draft = draft_of(policy)
    return {
        "uid": str(policy.uid),
        "kind": policy.kind,
        "slug": texts(policy, "slug"),
        "title": texts(policy, "title"),
        "versions": [
            _filled(
                effective_from=version.effective_from.isoformat(),
                published_at=version.published_at.isoformat(),
                publisher=version.publisher,
                note=texts(version, "note"),
                digest=version.digest,
                document=version.document.as_dict(),
            )
            | {"material": version.material}
            for version in policy.versions.order_by("number")
        ],
        "draft": _filled(
            updated=draft.updated.isoformat() if draft.updated else None,
            sections=_sections(draft.sections.filter(parent=None)),
        ),
    }


def _sections(rows: Any) -> list[dict[str, Any]]:
    return [_section(row) for row in rows]


def _section(row: Section) -> dict[str, Any]:
    return _filled(
        id=row.uid,
        anchor=row.anchor,
        kind=row.kind,
        heading=texts(row, "heading"),
        intro=texts(row, "intro"),
        entries=[entry_value(entry).as_dict() for entry in row.entries.all()],
        outro=texts(row, "outro"),
        attributes=row.attributes,
        register=row.register or None,
        sections=_sections(row.children.all()),
    )


def _filled(**members: Any) -> dict[str, Any]:
    return {n: v for n, v in members.items() if v not in (None, "", [], {})}
