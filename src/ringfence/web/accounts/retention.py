"""How long the log of accesses is kept: old lines are removed by hand or by a timer, and what was removed stands in the log."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ringfence.schema import RingfenceError
from ringfence.web.accounts.models import AccessLog

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEAST_MONTHS = 6  # younger lines PostgreSQL itself keeps (migration 0003)
USUAL_MONTHS = 24
_MONTH = timedelta(days=31)  # never less than a month
_MARK = "pruned "
_TO = re.compile(r" to (\d{4}-\d{2}-\d{2})$")


class TooYoungError(RingfenceError):
    """Lines that have to be kept longer."""

    def __init__(self) -> None:
        super().__init__(
            f"访问记录至少保留 {LEAST_MONTHS} 个月,请写 {LEAST_MONTHS} 或更大的数。",
            f"The log of accesses is kept for {LEAST_MONTHS} months at least.",
        )


def old_lines(months: int) -> QuerySet[AccessLog]:
    """Return the lines older than ``months``, without those that tell of removing.

    Raises:
        TooYoungError: fewer than six.
    """
    if months < LEAST_MONTHS:
        raise TooYoungError
    return AccessLog.objects.filter(at__lt=timezone.now() - _MONTH * months).exclude(page__startswith=_MARK)


def prune(months: int) -> int:
    """Remove the lines older than ``months`` in one statement, about which PostgreSQL writes a line; return how many.

    Raises:
        TooYoungError: fewer than six.
    """
    old = old_lines(months)
    return int(old._raw_delete(old.db))  # noqa: SLF001 -- one DELETE: nothing hangs on these rows, and one line tells of all


def pruned_to() -> date | None:
    """Return the day up to which lines were removed, None when none ever were."""
    line = AccessLog.objects.filter(page__startswith=_MARK).order_by("-id").first()
    found = _TO.search(line.page) if line is not None else None
    return date.fromisoformat(found[1]) if found is not None else None
