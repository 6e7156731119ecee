"""An installation that grew: its logs hold, and no query reads what it does not show."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import seeding
from organisations import audit
from organisations.models import Organisation, Role
from policies import log
from policies.models import Policy, Version
from policies.views import finding
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db
# What grows without end; whoever reads all of it for one page is found out.
GROWN = {
    "policies_version", "policies_policy", "policies_draft", "policies_section",
    "organisations_organisation", "organisations_host", "organisations_auditentry",
    "django_site", "policies_indexedpassage",
}  # fmt: skip
HOST = "org00007.localhost"


def grown(organisations: int, versions: int, entries: int) -> Policy:
    """An installation in which one policy of one organisation has a long past."""
    seeding.organisations(organisations)
    for owner in Organisation.objects.filter(slug__gte="org00003")[:20]:
        seeding.audit_entries(owner, entries)
    policy = seeding.policy(Organisation.objects.get(slug="org00007"), "many")
    seeding.versions(policy, versions)
    return policy


def test_what_is_seeded_is_what_verbs_would_have_made() -> None:
    """Digests, numbers and both chains."""
    policy = grown(9, 25, 3)
    assert (list(log.verify()), list(audit.verify())) == ([], [])
    assert policy.versions.count() == 25
    last = Version.objects.newest(policy)
    assert last is not None
    assert last.document.canonical().decode() == last.canonical


def test_the_list_of_versions_comes_in_parts_that_have_them_all() -> None:
    grown(9, 45, 1)
    numbers: list[int] = []
    for part in (1, 2, 3):
        context = get(f"/nl/many-nl/versies/?page={part}", HOST).context
        numbers += [row["number"] for row in context["versions"]]
    assert numbers == list(range(45, 0, -1))


def test_the_desk_opens_the_part_of_the_list_that_has_a_version() -> None:
    policy = grown(9, 120, 1)
    staff = signed_in(world.person("eva", Role.EDITOR, policy.organisation))
    rows = staff.get(address(policy, "versions/?version=37")).context["versions"]
    assert 37 in [row["version"].number for row in rows]
    assert len(rows) <= 50


@pytest.mark.skipif(connection.vendor != "postgresql", reason="EXPLAIN is PostgreSQL's")
@pytest.mark.may_skip("on SQLite; CI runs it on PostgreSQL")
def test_no_page_reads_a_grown_table_from_end_to_end() -> None:
    policy = grown(200, 250, 20)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {
        f"{path}: {table} in {sql}"
        for path, queries in _asked(policy).items()
        for sql in queries
        for table in _scanned(sql)
    }
    assert not found, "\n".join(sorted(found))


def _asked(policy: Policy) -> dict[str, list[str]]:
    """The queries of the pages that are asked most, public and of the desk."""
    here = "/nl/many-nl/"
    public = [
        here, f"{here}versies/", f"{here}versies/?page=13", f"{here}v/200/",
        f"{here}op/2010-06-01/", f"{here}sinds/2024-06-01/", f"{here}feed.atom",
        f"{here}wijzigingen/200..201/", f"{here}policy.json", "/nl/", "/sitemap.xml",
        "/nl/zoeken/?q=woordab", f"{here}zoeken/?q=woordab+woordac", f"{here}timegate/",
        "/api/v1/policies", "/api/v1/policies/many-nl/current",
        "/api/v1/policies/many-nl/versions",
        "/api/v1/policies/many-nl/current-version?seen=299",
    ]  # fmt: skip
    staff = signed_in(world.person("eva", Role.OWNER, policy.organisation))
    trail = "/admin/organisations/auditentry/"
    desk = [
        "/admin/", *(address(policy, part) for part in ("versions/", "draft/")),
        trail, f"{trail}?action=publish", f"{trail}?from=2010-01-01&to=2010-02-01",
    ]  # fmt: skip
    found = {}
    for path in [*public, *desk]:
        with CaptureQueriesContext(connection) as asked:
            answer = get(path, HOST) if path in public else staff.get(path)
        assert answer.status_code in (200, 302), path
        found[path] = [q["sql"] for q in asked.captured_queries]
    return found


def _scanned(sql: str) -> Iterator[str]:
    """The grown tables in which no index leads to what that query looks for.

    A test's tables are small: read whole, they are found fastest. So that is forbidden,
    and what PostgreSQL does all the same, it would do with millions of rows.
    """
    if not sql.lstrip().startswith(("SELECT", "WITH")):
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    for node in _nodes(plan[0]["Plan"]):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWN:
            yield node["Relation Name"]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def test_the_text_of_a_day_is_one_query() -> None:
    policy = grown(9, 30, 1)
    with CaptureQueriesContext(connection) as asked:
        row = finding.on_day(policy, dt.date(2010, 6, 1))
    assert row is not None
    assert row.effective_from.date() <= dt.date(2010, 6, 1)
    assert len(asked) == 1
