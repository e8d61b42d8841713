"""For the tests: the local door in a folder of its own, cheap and without a worker."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ringfence.web.settings.clinic import INSTALLED_APPS as CLINIC_APPS
from ringfence.web.settings.local import *  # noqa: F403 -- Django's own way of layering settings

RINGFENCE_DATA = Path(tempfile.mkdtemp(prefix="ringfence-test-"))
RINGFENCE_CASES = RINGFENCE_DATA / "cases"
SECRET_KEY = "only for tests"  # noqa: S105 -- opens nothing
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": RINGFENCE_DATA / "test.sqlite3",
        "TEST": {"NAME": RINGFENCE_DATA / "test.sqlite3"},
    }
}
# the clinic's tables too: tests/web/server turns its pages on (settings/clinic.py)
INSTALLED_APPS = CLINIC_APPS
RINGFENCE_KEY = b"only for tests, opens nothing!!!"
RINGFENCE_PLACE = "护联"
RINGFENCE_HAND_IN = (5, 1_000_000)
RINGFENCE_METRICS_TOKEN = ""
RINGFENCE_PRINT = False  # tests compare sentences as they stand in the code
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
