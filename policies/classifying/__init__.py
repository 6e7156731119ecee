"""Change classifier: is the step from one Document to the next material, and why?

By the Guidelines on transparency (WP260 rev.01) §29-30 a change of purpose, of the
controller's identity or of how people use their rights is material; a corrected typing
error is not. Where no rule can tell, a change counts as material and a person decides.
"""

from policies.classifying import by_kind, sentences
from policies.classifying.documents import classify
from policies.classifying.reasons import Classification, Reason

__all__ = ["Classification", "Reason", "by_kind", "classify", "sentences"]
