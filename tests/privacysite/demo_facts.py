"""What a visitor must find on the demonstration's pages: one fact a line.

A fact is the same in both languages, or a pair (nl, en). Words are looked for in the
page's text, ``href=…`` in its links; ``ROWS`` counts the entries of a section.
"""

from __future__ import annotations

Fact = str | tuple[str, str]
Address = tuple[str, str]

CPRO: Address = ("/nl/privacybeleid/", "/en/privacy-policy/")
CPRO_COOKIES: Address = ("/nl/cookiebeleid/", "/en/cookie-policy/")
CLOUDPRO: Address = ("/nl/privacyverklaring/", "/en/privacy-statement/")
SPRYNG: Address = ("/nl/privacybeleid/", "/en/privacy-policy/")
FAQ: Address = ("/nl/gdpr-faq/", "/en/gdpr-faq/")
CLOUDTALK: Address = ("/nl/privacybeleid/", "/en/privacy-policy/")
SPOT: Address = (
    "/nl/privacy-en-cookie-statement/",
    "/en/privacy-and-cookie-statement/",
)

PROCESSORS = (
    "Google Analytics", "Google AdWords / Google Tag Manager", "Google Gmail",
    "Google Drive", "Facebook", "LinkedIn", "Twitter", "GitHub", "Reddit", "Hootsuite",
    "MailChimp", "HubSpot", "LeadInfo", "Stripe", "WordPress",
)  # fmt: skip
TOKENS = "NOI CURa ADMa DEVa TAIa CONa OUR DELa BUS IND PHY ONL UNI PUR COM NAV DEM STA"

