"""Pages of a list without end: the first ones; whoever looks further, narrows it down."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class FirstPages(Paginator):  # type: ignore[type-arg]
    """The first rows in pages. Rows beyond them are neither listed nor counted."""

    most = 5_000

    @cached_property
    def count(self) -> int:
        """How many rows the pages have together; ``most`` where there may be more."""
        rows: Any = self.object_list
        return int(rows.order_by()[: self.most].count())
