"""Messages go to public addresses only, whatever a name claims to be."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from policies.models import Trouble
from policies.webhooks import posting
from policies.webhooks.addresses import Refused, is_public, resolved, target
from tests.policies.webhook_world import receiver

PUBLIC = "93.184.215.14"


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Every look-up of a name answers the next of these; asked names are kept."""
    asked: list[str] = []
    left = list(answers)
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: Any, *args: Any, **more: Any) -> list[Any]:
        if host[0].isdigit():  # connecting to a numeric address asks this too
            return list(real(host, port, *args, **more))
        asked.append(host)
        found = left.pop(0) if left else []
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1",
        "localhost", "",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_what_is_public_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "//example.org",
        "https:example.org", "https://", "https:///x", "example.org", "",
        "https://user:pw@example.org/", "https://user@example.org/",
        "https://example.org/#part", "https://example.org\\@localhost/",
        "https://exa mple.org/", "https://example.org:99999/", "https://example.org:x/",
        "https://example.org:22/", "https://example.org:25/", "https://example.org:80/",
        "https://exämple.org/", "https://example.org/\x00", "https://example.org/\n",
        "https://[::1/", "gopher://example.org:443/", "http://127.0.0.1/",
        "https://example.org%2f@localhost/",
    ],
)  # fmt: skip
def test_an_address_that_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        target(url)
    assert refused.value.trouble == Trouble.ADDRESS


def test_an_address_is_taken_apart_as_it_is_written() -> None:
    found = target("https://Example.org:8443/hooks/a?b=c")
    assert (found.secure, found.host, found.port) == (True, "example.org", 8443)
    assert found.path == "/hooks/a?b=c"
    assert found.host_header == "example.org:8443"
    assert target("https://example.org").path == "/"
    assert target("https://example.org").host_header == "example.org"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/", "https://10.1.2.3:8443/",
    ],
)  # fmt: skip
def test_a_number_for_a_name_is_checked_too(url: str) -> None:
    with pytest.raises(Refused) as refused:
        resolved(target(url))
    assert refused.value.trouble == Trouble.PRIVATE


@pytest.mark.parametrize("odd", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_other_notations_of_a_number_lead_nowhere(odd: str) -> None:
    with pytest.raises(Refused) as refused:
        resolved(target(f"https://{odd}/"))
    assert refused.value.trouble in (Trouble.ADDRESS, Trouble.PRIVATE, Trouble.NAME)


def test_one_private_address_among_public_ones_spoils_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, [PUBLIC, "10.0.0.1"])
    with pytest.raises(Refused) as refused:
        resolved(target("https://mixed.example.org/"))
    assert (refused.value.trouble, refused.value.detail) == (
        Trouble.PRIVATE,
        "10.0.0.1",
    )


def test_a_name_that_nobody_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, [])
    with pytest.raises(Refused) as refused:
        resolved(target("https://nobody.example.org/"))
    assert refused.value.trouble == Trouble.NAME


def test_the_connection_is_made_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that turns private after the check is asked only once (rebinding)."""
    asked = names(monkeypatch, [PUBLIC], ["127.0.0.1"])
    reached: list[Any] = []

    def create_connection(address: Any, *args: Any, **more: Any) -> Any:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", create_connection)
    with pytest.raises(Refused) as refused:
        posting.post(target("https://rebind.example.org/"), b"{}", {})
    assert refused.value.trouble == Trouble.CONNECTION
    assert asked == ["rebind.example.org"]
    assert reached == [(PUBLIC, 443)]


def test_the_next_address_is_tried_when_one_can_t_be_reached(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.WEBHOOK_HOSTS = ["two.example.org"]
    with receiver() as there:
        names(monkeypatch, ["127.0.0.9", "127.0.0.1"])
        url = there.url.replace("localhost", "two.example.org")
        assert posting.post(target(url), b"{}", {}).status == 204
        assert there.got[0][0]["Host"] == target(url).host_header


def test_hosts_inside_are_reached_when_the_setting_names_them(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = []
    with receiver("127.0.0.1") as there:
        with pytest.raises(Refused):
            target(there.url)
        settings.WEBHOOK_HOSTS = ["127.0.0.1"]
        assert posting.post(target(there.url), b"{}", {}).status == 204


def test_outside_the_demo_a_host_inside_needs_https_too(settings: Any) -> None:
    settings.WEBHOOK_HOSTS, settings.DEMO = ["intranet.example"], False
    with pytest.raises(Refused) as refused:
        target("http://intranet.example/")
    assert refused.value.trouble == Trouble.ADDRESS
    assert target("https://intranet.example:444/").port == 444


def test_what_speaks_no_tls_gets_no_message() -> None:
    with receiver() as there:
        url = there.url.replace("http:", "https:")
        with pytest.raises(Refused) as refused:
            posting.post(target(url), b"{}", {})
        assert refused.value.trouble == Trouble.CERTIFICATE
        assert there.got == []


@pytest.mark.parametrize(
    ("name", "trusted", "trouble"),
    [
        ("localhost", True, None),
        ("localhost", False, Trouble.CERTIFICATE),
        ("elsewhere.example", True, Trouble.CERTIFICATE),
    ],
)
def test_the_certificate_has_to_be_trusted_and_the_name_s_own(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusted: bool,
    trouble: Trouble | None,
) -> None:
    both = self_signed(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(both))
    with receiver(certificate=both) as there:
        address = target(there.url)
        if trouble is None:
            assert posting.post(address, b"{}", {}).status == 204
            return
        with pytest.raises(Refused) as refused:
            posting.post(address, b"{}", {})
        assert refused.value.trouble == trouble
        assert there.got == []


def self_signed(folder: Path, name: str) -> Path:
    """A key and a certificate for that name, in one file."""
    made = folder / "both.pem"
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", key, "-out", certificate, "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_bytes(key.read_bytes() + certificate.read_bytes())
    return made