FACTS: dict[tuple[str, Address], list[Fact]] = {
    ("cpro", CPRO): [
        ("laatst bijgewerkt op 26 oktober 2022", "last updated 26 October 2022"),
        ("Onderdelen", "Contents"),
        ("hierna: ‘Persoonsgegevens’", "hereinafter ‘Personal Data’"), "PII",
        "Telecommunicatiewet", ("(AVG)", "(GDPR)"),
        ("het moederbedrijf van CPro", "the parent company of CPro"),
        'href="https://www.spritecloud.com/"', 'href="https://cpro.nl/"',
        'href="http://www.testautomation.info/"', 'href="https://www.calliope.pro/"',
        "Rijnlandlaan 199, Unit 1.05", "1062 MX Amsterdam",
        'href="tel:+31206159155"', 'href="mailto:dpo@spritecloud.com"',
        'href="mailto:info@spritecloud.com"', "Hootsuite", "AdWords",
        ("tijdens kantooruren", "during office hours"),
        ("‘gerechtvaardigd belang’", "‘legitimate interest’"),
        ("Algemene Voorwaarden", "General Terms and Conditions"),
        ('href="/nl/cookiebeleid/"', 'href="/en/cookie-policy/"'), 'href="#processors"',
        ("Binnen een maand", "within one month"),
        ("“voorkeuren beheren”", "“manage preferences”"), '<ol type="a">',
        'href="https://autoriteitpersoonsgegevens.nl"', *PROCESSORS,
        ("Boven dit Privacybeleid staat een datum", "date at the top of this Privacy"),
    ],
    ("cpro", CPRO_COOKIES): [
        ("laatst bijgewerkt op 26 oktober 2022", "last updated 26 October 2022"),
        ('href="/nl/privacybeleid/"', 'href="/en/privacy-policy/"'),
        ("(de sessie)", "(the session)"), ("vaste tijd", "fixed period"),
        ("alleen op: Calliope.pro", "only on: Calliope.pro"),
        ("Wij gebruiken prestatiecookies", "We use performance cookies"),
        ("niet in gebruik", "not in use"), "Google Analytics",
        ("tabblad “Cookiebeleid”", "“Cookie policy” tab"),
        'href="https://www.aboutads.info/choices"',
        'href="https://www.youronlinechoices.com/nl/"',
        ("(in het Engels)", "(in Dutch)"),
        ("elke browser en op elk apparaat", "every browser and on every device"),
    ],
    ("cloudpro", CLOUDPRO): [
        ("Privacyverklaring cloudpro.io", "Privacy statement cloudpro.io"),
        ("binnen vier weken", "within four weeks"), ("4 weken", "4 weeks"), "SSL",
        "iDEAL", "PayPal", "whois",
        ("creditcardmaatschappijen", "credit card companies"),
        ("offertenummer", "quotation number"), ("factuurnummer", "invoice number"),
        "Minister van Sonstraat 20", "5042 CR Tilburg", "27347391", "NL181702587B02",
        'href="mailto:support@cloudpro.io"', 'href="https://support.cloudpro.io"',
        "Autoriteit Persoonsgegevens", ("25 januari 2019", "25 January 2019"),
    ],
    ("spryng", SPRYNG): [
        'href="mailto:info@spryng.nl"', ("geboortedatum", "date of birth"),
        ("hoofdgebruiker, facturatie, support", "main user, invoicing, support"),
        ("ontvanger van de sms", "recipient of the message"), "SMSC",
        "Algemene Voorwaarden Gegevensverwerking",
        ("geen nummer uit de EU", "not from the EU"), ("1 week", "1 week"),
        ("Functionele cookies", "Functional cookies"),
        ("Analytische cookies", "Analytical cookies"), "Autoriteit Persoonsgegevens",
        "Leadinfo B.V., Rotterdam", "www.spryng.nl/tarieven", "Leadinfo.com",
        ("twee first-party cookies", "two first-party cookies"),
        'href="https://www.leadinfo.com"', 'href="https://www.leadinfo.com/en/opt-out"',
        ("geen credits", "no credits"),
    ],
    ("cloudtalk", FAQ): [
        ("25 mei 2018", "25 May 2018"), "BSN", ("anonimiseren", "anonymisation"),
        'href="https://www.cloudtalk.io/subprocessors"',
        'href="https://www.cloudtalk.io/gdpr"', 'href="https://www.cloudtalk.io/security"',
        ("verwerker", "processor"), "Brexit",
    ],
    ("cloudtalk", CLOUDTALK): [
        ("Groep “Access Log Information”", "Group “Access Log Information”"),
        ("Groep “Cookies”", "Group “Cookies”"),
        ("“Transaction Information” (verplicht)",
         "“Transaction Information” (required)"),
        "Click-stream data", ("HTTP-protocol", "HTTP protocol"),
        ("Demografische gegevens", "Demographic data"),
        ("Bezorgdiensten", "Delivery services"), "Macromedia Flash Player",
        "local shared objects", TOKENS, 'href="https://www.w3.org/TR/p3pdeployment"',
        "Internet Explorer 6", ("Gemiddeld (standaard)", "Medium (the default)"),
        ("experimenteel", "experimental"), ("Onvoldoende", "Unsatisfactory"),
    ],
    ("spot", SPOT): [
        ("hierna: ‘de Website’", "hereinafter ‘the Website’"), 'href="#cookies"',
        ("link om je af te melden", "link by which you can unsubscribe"),
        ("verwerkersovereenkomst", "processing agreement"),
        ("winkelwagen", "shopping cart"), ("bankrekeningnummer", "bank account number"),
        "LinkedIn", "Facebook", "Twitter", "Privacy Shield",
        ('href="https://policies.google.com/privacy?hl=nl"',
         'href="https://policies.google.com/privacy?hl=en"'),
        ("7 jaar", "7 years"), ("1 jaar", "1 year"), ("4 weken", "4 weeks"),
        ("binnen vier weken", "within four weeks"), "63246694", "06-27309809",
        'href="tel:+31627309809"', 'href="mailto:carina@spotvirtueelsupport.nl"',
        'href="https://www.spotvirtueelsupport.nl"',
        'href="https://www.autoriteitpersoonsgegevens.nl/"',
    ],
}  # fmt: skip

ROWS: dict[tuple[str, Address], dict[str, int]] = {
    ("cpro", CPRO): {
        "data-categories": 9, "why-we-use-data": 6, "which-legal-bases": 4, "rights": 8,
        "recipients": 2, "processors": 15, "complaint": 2,
    },
    ("cpro", CPRO_COOKIES): {
        "types-of-cookies": 6, "opt-out": 2, "browser-settings": 6,
    },
    ("cloudpro", CLOUDPRO): {
        "key-points": 4, "contract-data": 7, "other-data": 3, "purposes": 6,
        "recipients": 3, "rights": 6, "contact": 6,
    },
    ("spryng", SPRYNG): {
        "data": 4, "legal-bases": 3, "retention": 4, "rights": 7, "cookie-types": 2,
    },
    ("cloudtalk", FAQ): {"questions": 10},
    ("cloudtalk", CLOUDTALK): {"statements": 3},
    ("spot", SPOT): {
        "data-categories": 4, "sharing": 2, "cookies-in-use": 4, "retention": 3,
        "rights": 7, "complaint": 2,
    },
}  # fmt: skip
