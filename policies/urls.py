"""The addresses of policies; the words in them follow the language (policies.paths)."""

from __future__ import annotations

from django.urls import path, re_path

from policies import feeds, wellknown
from policies.paths import own_pattern, pattern, step_pattern
from policies.views import (
    beside,
    comparison,
    days,
    embedding,
    evidence,
    formats,
    history,
    memento,
    processors,
    reading,
    searching,
    since,
    subscribing,
    verifying,
)

LANGUAGE = r"(?P<language>[a-z]{2})"
SLUG = r"^(?P<language>[a-z]{2})/(?P<slug>[-a-z0-9_]+)/"
DAY = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
NUMBER = r"(?P<number>[1-9][0-9]{0,8})"
PAIR = NUMBER + r"\.\.(?P<other>[1-9][0-9]{0,8})"
FILE = r"policy(?:\.(?P<name>[a-z0-9]+(?:\.[a-z0-9]+)*))?$"

urlpatterns = [
    re_path(r"^(?P<language>[a-z]{2})/$", reading.landing, name="landing"),
    re_path(own_pattern("processors"), processors.processors, name="processors"),
    re_path(own_pattern("verify"), verifying.verify, name="verify"),
    re_path(own_pattern("search"), searching.everywhere, name="search"),
    re_path(own_pattern("subscribe"), subscribing.subscribe, name="subscribe"),
    re_path(step_pattern("confirm"), subscribing.confirm, name="confirm"),
    re_path(step_pattern("unsubscribe"), subscribing.unsubscribe, name="unsubscribe"),
    re_path(rf"^feed/{LANGUAGE}\.atom$", feeds.organisation, name="feed"),
    re_path(rf"^feed/processors\.{LANGUAGE}\.atom$", feeds.processors),
    re_path(
        rf"^p/(?P<code>[a-z0-9]+)/(?:{LANGUAGE}/)?$", embedding.short, name="short"
    ),
    path(".well-known/gpc.json", wellknown.gpc, name="gpc"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    re_path(SLUG + r"feed\.atom$", feeds.policy, name="policy_feed"),
    re_path(SLUG + pattern("embed") + r"/$", embedding.embed, name="embed"),
    re_path(SLUG + pattern("embed") + r"/frame/$", embedding.frame, name="embed_frame"),
    re_path(SLUG + r"$", reading.policy, name="policy"),
    re_path(SLUG + pattern("versions") + r"/$", history.versions, name="versions"),
    re_path(SLUG + pattern("search") + r"/$", searching.within, name="search_within"),
    re_path(SLUG + rf"v/{NUMBER}/$", history.version, name="version"),
    re_path(SLUG + pattern("on") + r"/$", days.choose, {"word": "on"}, name="day"),
    re_path(SLUG + pattern("on") + rf"/{DAY}/$", days.on_day, name="on_day"),
    re_path(SLUG + pattern("since") + r"/$", days.choose, {"word": "since"}),
    re_path(SLUG + pattern("since") + rf"/{DAY}/$", since.since, name="since"),
    re_path(SLUG + pattern("changes") + r"/$", comparison.choose, name="compare"),
    re_path(SLUG + pattern("changes") + rf"/{PAIR}/$", comparison.changes, name="pair"),
    re_path(SLUG + pattern("beside") + r"/$", beside.beside, name="beside"),
    re_path(SLUG + r"timegate/$", memento.timegate, name="timegate"),
    re_path(SLUG + r"timemap/$", memento.timemap, name="timemap"),
    re_path(SLUG + rf"v/{NUMBER}/evidence\.zip$", evidence.evidence, name="evidence"),
    re_path(SLUG + FILE, formats.current, name="format"),
    re_path(SLUG + rf"v/{NUMBER}/{FILE}", formats.version, name="version_format"),
    re_path(
        SLUG + pattern("on") + rf"/{DAY}/{FILE}", formats.on_day, name="day_format"
    ),
]
