"""A Version as an Edition: what exporters, the API and evidence are made from."""

from __future__ import annotations

from organisations.addresses import absolute
from organisations.languages import codes, texts
from policies import paths
from policies.document import Document
from policies.edition import Edition
from policies.models import Version


def of(version: Version, document: Document | None = None) -> Edition:
    """The edition of a version. Reads the policy, its organisation and hosts.

    ``document`` is its Document, when that has been read already.
    """
    policy = version.policy
    organisation = policy.organisation
    zone = organisation.zone
    return Edition(
        document=document or version.document,
        policy=str(policy.uid),
        number=version.number,
        effective_from=version.effective_from.astimezone(zone),
        published_at=version.published_at.astimezone(zone),
        note=texts(version, "note"),
        material=version.material,
        digest=version.digest,
        sequence=version.sequence,
        previous=version.previous_digest,
        record=version.record_digest,
        addresses={
            code: absolute(organisation, paths.version(policy, code, version.number))
            for code in codes()
        },
        logo=organisation.logo,
        accent=organisation.accent,
    )
