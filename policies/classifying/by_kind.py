"""The rules of the house's own kinds of section (docs/changes-that-matter.md)."""

from __future__ import annotations

from policies.classifying.rules import (
    Rules,
    always,
    country,
    flag,
    longer,
    mechanism,
    members,
    register,
    replaced,
    worded,
)

_DETAIL = always("detail_changed")
_SCOPE = worded("scope_changed")
_OPT_OUT = replaced("way_changed", "way_added")
_ANSWER = longer("answer_later", "answer_sooner", "way_changed")
_BASES = always("basis_changed")


def _obligation(change: object) -> str:
    free = getattr(change, "after", None) in ("voluntary", None)
    return "obligation_lifted" if free else "obligation_added"


register("free_text", Rules(named=False))
register(
    "key_points", Rules(named=False, section={"numbered": always("layout_changed")})
)
register("faq", Rules(named=False, section={"numbered": always("layout_changed")}))
register("p3p_statements", Rules(named=False))
register("links", Rules(
    added="link_changed",
    attributes={"url": replaced("link_changed", "link_changed", "row_changed"),
                "language": _DETAIL},
))  # fmt: skip
register("purposes", Rules(
    "purpose_added", "purpose_removed", "purpose_changed",
    {"bases": _BASES, "interest": worded("interest_changed"),
     "categories": worded("purpose_changed"), "scope": _SCOPE},
))  # fmt: skip
register("legal_bases", Rules(
    "basis_added", "basis_removed", "text_changed",
    {"basis": _BASES, "withdrawal": worded("way_changed")},
    rights=True,
))  # fmt: skip
register("data_categories", Rules(
    "data_added", "data_removed", "data_changed",
    {"examples": worded("data_changed"), "subjects": worded("data_changed"),
     "sources": members("source_added", "source_removed"),
     "source_detail": worded("source_added"), "bases": _BASES,
     "obligation": _obligation, "consequence": worded("row_changed"),
     "scope": _SCOPE},
))  # fmt: skip
register("recipients", Rules(
    "recipient_added", "recipient_removed", "recipient_changed",
    {"role": always("row_changed"), "occasion": worded("recipient_changed"),
     "country": country, "url": _DETAIL},
))  # fmt: skip
_COMPANY = {
    "country": country, "mechanism": mechanism, "scope": _SCOPE, "role": _DETAIL,
    "privacy_url": _DETAIL, "dpa_url": _DETAIL, "opt_out_url": _OPT_OUT,
    "from": _DETAIL, "until": _DETAIL,
}  # fmt: skip
register("processors", Rules(
    "processor_added", "processor_removed", "processor_changed", _COMPANY,
    {"term_label": worded("row_changed", title=True),
     "description_label": worded("row_changed", title=True)},
))  # fmt: skip
register("services", Rules(
    "recipient_added", "recipient_removed", "recipient_changed",
    {"provider": always("row_changed"), "country": country,
     "data": worded("data_changed"), "scope": _SCOPE, "url": _DETAIL,
     "opt_out_url": _OPT_OUT, "opt_out_effect": worded("way_changed")},
    rights=True,
))  # fmt: skip
register("transfers", Rules(
    "transfer_added", "transfer_removed", "transfer_changed",
    {"country": country, "mechanism": mechanism,
     "condition": worded("transfer_changed"), "safeguards": worded("safeguard_changed"),
     "copy": worded("way_changed"), "url": _DETAIL},
))  # fmt: skip
register("retention", Rules(
    "retention_added", "retention_removed", "retention_changed",
    {"period": longer("retention_longer", "retention_shorter", "retention_changed"),
     "starts": worded("retention_changed"), "criterion": worded("retention_changed"),
     "reason": worded("row_changed")},
))  # fmt: skip
register("rights", Rules(
    "right_added", "right_removed", "right_changed",
    {"right": always("row_changed"), "email": _OPT_OUT, "url": _OPT_OUT,
     "phone": _OPT_OUT, "response_term": _ANSWER, "ask": always("layout_changed")},
    rights=True,
))  # fmt: skip
register("complaint", Rules(
    "contact_added", "way_removed", "complaint_changed",
    section={"authority": flag("layout_changed", "way_changed"),
             "response_term": _ANSWER},
    rights=True,
))  # fmt: skip
register("contact", Rules(
    "contact_added", "way_removed", "address_changed",
    {"channel": _DETAIL, "value": always("way_changed")},
    {"block": replaced("way_changed", "layout_changed", "way_changed")},
    rights=True,
))  # fmt: skip
register("automated_decisions", Rules(
    "decision_added", "decision_removed", "decision_changed",
    {"logic": worded("decision_changed"), "consequences": worded("decision_changed")},
    {"in_use": flag("decisions_started", "decisions_stopped")},
))  # fmt: skip
register("security", Rules("measure_added", "measure_removed"))
