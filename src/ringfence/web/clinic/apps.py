"""The Django app of the clinic's own rows."""

from __future__ import annotations

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Links for handing in, what waits, fingerprints over cases."""

    name = "ringfence.web.clinic"
    label = "clinic"
