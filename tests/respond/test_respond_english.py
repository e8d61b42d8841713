"""The tables of words that pages show: each sentence carries its English; letters stay Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence import respond
from ringfence.respond.faults import _single
from ringfence.respond.wording import fill_both, words
from ringfence.schema import ProceedingKind, Said, english

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = re.compile(r"[\u3400-\u9fff]")


def shown() -> Iterator[str]:
    stages = words("proceedings")["stages"].values()
    yield from (stage[key] for stage in stages for key in ("say", "next"))
    yield from (due[key] for due in words("proceedings")["own_dues"].values() for key in ("name", "note"))
    yield from (text for kind in ProceedingKind for text in respond.to_check(kind))
    yield from (
        text for rung in words("ladder")["rungs"] for text in (rung["why_zh"], rung.get("only_zh", ""), *rung["papers"])
    )
    yield from (module[key] for module in words("replies")["modules"] for key in ("means_zh", "next_zh"))
    yield from (text for line in respond.help_lines() for text in (line.name, line.for_zh, line.source))
    yield from (respond.help_words(name) for name in ("lead", "urgent", "foot"))
    table = respond.block_words()
    yield from (*table["left_out"].values(), *table["files"].values(), *table["warnings"], table["keyword_note"])
    yield from (text for kind in respond.paper_kinds().values() for text in (kind.title, kind.to))
    agreement = respond.agreement_words()
    signs = (*agreement.elements.values(), *agreement.vague.values(), *agreement.harmful.values())
    yield from (text for sign in signs for text in (sign.zh, sign.ask, sign.why))
    yield from (text for pair in agreement.sums.values() for text in pair)
    yield from (*agreement.effect.values(), *agreement.verdicts.values(), agreement.note)
    talk = words("negotiate")
    yield from (*talk["effect"], *talk["dont"], talk["reserve"], talk["afterwards"])


def test_every_sentence_that_pages_show_has_english() -> None:
    found = [text for text in shown() if text]
    assert len(found) > 350
    assert [text for text in found if HAN.search(english(text))] == []


def test_a_sentence_is_filled_in_both_languages() -> None:
    said = fill_both(Said("{{ who }}收到了{{ n }}封", "{{ who }} got {{ n }}"), who=Said("对方", "they"), n=2)
    assert said == "对方收到了2封"
    assert said.en == "they got 2"


def test_one_of_something_is_said_so() -> None:
    told = {
        "times": "time",
        "days left": "day left",
        "people": "person",
        "entries": "entry",
        "working days": "working day",
    }
    assert {units: _single(units) for units in told} == told
    assert _single("") == ""
