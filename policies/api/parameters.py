"""What can be asked: each parameter with its form, its limits and an example.

Forms are checked before values are read: Python would take "1_0" for a number and
"1700000000" for a day.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from ninja import Path, Query
from pydantic import BeforeValidator, WithJsonSchema

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# As in the addresses of pages (policies.urls).
MOST = 999_999_999


def _formed(pattern: re.Pattern[str], name: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(f"is not {name}")
        return value

    return BeforeValidator(check)


_WHOLE_NUMBER = _formed(_WHOLE, "a whole number of at most nine digits")

PolicyName = Annotated[
    str,
    Path(
        pattern="^[-a-zA-Z0-9_]{1,80}$",
        description="The policy's uid, which never changes; or the last part of its "
        "address in any language.",
        examples=["cookie-policy"],
    ),
]
Number = Annotated[
    int,
    _WHOLE_NUMBER,
    Path(ge=1, le=MOST, description="The version's number.", examples=[1]),
]
Day = Annotated[
    dt.date,
    _formed(_DAY, "a day like 2022-10-26"),
    Path(
        description="A day of the organisation's calendar, up to today.",
        examples=["2022-10-26"],
    ),
]
Before = Annotated[
    int,
    _WHOLE_NUMBER,
    Query(..., alias="from", ge=1, le=MOST, description="The version to begin at.",
          examples=[1]),
]  # fmt: skip
After = Annotated[
    int,
    _WHOLE_NUMBER,
    Query(..., alias="to", ge=1, le=MOST, description="The version to end at.",
          examples=[3]),
]  # fmt: skip
Limit = Annotated[
    int,
    _WHOLE_NUMBER,
    Query(20, ge=1, le=100, description="How many items at most.", examples=[20]),
]
Offset = Annotated[
    int,
    _WHOLE_NUMBER,
    Query(0, ge=0, le=1_000_000, description="How many items to pass over.",
          examples=[0]),
]  # fmt: skip
_SEEN = "^([1-9][0-9]{0,8}|[0-9a-f]{64})$"
Seen = Annotated[
    str | None,
    # Absent, never null: an address has no such thing.
    WithJsonSchema({"type": "string", "pattern": _SEEN}),
    Query(
        None,
        pattern=_SEEN,
        description="The number or the digest of the version that the visitor saw.",
        examples=["1"],
    ),
]
