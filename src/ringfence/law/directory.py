"""Lenders by name and official numbers: who may stand behind a name, and what a real office never does.

A name or a number in a message proves nothing: both can be borrowed. The directory only tells what the name belongs to, of what
type that lender is, and where to look it up; whether this message comes from it stays open unless what it asks for gives it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.schema import Said, english

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.law.pack import Pack
    from ringfence.schema import Confidence, PartyType

_SHORTEST = 2  # a name of one sign would be found in any text
_SAFE = str.maketrans({"-": "", " ": "", "(": "", ")": "", "+": ""})


@dataclass(frozen=True, slots=True)
class ListedLender:
    """One lender of the directory.

    Attributes:
        name: full name of the licence.
        short_names: how it signs and calls itself.
        licence: number of its financial licence, "" where its kind has none.
        register: where anybody can look it up.
        as_of: day of the list it was taken from.
    """

    id: str
    name: str
    type: PartyType
    short_names: tuple[str, ...]
    licence: str
    register: str
    source: str
    as_of: date
    confidence: Confidence
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """An office that imitators borrow the name of.

    Attributes:
        numbers: as dialled.
        words: how messages name it.
        never_zh: what it never does, each a sentence.
        channel: Channel.id where the real one is reached.
    """

    id: str
    name: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    for_zh: str
    never_zh: tuple[str, ...]
    channel: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Identity:
    """What a message's own words and number say about who sent it.

    Attributes:
        lenders: listed lenders it names, longest name first.
        officials: offices it names.
        number_of: the office whose number it came from, None when of none.
        said_zh: what follows, each a sentence; never that it is a fraud, unless an office is said to do what it never does.
    """

    lenders: tuple[ListedLender, ...]
    officials: tuple[Official, ...]
    number_of: Official | None
    said_zh: tuple[str, ...]


def find_lenders(text: str, pack: Pack) -> tuple[ListedLender, ...]:
    """Return the listed lenders named in ``text``, the longest name found first; a name inside a longer found one does not count.

    ``text`` may be a name alone, also the beginning of one (``马上``).
    """
    wanted = text.strip()
    if len(wanted) < _SHORTEST:
        return ()
    found: list[tuple[int, str, ListedLender]] = []
    for lender in pack.lenders.values():
        hits = [name for name in (lender.name, *lender.short_names) if name in wanted or wanted in name]
        if hits:
            found.append((max(len(name) if name in wanted else 0 for name in hits), lender.id, lender))
    best = sorted(found, key=lambda one: (-one[0], one[1]))
    covered = [name for _, _, lender in best for name in (lender.name, *lender.short_names) if name in wanted]
    return tuple(lender for length, _, lender in best if not length or _alone(lender, wanted, covered))


def _alone(lender: ListedLender, text: str, covered: Iterable[str]) -> bool:
    """Tell whether one of the lender's names stands in the text outside every longer name of another."""
    longer = sorted(covered, key=len, reverse=True)
    own = {lender.name, *lender.short_names}
    rest = text
    for name in longer:
        if name in rest:
            if name in own:
                return True
            rest = rest.replace(name, "\0")
    return False


def identify(text: str, number: str, pack: Pack, *, asks_money: bool = False) -> Identity:
    """Say what the words and the number of a message tell about its sender.

    Args:
        text: the message.
        number: as shown, "" when withheld.
        pack: law data with lenders and officials.
        asks_money: it asks to pay or to transfer (the caller's classifier knows).
    """
    lenders = find_lenders(text, pack) if text.strip() else ()
    officials = tuple(one for one in pack.officials if any(word in text for word in one.words))
    dialled = number.translate(_SAFE).removeprefix("86")
    known = next((one for one in pack.officials if dialled and dialled in one.numbers), None)
    return Identity(lenders, officials, known, tuple(_said(lenders, officials, known, asks_money=asks_money)))


def _said(
    lenders: Iterable[ListedLender], officials: Iterable[Official], known: Official | None, *, asks_money: bool
) -> Iterable[str]:
    for office in officials:
        named, first = english(office.name), office.numbers[0]
        if asks_money:
            never = office.never_zh[0]
            yield Said(
                f"信息里提到{office.name},又要求付款。真的{office.name}{never}请自己拨打{first}核对,不要用信息里的电话和链接。",
                f"The message names {named} and wants money. Of the real one: {english(never)} "
                f"Ring {first} yourself to check; use no number or link of the message.",
            )
        else:
            yield Said(
                f"信息里提到{office.name}。要核对真假,请自己拨打{first},不要用信息里的电话和链接。",
                f"The message names {named}. To check, ring {first} yourself; use no number or link of the message.",
            )
    if known is not None:
        yield Said(
            f"显示的号码是{known.name}的号码。来电显示可以伪造,号码相同不等于真是它打来的。",
            f"The number shown is that of {english(known.name)}. A number shown can be forged; the same number does not mean that "
            "it was they who called.",
        )
    for lender in lenders:
        yield Said(
            f"信息里提到“{lender.name}”(可查:{lender.register})。名字谁都能写:请用合同或官方App里的电话核对,不要用信息里的。",
            f"The message names “{lender.name}” (register: {lender.register}). Anybody can write a name: check by the number "
            "in the "
            "contract or the official app, not by one in the message.",
        )


def licence_kind_zh(licence: str) -> str:
    """Return the kind of a financial licence by the letter its number begins with, "" when the letter says nothing to us."""
    return {"B": "银行", "X": "消费金融公司"}.get(licence[:1], "")
