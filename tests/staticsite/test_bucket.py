"""Publishing to a bucket, with a real S3 API (moto's server) behind it."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from typing import Any

import boto3
import brotli
import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from privacysite.staticsite import packing
from privacysite.staticsite.bucket import Bucket
from privacysite.staticsite.manifest import Entry, Manifest
from privacysite.staticsite.places import Busy

URL = "s3://policies/public"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "public, max-age=0, must-revalidate",
    "Content-Language": "nl",
    "Content-Security-Policy": "default-src 'none'",
}


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket, as its owner sees it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    bucket = boto3.resource("s3").Bucket("policies")
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield bucket
    bucket.objects.delete()
    bucket.delete()
    server.stop()


def write(place: Bucket, number: int, pages: dict[str, bytes]) -> dict[str, bool]:
    """A release, not yet switched to; which of its files were new."""
    release = place.begin("acme")
    new = {
        file: release.add(file, packing.digest_of(body), body, HEADERS)
        for file, body in pages.items()
    }
    entries = {
        f"/{file}": Entry(200, HEADERS, file, packing.digest_of(body), len(body))
        for file, body in pages.items()
    }
    made = Manifest(
        site="acme", release=release.name, hosts=("acme.localhost",),
        default_language="nl", languages=("nl",), generation=number, program="p",
        made_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), holds_until=None,
        addresses=entries, not_found={},
    )  # fmt: skip
    place.switch(made)
    place.tidy("acme", keep=2)
    return new


def keys(objects: Any) -> list[str]:
    return sorted(each.key for each in objects.objects.all())


def test_every_file_has_its_headers_and_is_compressed_beside(objects: Any) -> None:
    page = b"<p>privacy</p>" * 50
    write(Bucket.at(URL), 1, {"nl/index.html": page})
    tree = "public/sites/acme/releases/000001/tree/nl/index.html"
    assert keys(objects) == [
        "public/sites/acme/current.json", tree, f"{tree}.br", f"{tree}.gz"
    ]  # fmt: skip
    for ending, encoding, unpack in (
        ("", None, bytes), (".gz", "gzip", gzip.decompress),
        (".br", "br", brotli.decompress),
    ):  # fmt: skip
        found = objects.Object(f"{tree}{ending}").get()
        assert unpack(found["Body"].read()) == page
        assert found.get("ContentEncoding") == encoding
        assert found["ContentType"] == HEADERS["Content-Type"]
        assert found["CacheControl"] == HEADERS["Cache-Control"]
        assert found["ContentLanguage"] == "nl"


def test_only_what_changed_is_sent_again(objects: Any) -> None:
    place = Bucket.at(URL)
    write(place, 1, {"a.html": b"first " * 50, "b.html": b"same " * 50})
    assert write(place, 2, {"a.html": b"second " * 50, "b.html": b"same " * 50}) == {
        "a.html": True,
        "b.html": False,
    }
    kept = objects.Object("public/sites/acme/releases/000002/tree/b.html.gz").get()
    assert gzip.decompress(kept["Body"].read()) == b"same " * 50
    assert kept["ContentEncoding"] == "gzip"


def test_what_is_read_changes_at_one_moment_and_old_releases_go(objects: Any) -> None:
    place = Bucket.at(URL)
    assert place.manifest("acme") is None
    for number in (1, 2, 3):
        write(place, number, {"a.html": b"page %d" % number})
    half = place.begin("acme")
    half.add("a.html", "0" * 64, b"half", HEADERS)
    found = place.manifest("acme")
    assert found is not None
    assert (found.release, found.generation) == ("000003", 3)
    write(place, 4, {"b.html": b"page 4"})
    releases = {key.split("/")[4] for key in keys(objects) if "/releases/" in key}
    assert releases == {"000003", "000004"}
    assert not [key for key in keys(objects) if key.endswith("000004/tree/a.html")]


def test_a_retired_site_has_no_manifest_to_be_read_and_may_come_back(
    objects: Any,
) -> None:
    place = Bucket.at(URL)
    assert place.sites() == []
    write(place, 1, {"a.html": b"page"})
    assert place.sites() == ["acme"]
    assert place.retire("acme")
    assert not place.retire("acme")
    assert place.manifest("acme") is None
    kept = "public/sites/acme/retired.json"
    assert [key for key in keys(objects) if key.endswith(".json")] == [kept]
    write(place, 2, {"a.html": b"page"})
    found = place.manifest("acme")
    assert found is not None
    assert found.release == "000002"
    assert kept not in keys(objects)


def test_two_runs_of_one_machine_do_not_meet() -> None:
    options = {"access_key": "x", "secret_key": "y", "region_name": "eu-west-1"}
    first, second = Bucket(URL, **options), Bucket(URL, **options)
    with first.locked(), pytest.raises(Busy), second.locked():
        pass


@pytest.mark.parametrize(
    "url",
    ["s3://", "s3:///p", "s3://a b", "s3://x:y@z/p", "s3://arn:x", "s3:/a", "S3://a"],
)
def test_what_is_no_bucket_is_named(url: str) -> None:
    with pytest.raises(CommandError, match=f"^{url} names no bucket") as refused:
        call_command("publish_static", "--to", url)
    assert "s3://BUCKET/PREFIX" in str(refused.value)


@pytest.mark.django_db
def test_what_the_service_refuses_is_said_in_a_line(objects: Any) -> None:
    with pytest.raises(CommandError, match=r"NoSuchBucket.*; no site is published by"):
        call_command("publish_static", "--to", "s3://not-there/public")
