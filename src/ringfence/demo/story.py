"""The fixed part of the demo: reads ``data/story.yaml``; the table of wrongs and near misses is in the package's docstring.

The same for every seed: chance fills only the days around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from ringfence.demo.demo_case import NearMiss, Planted
from ringfence.demo.moment import CN, at_clock
from ringfence.demo.records import Card, Ring, Text
from ringfence.demo.wording import load
from ringfence.schema import Borrower, Debt, Party, PartyType, Person, Role, parse_phone, to_micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """One contact that one person of the story reports.

    Attributes:
        person: Person.id.
        kind: EventKind value.
        told: the fields as in the story file (text, s, refused, identified, persons, location, entered, audience, lender;
            when: the time in the person's own words).
    """

    person: str
    at: datetime
    kind: str
    number: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who writes a statement.

    Attributes:
        id: Person.id.
        wrote: when the statement was written down.
    """

    id: str
    name: str
    role: Role
    number: str
    wrote: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """All that does not depend on chance."""

    today: date
    first_day: date
    backup: datetime
    earlier_backup: datetime
    carrier_from: date
    borrower: Borrower
    parties: tuple[Party, ...]
    debts: tuple[Debt, ...]
    people: tuple[Person, ...]
    cards: tuple[Card, ...]
    texts: tuple[Text, ...]
    rings: tuple[Ring, ...]
    reports: tuple[Report, ...]
    witnesses: tuple[Witness, ...]
    planted: tuple[Planted, ...]
    near_misses: tuple[NearMiss, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Return every day of the story but the last, on which the backup is made."""
        return tuple(self.first_day + timedelta(days=place) for place in range((self.today - self.first_day).days))


@cache
def story() -> Story:
    """Return the story."""
    raw: _Entry = load("story.yaml")
    scenes: list[_Entry] = raw["scenes"]
    routine: _Entry = raw["routine"]
    names = {number: item["card"] for item in raw["people"] for number in item["numbers"]}
    texts = [_text(item, names) for scene in scenes for item in scene.get("texts", ())]
    texts += [text for item in routine["texts"] for text in _routine_texts(item, raw["today"], routine["pause_texts"])]
    rings = [ring for scene in scenes for ring in _rings(scene)]
    rings += [ring for item in routine["rings"] for ring in _routine_rings(item, raw["today"], routine["pause_rings"])]
    return Story(
        today=raw["today"],
        first_day=raw["first_day"],
        backup=_moment(raw["backup"]),
        earlier_backup=_moment(raw["earlier_backup"]),
        carrier_from=raw["carrier_from"],
        borrower=Borrower(**{**raw["borrower"], "numbers": _keys(raw["borrower"]["numbers"])}),
        parties=tuple(_party(item) for item in raw["parties"]),
        debts=tuple(Debt(**item) for item in raw["debts"]),
        people=tuple(_person(item) for item in raw["people"]),
        cards=tuple(
            Card(item["card"], tuple(item["numbers"]), item["circle"], item.get("org", "")) for item in raw["people"]
        ),
        texts=tuple(sorted(texts, key=lambda text: text.at)),
        rings=tuple(sorted(rings, key=lambda ring: ring.at)),
        reports=tuple(
            sorted(
                (_report(item) for scene in scenes for item in scene.get("statements", ())),
                key=lambda report: report.at,
            )
        ),
        witnesses=tuple(
            Witness(item["id"], item["name"], Role(item["role"]), item["numbers"][0], _moment(item["wrote"]))
            for item in raw["people"]
        ),
        planted=_planted(scenes),
        near_misses=tuple(NearMiss(**item) for scene in scenes for item in scene.get("near", ())),
    )


def _moment(value: datetime | str) -> datetime:
    """Return a time of the file, which YAML may already have read, on the clock of China."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=CN)


def _keys(numbers: list[str]) -> tuple[str, ...]:
    return tuple(parse_phone(number).key for number in numbers)


def _party(item: _Entry) -> Party:
    return Party(
        id=item["id"],
        name=item["name"],
        type=PartyType(item["type"]),
        short_names=tuple(item["short_names"]),
        numbers=_keys(item["numbers"]),
        acts_for=item.get("acts_for"),
        type_source="demo",
    )


def _person(item: _Entry) -> Person:
    refused = item.get("refused_at")
    return Person(
        id=item["id"],
        name=item["name"],
        role=Role(item["role"]),
        numbers=_keys(item["numbers"]),
        declared=item["declared"],
        refused_at=to_micros(_moment(refused)) if refused else None,
    )


def _text(item: _Entry, names: dict[str, str]) -> Text:
    return Text(
        at=_moment(item["at"]),
        number=item["from"],
        body=item["text"],
        outgoing=item.get("out", False),
        label=item["label"],
        name=names.get(item["from"], ""),
        deleted=item.get("deleted", False),
    )


def _rings(scene: _Entry) -> Iterator[Ring]:
    for item in scene.get("rings", ()):
        seconds = item.get("s", 0)
        yield Ring(
            at=_moment(item["at"]),
            number=item["from"],
            kind=item.get("kind", "in" if seconds else "missed"),
            seconds=seconds,
            deleted=item.get("deleted", False),
        )
    tries = scene.get("tries", [])
    for item in [tries] if isinstance(tries, dict) else tries:
        for clock in item["clocks"]:
            yield Ring(at_clock(item["day"], clock), item["from"], "missed")


def _routine_days(item: _Entry, last: date, pause: list[list[date]]) -> Iterator[tuple[int, date]]:
    day: date = item["first"]
    place = 0
    while day < last:
        if not any(first <= day <= end for first, end in pause):
            yield place, day
            place += 1
        day += timedelta(days=item["every"])


def _routine_texts(item: _Entry, last: date, pause: list[list[date]]) -> Iterator[Text]:
    for place, day in _routine_days(item, last, pause):
        yield Text(
            at_clock(day, item["clock"]), item["from"], item["lines"][place % len(item["lines"])], label=item["label"]
        )


def _routine_rings(item: _Entry, last: date, pause: list[list[date]]) -> Iterator[Ring]:
    for place, day in _routine_days(item, last, pause):
        at = at_clock(day, item["clock"]) + timedelta(minutes=place * 7 % 50, seconds=place * 13 % 40)
        seconds = item["s"][place % len(item["s"])]
        yield Ring(at, item["from"][place % len(item["from"])], "in" if seconds else "missed", seconds)


def _report(item: _Entry) -> Report:
    named = {"person", "at", "kind", "from"}
    return Report(
        person=item["person"],
        at=_moment(item["at"]),
        kind=item.get("kind", "call"),
        number=item.get("from", ""),
        told={name: value for name, value in item.items() if name not in named},
    )


def _planted(scenes: list[_Entry]) -> tuple[Planted, ...]:
    """Add up the wrongs of all scenes: one entry per rule and lender."""
    sums: dict[tuple[str, str], list[_Entry]] = {}
    for scene in scenes:
        for wrong in scene.get("wrongs", ()):
            sums.setdefault((wrong["rule"], wrong["lender"]), []).append(wrong)
    planted: list[Planted] = []
    for (rule, lender), wrongs in sorted(sums.items()):
        days = sorted(day for wrong in wrongs for day in wrong["days"])
        planted.append(
            Planted(
                rule=rule,
                lender=lender,
                count=sum(wrong.get("count", len(wrong["days"])) for wrong in wrongs),
                first_day=days[0] if days else None,
                last_day=days[-1] if days else None,
                note_zh="；".join(dict.fromkeys(wrong["note_zh"] for wrong in wrongs)),
            )
        )
    return tuple(planted)
