"""What a clinic's server has beside ``base``, whatever its database: accounts, its own door, sealed sessions, Argon2."""

from __future__ import annotations

from ringfence.web.settings.base import INSTALLED_APPS as BASE_APPS
from ringfence.web.settings.base import MIDDLEWARE as BASE_MIDDLEWARE

RINGFENCE_MODE = "server"
ROOT_URLCONF = "ringfence.web.urls_server"
INSTALLED_APPS = [*BASE_APPS, "ringfence.web.accounts", "ringfence.web.clinic"]
MIDDLEWARE = [*BASE_MIDDLEWARE[:3], "ringfence.web.accounts.door.ClinicDoor", *BASE_MIDDLEWARE[3:]]
SESSION_ENGINE = "ringfence.web.accounts.sessions"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
