"""The series that each process keeps. Names and labels are what dashboards rely on.

A label never holds what a visitor wrote: organisations come from `labels`, methods and
statuses from short lists.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

# Of a process by itself; under gunicorn the library keeps them in files for all workers.
REGISTRY = CollectorRegistry()
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

# From a page that is kept to a PDF that is made.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "privacysite_requests",
    "Requests that reached Django.",
    ["organisation", "method", "status"],
    registry=REGISTRY,
)
SECONDS = Histogram(
    "privacysite_request_seconds",
    "How long Django took to answer.",
    ["site"],  # public, admin or unknown
    buckets=_SECONDS,
    registry=REGISTRY,
)
PAGES = Counter(
    "privacysite_pages",
    "Public requests as the page cache answered them.",
    ["organisation", "status", "result"],
    registry=REGISTRY,
)
PUBLISHED = Histogram(
    "privacysite_publish_seconds",
    "How long a request took that published a version.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
DATABASE_ERRORS = Counter(
    "privacysite_database_errors",
    "Requests that failed on the database, by the kind of fault.",
    ["error"],
    registry=REGISTRY,
)
