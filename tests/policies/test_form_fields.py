"""What people type in a form's field, and what is kept of it."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cookies.admin import CookieForm
from policies.forms.fields import PeriodField
from policies.kinds import wording

WRITTEN = [
    "P0D", "P1Y", "P7Y", "P1M", "P18M", "P1W", "P4W", "P1D", "P90D", "PT1H", "PT24H",
    "PT1M", "PT30M", "PT1S", "PT45S", "P1Y6M", "P2W3D", "P1DT12H", "PT1H30M", "P1YT1M",
    "P1Y2M3DT4H", "P1Y1M1W1DT1H1M1S", "P999999Y2M3W4DT5H6M7S",
]  # fmt: skip


@pytest.mark.parametrize(("period", "language"), [*product(WRITTEN, ("nl", "en"))])
def test_a_period_as_the_program_writes_it_is_read_back(
    period: str, language: str
) -> None:
    assert PeriodField().clean(wording.duration(period, language)) == period
    assert PeriodField().clean(period) == period


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("30 minuten", "PT30M"), ("30 min", "PT30M"), ("24 uur", "PT24H"),
        ("1 uur en 30 minuten", "PT1H30M"), ("1 jaar en 6 maanden", "P1Y6M"),
        ("1 year and 6 months", "P1Y6M"), ("6 maanden, 1 jaar", "P1Y6M"),
        ("1 Jaar 6 Maanden", "P1Y6M"), ("90 days", "P90D"), ("2 weken", "P2W"),
        ("7jaar", "P7Y"), ("p7y", "P7Y"), ("pt 30m", "PT30M"), ("", ""),
    ],
)  # fmt: skip
def test_ordinary_words_are_a_period(typed: str, period: str) -> None:
    assert PeriodField().clean(typed) == period


@pytest.mark.parametrize(
    "typed",
    ["anderhalf jaar", "30 m", "1 jaar en", "en 1 jaar", "1 jaar en 2 jaar", "7",
     "jaar", "1 jaar 6", "circa 7 jaar", "7 jaar of 6 maanden", "9999999 jaar"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_examples(typed: str) -> None:
    with override("en"), pytest.raises(ValidationError, match="“7 years”, “1 year and"):
        PeriodField().clean(typed)


@pytest.mark.parametrize("typed", ["een dag", "1e9 uur"])
def test_a_cookie_s_period_has_examples_of_its_own(typed: str) -> None:
    field = CookieForm.base_fields["duration"]
    with override("en"):
        with pytest.raises(ValidationError, match=r"“30 minutes”.*empty"):
            field.clean(typed)
        assert "browser closes" in str(field.help_text)
