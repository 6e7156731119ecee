"""IndexedPassage: what readers search in; made from versions, and can be made anew."""

from __future__ import annotations

from django.db import models

from policies.models.version import Version


class IndexedPassage(models.Model):
    """A section's text or a row of a version, in one language, as it is searched.

    The database has an index over its words besides (migrations 0010 and 0013): a column
    with PostgreSQL's stems, or a table of SQLite's FTS5.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    language = models.CharField(max_length=5)
    anchor = models.CharField(max_length=200)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["version", "language"], name="passage_of")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language} #{self.anchor}"
