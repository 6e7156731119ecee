"""Every code that the house's own kinds of section use, with its sentence.

``row`` is what a row is called, ``where`` a section's heading or a row, ``what`` the name
of a value. An article is that of the duty to inform (GDPR art. 13; 14 has the same).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policies.classifying.codes import material, minor

_VALUE = _("%(what)s: %(before)s → %(after)s.")
_OF_ROW = _("‘%(row)s’ changed. %(what)s: %(before)s → %(after)s.")
_BASES = _("GDPR art. 13(1)(c)")
_RECIPIENTS = _("GDPR art. 13(1)(e)")
_TRANSFERS = _("GDPR art. 13(1)(f)")
_RETENTION = _("GDPR art. 13(2)(a)")
_RIGHTS = _("GDPR art. 12(2), 13(2)(b)")
_DUTY = _("GDPR art. 13(2)(e)")
_COMPUTERS = _("GDPR art. 13(2)(f), 22")

# The organisation's facts.
material("controller_changed", _VALUE, _("GDPR art. 13(1)(a)"))
material("contact_changed", _VALUE, _("GDPR art. 12(2), 13(1)(a)"))
material("officer_changed", _VALUE, _("GDPR art. 13(1)(b)"))
material("authority_changed", _VALUE, _("GDPR art. 13(2)(d)"))
material("domains_changed", _VALUE)
minor("fact_corrected", _VALUE)

# Texts.
material("text_changed", _("The text of ‘%(where)s’ changed in substance."))
material(
    "figures_changed", _("A number, date, period or amount changed in ‘%(where)s’.")
)
material(
    "limits_changed", _("Words such as ‘not’, ‘only’ or ‘may’ changed in ‘%(where)s’.")
)
material(
    "address_changed",
    _("An e-mail address or telephone number changed in ‘%(where)s’."),
)
material(
    "translation_removed", _("‘%(where)s’ is no longer there in one of the languages.")
)
minor("wording_changed", _("Small corrections in ‘%(where)s’."), quiet=True)
minor("translation_added", _("‘%(where)s’ was translated."), quiet=True)
minor("link_changed", _("A link in ‘%(where)s’ leads elsewhere."), quiet=True)

# Sections and rows of whatever kind.
material("document_kind_changed", _VALUE)
material("section_added", _("New section: ‘%(where)s’."))
material("section_removed", _("The section ‘%(where)s’ was removed."))
minor("empty_section", _("The heading ‘%(where)s’ came or went."), quiet=True)
minor("order_changed", _("‘%(where)s’ stands in another place."), quiet=True)
minor("layout_changed", _("‘%(where)s’ is shown in another way."), quiet=True)
minor("anchor_changed", _("‘%(where)s’ has another address on the page."), quiet=True)
material("row_added", _("New in ‘%(section)s’: ‘%(row)s’."))
material("row_removed", _("No longer in ‘%(section)s’: ‘%(row)s’."))
material("row_changed", _OF_ROW)
material("row_moved", _("‘%(row)s’ now stands in another section: ‘%(section)s’."))
material(
    "scope_changed", _("‘%(row)s’ applies to something else: %(before)s → %(after)s.")
)
minor("detail_changed", _OF_ROW, quiet=True)

# Purposes and legal bases.
material("purpose_added", _("New purpose: ‘%(row)s’."), _BASES)
material("purpose_removed", _("No longer a purpose: ‘%(row)s’."), _BASES)
material("purpose_changed", _("The purpose ‘%(row)s’ changed."), _BASES)
material("basis_added", _("New legal basis: ‘%(row)s’."), _BASES)
material("basis_removed", _("No longer a legal basis: ‘%(row)s’."), _BASES)
material(
    "basis_changed", _("Legal basis of ‘%(row)s’: %(before)s → %(after)s."), _BASES
)
material(
    "interest_changed",
    _("The legitimate interest behind ‘%(row)s’ changed."),
    _("GDPR art. 13(1)(d)"),
)

# Data.
material("data_added", _("New category of data: ‘%(row)s’."), _("GDPR art. 14(1)(d)"))
minor("data_removed", _("No longer among the data: ‘%(row)s’."))
material("data_changed", _("What ‘%(row)s’ covers changed."), _("GDPR art. 14(1)(d)"))
material(
    "source_added", _("New source of ‘%(row)s’: %(after)s."), _("GDPR art. 14(2)(f)")
)
minor("source_removed", _("No longer a source of ‘%(row)s’: %(before)s."))
material(
    "obligation_added", _("Must be given: ‘%(row)s’, %(before)s → %(after)s."), _DUTY
)
minor(
    "obligation_lifted",
    _("Need no longer be given: ‘%(row)s’, %(before)s → %(after)s."),
    _DUTY,
)

# Who receives them, and where.
material("recipient_added", _("New recipient: ‘%(row)s’."), _RECIPIENTS)
minor("recipient_removed", _("No longer a recipient: ‘%(row)s’."))
material(
    "recipient_changed", _("What ‘%(row)s’ receives, or why, changed."), _RECIPIENTS
)
material("processor_added", _("New processor: ‘%(row)s’."), _RECIPIENTS)
minor("processor_removed", _("No longer a processor: ‘%(row)s’."))
material("processor_changed", _("What ‘%(row)s’ does for us changed."), _RECIPIENTS)
material(
    "third_country_added",
    _(
        "Data go to another country outside the European Economic Area: %(after)s (‘%(row)s’)."
    ),
    _TRANSFERS,
)
material(
    "country_changed", _("Country of ‘%(row)s’: %(before)s → %(after)s."), _TRANSFERS
)
minor(
    "country_in_the_eea", _("Country of ‘%(row)s’: %(before)s → %(after)s."), _TRANSFERS
)
material("transfer_added", _("New transfer: ‘%(row)s’."), _TRANSFERS)
minor("transfer_removed", _("No longer a transfer: ‘%(row)s’."))
material("transfer_changed", _("The transfer ‘%(row)s’ changed."), _TRANSFERS)
material(
    "safeguard_changed",
    _("Protection of the transfer to ‘%(row)s’: %(before)s → %(after)s."),
    _TRANSFERS,
)
minor(
    "safeguard_named",
    _("Protection of the transfer to ‘%(row)s’: %(before)s → %(after)s."),
    _TRANSFERS,
)

# How long.
material(
    "retention_longer",
    _("Kept longer: ‘%(row)s’, %(before)s → %(after)s."),
    _RETENTION,
)
minor(
    "retention_shorter",
    _("Kept shorter: ‘%(row)s’, %(before)s → %(after)s."),
    _RETENTION,
)
material("retention_changed", _("Another retention period: ‘%(row)s’."), _RETENTION)
material("retention_added", _("New retention period: ‘%(row)s’."), _RETENTION)
material("retention_removed", _("No retention period any more: ‘%(row)s’."), _RETENTION)

# Rights, and how to use them.
minor("right_added", _("New among your rights: ‘%(row)s’."), _RIGHTS)
material("right_removed", _("No longer among your rights: ‘%(row)s’."), _RIGHTS)
material("right_changed", _("Your right ‘%(row)s’ is described otherwise."), _RIGHTS)
material(
    "way_changed",
    _("How to use ‘%(row)s’ changed. %(what)s: %(before)s → %(after)s."),
    _RIGHTS,
)
minor("way_added", _("New way to use ‘%(row)s’. %(what)s: %(after)s."), _RIGHTS)
material("way_removed", _("No longer a way to reach us: ‘%(row)s’."), _RIGHTS)
material(
    "links_of_rights_changed",
    _("A link in ‘%(where)s’, by which you use your rights, leads elsewhere."),
    _RIGHTS,
)
material(
    "answer_later",
    _("We answer later: ‘%(row)s’, %(before)s → %(after)s."),
    _("GDPR art. 12(3)"),
)
minor(
    "answer_sooner",
    _("We answer sooner: ‘%(row)s’, %(before)s → %(after)s."),
    _("GDPR art. 12(3)"),
)
minor("contact_added", _("New way to reach us: ‘%(row)s’."))
material(
    "complaint_changed",
    _("How to complain changed: ‘%(row)s’."),
    _("GDPR art. 13(2)(d)"),
)

# Computers that decide, and measures that protect.
material("decisions_started", _("Automated decisions are made now."), _COMPUTERS)
minor("decisions_stopped", _("Automated decisions are no longer made."), _COMPUTERS)
material("decision_added", _("New automated decision: ‘%(row)s’."), _COMPUTERS)
minor("decision_removed", _("No longer an automated decision: ‘%(row)s’."), _COMPUTERS)
material("decision_changed", _("The automated decision ‘%(row)s’ changed."), _COMPUTERS)
minor("measure_added", _("New security measure: ‘%(row)s’."), _("GDPR art. 32"))
material(
    "measure_removed", _("No longer a security measure: ‘%(row)s’."), _("GDPR art. 32")
)
