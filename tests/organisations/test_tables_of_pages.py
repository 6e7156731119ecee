"""Every table that a public page reads is watched (organisations.generations)."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations import generations
from policies.models import Version
from tests.test_public_addresses import QUICK, at

# Read on the way to a public page, and no part of what it says.
NOT_WATCHED = {
    "django_content_type",  # never changes but by migrations
    "policies_indexedpassage",  # made from versions; only answers to searches read it
    "policies_words",
    "sqlite_master",
}


@pytest.mark.django_db
def test_every_table_that_public_pages_read_is_watched() -> None:
    call_command("load_demo", verbosity=0)
    read: dict[str, str] = {}
    for host in ("cpro.localhost", "spot.localhost", "spritecloud-cyber.localhost"):
        client = Client(HTTP_HOST=host)
        for path in addresses(host):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            for query in queries.captured_queries:
                for table in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"]):
                    read.setdefault(table, path)
    assert {"policies_version", "cookies_cookie", "cms_pagecontent"} <= set(read)
    unwatched = set(read) - set(generations.WATCHED) - NOT_WATCHED
    assert not unwatched, {table: read[table] for table in unwatched}


def addresses(host: str) -> list[str]:
    found = []
    for version in Version.objects.filter(policy__organisation__hosts__name=host):
        found += [at(path, version.policy, version.number) for path in QUICK]
    return [*dict.fromkeys(found), "/", "/nl/", "/nl/over-ons/", "/en/", "/unknown/"]
