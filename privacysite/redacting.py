"""What tells who somebody is, taken out of words that go to a log or to another firm."""

from __future__ import annotations

import ipaddress
import re

# How much of an address the log keeps (LOG_ADDRESSES).
ADDRESSES = TRUNCATED, NONE, FULL = "truncated", "none", "full"

# As many bits as tell the network, and not who in it.
_KEPT = {4: 24, 6: 48}
_EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:.]{4,40})"
    r"(?![\w.]*\w)"
)


def redacted(text: str, addresses: str = TRUNCATED) -> str:
    """The text without e-mail addresses, and with as much of each IP address as wanted."""
    text = _EMAIL.sub("[e-mail]", text)
    return _ADDRESS.sub(lambda found: address(found[0], addresses) or "[ip]", text)


def address(raw: str, addresses: str = TRUNCATED) -> str:
    """What may be written of an IP address: its network, nothing, or all of it.

    What only looks like one stays as it is, and so does this machine's own.
    """
    if addresses == FULL:
        return raw
    try:
        found = ipaddress.ip_address(raw)
    except ValueError:
        return raw
    if found.is_loopback or found.is_unspecified:
        return raw
    if addresses == NONE:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    network = ipaddress.ip_network((found, _KEPT[found.version]), strict=False)
    return str(network)


def valid(raw: str) -> str:
    """The address, or "" for what is none: a visitor may have written it."""
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        return ""
