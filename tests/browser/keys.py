"""A person at a keyboard: finds things by pressing Tab, as far as it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST = 250  # presses of Tab; a page of the desk has fewer places
# The name as a screen reader says it, nearly: label, aria-label, or the words.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const said = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach((silent) => silent.remove());
    return copy.textContent;
  };
  const words = (id) => said(document.getElementById(id) || document.createElement("p"));
  const labelled = (at.getAttribute("aria-labelledby") || "").split(" ").map(words).join(" ");
  const labels = [...(at.labels || [])].map(said).join(" ");
  const own = at.matches("input") ? at.value : said(at);
  const name = labelled.trim() || at.getAttribute("aria-label") || labels || own;
  return name.trim().replace(/\\s+/g, " ");
}"""


@dataclass(frozen=True)
class Keys:
    """The keyboard of a page. Nothing else of the page is touched."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def to(self, name: str, back: bool = False) -> None:
        """Tab until what has that name is focused; ``name`` is a regular expression."""
        passed = []
        for _ in range(MOST):
            self.press("Shift+Tab" if back else "Tab")
            found = self.page.evaluate(FOCUSED)
            if re.search(name, found):
                return
            passed.append(found[:40])
        raise AssertionError(f"{name!r} is not reached by Tab, only {passed}")

    def open(self, name: str) -> None:
        """Follow the link, or press the button, of that name; wait for the page."""
        self.to(name)
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")
