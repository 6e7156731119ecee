"""How many bytes a first visit to each policy of the demo costs, and what they are for.

    DEMO=1 python -m benchmarks.weight

Reads the pages of a database with the demo in it (``manage.py load_demo``). A page is one
answer: its styles and its logo are in it. The body is measured as Brotli's best level
leaves it; the parts by what the page would weigh without them, so they don't add up.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacysite.settings")
os.environ.setdefault("DEMO", "1")

import brotli

PARTS = {
    "styles": r"<style>.*?</style>",
    "logo": r'data:image[^"]*',
    "first layer": r'<div class="glance.*?</details></div>',
    "contents": r'<nav class="contents.*?</nav>',
    "record": r'<footer class="record">.*?</footer>',
    "JSON-LD": r"<script.*?</script>",
    "tags": r"<(?!/?style)[^>]*>",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """A page: where it is, its bytes before and after compression, its headers'."""

    address: str
    html: str
    headers: int

    @property
    def plain(self) -> int:
        """The bytes of the body as it is."""
        return len(self.html.encode())

    @property
    def body(self) -> int:
        """The bytes of the body, compressed."""
        return packed(self.html)

    def without(self, pattern: str) -> int:
        """How many of them go with what the pattern finds."""
        return self.body - packed(re.sub(pattern, "", self.html, flags=re.DOTALL))


def packed(text: str) -> int:
    """The bytes of a text at Brotli's best level: the same on every machine."""
    return len(brotli.compress(text.encode(), quality=11))


def weights() -> Iterator[Weight]:
    """Every policy in force, in every language."""
    from django.test import Client

    from organisations.languages import codes
    from organisations.models import Host
    from policies.models import Policy

    for host in Host.objects.filter(canonical=True).order_by("name"):
        for policy in Policy.objects.filter(organisation=host.organisation):
            for code in codes():
                path = policy.path(code)
                answer = Client().get(path, headers={"host": host.name})
                if answer.status_code == 200:
                    lines = (len(f"{k}: {v}\r\n") for k, v in answer.items())
                    yield Weight(f"{host.name}{path}", answer.text, sum(lines))


def main() -> None:
    """Measure and print."""
    import django

    django.setup()
    print(f"{'':58}{'plain':>8}{'brotli':>8}{'headers':>8}")
    for page in weights():
        print(f"{page.address:58}{page.plain:8,}{page.body:8,}{page.headers:8,}")
        parts = {name: page.without(pattern) for name, pattern in PARTS.items()}
        told = ", ".join(f"{name} {bytes_:,}" for name, bytes_ in parts.items())
        print(f"    {told}")


if __name__ == "__main__":
    main()
