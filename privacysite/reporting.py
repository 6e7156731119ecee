"""Faults reported to Sentry, where SENTRY_DSN names one; without personal data.

What is sent is the fault itself: where in the code, on whose host, at which address
without its query. No body, cookie, header, IP address, local variable, and no name of
who was signed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from privacysite import logs
from privacysite.redacting import NONE, redacted

_DROPPED = ("user", "request", "extra", "breadcrumbs", "modules", "server_name")


def start(dsn: str, environment: str, **more: Any) -> None:
    """Report from now on. ``more`` is for tests: a transport of their own."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=True,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        # Only what is named here: others would follow each call to elsewhere.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            DjangoIntegration(middleware_spans=False, signals_spans=False),
            LoggingIntegration(level=None, event_level=None),
        ],
        before_send=harmless,
        **more,
    )


def harmless(event: Any, _hint: Any) -> Any:
    """The event without what tells of a person; the request as the log has it."""
    for name in _DROPPED:
        event.pop(name, None)
    ask = logs.context.get()
    facts = dict(ask()) if ask else {}
    facts.pop("address", None)
    event["tags"] = {name: value for name, value in facts.items() if value}
    event["transaction"] = event.get("transaction", "")
    for said in _texts(event):
        for name in ("value", "message", "formatted"):
            if isinstance(said.get(name), str):
                said[name] = redacted(said[name], NONE)
    return event


def _texts(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Where an event repeats words that may have come from a visitor."""
    yield event
    yield event.get("logentry") or {}
    yield from (event.get("exception") or {}).get("values") or []
