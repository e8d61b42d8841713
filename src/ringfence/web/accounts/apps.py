"""The Django app of the accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts of a clinic."""

    name = "ringfence.web.accounts"
    label = "accounts"
