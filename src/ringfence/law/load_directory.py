"""Lenders and official numbers from their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.directory import ListedLender, Official, licence_kind_zh
from ringfence.schema import Confidence, PartyType, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.law.entry import Entry
    from ringfence.schema import Channel

_KINDS = {PartyType.BANK: "银行", PartyType.CREDIT_CARD: "银行", PartyType.CONSUMER_FINANCE: "消费金融公司"}


def listed_lender(entry: Entry) -> tuple[Entry, ListedLender]:
    """Return one lender of the directory.

    Raises:
        PackError: a field is missing, or the licence's letter does not fit the type.
    """
    day = entry.day("as_of")
    if day is None:
        raise entry.fault("as_of", "缺少日期", "is missing")
    lender = ListedLender(
        id=entry.text("id"),
        name=entry.text("name"),
        type=entry.choice("type", PartyType),
        short_names=entry.texts("short_names"),
        licence=entry.text("licence", ""),
        register=entry.text("register"),
        source=entry.text("source"),
        as_of=day,
        confidence=entry.choice("confidence", Confidence),
        note_zh=entry.text("note_zh", ""),
    )
    if lender.licence and licence_kind_zh(lender.licence) != _KINDS.get(lender.type, "-"):
        raise entry.fault("licence", "许可证编码的首字母与类型不符", "begins with a letter of another type")
    entry.done()
    return entry, lender


def official(entry: Entry, channels: Mapping[str, Channel]) -> Official:
    """Return one office with its numbers.

    Raises:
        PackError: a field is missing, or its channel is.
    """
    found = Official(
        id=entry.text("id"),
        name=Said(entry.text("name"), entry.text("name_en", "")),
        numbers=entry.texts("numbers"),
        words=entry.texts("words"),
        for_zh=entry.said("for"),
        never_zh=entry.saids("never"),
        channel=entry.text("channel"),
        confidence=entry.choice("confidence", Confidence),
    )
    if found.channel not in channels:
        raise entry.fault("channel", "channels.yaml 里没有这个渠道", "is not in channels.yaml")
    if not (found.numbers and found.words and found.never_zh):
        raise entry.fault("numbers", "号码、叫法和“从不做的事”都要填写", "needs numbers, words and what it never does")
    entry.done()
    return found
