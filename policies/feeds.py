"""Atom feeds (RFC 4287): every version of an organisation or a policy, and notices of
processors. Who follows a feed gives no address away."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import notices, pages, paths
from policies.kinds import wording
from policies.models import Policy, ProcessorNotice, Version
from policies.models.version import VersionQuerySet
from policies.views import finding

MOST = 50


class Feed(Atom1Feed):
    """An Atom feed that stays the same while nothing happens, without entries too."""

    def latest_post_date(self) -> dt.datetime:
        """When something happened last; else since when the feed is empty."""
        moments = [item["updateddate"] for item in self.items]
        since: dt.datetime = self.feed["since"]
        return max(moments, default=since)


@require_safe
def organisation(request: HttpRequest, language: str) -> HttpResponse:
    """``/feed/nl.atom``: the versions of all the organisation's policies."""
    found = _organisation(request, language)
    readable = Version.objects.filter(policy=OuterRef("pk")).effective(timezone.now())
    policies = Policy.objects.filter(Exists(readable), organisation=found)
    rows = Version.objects.filter(policy__in=policies.order_by())
    with translation.override(language):
        feed = _feed(
            found, language, _own_id(found, language, "policies"),
            _("%(name)s: changes in the policies") % {"name": found.trade_name},
            f"/{language}/", paths.feed_of_all(language),
        )  # fmt: skip
        return _versions(feed, rows.not_cancelled(), found, language)


@require_safe
def policy(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """``/nl/<slug>/feed.atom``: the versions of one policy."""
    found = finding.policy_or_404(request, language, slug)
    at = found.organisation
    with translation.override(language):
        feed = _feed(
            at, language, uuid.uuid5(found.uid, language),
            f"{at.trade_name}: {found.title_in(language)}",
            found.path(language), paths.feed(found, language),
        )  # fmt: skip
        rows = finding.public(found, timezone.now())
        answer = _versions(feed, rows, at, language)
    if not feed.items:
        raise Http404
    return answer


@require_safe
def processors(request: HttpRequest, language: str) -> HttpResponse:
    """``/feed/processors.nl.atom``: companies that will, or will no longer, process."""
    found = _organisation(request, language)
    if not notices.lists_them_now(found):
        raise Http404  # as its page is
    with translation.override(language):
        page = paths.own(language, "processors")
        feed = _feed(
            found, language, _own_id(found, language, "processors"),
            _("%(name)s: notices of processors") % {"name": found.trade_name},
            page, paths.feed_of_all(language, "processors"),
        )  # fmt: skip
        for row in notices.recent(found, MOST):
            feed.add_item(
                link=absolute(found, page),
                unique_id=uuid.uuid5(row.uid, language).urn,
                pubdate=row.announced_at.astimezone(found.zone),
                updateddate=(row.taken_back_at or row.announced_at).astimezone(
                    found.zone
                ),
                **_notice(row, found, language),
            )
        return _answer(feed, language)


def _organisation(request: HttpRequest, language: str) -> Organisation:
    found = finding.organisation_or_404(request)
    if language not in codes():
        raise Http404
    return found


def _own_id(organisation: Organisation, language: str, what: str) -> uuid.UUID:
    """The code of an organisation stays as it is, whatever its hosts are called."""
    name = f"{organisation.slug}/{what}/{language}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"https://privacysite.invalid/{name}")


def _feed(
    at: Organisation, language: str, uid: uuid.UUID, title: str, page: str, here: str
) -> Feed:
    return Feed(
        title=title, link=absolute(at, page), description=None, language=language,
        author_name=at.trade_name, feed_url=absolute(at, here), feed_guid=uid.urn,
        since=at.updated_at,
    )  # fmt: skip


def _versions(
    feed: Feed, rows: VersionQuerySet, at: Organisation, language: str
) -> HttpResponse:
    """The newest ones, each with the number of the text that it follows on."""
    before = (
        Version.objects.filter(
            policy=OuterRef("policy"),
            withdrawal=None,
            effective_from__lt=OuterRef("effective_from"),
        )
        .order_by("-effective_from", "-number")
        .values("number")[:1]
    )
    # First which ones: the others' predecessors need not be looked for.
    newest = rows.order_by("-published_at", "-number").values("pk")[:MOST]
    found = (
        Version.objects.filter(pk__in=newest)
        .annotate(before=Subquery(before))
        .select_related("policy", "withdrawal")
        .defer("canonical")
        .order_by("-published_at", "-number")
    )
    for version in found:
        back = version.withdrawn
        feed.add_item(
            unique_id=uuid.uuid5(
                version.policy.uid, f"{version.number}/{language}"
            ).urn,
            link=absolute(at, _path(version, language)),
            pubdate=version.published_at.astimezone(at.zone),
            updateddate=(back.at if back else version.published_at).astimezone(at.zone),
            **_entry(version, at, language),
        )
    return _answer(feed, language)


def _path(version: Any, language: str) -> str:
    """What changed; of the first version its text, of a withdrawn one the list."""
    if version.withdrawn is not None:
        return paths.under(version.policy, language, "versions")
    if version.before is None:
        return paths.version(version.policy, language, version.number)
    return paths.comparison(version.policy, language, version.before, version.number)


def _entry(version: Version, at: Organisation, language: str) -> dict[str, Any]:
    names = {"policy": version.policy.title_in(language), "number": version.number}
    if version.withdrawn is not None:
        said = texts(version.withdrawn, "reason")
        title = _("%(policy)s, version %(number)d: withdrawn") % names
        return {"title": title, "description": _paragraphs([_in(said, language)])}
    day = wording.day(version.effective_from.astimezone(at.zone).date(), language)
    if version.number == 1:
        weight = _("The first version.")
    elif version.material:
        weight = _("A change that matters to you.")
    else:
        weight = _("A minor change.")
    lines = [
        _in(texts(version, "note"), language),
        _("In force from %(day)s.") % {"day": day},
        weight,
    ]
    title = _("%(policy)s, version %(number)d") % names
    return {"title": title, "description": _paragraphs(lines)}


def _notice(row: ProcessorNotice, at: Organisation, language: str) -> dict[str, Any]:
    """An announcement as an entry; who took it back reads that first."""
    told = notices.told(row, at, language)
    lines = [told.sentence]
    if row.replaces is not None:
        lines.append(notices.replacing(row.replaces, at, language))
    if told.taken_back_on is not None:
        lines.insert(0, _("This notice was taken back."))
    elif told.what == "added":
        lines.append(told.objection.words)
    title = _("New: %(name)s") if told.what == "added" else _("Ends: %(name)s")
    return {
        "title": title % {"name": told.name},
        "description": _paragraphs(lines),
    }


def _in(said: dict[str, str], language: str) -> str:
    return said.get(language) or next(iter(said.values()), "")


def _paragraphs(lines: list[str]) -> SafeString:
    """As HTML, which is what an entry's summary is."""
    return format_html_join("", "<p>{}</p>", ([line] for line in lines if line))


def _answer(feed: Feed, language: str) -> HttpResponse:
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Content-Language"] = language
    response["Cache-Control"] = pages.CACHE_CONTROL
    # What is public anyway may be read by other sites' pages, too.
    response["Access-Control-Allow-Origin"] = "*"
    return response
