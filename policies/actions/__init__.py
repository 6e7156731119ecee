"""The verbs: one module each, and the only writers of drafts' states and of versions.

A verb locks, checks, writes and audits in one transaction. Beside it stand
``check_<verb>``, which raises ``conditions.Unmet`` with the reason, and ``can_<verb>``.
"""
