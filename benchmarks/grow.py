"""How long things take while an installation grows: 10 → 10,000 organisations, and so on.

    python -m benchmarks.grow [smallest|middle|largest]

Makes a database of its own (SQLite; another by DATABASE_URL, which has to be empty) and
grows it in steps. After each step: the processor time of this process for every task,
the median of `ROUNDS`, and how many queries it asks. Prints; asserts nothing. Besides the
last step stands its ratio to the first: about 1 is flat. The largest step takes minutes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
HOST = "org00000.localhost"


@dataclass(frozen=True)
class Size:
    """How large the installation is."""

    organisations: int
    versions: int
    entries: int
    audit: int


SIZES = {
    "smallest": Size(10, 2, 10, 100),  # two, so that there is a comparison
    "middle": Size(300, 300, 200, 3_000),
    "largest": Size(10_000, 10_000, 2_000, 100_000),
}


def main() -> None:
    """Grow, measure, print."""
    last = sys.argv[1] if len(sys.argv) > 1 else "largest"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/grown.sqlite3")
        os.environ.setdefault("DEMO", "1")
        os.environ["DJANGO_SETTINGS_MODULE"] = "privacysite.settings"
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT, check=True,
        )  # fmt: skip
        import django

        django.setup()
        _prepare()
        steps = list(SIZES)[: list(SIZES).index(last) + 1]
        found = {}
        for before, name in zip([None, *steps], steps, strict=False):
            _grow(Size(0, 0, 0, 0) if before is None else SIZES[before], SIZES[name])
            found[name] = _measured()
    _print(found)


def _prepare() -> None:
    """No static files to collect, no test's checks of hosts, and somebody to sign in."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import transaction

    from benchmarks import seeding
    from organisations.models import Membership, Organisation, Role

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    with transaction.atomic():
        seeding.organisations(1)
        first = Organisation.objects.get(slug="org00000")
        seeding.policy(first, "many")
        person = get_user_model().objects.create_user("staff", is_staff=True)
        Membership.objects.create(user=person, organisation=first, role=Role.OWNER)


def _grow(had: Size, wanted: Size) -> None:
    from django.db import transaction

    from benchmarks import seeding
    from organisations.models import Organisation

    first = Organisation.objects.get(slug="org00000")
    many = first.policies.get(slug_nl="many-nl")
    begun = time.monotonic()
    with transaction.atomic():
        seeding.organisations(wanted.organisations - (had.organisations or 1))
        seeding.versions(many, wanted.versions - had.versions)
        seeding.audit_entries(first, wanted.audit - had.audit)
        seeding.policy(first, f"long{wanted.entries}", wanted.entries)
    sys.stderr.write(f"{wanted} after {time.monotonic() - begun:.0f} s\n")


def _measured() -> dict[str, tuple[float, int]]:
    """Milliseconds and queries of every task."""
    found = {name: _timed(work) for name, work in _tasks().items()}
    starts = [_start_up() for _ in range(3)]
    return {**found, "start-up to the first page": (statistics.median(starts), 0)}


def _tasks() -> dict[str, Callable[[], Any]]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.utils import timezone

    from policies.models import Policy, Version
    from policies.views import finding

    many = Policy.objects.select_related("organisation").get(
        slug_nl="many-nl", organisation__slug="org00000"
    )
    last = Version.objects.newest(many)
    number = last.number if last else 1
    day = timezone.now().date().replace(year=2010)
    reader, staff = Client(HTTP_HOST=HOST), Client(HTTP_HOST=settings.ADMIN_HOST)
    staff.force_login(get_user_model().objects.get(username="staff"))
    here, desk = "/nl/many-nl/", f"/admin/policies/policy/{many.pk}/"
    return {
        "page": lambda: _get(reader, here),
        "an old version": lambda: _get(reader, f"{here}v/{max(1, number // 2)}/"),
        "list of versions": lambda: _get(reader, f"{here}versies/"),
        "  its last page": lambda: _get(reader, f"{here}versies/?page=9999"),
        "text on a day, found": lambda: finding.on_day(many, day),
        "comparison": lambda: _get(
            reader, f"{here}wijzigingen/{max(1, number - 1)}..{number}/"
        ),
        "feed": lambda: _get(reader, f"{here}feed.atom"),
        "landing page": lambda: _get(reader, "/nl/"),
        "overview of the desk": lambda: _get(staff, "/admin/"),
        "versions on the desk": lambda: _get(staff, f"{desk}versions/"),
        "draft on the desk": lambda: _get(staff, f"{desk}draft/"),
        "audit trail": lambda: _get(staff, "/admin/organisations/auditentry/"),
        "publish": lambda: _publish(many),
    }


def _get(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code not in (200, 404):
        raise RuntimeError(f"{path}: {answer.status_code}")


def _publish(policy: Any) -> None:
    """Publish another text, and take it back."""
    from django.db import transaction

    from benchmarks import seeding
    from policies.actions.publish import Publication, publish
    from policies.compiling import draft_of, fill_draft

    with transaction.atomic():
        draft = draft_of(policy)
        fill_draft(draft, seeding.document(-1))
        draft.save()
        note = {"nl": "Andere termijn.", "en": "Another period."}
        publish(None, policy, Publication(note=note))
        transaction.set_rollback(True)


def _timed(work: Callable[[], Any]) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        work()
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000, len(asked)


def _start_up() -> float:
    """From nothing to a page: a new process; by the clock."""
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "settings.STORAGES['staticfiles'] = {'BACKEND':"
        " 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "from django.test import Client\n"
        f"assert Client(HTTP_HOST={HOST!r}).get('/nl/many-nl/').status_code == 200\n"
    )
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    return (time.monotonic() - begun) * 1000


def _print(found: dict[str, dict[str, tuple[float, int]]]) -> None:
    first, *_between, last = [*found.values(), list(found.values())[-1]]
    head = "".join(f"{name:>20}" for name in found)
    sys.stdout.write(f"{'processor time, queries':28}{head}{'ratio':>8}\n")
    for task in first:
        cells = "".join(
            f"{row[task][0]:13.1f} ms {row[task][1]:3d}" for row in found.values()
        )
        ratio = last[task][0] / first[task][0]
        sys.stdout.write(f"{task:28}{cells} {ratio:7.2f}\n")


if __name__ == "__main__":
    main()
