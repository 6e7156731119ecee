"""django CMS as its documentation sets it up, without its page cache: one page with the
text of TEXT, on a database of its own (DATABASE). ``python -m benchmarks.peers.stock``
makes that; ``application`` serves it.
"""

import os
from pathlib import Path

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        DEBUG=False, SECRET_KEY="a benchmark's", ALLOWED_HOSTS=["*"], SITE_ID=1,
        ROOT_URLCONF="benchmarks.peers.stock_urls", CMS_CONFIRM_VERSION4=True,
        DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"],
        }},
        INSTALLED_APPS=[
            "django.contrib.admin", "django.contrib.auth", "django.contrib.messages",
            "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.sites", "django.contrib.staticfiles", "cms", "menus",
            "treebeard", "sekizai", "djangocms_text",
        ],
        MIDDLEWARE=[
            "cms.middleware.utils.ApphookReloadMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "cms.middleware.user.CurrentUserMiddleware",
            "cms.middleware.page.CurrentPageMiddleware",
            "cms.middleware.toolbar.ToolbarMiddleware",
            "cms.middleware.language.LanguageCookieMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent], "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sekizai.context_processors.sekizai",
                "cms.context_processors.cms_settings",
            ]},
        }],
        CMS_TEMPLATES=[("stock.html", "A page")], CMS_PAGE_CACHE=False,
        CMS_PLACEHOLDER_CACHE=False, CMS_PLUGIN_CACHE=False,
        LANGUAGE_CODE="nl", LANGUAGES=[("nl", "Nederlands"), ("en", "English")],
        STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SILENCED_SYSTEM_CHECKS=["treebeard.E001", "treebeard.W001"],
    )  # fmt: skip
    django.setup()


def make() -> None:
    """The database, with the page."""
    from cms.api import add_plugin, create_page
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        page = create_page("Beleid", "stock.html", "nl", slug="beleid")
        page.set_as_homepage()
        text = Path(os.environ["TEXT"]).read_text(encoding="utf-8")
        place = page.get_placeholders("nl").get(slot="content")
        add_plugin(place, "TextPlugin", "nl", body=text)


if __name__ == "__main__":
    make()
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
