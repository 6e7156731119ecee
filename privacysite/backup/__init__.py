"""Backup and restore: everything of an installation in one file, whatever its database.

``writing.write`` makes an archive, ``reading.restore`` puts one into an empty database.
What it holds and what its parts are called: docs/operations.md, Backup and restore.
"""

from __future__ import annotations


class BackupError(Exception):
    """An archive can't be made, read or restored; the text says why, for an operator."""
