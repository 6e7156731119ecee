"""What tells who somebody is stays out of the log."""

from __future__ import annotations

import pytest

from privacysite.redacting import FULL, NONE, address, redacted, valid


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::9", "2001:db8:1234::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
    ],
)
def test_of_an_address_the_network_is_kept(raw: str, kept: str) -> None:
    assert address(raw) == kept


def test_an_address_can_be_kept_whole_or_not_at_all() -> None:
    assert address("203.0.113.77", FULL) == "203.0.113.77"
    assert address("203.0.113.77", NONE) == ""
    assert redacted("from 203.0.113.77", NONE) == "from [ip]"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Invalid request from ip=203.0.113.77: no", "ip=203.0.113.0/24: no"),
        ("Key (email)=(jan.jansen@example.org) exists", "(email)=([e-mail]) exists"),
        ("peer 2001:db8:1234:5678::9 left", "peer 2001:db8:1234::/48 left"),
        ("[2001:db8:1234:5678::9]:443", "[2001:db8:1234::/48]:443"),
        ("203.0.113.77:4711 left", "203.0.113.0/24:4711 left"),
    ],
)
def test_words_lose_who_they_are_about(text: str, clean: str) -> None:
    assert clean in redacted(text)


@pytest.mark.parametrize(
    "text",
    ["at 12:30:45", "Django 5.2.19", "rows[::2]", "2026-11-22T12:30:45.123Z", "a::b()",
     "999.999.999.999", "sha256:abcdef0123456789", "/nl/privacy/v/3/"],
)  # fmt: skip
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert redacted(text) == text


def test_what_a_visitor_wrote_in_place_of_an_address_is_none() -> None:
    assert valid("2001:DB8::1") == "2001:db8::1"
    assert valid("<script>") == valid("") == valid("unknown") == ""
