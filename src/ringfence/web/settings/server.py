"""For a clinic: PostgreSQL, accounts, HTTPS behind one named proxy. What differs from place to place: ``web/config.py``."""

from __future__ import annotations

from ringfence.web.config import database, read
from ringfence.web.places import make_private
from ringfence.web.sealed import server_key
from ringfence.web.settings.base import *  # noqa: F403 -- Django's own way of layering settings
from ringfence.web.settings.clinic import *  # noqa: F403 -- the same

RINGFENCE_SERVER = read()
RINGFENCE_DATA = make_private(RINGFENCE_SERVER.data)
RINGFENCE_CASES = RINGFENCE_SERVER.case_folder
RINGFENCE_KEY = server_key(RINGFENCE_DATA / "server.key")
RINGFENCE_PLACE = RINGFENCE_SERVER.name
RINGFENCE_HAND_IN = (RINGFENCE_SERVER.hand_in_files, RINGFENCE_SERVER.hand_in_mb * 1024 * 1024)
RINGFENCE_METRICS_TOKEN = RINGFENCE_SERVER.metrics_token
SECRET_KEY = f"django {RINGFENCE_KEY.hex()}"
DATABASES = {"default": database(RINGFENCE_SERVER.database)}
ALLOWED_HOSTS = [*RINGFENCE_SERVER.hosts, "127.0.0.1", "localhost"]  # the last two for health checks on the machine
CSRF_TRUSTED_ORIGINS = RINGFENCE_SERVER.origins
SESSION_COOKIE_SECURE = RINGFENCE_SERVER.https
CSRF_COOKIE_SECURE = RINGFENCE_SERVER.https
SESSION_COOKIE_NAME = "__Host-ringfence" if RINGFENCE_SERVER.https else "ringfence_session"
SECURE_HSTS_SECONDS = RINGFENCE_SERVER.hsts_days * 86400 if RINGFENCE_SERVER.https else 0
# sent by SecurityMiddleware; over plain HTTP from the proxy's machine it stays silent
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", *MIDDLEWARE]  # noqa: F405 -- from clinic
