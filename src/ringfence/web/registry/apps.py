"""The Django app of the case list."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The list of cases."""

    name = "ringfence.web.registry"
    label = "registry"
