"""What both ways to run share: templates, apps, headers, limits. No secret, no path of a machine."""

from __future__ import annotations

from pathlib import Path

WEB = Path(__file__).resolve().parent.parent

DEBUG = False
ROOT_URLCONF = "ringfence.web.urls"
WSGI_APPLICATION = "ringfence.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = (
    False  # sentences stand in both languages beside each other (``words.py``, ``{% say %}``), so none can be missing
)
LANGUAGE_CODE = "zh-hans"
RINGFENCE_PRINT = True  # Chinese sentences with full-width punctuation (``words.printed``)
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ringfence.web.registry",
    "ringfence.web.jobs",
]

MIDDLEWARE = [
    "ringfence.web.middleware.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ringfence.web.middleware.tongue.Tongue",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ringfence.web.middleware.faults.PlainFaults",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ringfence.web.pages.frame.frame",
            ],
            "libraries": {"ringfence": "ringfence.web.templatetags.ringfence"},
            "builtins": ["ringfence.web.templatetags.ringfence"],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_NAME = "ringfence_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "ringfence.web.pages.faults.csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # "no-referrer" would make browsers send forms with "Origin: null", which the check of forms refuses
)

# Uploads are streamed to an encrypted spool (``spool.py``), never held in memory as a whole
FILE_UPLOAD_HANDLERS = ["ringfence.web.spool.SpoolHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Nothing of a case's content is ever logged: only the logger's own words, kinds and counts
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "ringfence.web": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
