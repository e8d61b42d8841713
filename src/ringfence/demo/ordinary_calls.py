"""Ordinary calls: family, friends, colleagues, couriers, missed calls, withheld numbers, friends at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.demo.dice import pick, stream
from ringfence.demo.errors import DemoSizeError
from ringfence.demo.moment import some_moment
from ringfence.demo.records import Card, Ring

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import date, datetime

SECOND_LINE = 0.03  # share of calls and messages on the second SIM card
_MOST_A_DAY = 200
_KINDS = ("in", "in", "in", "out", "out", "missed")


@dataclass(slots=True)
class Busy:
    """The minutes in which the phone is already ringing or talking; a phone holds one call at a time."""

    minutes: set[int]

    def book(self, ring: Ring) -> None:
        """Take the minutes of ``ring``."""
        first = int(ring.at.timestamp()) // 60
        self.minutes.update(range(first, first + ring.seconds // 60 + 2))

    def free(self, ring: Ring) -> bool:
        """Tell whether ``ring`` meets no other call."""
        first = int(ring.at.timestamp()) // 60
        return not any(minute in self.minutes for minute in range(first, first + ring.seconds // 60 + 2))


def ordinary_calls(
    seed: int, count: int, days: Sequence[date], cards: Sequence[Card], taken: Sequence[Ring]
) -> list[Ring]:
    """Return ``count`` ordinary calls over ``days`` that meet neither each other nor those ``taken``.

    Raises:
        DemoSizeError: there are more calls than the days have minutes for.
    """
    if count > len(days) * _MOST_A_DAY:
        raise DemoSizeError.too_many_calls(count, len(days) * _MOST_A_DAY)
    dice = stream(seed, "calls")
    busy = Busy(set())
    for ring in taken:
        busy.book(ring)
    rings: list[Ring] = []
    while len(rings) < count:
        ring = _ring(dice, pick(dice, days), cards)
        if busy.free(ring):
            busy.book(ring)
            rings.append(ring)
    return rings


def _ring(dice: random.Random, day: date, cards: Sequence[Card]) -> Ring:
    chance = dice.random()
    if chance < 0.70:
        return _known(dice, day, pick(dice, cards))
    if chance < 0.86:
        return _stranger(dice, day)
    if chance < 0.95:
        return _service(dice, day)
    kind = pick(dice, ("in", "missed", "missed", "rejected"))
    return _finish(dice, some_moment(dice, day, "day"), pick(dice, ("-1", "-1", "", "-2")), kind, 50)


def _known(dice: random.Random, day: date, card: Card) -> Ring:
    hours = "night" if card.circle == "friend" and dice.random() < 0.12 else "talk"
    number = pick(dice, card.numbers)
    if len(number) == 11 and dice.random() < 0.1:
        number = f"+86{number}"
    kind = pick(dice, _KINDS)
    return _finish(dice, some_moment(dice, day, hours), number, kind, 240, card.name)


def _stranger(dice: random.Random, day: date) -> Ring:
    """Couriers, taxi drivers, wrong numbers."""
    number = f"1910000{dice.randrange(5000, 10000)}"
    return _finish(dice, some_moment(dice, day, "day"), number, pick(dice, ("in", "in", "in", "missed", "out")), 25)


def _service(dice: random.Random, day: date) -> Ring:
    """Advertising and service calls."""
    number = pick(dice, ("0100000", "400000", "950020"))
    number += f"{dice.randrange(5000, 10000)}" if number != "950020" else f"{dice.randrange(100, 1000)}"
    kind = pick(dice, ("in", "missed", "rejected", "rejected", "blocked"))
    return _finish(dice, some_moment(dice, day, "office"), number, kind, 20)


def _finish(dice: random.Random, at: datetime, number: str, kind: str, mean: int, name: str = "") -> Ring:
    seconds = 0
    if kind in {"in", "out"}:
        seconds = min(3600, 4 + int(dice.expovariate(1 / mean)))
        if kind == "out" and dice.random() < 0.25:
            seconds = 0
    line = 2 if dice.random() < SECOND_LINE else 1
    return Ring(at + timedelta(milliseconds=dice.randrange(1000)), number, kind, seconds, name, line=line)
