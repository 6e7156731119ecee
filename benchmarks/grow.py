"""How long things take while an installation grows: 10 → 10,000 organisations, and so on.

    python -m benchmarks.grow [smallest|middle|largest]

Makes a database of its own (SQLite; another by DATABASE_URL, which has to be empty), grows
it in steps and keeps a copy of each. Then, in turns, so that what disturbs disturbs all:
the processor time of this process for every task at each step, the median of `ROUNDS`, and
how many queries it asks. Prints and writes ``benchmarks/results.md``; asserts nothing.
Beside the last step stands its ratio to the first: about 1 is flat, and a page that has
more to show takes longer. The largest step takes some minutes to make.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
HOST = "org00000.localhost"
START = "start-up to the first page"
KEPT = "page, kept, 20,000 times"
# Of each step, of each task: milliseconds and queries.
Found = dict[str, dict[str, tuple[float, int]]]


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
    steps = list(SIZES)[: list(SIZES).index(last) + 1]
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
        for before, name in zip([None, *steps], steps, strict=False):
            _grow(Size(0, 0, 0, 0) if before is None else SIZES[before], SIZES[name])
            _keep_as(name)
        found = _measured(steps)
    _tell(found)


def _keep_as(name: str) -> None:
    """A copy of the database as it is now."""
    from django.db import connection

    connection.close()
    connection.creation.clone_test_db(name, verbosity=0, autoclobber=True)


@contextmanager
def _at(name: str) -> Iterator[None]:
    """Work on the copy of that step; in processes that are started meanwhile, too."""
    from django.db import connection

    settings = connection.settings_dict
    here, copy = settings["NAME"], connection.creation.get_test_db_clone_settings(name)
    connection.close()
    settings["NAME"] = copy["NAME"]
    whole = os.environ["DATABASE_URL"]
    before, _name, after = whole.rpartition(str(here))
    os.environ["DATABASE_URL"] = f"{before}{copy['NAME']}{after}"
    try:
        yield
    finally:
        connection.close()
        settings["NAME"], os.environ["DATABASE_URL"] = here, whole


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


def _measured(steps: list[str]) -> Found:
    """Milliseconds and queries of every task at each step."""
    queries, times = {}, defaultdict[str, dict[str, list[float]]](dict)
    for name in steps:
        with _at(name):
            queries[name] = {task: _asked(work) for task, work in _tasks(name).items()}
    for _ in range(ROUNDS):
        for name in steps:
            with _at(name):
                for task, work in _tasks(name).items():
                    times[name].setdefault(task, []).append(_timed(work))
                times[name].setdefault(START, []).append(_start_up())
    return {
        name: {
            task: (statistics.median(each), queries[name].get(task, 0))
            for task, each in times[name].items()
        }
        for name in steps
    }


def _tasks(step: str) -> dict[str, Callable[[], Any]]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.utils import timezone

    from policies.models import Policy, Version
    from policies.views import finding

    many = Policy.objects.select_related("organisation").get(
        slug_nl="many-nl", organisation__slug="org00000"
    )
    long = many.organisation.policies.get(slug_nl=f"long{SIZES[step].entries}-nl")
    last = Version.objects.newest(many)
    number = last.number if last else 1
    day = timezone.now().date().replace(year=2010)
    reader, staff = Client(HTTP_HOST=HOST), Client(HTTP_HOST=settings.ADMIN_HOST)
    staff.force_login(get_user_model().objects.get(username="staff"))
    here, desk = "/nl/many-nl/", f"/admin/policies/policy/{many.pk}/"
    return {
        KEPT: _kept(here),
        "page, made anew": lambda: _get(reader, here),
        "an old version": lambda: _get(reader, f"{here}v/{max(1, number // 2)}/"),
        "list of versions": lambda: _get(reader, f"{here}versies/"),
        "list of versions, last page": lambda: _get(
            reader, f"{here}versies/?page=9999"
        ),
        "text on a day, found": lambda: finding.on_day(many, day),
        "comparison": lambda: _get(
            reader, f"{here}wijzigingen/{max(1, number - 1)}..{number}/"
        ),
        "search": lambda: _get(reader, "/nl/zoeken/?q=gegeven"),
        "list for programs": lambda: _get(reader, f"{here}timemap/"),
        "feed": lambda: _get(reader, f"{here}feed.atom"),
        "landing page": lambda: _get(reader, "/nl/"),
        "overview of the desk": lambda: _get(staff, "/admin/"),
        "versions on the desk": lambda: _get(staff, f"{desk}versions/"),
        "draft on the desk": lambda: _get(
            staff, f"/admin/policies/policy/{long.pk}/draft/"
        ),
        "audit trail": lambda: _get(staff, "/admin/organisations/auditentry/"),
        "publish": lambda: _publish(many),
    }


def _kept(path: str) -> Callable[[], Any]:
    """Ask the page cache, as a server's worker does, 20,000 times."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    from privacysite import wsgi
    from privacysite.pagecache import PageCache
    from privacysite.pagecache.files import Files

    files = Files(Path(tempfile.mkdtemp()), "grown")
    cache = PageCache(get_wsgi_application(), wsgi.watch(files), files, size=2**24)
    environ = RequestFactory().get(path, headers={"host": HOST}).environ
    said: list[str] = []

    def work() -> None:
        for _ in range(20_000):
            b"".join(
                cache(environ, lambda status, _headers, _=None: said.append(status))
            )
        if set(said) != {"200 OK"}:
            raise RuntimeError(f"{path}: {set(said)}")

    return work


