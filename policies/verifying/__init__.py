"""Verifying: which version a saved file is, and whether it is as it was published.

`policies.evidence` reads and compares; here is which versions there are, and how the
genuine one is made anew for the comparison.
"""
