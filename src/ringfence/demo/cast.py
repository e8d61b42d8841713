"""The borrower's address book: the people of the story first, then made-up names until it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.demo.dice import pick, stream
from ringfence.demo.errors import DemoSizeError
from ringfence.demo.records import Card
from ringfence.demo.wording import words

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

FIRST_MOBILE = 19_900_000_100  # the mobiles of ordinary contacts; the story's people lie below
_FIRST_LANDLINE = 4_000  # 010-0000xxxx
_CIRCLES = ("family", "friend", "friend", "friend", "colleague", "colleague", "colleague", "any", "any", "any")


def address_book(seed: int, count: int, known: Sequence[Card]) -> list[Card]:
    """Return ``count`` cards: ``known`` and then invented ones with a mobile each, some with a second number.

    Raises:
        DemoSizeError: ``count`` is smaller than the people of the story.
    """
    if count < len(known):
        raise DemoSizeError.too_few_contacts(count, len(known))
    dice = stream(seed, "cast")
    cards = list(known)
    taken = {card.name for card in known}
    while len(cards) < count:
        place = len(cards) - len(known)
        circle = pick(dice, _CIRCLES)
        name = _name(dice, circle)
        if name in taken:
            name = f"{name}{sum(card.name.startswith(name) for card in cards) + 1}"
        taken.add(name)
        numbers = [f"{FIRST_MOBILE + place}"]
        if dice.random() < 0.12:
            numbers.append(f"010-0000{_FIRST_LANDLINE + place % 1000}")
        org = pick(dice, words()["firm"]) if circle == "colleague" else ""
        note = pick(dice, ("老同学", "驾校认识", "微信同号", "已搬家", "换号前")) if dice.random() < 0.08 else ""
        cards.append(Card(name, tuple(numbers), circle, org, note))
    return cards


def _name(dice: random.Random, circle: str) -> str:
    full = pick(dice, words()["surname"]) + pick(dice, words()["given"])
    if circle == "family":
        return pick(dice, words()["kin"]) if dice.random() < 0.5 else full
    if circle == "colleague":
        return full + (pick(dice, words()["title"]) if dice.random() < 0.4 else "")
    if circle == "any":
        return pick(dice, words()["trade"]) + pick(dice, words()["surname"])
    return full
