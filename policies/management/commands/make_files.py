"""``make_files``: make the files that take long, before a reader asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from organisations.languages import codes
from policies import editions
from policies.exporters import Format, Unmade, formats, kept
from policies.models import Policy, Version

Wanted = tuple[Version, Format, str]


class Command(BaseCommand):
    """Exit status 0 when all are there; those that are kept already take no time.

    For a timer, as the server's user: a new release makes each file anew.
    """

    help = (
        "Make PDF and Word files of what is in force and to come, "
        "so that no reader waits for them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which versions."""
        parser.add_argument(
            "--all", action="store_true", help="of every version, the past ones too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them one after the other; one that fails keeps nobody from the others."""
        done, failed = 0, []
        for version, form, language in _wanted(everything=options["all"]):
            name = f"{version}, {form.label}, {language}"
            try:
                kept.content(editions.of(version), form, language)
            except Unmade:
                failed.append(name)
                continue
            done += 1
            if options["verbosity"] > 1:
                self.stdout.write(name)
        self.stdout.write(f"{done} files are there.")
        if failed:
            raise CommandError(f"These could not be made: {'; '.join(failed)}")


def _wanted(*, everything: bool) -> Iterator[Wanted]:
    forms = [form for form in formats().values() if form.costly and form.available()]
    for version in _versions(everything=everything):
        for form in forms:
            for language in codes()[:1] if form.all_languages else codes():
                yield version, form, language


def _versions(*, everything: bool) -> Iterator[Version]:
    rows = Version.objects.filter(withdrawal=None)
    if not everything:
        now = timezone.now()
        in_force = Version.objects.latest_of(Policy.objects.all(), now)
        ahead = Q(effective_from__gt=now)
        rows = rows.filter(ahead | Q(pk__in=in_force.order_by().values("pk")))
    found: Iterator[Version] = (
        rows.select_related("policy__organisation")
        .order_by("policy", "number")
        .iterator(chunk_size=10)
    )
    return found
