"""The organisation's facts that a policy prints: which of them differ."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from policies.kinds import wording

_LABELS: Mapping[str, str | Promise] = {
    "trade_name": _("trade name"),
    "legal_name": _("legal name"),
    "controller": _("controller"),
    "parent_name": _("parent organisation"),
    "street": _("street and number"),
    "postal_code": _("postal code"),
    "city": _("city"),
    "country": _("country"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "website": _("website"),
    "ticket_url": _("ticket system"),
    "kvk": _("KvK number"),
    "vat": _("VAT number"),
    "dpo_name": _("data protection officer"),
    "dpo_email": _("officer's e-mail"),
    "dpo_phone": _("officer's telephone"),
    "covered_domains": _("domains covered"),
    "authority.name": _("supervisory authority"),
    "authority.url": _("authority's website"),
    "authority.complaint_url": _("authority's complaint page"),
    "authority.phone": _("authority's telephone"),
    "authority.address": _("authority's postal address"),
}
_COUNTRIES = {"country"}
_PHONES = {"phone", "dpo_phone", "authority.phone"}


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of the organisation with both its values, "" where it has none."""

    name: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """Its name in the interface's language."""
        return str(_LABELS[self.name])

    def shown(self, language: str) -> tuple[str, str]:
        """Both values as a reader of that language would write them."""
        one, other = (self._shown(v, language) for v in (self.before, self.after))
        return one, other

    def marked(self, language: str) -> str:
        """Both values as HTML, with ``del`` and ``ins``."""
        return " ".join(
            f"<{mark}>{html.escape(text, quote=False)}</{mark}>"
            for mark, text in zip(("del", "ins"), self.shown(language), strict=True)
            if text
        )

    def _shown(self, value: Any, language: str) -> str:
        if not value:
            return ""
        if isinstance(value, Mapping):
            return str(value.get(language) or next(iter(value.values())))
        if isinstance(value, list | tuple):
            return ", ".join(map(str, value))
        if self.name in _COUNTRIES:
            return wording.country(str(value), language)
        return wording.phone(str(value)) if self.name in _PHONES else str(value)


def compare(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[FactChange, ...]:
    """The facts that differ, of those that a reader ever sees."""
    found = (FactChange(n, _value(before, n), _value(after, n)) for n in _LABELS)
    return tuple(change for change in found if change.before != change.after)


def _value(facts: Mapping[str, Any], name: str) -> Any:
    outer, _dot, inner = name.partition(".")
    value = facts.get(outer) or ""
    return value.get(inner) or "" if isinstance(value, dict) and inner else value
