"""Templates of ordinary messages: text with ``{slots}`` that are filled anew each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from ringfence.demo.dice import digits, pick

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping
    from datetime import datetime

_SLOT = re.compile(r"\{(\w+)\}")
_OWN_CARDS = ("2603", "7718", "0142")
_URL_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"


def load(name: str) -> Any:  # noqa: ANN401 -- YAML package data; each caller knows its own file's shape
    """Return the package's YAML file ``name`` parsed."""
    text = files("ringfence.demo").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both loaders are safe


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Return the word lists by name."""
    return {name: tuple(items) for name, items in load("words.yaml").items()}


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with slots, cut up once.

    Attributes:
        pieces: literal text at even places, slot names at odd places.
    """

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Template:
        """Cut ``text`` at its slots.

        Raises:
            KeyError: a slot is neither a word list nor known to this module.
        """
        pieces = tuple(_SLOT.split(text))
        for name in pieces[1::2]:
            if name not in _MADE and name not in words() and name != "brand":
                raise KeyError(name)
        return cls(pieces)

    def fill(self, dice: random.Random, at: datetime, brand: str = "") -> str:
        """Return the sentence with every slot filled for a message of time ``at``."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        out = list(self.pieces)
        for place in range(1, len(out), 2):
            name = out[place]
            if name == "brand":
                out[place] = brand
            elif name in _MADE:
                out[place] = _MADE[name](dice, at)
            else:
                out[place] = pick(dice, words()[name])
        return "".join(out)


def _day(at: datetime, ahead: int) -> str:
    day = at + timedelta(days=ahead)
    return f"{day.month}月{day.day}日"


def _month(at: datetime) -> str:
    return f"{(at.month - 2) % 12 + 1}月"


def _url(dice: random.Random) -> str:
    host = pick(dice, ("s", "t", "dk", "m", "hy", "vip"))
    return f"https://{host}.example.com/{''.join(dice.choices(_URL_LETTERS, k=6))}"


def _money(dice: random.Random, low: int, high: int) -> str:
    return f"{dice.randrange(low * 100, high * 100) / 100:.2f}"


_MADE: Mapping[str, Callable[[random.Random, datetime], str]] = {
    "code": lambda dice, _: digits(dice, 6),
    "code4": lambda dice, _: digits(dice, 4),
    "card": lambda dice, _: digits(dice, 4),
    "pick": lambda dice, _: f"{dice.randrange(1, 20)}-{dice.randrange(1, 9)}-{digits(dice, 4)}",
    "amt": lambda dice, _: _money(dice, 5, 900),
    "small": lambda dice, _: f"{dice.randrange(9, 199)}.{pick(dice, ('9', '5', '00', '80'))}",
    "balance": lambda dice, _: _money(dice, 120, 9000),
    "wage": lambda dice, _: _money(dice, 4200, 7800),
    "pct": lambda dice, _: f"{dice.randrange(21, 95) / 10}",
    "n": lambda dice, _: str(dice.randrange(2, 10)),
    "nn": lambda dice, _: str(dice.randrange(10, 100)),
    "clock": lambda dice, _: f"{dice.randrange(9, 21)}:{pick(dice, ('00', '15', '30', '45'))}",
    "time": lambda _, at: f"{at:%H:%M}",
    "date": lambda _, at: _day(at, 0),
    "next": lambda dice, at: _day(at, dice.randrange(1, 4)),
    "due": lambda dice, at: _day(at, dice.randrange(4, 15)),
    "mycard": lambda dice, _: pick(dice, _OWN_CARDS),
    "month_now": lambda _, at: f"{at.month}月",
    "month": lambda _, at: _month(at),
    "url": lambda dice, _: _url(dice),
    "tel": lambda dice, _: f"1910000{dice.randrange(5000, 10000)}",
}
