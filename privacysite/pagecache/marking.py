"""Django's part of the page cache: which answers may be kept, and what they depend on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone

from organisations import generations
from organisations.models import Organisation, Rebranding
from privacysite.pagecache.mark import MARK, WANTED, Mark

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Query(QueryDict):
    """The query of an address, which remembers what of it was looked at.

    What nobody looked at had no part in the answer: ``?utm_source=…`` makes no page of
    its own, without a list of such names.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.names: set[str] | None = set()
        super().__init__(*args, **kwargs)
        self.names = set()

    def _look(self, name: Any) -> None:
        if self.names is not None:
            self.names.add(str(name))

    def __getitem__(self, key: Any) -> Any:
        self._look(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._look(key)
        return super().__contains__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """As a QueryDict does."""
        self._look(key)
        return super().get(key, default)

    def getlist(self, key: Any, default: Any = None) -> Any:
        """As a QueryDict does."""
        self._look(key)
        return super().getlist(key, default)

    def looked_at_all(self) -> None:
        """Whatever the query says had a part in the answer."""
        self.names = None


def _everything(name: str) -> Any:
    def look(self: Query, *args: Any, **kwargs: Any) -> Any:
        self.looked_at_all()
        return getattr(QueryDict, name)(self, *args, **kwargs)

    return look


for _name in (
    "items", "lists", "keys", "values", "dict", "copy", "urlencode",
    "__iter__", "__len__",
):  # fmt: skip
    setattr(Query, _name, _everything(_name))


class MarkingMiddleware:
    """Marks what may be kept, around everything that looks at the request.

    Kept may be what any visitor gets: an answer of a public host that says
    ``Cache-Control: public``. The layer looks at status, cookies and ``Vary`` besides.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and mark where somebody would keep it."""
        if not request.META.get(WANTED):
            return self.get_response(request)
        query = Query(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        request.GET = query  # type: ignore[assignment]
        # Before anything is read: what a version's moment changes meanwhile counts.
        now = timezone.now()
        response = self.get_response(request)
        organisation = _whose(request)
        if _is_public(request, response) and organisation is not None:
            names = query.names
            request.META[MARK] = Mark(
                organisation.pk,
                generations.holds_until(organisation, now).timestamp(),
                None if names is None else frozenset(names),
            )
        return response


def _whose(request: HttpRequest) -> Organisation | None:
    """Whose page it is; of an old host, only where there is an end of pages."""
    moved: Rebranding | None = getattr(request, "moved", None)
    if moved is not None:
        return moved.organisation if moved.is_listed(request.path) else None
    found = getattr(request, "organisation", None)
    return found if isinstance(found, Organisation) else None


def _is_public(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        not getattr(request, "is_admin_host", True)
        and not response.streaming
        and not response.cookies
        and "public" in response.headers.get("Cache-Control", "")
    )
