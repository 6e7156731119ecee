"""Which fields have a column per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from cookies.models import Cookie, CookieType


@register(CookieType)
class CookieTypeTranslation(TranslationOptions):
    """Name, definition and where it is used."""

    fields = ("name", "definition", "where")


@register(Cookie)
class CookieTranslation(TranslationOptions):
    """What it is for."""

    fields = ("purpose",)
