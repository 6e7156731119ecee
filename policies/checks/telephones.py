"""Telephone numbers in running text, by the phonenumbers library."""

from __future__ import annotations

import re

import phonenumbers

from policies.checks.noting import Add

REGION = "NL"
# The library reads letter by letter: it is asked only about what looks like a number.
_LIKELY = re.compile(
    r"(?<![\w@./,-])(?:\+|\(?0)(?:[\s()./-]*\d){6,15}(?![\w])", re.ASCII
)
_TRUNK = re.compile(r"\(0\)")


def phones(text: str, add: Add) -> str:
    """Note each number in E.164; the text without them."""

    def put(found: re.Match[str]) -> str:
        try:
            parsed = phonenumbers.parse(_TRUNK.sub("", found[0]), REGION)
        except phonenumbers.NumberParseException:
            return found[0]
        if not phonenumbers.is_possible_number(parsed):
            return found[0]
        form = phonenumbers.PhoneNumberFormat.E164
        add(phonenumbers.format_number(parsed, form), found[0])
        return " · "

    return _LIKELY.sub(put, text) if "0" in text or "+" in text else text
