"""All settings, in one file. What differs between machines comes from ``env``."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from privacysite import databases, env, logs, redacting, refusing

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
# The demo is a throw-away installation on one's own machine: it alone has a key here.
SECRET_KEY = "demo-only-not-a-secret-" + "0" * 40 if DEMO else env.secret("SECRET_KEY")
# The name on which staff sign in and edit. Public hosts know no session at all.
ADMIN_HOST = env.text("ADMIN_HOST", "localhost" if DEMO or DEBUG else None).lower()
PORT = env.port("PORT", 8000)
HTTPS = not (DEBUG or DEMO)
# Hosts are looked up in the table `organisations.Host` by HostMiddleware, which answers
# an unknown one with 404 before anything else reads the header.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it patches
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "cms",
    "menus",
    "treebeard",
    "sekizai",
    "djangocms_versioning",
    "djangocms_text",
    "organisations",
    "policies",
    "cookies",
    "privacysite",
]

# Sessions, sign-in and CMS editing exist on the admin host only (organisations.admin_host).
MIDDLEWARE = [
    "privacysite.tracing.RequestMiddleware",
    "privacysite.patience.PatienceMiddleware",
    "privacysite.metrics.counting.MetricsMiddleware",
    "privacysite.headers.SecurityHeadersMiddleware",
    "privacysite.pagecache.marking.MarkingMiddleware",
    "privacysite.probes.ProbeMiddleware",
    "policies.api.middleware.ApiMiddleware",
    # Before SecurityMiddleware: its redirect to https must never repeat a foreign host.
    "organisations.middleware.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "organisations.admin_host.SessionMiddleware",
    "organisations.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "organisations.admin_host.AuthenticationMiddleware",
    "organisations.admin_host.MessageMiddleware",
    "organisations.middleware.AdminOrganisationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "organisations.admin_host.CurrentUserMiddleware",
    "organisations.admin_host.CurrentPageMiddleware",
    "organisations.admin_host.ToolbarMiddleware",
    "organisations.cms_scope.CmsScopeMiddleware",
]

ROOT_URLCONF = "privacysite.urls"
PUBLIC_URLCONF = "privacysite.public_urls"  # on every host but ADMIN_HOST
WSGI_APPLICATION = "privacysite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sekizai.context_processors.sekizai",
                "cms.context_processors.cms_settings",
            ],
        },
    },
]

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR}/db.sqlite3")
}
DATABASE_REQUEST_SECONDS = env.integer("DATABASE_REQUEST_SECONDS", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What takes long to make is made once and kept (policies.keeping), a file each, the same
# for all processes: formats (PDF, DOCX), and the text of a version as its page has it.
# Empty: each is made anew for whoever asks.
FORMATS_FOLDER = env.text("FORMATS_FOLDER", f"{BASE_DIR}/data/formats")
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    **{
        name: {
            "BACKEND": "django.core.cache.backends.{}Cache".format(
                "filebased.FileBased" if FORMATS_FOLDER else "dummy.Dummy"
            ),
            "LOCATION": f"{FORMATS_FOLDER}/{name}",
            "TIMEOUT": None,  # a kept file never becomes untrue: its key is what made it
            "OPTIONS": {"MAX_ENTRIES": env.integer("FORMATS_KEPT", 2_000, least=1)},
        }
        for name in ("formats", "texts")
    },
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "organisations.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["privacysite.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# A missing translation stays missing: pages say so instead of showing the wrong language.
MODELTRANSLATION_DEFAULT_LANGUAGE = "nl"
MODELTRANSLATION_ENABLE_FALLBACKS = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "privacysite.storage.StaticFiles"
        )
    },
}

# Messages to staff. Without a mail server the demo writes them into a folder; elsewhere
# they wait in the outbox (privacysite.W009).
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")  # begins in the clear, then STARTTLS
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")  # encrypted from the first byte
EMAIL_PORT = env.port(
    "EMAIL_PORT", 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25
)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
# In seconds, for each step: whoever publishes waits for it.
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 5, least=1)
DEFAULT_FROM_EMAIL = env.mailbox("DEFAULT_FROM_EMAIL", f"policies@{ADMIN_HOST}")
EMAIL_FILE_PATH = env.text(
    "EMAIL_FILE_PATH", f"{BASE_DIR}/data/mail" if DEMO and not EMAIL_HOST else ""
)
EMAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format(
    "filebased" if EMAIL_FILE_PATH else "smtp"
)

# Hosts inside one's own network to which webhooks may be sent all the same, by name; any
# other has to be a public address (docs/webhooks.md).
WEBHOOK_HOSTS = env.text("WEBHOOK_HOSTS", "localhost" if DEMO else "").lower().split()

# django CMS. SITE_ID stays unset: the host decides (docs/adr/0004-site-id-unset.md).
CMS_CONFIRM_VERSION4 = True
CMS_TEMPLATES = [("cms/page.html", _("Page")), ("cms/landing.html", _("Landing page"))]
CMS_PERMISSION = False
CMS_PAGE_CACHE = False
CMS_PLACEHOLDER_CACHE = False
CMS_PLUGIN_CACHE = False
CMS_TOOLBAR_ANONYMOUS_ON = False
CMS_LANGUAGES = {
    "default": {"fallbacks": [], "public": True, "hide_untranslated": True,
                "redirect_on_fallback": False},
}  # fmt: skip
CMS_ENABLE_HELP = False
# The page tree and the toolbar lead to a page's versions; a list of all has no owner.
DJANGOCMS_VERSIONING_VERBOSE_UI = False
# Texts on CMS pages go through policies.richtext when saved and when shown. The editor
# offers no more than that keeps: no plugins in texts, no links by id, no pictures.
TEXT_INLINE_EDITING = False
TEXT_CHILDREN_ENABLED = False
TEXT_AUTO_HYPHENATE = False
TEXT_LINKABLE_MODELS = ()
_BUTTONS = [
    ["Undo", "Redo"],
    ["Heading3", "Heading4", "Paragraph"],
    ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["Link", "Unlink"],
    ["NumberedList", "BulletedList", "Blockquote", "HorizontalRule", "Table"],
]
TEXT_EDITOR_SETTINGS = {"toolbar_CMS": _BUTTONS, "toolbar_HTMLField": _BUTTONS}

SILENCED_SYSTEM_CHECKS = [
    # treebeard 5 warns of the managers that django CMS 5.1 defines; nothing here can
    # mend it.
    "treebeard.E001", "treebeard.W001",
    # They ask for includeSubDomains and preload: SECURE_HSTS_… below says why not.
    "security.W005", "security.W021",
]  # fmt: skip

X_FRAME_OPTIONS = "DENY"  # the admin host allows its own frames: headers.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    # Off: an organisation's host may be the top of a domain, whose other hosts are no
    # business of this installation. Nor does it offer any to browsers' own lists.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
LOGIN_URL = "admin:login"
# What fails is written to standard error, where the platform's log collector reads it
# (docs/monitoring.md).
LOG_ADDRESSES = env.choice("LOG_ADDRESSES", redacting.ADDRESSES)
LOG_REQUESTS = env.flag("LOG_REQUESTS")
LOGGING = logs.configuration(env.choice("LOG_FORMAT", logs.FORMATS), LOG_ADDRESSES)
# Figures for Prometheus: on a port of their own, or at /metrics for who has the token.
METRICS_BIND = env.address("METRICS_BIND")
METRICS_TOKEN = env.optional_secret("METRICS_TOKEN")
# Faults are reported there, without personal data (privacysite.reporting).
SENTRY_DSN = env.sentry("SENTRY_DSN")
SENTRY_ENVIRONMENT = env.text("SENTRY_ENVIRONMENT", "production")
# With fewer megabytes free, /readyz says that the disk is full.
DISK_FREE_MB = env.integer("DISK_FREE_MB", 100)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Several machines: a replica that public pages are read from, a pooler, a CDN
# (docs/scaling.md).
DATABASES = databases.several(DATABASES["default"])
if databases.REPLICA in DATABASES:
    DATABASE_ROUTERS = ["privacysite.replica.PublicReads"]
    MIDDLEWARE.insert(0, "privacysite.replica.PublicReadsMiddleware")
CDN = env.choice("CDN", ("none", "fastly", "cloudflare"))
CDN_SECONDS = env.integer("CDN_SECONDS", 300)
if CDN == "fastly":
    FASTLY_SERVICE = env.text("FASTLY_SERVICE")
    FASTLY_TOKEN = env.secret("FASTLY_TOKEN")
elif CDN == "cloudflare":
    CLOUDFLARE_ZONES = env.text("CLOUDFLARE_ZONES").split()
    CLOUDFLARE_TOKEN = env.secret("CLOUDFLARE_TOKEN")
if CDN != "none":
    MIDDLEWARE.insert(0, "privacysite.cdn.middleware.CdnMiddleware")

# Uploads, where they don't lie beside the code (deploy/).
MEDIA_ROOT = Path(env.text("MEDIA_FOLDER", f"{BASE_DIR}/media"))

# What the environment alone gets wrong stops every start here, that of a server as that
# of a command.
refusing.stop_unless_fit(
    admin_host=ADMIN_HOST, demo=DEMO, debug=DEBUG, secret_key=SECRET_KEY,
    tls_and_ssl=EMAIL_USE_TLS and EMAIL_USE_SSL,
)  # fmt: skip
