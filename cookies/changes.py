"""What changes of cookies mean: whether they need consent (Tw art. 11.7a)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policies.classifying import codes, rules
from policies.classifying.rules import Rules, always, flag, longer, worded
from policies.document import Entry

# Types that may be set without asking; of a cookie without a type nobody knows.
WITHOUT_CONSENT = frozenset({"strictly_necessary", "functional"})
_LAW = _("Telecommunications Act (Tw) art. 11.7a")


def _cookie_added(row: Entry) -> str:
    free = row.attributes.get("category") in WITHOUT_CONSENT
    return "cookie_without_consent" if free else "cookie_added"


def _type_added(row: Entry) -> str:
    free = row.attributes.get("type") in WITHOUT_CONSENT
    unused = row.attributes.get("used") is False
    return "cookie_without_consent" if free or unused else "cookie_added"


def register() -> None:
    """Tell the classifier what this app's kinds mean. Called when the app starts."""
    codes.material(
        "cookie_added", _("New cookie that needs your consent: ‘%(row)s’."), _LAW
    )
    codes.minor(
        "cookie_without_consent",
        _("New cookie that needs no consent: ‘%(row)s’."),
        _LAW,
    )
    codes.minor("cookie_removed", _("No longer used: ‘%(row)s’."))
    codes.material(
        "cookie_changed",
        _("‘%(row)s’ changed. %(what)s: %(before)s → %(after)s."),
        _LAW,
    )
    codes.material(
        "cookie_longer", _("Kept longer: ‘%(row)s’, %(before)s → %(after)s."), _LAW
    )
    codes.minor("cookie_shorter", _("Kept shorter: ‘%(row)s’, %(before)s → %(after)s."))
    codes.material("cookies_started", _("Used from now on: ‘%(row)s’."), _LAW)
    codes.minor("cookies_stopped", _("No longer used: ‘%(row)s’."))
    codes.material("cookie_text_changed", _("What ‘%(row)s’ is for changed."), _LAW)
    rules.register("cookie_table", Rules(
        _cookie_added, "cookie_removed", "cookie_text_changed",
        {"provider": always("cookie_changed"), "party": always("cookie_changed"),
         "category": always("cookie_changed"), "storage": always("cookie_changed"),
         "duration": longer("cookie_longer", "cookie_shorter", "cookie_changed"),
         "session": always("cookie_changed"), "domain": always("detail_changed")},
    ))  # fmt: skip
    rules.register("cookie_types", Rules(
        _type_added, "cookie_removed", "cookie_text_changed",
        {"type": always("cookie_changed"),
         "used": flag("cookies_started", "cookies_stopped"),
         "where": worded("scope_changed")},
    ))  # fmt: skip
