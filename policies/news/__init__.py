"""What readers are told of by e-mail: a module for each kind of news, with a `SOURCE`."""

from __future__ import annotations

from policies.news import processors, taken_back, versions, withdrawn
from policies.news.source import Source

SOURCES: dict[str, Source] = {
    source.subject: source
    for source in (
        withdrawn.SOURCE,
        versions.SOURCE,
        taken_back.SOURCE,
        processors.SOURCE,
    )
}
