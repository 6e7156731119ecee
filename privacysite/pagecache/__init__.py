"""Public pages, kept ready in front of Django, so that a read costs a lookup.

A WSGI layer around the application (`privacysite.wsgi`), free of Django itself: a page
that was read before is answered while a worker is still starting.

- `asked`: what a request names, and which encoding its reader takes.
- `kept`: a page as it is kept, and the answers that it gives.
- `memory`, `files`: where pages are kept: in the process, bounded by bytes; and in a
  folder that all processes of a machine share.
- `watch`: whether the database has changed (`organisations.generations`).
- `marking`: Django's part: which answers may be kept, for whom and until when.
- `layer`: puts these together.

docs/page-cache.md tells what it promises.
"""

from privacysite.pagecache.layer import PageCache

__all__ = ["PageCache"]
