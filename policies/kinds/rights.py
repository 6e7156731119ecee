"""Rights: what data subjects may ask, through which channel, how fast you answer."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Choice, Duration, Email, Flag, Phone, Url
from policies.kinds.base import Kind

KIND = Kind(
    name="rights",
    label=_("Rights"),
    help=_("The rights of data subjects and how to use them."),
    term=_("Right"),
    description=_("What it means and how to use it"),
    attributes=(
        Choice(
            "right",
            _("Article"),
            tag=True,
            choices=(
                ("13", _("information (art. 13 and 14 GDPR)")),
                ("15", _("access (art. 15 GDPR)")),
                ("16", _("rectification (art. 16 GDPR)")),
                ("17", _("erasure (art. 17 GDPR)")),
                ("18", _("restriction (art. 18 GDPR)")),
                ("20", _("portability (art. 20 GDPR)")),
                ("21", _("objection (art. 21 GDPR)")),
                ("22", _("automated decisions (art. 22 GDPR)")),
                ("7-3", _("withdrawing consent (art. 7(3) GDPR)")),
                ("77", _("complaint (art. 77 GDPR)")),
            ),
        ),
        Email("email", _("By e-mail to")),
        Url("url", _("Online at")),
        Phone("phone", _("By telephone")),
        Duration("response_term", _("We answer within")),
        Flag(
            "ask",
            _("Offer a ready-made e-mail to use this right"),
            page_label=_("Button for writing this request by e-mail"),
        ),
    ),
    first_layer="rights",
    article=_("GDPR art. 12(3), 13(2)(b)-(d), 15-22, 77"),
)
