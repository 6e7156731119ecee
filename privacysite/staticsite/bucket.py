"""Sites in a bucket of an S3 service, by django-storages.

::

    sites/<site>/releases/000007/tree/…     every file, with its headers and .gz, .br
    sites/<site>/current.json               the manifest of the release that is read
    sites/<site>/retired.json               the same, of a site that has no host any more

An object can't be renamed. So a release is written completely under a name of its own,
and one PUT of ``current.json`` makes it the current one: who serves the bucket reads
there which release that is. What did not change is copied inside the service.
"""

from __future__ import annotations

import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.handlers import validate_bucket_name
from storages.backends.s3 import S3Storage

from privacysite.staticsite import manifest, packing
from privacysite.staticsite.manifest import Manifest
from privacysite.staticsite.places import Busy, Nowhere

# The headers of an answer that an object of S3 can have.
_PARAMETERS = {
    "Content-Type": "ContentType",
    "Cache-Control": "CacheControl",
    "Content-Disposition": "ContentDisposition",
    "Content-Language": "ContentLanguage",
}
_ENCODINGS = {".gz": "gzip", ".br": "br"}


class Objects(S3Storage):  # type: ignore[misc]
    """A bucket whose objects say what the application's answers say."""

    def write(self, name: str, body: bytes, parameters: dict[str, str]) -> None:
        """Write one object, over what was there."""
        self.bucket.Object(self._key(name)).put(Body=body, **parameters)

    def copy(self, source: str, target: str) -> bool:
        """Copy inside the service, headers too; whether the source was there."""
        origin = {"Bucket": self.bucket_name, "Key": self._key(source)}
        try:
            self.bucket.Object(self._key(target)).copy_from(CopySource=origin)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                return False
            raise
        return True

    def remove(self, name: str) -> None:
        """Remove one object, whether it is there or not."""
        self.bucket.Object(self._key(name)).delete()

    def drop(self, prefix: str) -> None:
        """Remove every object below."""
        self.bucket.objects.filter(Prefix=f"{self._key(prefix)}/").delete()

    def below(self, prefix: str) -> list[str]:
        """The names of the folders below, in their order."""
        folders, _ = self.listdir(prefix)
        return sorted(folders)

    def _key(self, name: str) -> str:
        found: str = self._normalize_name(name)
        return found


class BucketRelease:
    """A release in a bucket."""

    def __init__(self, objects: Objects, folder: str, before: Manifest | None) -> None:
        self.name, self._objects, self._folder = (
            folder.rpartition("/")[2],
            objects,
            folder,
        )
        self._known: dict[str, tuple[str, dict[str, str]]] = {}
        if before is not None:
            self._before = f"{folder.rpartition('/')[0]}/{before.release}/tree"
            self._known = {
                entry.file: (entry.digest, dict(entry.headers))
                for entry in before.entries()
            }

    def add(self, file: str, digest: str, body: bytes, headers: dict[str, str]) -> bool:
        """Write the file, or copy it from the release before if it is the same."""
        target = f"{self._folder}/tree/{file}"
        if self._known.get(file) == (digest, headers):
            endings = ("", *_ENCODINGS)
            copied = [
                self._objects.copy(f"{self._before}/{file}{e}", f"{target}{e}")
                for e in endings
            ]
            if copied[0]:
                return False
        parameters = {
            name: headers[header]
            for header, name in _PARAMETERS.items()
            if header in headers
        }
        for ending, packed in packing.variants(
            body, headers.get("Content-Type", "")
        ).items():
            more = {"ContentEncoding": _ENCODINGS[ending]}
            self._objects.write(f"{target}{ending}", packed, parameters | more)
        self._objects.write(target, body, parameters)
        return True


class Bucket:
    """The bucket that `manage.py publish_static --to s3://…` writes into."""

    faults = (BotoCoreError, ClientError, OSError)

    def __init__(self, url: str, **options: Any) -> None:
        name, _, prefix = url.removeprefix("s3://").partition("/")
        try:
            validate_bucket_name({"Bucket": name})
        except ParamValidationError:
            raise Nowhere(f"{url} names no bucket") from None
        self._url = url
        self._objects = Objects(bucket_name=name, location=prefix.strip("/"), **options)

    @classmethod
    def at(cls, url: str) -> Bucket:
        """The bucket at ``s3://BUCKET/PREFIX``; credentials come from the environment,
        as boto3 reads them (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL_S3 …). Raises `Nowhere`."""
        return cls(url)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others on this machine away; S3 has no lock that ends with a process."""
        name = hashlib.sha256(self._url.encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir(), f"publish-static-{name}.lock")
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(self._url) from None
            yield

    def sites(self) -> list[str]:
        """Every site that was ever published here."""
        return self._objects.below("sites")

    def manifest(self, site: str, name: str = "current") -> Manifest | None:
        """That of the current release; None for a new site or a damaged manifest."""
        name = f"sites/{site}/{name}.json"
        try:
            with self._objects.open(name) as file:
                return manifest.read(file.read())
        except (FileNotFoundError, manifest.Unreadable):
            return None

    def begin(self, site: str) -> BucketRelease:
        """A release with the next number."""
        before = self.manifest(site) or self.manifest(site, "retired")
        current = before.release if before else ""
        releases = f"sites/{site}/releases"
        for half in self._objects.below(releases):
            if half > current:
                self._objects.drop(f"{releases}/{half}")
        name = f"{int(current or 0) + 1:06}"
        return BucketRelease(self._objects, f"{releases}/{name}", before)

    def switch(self, manifest: Manifest) -> None:
        """Write ``current.json``: from now on this release is read."""
        parameters = {"ContentType": "application/json", "CacheControl": "no-cache"}
        name = f"sites/{manifest.site}/current.json"
        self._objects.write(name, manifest.written(), parameters)
        self._objects.remove(f"sites/{manifest.site}/retired.json")

    def retire(self, site: str) -> bool:
        """Remove ``current.json``, and keep it as ``retired.json``."""
        current, retired = (f"sites/{site}/{n}.json" for n in ("current", "retired"))
        if not self._objects.copy(current, retired):
            return False
        self._objects.remove(current)
        return True

    def tidy(self, site: str, keep: int) -> None:
        """Keep the current release and some before it."""
        releases = f"sites/{site}/releases"
        for old in self._objects.below(releases)[:-keep]:
            self._objects.drop(f"{releases}/{old}")
