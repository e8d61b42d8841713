"""For one person on their own computer: 127.0.0.1, no accounts, SQLite for the list of cases and jobs only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ringfence.web.places import data_folder
from ringfence.web.settings.base import *  # noqa: F403 -- Django's own way of layering settings

RINGFENCE_MODE = "local"
RINGFENCE_CASES = Path(os.environ.get("RINGFENCE_CASES") or Path.home() / "护联案件")
RINGFENCE_DATA = Path(os.environ.get("RINGFENCE_WEB_DATA") or data_folder())
# Sessions end when the server stops: the key is made at every start and shared with the worker by environment only
SECRET_KEY = os.environ.get("RINGFENCE_WEB_SECRET") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MIDDLEWARE = [*MIDDLEWARE[:3], "ringfence.web.middleware.gate.TokenGate", *MIDDLEWARE[3:]]  # noqa: F405 -- from base
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": RINGFENCE_DATA / "web.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
    }
}
