"""The answer while the database can't be reached: not now, and when to try again."""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from policies.api import problems
from policies.api.middleware import PREFIX
from privacysite.pagecache.mark import AWAY

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
RETRY_AFTER = 5  # seconds: a database that starts again takes two


def is_away(error: BaseException | None) -> bool:
    """Whether the database is what failed (gone, out of connections, late or full), or
    the disk that uploads pass over is full.

    What a statement got wrong is a fault of ours, and a 500.
    """
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, (OperationalError, InterfaceError))


def answer(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After, made without the database; the page cache may know better."""
    request.META[AWAY] = True
    if request.path.startswith(PREFIX) and not _for_staff(request):
        response = problems.answer(request, 503)
    else:
        sent = request.method not in ("GET", "HEAD")
        body = render_to_string("503.html", {"request": request, "sent": sent})
        response = HttpResponse(body, status=503)
        response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _for_staff(request: HttpRequest) -> bool:
    return bool(getattr(request, "is_admin_host", False))
