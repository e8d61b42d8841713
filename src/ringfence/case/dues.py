"""All days that matter on a day: deadlines the law room counts, what they promised, and the product's own reminders.

:func:`counted_dues` is the one place where the law room's deadlines come in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence import law, respond

if TYPE_CHECKING:
    from ringfence.schema import Due, Matter


def counted_dues(matter: Matter) -> tuple[Due, ...]:
    """Return the deadlines that follow from the law data, nearest first."""
    return law.deadlines(matter, law.load_pack("cn"))


def dues_of(matter: Matter) -> tuple[Due, ...]:
    """Return every deadline and reminder on ``matter.as_of``, nearest first; each says whether a binding rule sets it."""
    counted = counted_dues(matter)
    own = respond.own_dues(matter.proceedings, counted, matter.as_of)
    return tuple(sorted((*counted, *own), key=lambda due: (due.day, due.id)))
