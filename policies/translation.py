"""Which fields have a column per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from policies.models import (
    Clause,
    Entry,
    Policy,
    Processor,
    Section,
    Version,
    Withdrawal,
)


@register(Policy)
class PolicyTranslation(TranslationOptions):
    """Title and address."""

    fields = ("title", "slug")


@register(Section)
class SectionTranslation(TranslationOptions):
    """Heading and prose."""

    fields = ("heading", "intro", "outro")


@register(Entry)
class EntryTranslation(TranslationOptions):
    """Term and description."""

    fields = ("term", "description")


@register(Version)
class VersionTranslation(TranslationOptions):
    """The change note; the text itself is in the Document."""

    fields = ("note",)


@register(Withdrawal)
class WithdrawalTranslation(TranslationOptions):
    """The reason."""

    fields = ("reason",)


@register(Processor)
class ProcessorTranslation(TranslationOptions):
    """What it does, and for whom."""

    fields = ("service", "scope")


@register(Clause)
class ClauseTranslation(TranslationOptions):
    """How colleagues find it."""

    fields = ("title",)
