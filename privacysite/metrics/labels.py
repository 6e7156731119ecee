"""Host names as labels: an organisation's slug, from the table of hosts alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from organisations.models import Host, Organisation

ADMIN, UNKNOWN, OTHER = "admin", "unknown", "other"
# More organisations than that would make more series than Prometheus likes: those that
# were added last are counted together.
MOST = 200
KEPT = 60.0  # seconds


class Labels:
    """The labels as they were read last; old ones while the database is away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at = -KEPT
        self._of_host: Mapping[str, str] = {}
        self._own: frozenset[str] = frozenset()

    def of_host(self, name: str) -> str:
        """The label of a host that is ours, or "unknown"."""
        if name == settings.ADMIN_HOST:
            return ADMIN
        self._fresh()
        slug = self._of_host.get(name)
        return self.of_slug(slug) if slug else UNKNOWN

    def of_slug(self, slug: str) -> str:
        """The label of an organisation."""
        self._fresh()
        if slug in (ADMIN, UNKNOWN):
            return slug
        return slug if slug in self._own else OTHER

    def _fresh(self) -> None:
        with self._lock:
            if time.monotonic() < self._read_at + KEPT:
                return
            self._read_at = time.monotonic()
            idle = connection.connection is None
            try:
                self._read()
            except (DatabaseError, InterfaceError):
                return
            finally:
                if idle:  # a thread that has no request closes nothing by itself
                    connection.close()

    def _read(self) -> None:
        slugs = Organisation.objects.order_by("pk").values_list("slug", flat=True)
        self._own = frozenset(slugs[:MOST])
        rows = Host.objects.values_list("name", "organisation__slug")
        self._of_host = dict(rows)


_labels = Labels()
of_host, of_slug = _labels.of_host, _labels.of_slug
