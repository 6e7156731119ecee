"""P3P compact policies (W3C 2002, retired 2018): read, explain and judge a token line.

Kept for organisations whose old policy has one. Nothing here is ever sent to a browser:
a ``P3P:`` header has had no effect since Internet Explorer left.
"""

from policies.p3p.compact import CompactPolicy, Mention, parse
from policies.p3p.evaluation import Evaluation, Outcome, evaluate

__all__ = [
    "CompactPolicy",
    "Evaluation",
    "Mention",
    "Outcome",
    "evaluate",
    "parse",
]
