"""A comparison of two Documents for pages, messages and the editor's desk."""

from policies.comparing.document import ComparisonView

__all__ = ["ComparisonView"]
