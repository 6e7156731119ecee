"""The demo's people, each in a browser of their own: demo, collega and directie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.server import Server

PASSWORD = "demo-demo-demo"
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class People:
    """Who works at a server. Each signs in once, and keeps the session."""

    browser: Browser
    server: Server
    sessions: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def page(self, name: str, **look: Any) -> Iterator[Page]:
        """A page with that colleague signed in, closed at the end."""
        if name not in self.sessions:
            self.sessions[name] = self._sign_in(name)
        with somebody(self.browser, storage_state=self.sessions[name], **look) as page:
            yield page

    def _sign_in(self, name: str) -> Any:
        with somebody(self.browser) as page:
            page.goto(self.server.admin)
            page.fill("#id_username", name)
            page.fill("#id_password", PASSWORD)
            page.press("#id_password", "Enter")
            page.wait_for_url(self.server.admin)
            return page.context.storage_state()


@contextmanager
def somebody(browser: Browser, **look: Any) -> Iterator[Page]:
    """A page with cookies of its own, closed at the end."""
    context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **look})
    try:
        yield context.new_page()
    finally:
        context.close()
