"""Ordinary messages: services by template, people by small conversations, spread over the days of the story."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ringfence.demo.dice import pick, stream
from ringfence.demo.moment import some_moment
from ringfence.demo.ordinary_calls import SECOND_LINE
from ringfence.demo.records import Card, Text
from ringfence.demo.wording import Template, load, words

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from ringfence.schema import Progress

_SIGNATURE = re.compile(r"[【\[][^】\]]+[】\]]")
TALK_SHARE = 0.34  # of all ordinary messages, those of conversations
GROUP_SHARE = 0.004  # group messages to the family, written as MMS
STEP = "编写日常短信"


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of sender (see ``data/ordinary.yaml``)."""

    weight: float
    hours: str
    number: str
    brands: tuple[str, ...]
    season: tuple[str, str] | None
    monthdays: frozenset[int]
    lines: tuple[tuple[str, Template], ...]  # label, sentence

    def in_season(self, day: date) -> bool:
        """Tell whether such messages come on ``day``."""
        if self.monthdays and day.day not in self.monthdays:
            return False
        if self.season is None:
            return True
        first, last = self.season
        today = f"{day:%m-%d}"
        return first <= today <= last if first <= last else today >= first or today <= last


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A small conversation: (sent by the borrower, line) each."""

    circle: str
    lines: tuple[tuple[bool, Template], ...]


@cache
def services() -> tuple[Service, ...]:
    """Return the kinds of senders."""
    return tuple(_service(group) for group in load("ordinary.yaml")["groups"])


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """Return the conversations."""
    return tuple(
        Dialogue(item["with"], tuple((line[0] == ">", Template.of(line[2:])) for line in item["lines"]))
        for item in load("dialogues.yaml")["dialogues"]
    )


@cache
def _fitting(circle: str) -> tuple[Dialogue, ...]:
    """Return the conversations that a person of ``circle`` has: their own kind three times as often as small talk."""
    mine = tuple(item for item in dialogues() if item.circle == circle != "any")
    return mine * 3 + tuple(item for item in dialogues() if item.circle == "any")


def ordinary_messages(
    seed: int, count: int, days: Sequence[date], cards: Sequence[Card], progress: Progress
) -> list[Text]:
    """Return ``count`` ordinary messages over ``days``, in no order."""
    dice = stream(seed, "messages")
    by_day: dict[date, tuple[list[Service], list[float]]] = {}
    texts: list[Text] = []
    while len(texts) < count:
        day = pick(dice, days)
        if dice.random() < TALK_SHARE / 2.2:  # a conversation has 2.2 lines on average
            texts += _talk(dice, day, cards)
        elif dice.random() < GROUP_SHARE:
            texts.append(_group(dice, day, cards))
        else:
            texts.append(_from_service(dice, day, cards, by_day))
        if len(texts) % 10_000 == 0:
            progress(STEP, len(texts), count)
    return texts[:count]


def _labelled(line: str | dict[str, str], label: str) -> tuple[str, Template]:
    """Return a line with its own label (``{label: text}``) or the group's."""
    if isinstance(line, str):
        return label, Template.of(line)
    ((own, text),) = line.items()
    return own, Template.of(text)


def _service(group: dict[str, Any]) -> Service:
    season = group.get("season")
    return Service(
        weight=float(group["weight"]),
        hours=group["hours"],
        number=str(group["from"]),
        brands=words()[group["brand"]] if "brand" in group else ("",),
        season=(season[0], season[1]) if season else None,
        monthdays=frozenset(group.get("monthdays", ())),
        lines=tuple(_labelled(line, group["label"]) for line in group["lines"]),
    )


def _from_service(
    dice: random.Random, day: date, cards: Sequence[Card], by_day: dict[date, tuple[list[Service], list[float]]]
) -> Text:
    if day not in by_day:
        open_today = [service for service in services() if service.in_season(day)]
        by_day[day] = (open_today, list(accumulate(service.weight for service in open_today)))
    open_today, heap = by_day[day]
    service = dice.choices(open_today, cum_weights=heap)[0]
    at = some_moment(dice, day, service.hours)
    brand = pick(dice, service.brands)
    label, line = pick(dice, service.lines)
    body = line.fill(dice, at, brand)
    if service.number == "contact":
        card = pick(dice, cards)
        return Text(at, card.numbers[0], body, label=label, name=card.name)
    number = service.number
    if number.startswith("1910000"):  # private mobiles: another one each time
        number = f"1910000{dice.randrange(5000, 10000)}"
    else:
        signature = _SIGNATURE.search(body)
        number = _stable(number, brand or (signature[0] if signature else label))
    return Text(at, number, body, label=label, line=2 if dice.random() < SECOND_LINE else 1)


@cache
def _stable(pattern: str, brand: str) -> str:
    """Fill ``#`` with digits that depend on the brand only: a sender keeps its number. The first is never 9: lenders' own."""
    wanted = pattern.count("#")
    if not wanted:
        return pattern
    digest = int.from_bytes(hashlib.sha256(f"{pattern}{brand}".encode()).digest()[:6], "big")
    made = f"{1 + digest % 8}{digest // 8 % 10**9:09d}"[:wanted]
    return pattern.replace("#" * wanted, made)


def _talk(dice: random.Random, day: date, cards: Sequence[Card]) -> list[Text]:
    card = cards[int(len(cards) * dice.random() ** 1.6)]  # with some people one talks more than with others
    talk = pick(dice, _fitting(card.circle))
    at = some_moment(dice, day, "talk")
    texts: list[Text] = []
    for outgoing, line in talk.lines:
        body = line.fill(dice, at)
        texts.append(Text(at, _written(dice, card.numbers[0]), body, outgoing, "personal", card.name))
        at += timedelta(milliseconds=dice.randrange(8_000, 400_000))
    return texts


def _written(dice: random.Random, number: str) -> str:
    """Return the number as this or that phone writes it: bare, with +86, with blanks."""
    chance = dice.random()
    if chance < 0.75 or len(number) != 11:
        return number
    return f"+86{number}" if chance < 0.97 else f"{number[:3]} {number[3:7]} {number[7:]}"


def _group(dice: random.Random, day: date, cards: Sequence[Card]) -> Text:
    family = [card for card in cards if card.circle in {"mother", "family"}]
    chosen = dice.sample(family, k=min(3, len(family)))
    at: datetime = some_moment(dice, day, "evening")
    line = Template.of(pick(dice, _GROUP_LINES))
    return Text(
        at,
        chosen[0].numbers[0],
        line.fill(dice, at),
        label="personal",
        name="~".join(card.name for card in chosen),
        others=tuple(card.numbers[0] for card in chosen[1:]),
    )


_GROUP_LINES = (
    "这周{weekday}家庭聚餐，{place}老地方，{clock}见{emoji}",
    "大家帮忙给孩子投个票，谢谢各位{emoji}{emoji}",
    "下个月回老家的车票我统一买，把身份证号私发我",
    "拍了几张合影，发给大家留念",
)
