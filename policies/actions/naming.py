"""How a new policy is called and where it is found: titles and addresses of its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import slugify
from django.utils.translation import gettext as _

from organisations.languages import codes, write
from organisations.models import Organisation
from policies import conditions, paths
from policies.models import Draft, Policy

LONGEST_SLUG = 80
Texts = Mapping[str, str]


def lock(organisation: Organisation) -> Organisation:
    """The organisation, locked: two policies made at once don't take one address.

    Rows that refer to it are saved meanwhile: who waited for that, and held the trail's
    end, would wait for us who wait for the trail (``no_key``).
    """
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=organisation.pk)


def add_policy(
    organisation: Organisation, kind: str, title: Texts, slug: Texts
) -> Draft:
    """A policy at the end of the list, with an empty draft. Inside the transaction."""
    last = organisation.policies.order_by("-position").first()
    policy = Policy(
        organisation=organisation,
        kind=kind,
        position=last.position + 1 if last else 0,
    )
    write(policy, "title", title)
    write(policy, "slug", slug)
    policy.save()
    return Draft.objects.create(policy=policy)


def titles(
    organisation: Organisation, given: Texts, suggested: Texts
) -> dict[str, str]:
    """The titles that were given; the suggested ones, made free, for the rest."""
    return {**_free(organisation, "title", suggested), **given}


def slugs(
    organisation: Organisation, given: Texts, title: Texts, suggested: Texts
) -> dict[str, str]:
    """An address in every language: what was given, or made of the title that was given,
    or suggested, or another language's. Raises `conditions.Unmet` when there is none."""
    wanted = {**suggested, **_made(title)}
    spare = next(iter({**wanted, **given}.values()), "")
    if not spare:
        raise conditions.Unmet("slug", _("Write an address for this title."))
    everywhere = {code: wanted.get(code, spare) for code in codes()}
    return {**_free(organisation, "slug", everywhere), **given}


def check_given(organisation: Organisation, slug: Texts) -> None:
    """Raise `conditions.Unmet` when an address that was asked for can't be given."""
    for code, wanted in slug.items():
        _check_form(wanted)
        check_not_reserved(wanted, code)
        if wanted in _taken(organisation, "slug", code):
            raise conditions.Unmet(
                f"taken_{code}",
                _("Another policy of this organisation is there already."),
            )


def check_not_reserved(slug: str, code: str) -> None:
    """Raise `conditions.Unmet` when one of the site's own pages is at that address."""
    if slug in paths.reserved():
        raise conditions.Unmet(
            f"taken_{code}", _("A page of the website itself is at this address.")
        )


def _made(title: Texts) -> dict[str, str]:
    made = {code: slugify(text)[:LONGEST_SLUG] for code, text in title.items()}
    return {code: slug.strip("-_") for code, slug in made.items() if slug.strip("-_")}


def _free(organisation: Organisation, field: str, wanted: Texts) -> dict[str, str]:
    """As wanted, with the first free number where it is taken."""
    sign = "-%d" if field == "slug" else " (%d)"
    return {
        code: _numbered(text, sign, _taken(organisation, field, code))
        for code, text in wanted.items()
    }


def _check_form(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise conditions.Unmet("slug", " ".join(error.messages)) from None
    if len(slug) > LONGEST_SLUG:
        raise conditions.Unmet(
            "slug",
            _("An address has at most %(most)d characters.") % {"most": LONGEST_SLUG},
        )


def _taken(organisation: Organisation, field: str, code: str) -> set[str]:
    taken = set(organisation.policies.values_list(f"{field}_{code}", flat=True))
    return taken | paths.reserved() if field == "slug" else taken


def _numbered(text: str, sign: str, taken: set[str]) -> str:
    found, number = text, 2
    while found in taken:
        found, number = text[: LONGEST_SLUG - 5] + sign % number, number + 1
    return found
