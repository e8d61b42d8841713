"""Every sentence of ours in the law data has its English beside it, with no Chinese left in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ringfence import law
from ringfence.law.entry import Entry
from ringfence.law.errors import PackError
from ringfence.schema import Said, english

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = re.compile(r"[\u3400-\u9fff]")


def sentences() -> Iterator[tuple[str, str]]:
    pack = law.load_pack("cn")
    for rule in pack.rules.values():
        for text in (*rule.uncertain_zh, *rule.stronger_zh, rule.review_zh):
            yield rule.id, text
    for deadline in pack.deadlines.values():
        yield from ((deadline.id, text) for text in (deadline.due_zh, deadline.how_zh))
    for claim in pack.claims:
        yield from ((claim.claim, text) for text in (claim.claim, claim.note, claim.instead_zh))
    for plan in pack.plans.values():
        yield from ((str(plan.lender_type), text) for text in (plan.note_zh, *(step.why_zh for step in plan.steps)))
    for office in pack.officials:
        yield from ((office.id, text) for text in (office.name, office.for_zh, *office.never_zh))
    for channel in pack.channels.values():
        yield from ((channel.id, text) for text in (channel.name, channel.contact))
    yield from (("verdict", text) for text in law.VERDICT_ZH.values())


def test_every_sentence_of_ours_has_english() -> None:
    found = [(where, text) for where, text in sentences() if text]
    assert len(found) > 350
    left = [(where, text) for where, text in found if HAN.search(english(text))]
    assert left == []


def test_english_stands_only_beside_chinese_and_for_each_sentence() -> None:
    whole = Entry({"a_zh": ["一", "二"], "a_en": ["one", "two"], "b_zh": "三"}, "f.yaml", "k")
    said = whole.saids("a")
    assert [english(text) for text in said] == ["one", "two"]
    assert isinstance(said[0], Said)
    assert english(whole.said("b")) == "三", "without English the Chinese stands for both"
    assert whole.said("c") == ""
    with pytest.raises(PackError, match="as many sentences"):
        Entry({"a_zh": ["一", "二"], "a_en": ["one"]}, "f.yaml", "k").saids("a")
    with pytest.raises(PackError, match="beside its English"):
        Entry({"b_en": "three"}, "f.yaml", "k").said("b")
