"""Django's settings, from the environment. Only what differs from Django's defaults, grouped by what it is for."""

from __future__ import annotations

from pathlib import Path
from secrets import token_urlsafe

from csp.constants import NONE, SELF

from milepost.config import environment, logs
from milepost.config.databases import database

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent
MILEPOST_HOME = ENVIRONMENT.home
MILEPOST_URL = ENVIRONMENT.url
LARGEST_PLAN_BYTES = ENVIRONMENT.largest_plan_bytes

# -- what this installation is --
SECRET_KEY_IS_KEPT = bool(ENVIRONMENT.secret_key) or ENVIRONMENT.key_file.exists()
SECRET_KEY = ENVIRONMENT.secret_key or (ENVIRONMENT.key_file.read_text().strip() if SECRET_KEY_IS_KEPT else token_urlsafe(48))
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = sorted({ENVIRONMENT.parts.hostname or "localhost", *environment.LOOPBACK - {"::1"}, "[::1]", *ENVIRONMENT.more_hosts})
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.url]
DATABASES = {"default": database(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "milepost.config.urls"
ASGI_APPLICATION = "milepost.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # a filter in the pages of allauth
    "django.forms",
    "milepost.web",  # before allauth, whose pages it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "ninja",
    "servestatic",
    "template_partials",
    "milepost.audit",
    "milepost.accounts",
    "milepost.people",
    "milepost.plans",
    "milepost.forecast",
    "milepost.clients",
    "milepost.day",
    "milepost.jobs",
    "milepost.config",
]

MIDDLEWARE = [
    "milepost.config.headers.isolate",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "milepost.config.statics.statics",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "milepost.web.middleware.Refusals",
    "milepost.web.middleware.Person",
]

FORM_RENDERER = "milepost.web.forms.renderer.Forms"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- sign-in --
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["milepost.web.signin.Backend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_ADAPTER = "milepost.web.signin.Adapter"
ACCOUNT_FORMS = {"login": "milepost.web.signin.SignInForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.local
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # a letter printed instead of sent would put its link into the log

# -- rate limits must be shared by every process: never local memory --
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "config_cache"}}

# -- jobs --
FORECASTS_ON = ENVIRONMENT.forecasts_on
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# -- what a browser may do with our answers --
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.https else "milepost_session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "milepost_csrf"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if ENVIRONMENT.https else "milepost_known"
CSRF_FAILURE_VIEW = "milepost.web.views.errors.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if ENVIRONMENT.https:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]

# -- what comes from outside: a file goes to disk at once, a form stays small --
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# -- static files, hashed by Vite --
STATIC_URL = "static/"
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = DEBUG
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_IMMUTABLE_FILE_TEST = r"^.+/build/.+[.-][0-9A-Za-z_-]{8,}\.[0-9a-z]+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "web" / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    },
}

# -- languages, dates and numbers --
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # one more when every sentence of it is there: tests/doors/web/test_language.py
LOCALE_PATHS = [PACKAGE / "locale"]

# -- logs --
LOGGING = logs.logging(debug=DEBUG)
