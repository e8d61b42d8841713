"""Slowing down who guesses: counts per account and per address in the database, so that they hold over restarts and processes."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ringfence.web.accounts.models import Count
from ringfence.web.sealed import digest

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 8  # wrong tries of one account within the window
PER_ADDRESS = 40  # of one address: a clinic's people share one


def _key(kind: str, text: str) -> str:
    return digest("throttle", f"{kind}\0{text}")


def number(kind: str, text: str, window: timedelta = WINDOW) -> int:
    """Return how often it was counted within the window."""
    found = Count.objects.filter(key=_key(kind, text), since__gt=timezone.now() - window).first()
    return found.number if found is not None else 0


def count(kind: str, text: str, window: timedelta = WINDOW, by: int = 1) -> int:
    """Count once more and return how often within the window."""
    key, now = _key(kind, text), timezone.now()
    with transaction.atomic():
        row, _ = Count.objects.select_for_update().get_or_create(key=key, defaults={"since": now})
        if now - row.since > window:
            Count.objects.filter(key=key).update(number=by, since=now)
            return by
        Count.objects.filter(key=key).update(number=F("number") + by)
        return row.number + by


def forget(kind: str, text: str) -> None:
    """Start counting anew: the right secret was given."""
    Count.objects.filter(key=_key(kind, text)).delete()


def clear_old() -> int:
    """Remove counts whose window is long over; return how many."""
    return Count.objects.filter(since__lt=timezone.now() - timedelta(days=2)).delete()[0]


def too_many(name: str, address: str) -> bool:
    """Tell whether this account or this address tried too often to be listened to now."""
    return number("account", name) >= PER_ACCOUNT or number("address", address) >= PER_ADDRESS


def wrong(name: str, address: str) -> None:
    """Count a wrong try."""
    count("account", name)
    count("address", address)
