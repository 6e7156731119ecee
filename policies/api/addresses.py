"""The API's own addresses, absolute and on the organisation's canonical host."""

from __future__ import annotations

from organisations.addresses import absolute
from organisations.languages import codes
from organisations.models import Organisation
from policies import paths
from policies.api.service import ROOT
from policies.models import Policy


def of(organisation: Organisation, *parts: str) -> str:
    """The address of something of the organisation, like ``/api/v1/policies``."""
    return absolute(organisation, ROOT + "/".join(parts))


def of_policy(policy: Policy, *parts: str) -> str:
    """The address of something about a policy; by its uid, so that it stays."""
    return of(policy.organisation, "policies", str(policy.uid), *parts)


def page(organisation: Organisation, word: str) -> dict[str, str]:
    """The address of one of the organisation's own pages, per language."""
    return {code: absolute(organisation, paths.own(code, word)) for code in codes()}
