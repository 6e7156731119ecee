"""Words that can turn a sentence round, and words that never do, per language.

Small letters. The lists are for lawyers to read and to add to: one word too many makes a
person look at a change, one too few lets it pass as a correction.
"""

from __future__ import annotations

from collections.abc import Mapping


def _forms(text: str) -> dict[str, str]:
    """By each form of a word the first of its line, so that "kunt" is "kunnen"."""
    found = {}
    for line in text.strip().splitlines():
        first, *others = line.split()
        found.update(dict.fromkeys([first, *others], first))
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Negations, limits, duties and freedoms: one that comes or goes changes a promise.
LIMITS: Mapping[str, Mapping[str, str]] = {
    "nl": _forms("""
        niet
        geen
        nooit nimmer
        noch
        zonder
        tenzij
        behalve uitgezonderd
        uitsluitend alleen enkel slechts
        altijd steeds
        alle alles al
        elke elk iedere ieder
        sommige soms
        of
        mogen mag mogelijk mogelijke
        moeten moet dient dienen
        hoeven hoeft
        kunnen kan kunt
        zullen zal zult
        zouden zou
        verplicht verplichte verplichting
        vrijwillig vrijwillige
        minimaal minstens tenminste
        maximaal hoogstens uiterlijk
        tot totdat
        voordat
        nadat
        langer
        korter
        meer
        minder
        eerste
        tweede
        derde
        automatisch automatische geautomatiseerd geautomatiseerde
        anoniem anonieme geanonimiseerd geanonimiseerde
    """),
    "en": _forms("""
        not cannot don't doesn't won't isn't aren't can't
        no
        never
        nor neither
        without
        unless
        except excluding
        only solely exclusively merely
        always
        all any every each
        some sometimes
        or
        may might
        must shall obliged required mandatory
        need needs
        can could
        will would
        should
        voluntary voluntarily optional
        least minimum
        most maximum latest
        until till
        before
        after
        from
        longer
        shorter
        more
        less fewer
        first
        second
        third
        automatic automatically automated
        anonymous anonymised anonymized
    """),
}

# Of those the verbs, which Dutch and English turn round with the person.
VERBS = frozenset(
    {"mogen", "moeten", "hoeven", "kunnen", "zullen", "zouden",
     "may", "must", "can", "will", "should"}
)  # fmt: skip

# Beginnings of words that privacy law is about: replacing one is never mere style.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "nl": _words("""
        verkop verkoo deel delen gedeeld verstrek doorg doorst derde partner adverte
        verzeker politie justitie overheid belasting profi gezond medisch biometr
        genetisch locati ras etni religi godsdienst levensbesch politiek vakbond
        seksue strafrecht kind minderjarig ouder toestem bewa opsla opgeslagen
        verwijder wis gewist vernietig pseudon market reclame nieuwsbrief track volg
        camera opname opnem identi bsn burgerservice paspoort rijbewijs iban bank
        creditcard salaris klacht bezwaar inzage rectif correc beperk overdra intrek
        weiger verwerk belang overeenkomst wettelijk wet grondslag doeleind doel
        versleut beveilig encrypt land europ amerika
    """),
    "en": _words("""
        sell sold sale shar disclos transfer third partner advert insur police
        authorit government tax profil health medical biometric genetic locat race
        racial ethnic religio belief politic union sexual criminal child minor
        parent consent retain retention stor keep kept delet eras destr pseudon
        market newsletter track follow camera record identi passport licen iban bank
        credit salar complain object access rectif correct restrict portab withdraw
        refus process interest contract legal law basis purpos encrypt secur countr
        europ america states
    """),
}

# Who does what to whom: one of these for another one counts, "je" for "u" doesn't.
PERSONS: Mapping[str, Mapping[str, str]] = {
    "nl": _forms("""
        wij we ons onze
        u uw je jij jou jouw jullie
        zij ze hun hen
    """),
    "en": _forms("""
        we us our ours
        you your yours
        they them their
    """),
}

# Words that carry no promise of their own: style.
FILLERS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(
        _words("""
        de het een 't en dat die dit deze dan toch ook nog reeds graag hier daar er
        waar zijn is was waren wordt worden werd werden heeft hebben hebt had te om
        in op als zoals bij dus zodat hierbij hieronder hierboven daarbij verder
        bovendien eventueel eventuele zelf wel alvast svp
    """)
    ),
    "en": frozenset(
        _words("""
        the a an and that which this these those also please here there where it its
        is are was were be been being has have had do does did to of in on at as
        such like so then thus herewith below above moreover further furthermore
        kindly just own
    """)
    ),
}
