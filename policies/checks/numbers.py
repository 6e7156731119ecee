"""Numbers as people write them: "1.000,50", "1,000.50", "zeven", "twenty-four"."""

from __future__ import annotations

import re
from functools import lru_cache

# Groups of three after a point, comma, apostrophe or narrow blank; a fraction.
DIGITS = r"\d+(?:[.,'’\u00a0\u202f]\d+)*"
_SEPARATORS = re.compile(r"[.,]")
_BLANKS = re.compile(r"['’\u00a0\u202f]")


@lru_cache(maxsize=4096)
def parse(text: str) -> float:
    """The number that a run of digits and separators stands for, in either language.

    A separator before exactly three last digits parts thousands, unless the number
    begins with 0; else the last separator parts the fraction.
    """
    text = _BLANKS.sub("", text)
    found = _SEPARATORS.findall(text)
    if not found:
        return float(text)
    whole, _, fraction = text.rpartition(found[-1])
    thousands = len(fraction) == 3 and not text.startswith("0")
    if len(set(found)) == 2:
        thousands = False
    if len(found) > 1 and len(set(found)) == 1:
        thousands = True
    bare = _SEPARATORS.sub("", whole)
    return float(f"{bare}{fraction}" if thousands else f"{bare}.{fraction}")
