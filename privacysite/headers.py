"""Security headers on every answer, errors and static files too (S4).

Public pages load nothing but their own styles and logos. The admin needs scripts and
frames of its own host, for django CMS.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
ANYBODY = "*"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), browsing-topics=()"


def public_policy(style_hashes: list[str], frames: str = "'none'") -> str:
    """The content security policy of public pages: no script, no third party.

    Small logos stand in the page itself (``data:``); as pictures they run nothing.
    Nothing on them connects; ``connect-src`` lets a reader's own tools ask this host, as
    those do that judge a page together with its robots.txt.
    """
    styles = " ".join(["'self'", *style_hashes])
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self' data:; connect-src 'self'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
    )


def admin_policy() -> str:
    """The policy of the admin host: its own scripts and frames.

    django CMS writes styles into elements and scripts into its pages, which this can't
    all mark with a nonce; what editors type is sanitised besides (invariant 6).
    """
    return (
        "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
        "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


class SecurityHeadersMiddleware:
    """Adds the headers. Outermost, so that no answer leaves without them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers added."""
        request.csp_style_hashes = []  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # What the browser has keeps its own; these would take their place, and a
            # text that other sites may show in a frame could be shown once only.
            return response
        hashes: list[str] = request.csp_style_hashes  # type: ignore[attr-defined]
        frames: str = getattr(response, "text_framed_by", "")
        if frames == ANYBODY:  # a text for other sites; the older header can't say that
            policy = public_policy(hashes, frames)
        elif not getattr(request, "is_admin_host", False):
            policy = public_policy(hashes)
            response["X-Frame-Options"] = "DENY"
        elif frames:  # a draft to be read
            policy = public_policy(hashes, frames)
            response["X-Frame-Options"] = "DENY" if "none" in frames else "SAMEORIGIN"
        else:
            policy = admin_policy()
            response["X-Frame-Options"] = "SAMEORIGIN"  # django CMS edits in frames
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
