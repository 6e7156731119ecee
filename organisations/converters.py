"""Rows in addresses: ``path("<row:policy>/…")`` takes a primary key."""

from __future__ import annotations

from django.urls.converters import IntConverter


class RowConverter(IntConverter):
    """A number that every database can be asked for: 18 digits fit in 63 bits.

    With more, SQLite's and PostgreSQL's own integers would overflow; so that is no
    address of ours.
    """

    regex = "[0-9]{1,18}"
