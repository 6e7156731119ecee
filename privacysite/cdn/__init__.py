"""What stands before the servers and keeps answers: how it is told what, and for how long.

Each answer bears the key of its organisation; when an organisation's pages may have
changed (`organisations.generations`), what bears its key is purged. An adapter knows one
service: which headers it reads, and how it is told to forget.
"""

from __future__ import annotations

from django.conf import settings

from privacysite.cdn.base import EVERYTHING, Cdn, PurgeFailed, key
from privacysite.cdn.cloudflare import Cloudflare
from privacysite.cdn.fastly import Fastly

__all__ = ["EVERYTHING", "Cdn", "PurgeFailed", "configured", "key"]


def configured() -> Cdn | None:
    """The service that ``CDN`` names; None where there is none."""
    match settings.CDN:
        case "fastly":
            return Fastly(settings.FASTLY_SERVICE, settings.FASTLY_TOKEN)
        case "cloudflare":
            zones = tuple(settings.CLOUDFLARE_ZONES)
            return Cloudflare(zones, settings.CLOUDFLARE_TOKEN)
        case _:
            return None
