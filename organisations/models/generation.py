"""Generation: a number that grows whenever an organisation's public pages may change."""

from __future__ import annotations

from django.db import models


class Generation(models.Model):
    """How often what an organisation's public pages are made of was changed.

    Written by triggers of the database alone (`organisations.generations`), in the
    transaction of the change. ``organisation_id`` 0 counts for everybody. It is no
    foreign key: a number outlives what it was about.
    """

    EVERYBODY = 0

    organisation_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.number}"
