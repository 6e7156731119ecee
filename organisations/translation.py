"""Which fields have a column per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from organisations.models import ApprovalStep, Organisation, SupervisoryAuthority


@register(SupervisoryAuthority)
class SupervisoryAuthorityTranslation(TranslationOptions):
    """Its name differs by language."""

    fields = ("name",)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """The office of the officer, how one objects, and the landing page's text."""

    fields = ("dpo_name", "landing", "objection_text")


@register(ApprovalStep)
class ApprovalStepTranslation(TranslationOptions):
    """What the step is called."""

    fields = ("name",)
