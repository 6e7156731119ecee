"""Writing messages: who gets one, in which language, with which words.

What happened comes as plain data from whoever knows of it. A text in several languages
is a mapping like ``{"nl": …, "en": …}``; a moment is aware; a ``path`` is one of the
admin host and is answered by a ``url`` beside it.

    review_asked    policy, by, note, approved [{step (text), by}, …], sections [text, …],
                    path
    approved        policy, by, comment, path; step (text), ready (bool) if there are steps
    rejected        policy, by, comment, path
    published       policy, by, number, effective_from, note (text), path
    review_overdue  policies [{policy, due (date), path}, …], path
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from organisations.addresses import origin
from organisations.languages import codes
from organisations.mail.sending import deliver
from organisations.mail.words import written
from organisations.models import Message, MessageKind, Organisation, Preference

# A web request waits for sending no longer than this; the rest is left to the command.
SECONDS = 10


def queue(
    kind: MessageKind | str,
    users: Iterable[Any],
    organisation: Organisation,
    context: Mapping[str, Any],
) -> list[Message]:
    """Write a message to each of these people who wants it; sent after the commit.

    Call it inside the transaction of the deed. Sending never fails the deed.
    """
    kind = MessageKind(kind)
    written = [
        _written(kind, user, language or organisation.default_language, organisation,
                 context)
        for user, language in _receivers(kind, users)
    ]  # fmt: skip
    if written:
        Message.objects.bulk_create(written)
        _send_after_the_commit([message.pk for message in written])
    return written


def _send_after_the_commit(keys: list[int]) -> None:
    def try_to_send() -> None:
        deliver(Message.objects.filter(pk__in=keys), seconds=SECONDS)

    # Robust: whatever it raises is logged by Django. The deed is done.
    transaction.on_commit(try_to_send, robust=True)


def _receivers(kind: MessageKind, users: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Each person once who can and wants to be written to, and their language."""
    people = {user.pk: user for user in users if user.is_active and user.email}
    chosen = {
        found.user_id: found for found in Preference.objects.filter(user__in=people)
    }
    for key, user in people.items():
        preference = chosen.get(key) or Preference()
        if preference.wants(kind):
            yield user, preference.language


def _written(
    kind: MessageKind,
    user: Any,
    language: str,
    organisation: Organisation,
    context: Mapping[str, Any],
) -> Message:
    words = {
        **_in_one_language(context, language),
        "organisation": organisation.trade_name,
        "time_zone": organisation.time_zone,
        "settings_url": _address(reverse("admin:preferences")),
    }
    made = written(kind, language, organisation.zone, words)
    return Message(
        user=user, to=user.email, kind=kind, language=language,
        subject=made.subject, text=made.text, html=made.html,
    )  # fmt: skip


def _in_one_language(value: Any, language: str) -> Any:
    """The same data with each text in that language, or in the one that there is."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(codes()):
            there = [value.get(language), *value.values()]
            return next((text for text in there if text), "")
        found = {key: _in_one_language(item, language) for key, item in value.items()}
        return {**found, "url": _address(found["path"])} if "path" in found else found
    if isinstance(value, list | tuple):
        return [_in_one_language(item, language) for item in value]
    return value


def _address(path: str) -> str:
    """That path on the host where staff sign in."""
    return f"{origin(settings.ADMIN_HOST)}{path}"
