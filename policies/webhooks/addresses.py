"""Which addresses messages may go to: public ones, never into one's own network.

What is checked is the numeric address, and the connection is made to that very address:
a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from organisations import characters
from policies.models import Trouble

HTTPS_PORT = 443
FIRST_FREE_PORT = 1024  # below are mail, remote logins and the like
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Into which an IPv4 address can be wrapped, beside those that Python names.
_TRANSLATED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("::/96"),
)


class Refused(Exception):
    """An address to which nothing is sent; ``trouble`` says why."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail or str(trouble))
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect, and what to ask for there."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS_PORT if self.secure else 80
        return host if self.port == usual else f"{host}:{self.port}"


def target(url: str) -> Target:
    """The address taken apart. Raises `Refused` for what is never sent to."""
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".").lower()
    secure = parts.scheme == "https"
    port = parts.port or (HTTPS_PORT if secure else 80)
    known = host in settings.WEBHOOK_HOSTS
    if not secure and not (settings.DEMO and known):
        raise Refused(Trouble.ADDRESS, "https")
    if not known and port != HTTPS_PORT and port < FIRST_FREE_PORT:
        raise Refused(Trouble.ADDRESS, f"port {port}")
    path = parts.path or "/"
    return Target(secure, host, port, f"{path}?{parts.query}" if parts.query else path)


def resolved(target: Target) -> list[str]:
    """The numeric addresses of its host, each of which may be connected to.

    Raises `Refused`: one that is not public spoils them all. Hosts that the setting
    WEBHOOK_HOSTS names may be anywhere.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(Trouble.NAME, str(error)) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if target.host not in settings.WEBHOOK_HOSTS:
        for address in addresses:
            if not is_public(address):
                raise Refused(Trouble.PRIVATE, address)
    if not addresses:
        raise Refused(Trouble.NAME)
    return addresses


def is_public(address: str) -> bool:
    """Whether a numeric address is somebody else's machine on the Internet."""
    try:
        found: _Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or found.teredo
        if wrapped or found.is_site_local or any(found in net for net in _TRANSLATED):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _parts(url: str) -> SplitResult:
    """The address taken apart, if browsers and libraries would all read it alike."""
    if "\\" in url or not url.isascii() or characters.hidden(url):
        raise Refused(Trouble.ADDRESS)
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 raises for a number that is none
        allowed = {parts.hostname} & set(settings.WEBHOOK_HOSTS)
        if not allowed:
            URLValidator(schemes=["https"])(url)
    except (ValidationError, ValueError):
        raise Refused(Trouble.ADDRESS) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(Trouble.ADDRESS)
    if "@" in parts.netloc or parts.fragment or " " in url:
        raise Refused(Trouble.ADDRESS)
    return parts
