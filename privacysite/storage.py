"""Where collected static files are kept, and how they are compressed."""

from __future__ import annotations

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """With a hash in each name, and gzip beside each file.

    Brotli, which comes along with the PDF library, would take a minute of a processor for
    the admin's 2,500 files at every start, to spare staff a few kilobytes. Public pages
    carry their styles in themselves.
    """

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """The compressor, without Brotli."""
        return Compressor(**kwargs, use_brotli=False)
