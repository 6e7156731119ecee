"""One organisation as one file, out and in (F84). The format: docs/exchange-format.md."""

FORMAT = "privacysite.organisation/1"


class ExchangeError(Exception):
    """The file can't be read in; nothing was changed. The message names the place."""
