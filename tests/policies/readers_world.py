"""Readers who subscribed, and the links in what they get."""

from __future__ import annotations

import datetime as dt
import re
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from policies.models import Policy, Subscription

FORM = {"nl": "/nl/abonneren/", "en": "/en/subscribe/"}


def visit(path: str, data: Any = None, host: str = "acme.localhost") -> Any:
    """A visitor's GET, or POST when something is sent; by the whole address or a path."""
    path = urlsplit(path).path
    browser = Client(headers={"host": host}, enforce_csrf_checks=True)
    return browser.get(path) if data is None else browser.post(path, data)


def ask(email: str, *about: str, language: str = "en", **more: Any) -> Any:
    """Somebody fills in the form."""
    sent = {"email": email, "about": list(about) or ["all"]}
    return visit(FORM[language], sent, **more)


def words(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def link(letter: EmailMessage, word: str) -> str:
    """The address in a letter that has that word in it."""
    found = re.search(rf"^http\S+/{word}/\S*$", words(letter), re.MULTILINE)
    assert found is not None, words(letter)
    return found[0]


def reader(
    at: Organisation, email: str, *policies: Policy, language: str = "en"
) -> Subscription:
    """Somebody who subscribed yesterday: to these policies, or to all."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    made = Subscription.objects.create(
        organisation=at, email=email, language=language, everything=not policies,
        asked_at=yesterday, confirmed_at=yesterday,
    )  # fmt: skip
    made.policies.set(policies)
    return made
