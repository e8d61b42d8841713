"""Time with its zone and the clock that said so.

A time is UTC microseconds since 1970 (signed 64 bit), beside the IANA zone that was assumed when it was read and the clock
it came from. Claimed, device, carrier and vault times are never mixed: a court asks which clock (online litigation rules
arts. 16-19, 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

CHINA = "Asia/Shanghai"
MICROS = 1_000_000


class Clock(StrEnum):
    """Whose clock a time was read from."""

    CLAIMED = "claimed"  # said by the sender or written in a message
    DEVICE = "device"  # the phone that recorded it
    CARRIER = "carrier"  # the carrier's billing system: a neutral third party
    RECOLLECTED = "recollected"  # remembered by a person, with a stated precision
    VAULT = "vault"  # the machine that keeps the case


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment.

    Attributes:
        micros: UTC microseconds since 1970-01-01.
        zone: IANA zone in which it was written or is to be shown.
        clock: the clock it was read from.
        precision_s: half width in seconds of what the source allows (0 = to the second, 1800 = "about half an hour").
    """

    micros: int
    zone: str = CHINA
    clock: Clock = Clock.DEVICE
    precision_s: int = 0

    @property
    def local(self) -> datetime:
        """Return the moment on the wall clock of :attr:`zone` (aware)."""
        return from_micros(self.micros, self.zone)


def to_micros(moment: datetime, zone: str = CHINA) -> int:
    """Return UTC microseconds of ``moment``; a naive one is read as wall clock of ``zone``."""
    aware = moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment
    delta = aware.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return delta // timedelta(microseconds=1)


def from_micros(micros: int, zone: str = CHINA) -> datetime:
    """Return the aware wall-clock time of ``micros`` in ``zone``."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).astimezone(ZoneInfo(zone))


def local_date(micros: int, zone: str = CHINA) -> date:
    """Return the calendar day of ``micros`` in ``zone``."""
    return from_micros(micros, zone).date()


def in_quiet_hours(second_of_day: int, start_h: int = 22, end_h: int = 8) -> bool:
    """Tell whether a wall-clock second of the day lies in [start, end) over midnight (default 22:00:00-07:59:59)."""
    return second_of_day >= start_h * 3600 or second_of_day < end_h * 3600