def _get(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code not in (200, 404):
        raise RuntimeError(f"{path}: {answer.status_code}")


def _publish(policy: Any) -> None:
    """Publish the draft with another heading, and take that back."""
    from django.db import transaction

    from organisations.languages import write
    from policies.actions.publish import Publication, publish
    from policies.compiling import draft_of

    with transaction.atomic():
        section = draft_of(policy).sections.earliest("position", "pk")
        write(section, "heading", {"nl": "Iets anders", "en": "Something else"})
        section.save(update_fields=["heading_nl", "heading_en"])
        note = {"nl": "Andere termijn.", "en": "Another period."}
        publish(None, policy, Publication(note=note))
        transaction.set_rollback(True)


def _asked(work: Callable[[], Any]) -> int:
    """How many queries it asks; the first time fills what is kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as asked:
        work()
        # Now: the next request empties the list.
        return len(asked.captured_queries)


def _timed(work: Callable[[], Any]) -> float:
    """Milliseconds of processor time, the second time since the database was opened."""
    work()
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def _start_up() -> float:
    """Milliseconds of processor time from nothing to a page, in a new process."""
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "settings.STORAGES['staticfiles'] = {'BACKEND':"
        " 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "from django.test import Client\n"
        f"assert Client(HTTP_HOST={HOST!r}).get('/nl/many-nl/').status_code == 200\n"
    )
    before = os.times()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    after = os.times()
    used = after.children_user + after.children_system
    return (used - before.children_user - before.children_system) * 1000


def _tell(found: Found) -> None:
    first, *_between, last = [*found.values(), *list(found.values())[-1:]]
    ratios = {task: last[task][0] / first[task][0] for task in first}
    rows = [["ms of processor time (queries)", *found, "ratio"]]
    for task, ratio in ratios.items():
        cells = (f"{row[task][0]:.1f} ({row[task][1]})" for row in found.values())
        rows.append([task.strip(), *cells, f"{ratio:.2f}"])
    sizes = "; ".join(
        f"{name}: {size.organisations:,} organisations, {size.versions:,} versions, "
        f"{size.entries:,} entries, {size.audit:,} audit entries"
        for name, size in SIZES.items()
        if name in found
    )
    goals = [
        report.at_most("P10, P12", "page, largest / smallest", ratios[KEPT], 1.05),
        report.at_most("P10", "publish, largest / smallest", ratios["publish"], 1.2),
        report.at_most("P10", "list of versions, ms", last["list of versions"][0], 20),
        report.at_most("P10", "text on a day, ms", last["text on a day, found"][0], 5),
    ]
    report.write_table("grow", rows, goals, f"{sizes[0].upper()}{sizes[1:]}.")


if __name__ == "__main__":
    main()
