"""Deadlines as an iCalendar file (RFC 5545): all-day events with alarms three days and one day before.

Calendars go to clouds and show on locked screens, so by default an event says no more than ``护联: X1 到期``. No name of a
person and no number of anybody's telephone goes in, not even when details are asked for.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from ringfence.respond.proceedings.kinds import TABLE, kind_name
from ringfence.respond.wording import fill, words
from ringfence.schema import Duty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Event

    from ringfence.schema import Due, Matter

PRODUCT = "-//Ringfence//deadlines//ZH"
SPACE = UUID("6b1f0d1e-6f0c-5e0b-9d3a-52494e474645")  # of our own ids: an id tells nothing about the case
ALARMS = (3, 1)  # days before
HOUR = 9  # the alarm's hour on the phone's own clock; midnight would wake people
_NUMBER = re.compile(r"\+?\d[\d \-]{5,}\d")


def calendar_file(dues: Iterable[Due], matter: Matter, *, case: str, made: datetime, full: bool = False) -> bytes:
    """Return the open deadlines from ``matter.as_of`` on as one iCalendar file.

    A deadline keeps its id over exports of the same case, so that a calendar that reads the file again replaces the event.

    Args:
        dues: deadlines; met and past ones are left out.
        matter: of the case; names the kinds of the proceedings, and its people must not be named.
        case: the vault's id of the case, part of the ids (as a digest only).
        made: when the file is made (aware).
        full: say what is due and in which matter; still no person and no telephone number.
    """
    from icalendar import Calendar  # noqa: PLC0415 -- loaded when a calendar is written

    calendar = Calendar()
    table = words(TABLE)["calendar"]
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(table["name"]))
    for due in sorted(dues, key=lambda one: (one.day, one.id)):
        if not due.met and due.day >= matter.as_of:
            calendar.add_component(_event(due, matter, case, made, full=full))
    return bytes(calendar.to_ical())


def _event(due: Due, matter: Matter, case: str, made: datetime, *, full: bool) -> Event:
    from icalendar import Event  # noqa: PLC0415 -- as above

    title = _title(due, matter, full=full)
    event = Event()
    event.add("uid", str(uuid5(SPACE, f"{case}:{due.id}")))
    event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if full:
        event.add("description", _clean(_details(due), matter))
    for days in ALARMS:
        event.add_component(_alarm(title, days))
    return event


def _alarm(title: str, days: int) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415 -- as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=HOUR) - timedelta(days=days))
    return alarm


def _title(due: Due, matter: Matter, *, full: bool) -> str:
    table = words(TABLE)["calendar"]
    if not full:
        return fill(str(table["neutral"]), what=due.proceeding or str(table["unnamed"]))
    proceeding = next((one for one in matter.proceedings if one.id == due.proceeding), None)
    kind = kind_name(proceeding.kind) if proceeding else ""
    whose = str(table["yours" if due.duty is Duty.YOURS else "theirs"])
    return _clean(fill(str(table["full"]), what=due.proceeding, kind=kind, name=due.name_zh, whose=whose), matter)


def _details(due: Due) -> str:
    table = words(TABLE)["calendar"]
    return f"{due.note_zh}{table['hard' if due.hard else 'soft']}"


def _clean(text: str, matter: Matter) -> str:
    """Take out names of people and whatever looks like a telephone number; a day is none."""
    for name in (*(person.name.strip() for person in matter.people), matter.borrower.name.strip()):
        if len(name) > 1:
            text = text.replace(name, "…")
    return _NUMBER.sub(lambda hit: hit.group(0) if _is_day(hit.group(0)) else "…", text)


def _is_day(text: str) -> bool:
    return re.fullmatch(r"20\d\d-\d\d-\d\d", text) is not None
