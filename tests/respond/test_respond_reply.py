"""Answers are read by declarative modules: four sets of made-up answers, what is hostile, and what is never guessed."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ringfence.respond import read_reply
from ringfence.schema import Outcome, Proceeding, ProceedingKind

DATA = Path(__file__).resolve().parent / "data"
# What must hold on each set: share read right at least, share read wrong (not: left to a person) at most. The figures the sets
# gave when they were first measured, before any module was changed for them, stand in docs/limits.md.
FLOORS = {
    ("replies", "seen"): (0.98, 0.02),
    ("replies", "held"): (0.95, 0.03),
    ("replies_later", "all"): (0.95, 0.03),
    ("replies_third", "all"): (0.95, 0.03),
    ("replies_fourth", "all"): (0.85, 0.05),
}


@cache
def answers(name: str) -> list[tuple[str, int, dict[str, Any]]]:
    """Return (outcome, place in its class, item) of a set."""
    read = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        (outcome, place, {"text": item} if isinstance(item, str) else item)
        for outcome, items in read.items()
        for place, item in enumerate(items)
    ]


def asked(item: dict[str, Any]) -> Proceeding:
    return Proceeding("X1", ProceedingKind(item.get("kind", "delete")), "L1", person="P1" if item.get("person") else "")


@pytest.mark.parametrize(("name", "part"), FLOORS)
def test_answers_are_read_right_or_left_to_a_person(name: str, part: str) -> None:
    wanted = {"seen": (0, 1), "held": (2,), "all": (0, 1, 2)}[part]
    taken = [(outcome, item) for outcome, place, item in answers(name) if place % 3 in wanted]
    got = [(outcome, read_reply(item["text"], asked(item)).outcome.value) for outcome, item in taken]
    right = sum(outcome == found for outcome, found in got) / len(got)
    wrong = sum(found not in {outcome, "unknown"} for outcome, found in got) / len(got)
    least, most = FLOORS[name, part]
    assert right >= least
    assert wrong <= most


def test_every_class_has_at_least_ten_answers() -> None:
    counts = {outcome: 0 for outcome, _, _ in answers("replies")}
    for outcome, _, _ in answers("replies"):
        counts[outcome] += 1
    assert all(number >= 10 for outcome, number in counts.items() if outcome != "unknown")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "好的。", "\x00\x01", "🙂", "????", "ok", "已"])
def test_what_says_nothing_stays_unknown(text: str) -> None:
    reading = read_reply(text, asked({}))
    assert reading.outcome is Outcome.UNKNOWN
    assert "请您自己读一遍" in reading.means_zh


def test_what_will_be_done_is_not_done() -> None:
    assert read_reply("我们将尽快为您删除通讯录。", asked({})).outcome is not Outcome.DONE
    assert read_reply("删除操作已提交技术排期,预计下月初完成。", asked({})).outcome is Outcome.MORE_TIME


def test_having_received_a_request_to_delete_is_not_having_deleted() -> None:
    assert read_reply("我司已收到您的删除请求。", asked({})).outcome is not Outcome.DONE


def test_ones_own_letter_quoted_in_the_answer_is_not_read() -> None:
    text = "您好,我们不放款,请联系实际放款方。\n> 请删除通讯录,我已于3月2日寄出请求\n-----原始邮件-----\n已删除"
    reading = read_reply(text, asked({}))
    assert reading.outcome is Outcome.NOT_US
    assert all("已删除" not in sign.quote for sign in reading.signs)


def test_more_papers_than_needed_are_named() -> None:
    reading = read_reply("请提供手持身份证照片和户口本,收到后为您处理。", asked({}))
    assert reading.outcome is Outcome.MORE_ID
    assert reading.beyond_zh == ("手持身份证的照片或视频、户口本",)


def test_papers_are_measured_against_what_the_request_needs() -> None:
    text = "请提供身份证复印件。"
    contact = Proceeding("X1", ProceedingKind.DELETE, "L1", person="P1")
    objection = Proceeding("X2", ProceedingKind.CREDIT_OBJECTION, "L1")
    assert read_reply(text, contact).outcome is Outcome.MORE_ID  # a contact is nobody's customer
    assert read_reply(text, objection).outcome is not Outcome.MORE_ID  # an objection needs an identity card


def test_several_meanings_that_no_line_settles_are_left_to_a_person() -> None:
    reading = read_reply("您的数据已删除。另外,其余事项请耐心等待几天,我们正在核实。", asked({}))
    assert reading.outcome is Outcome.UNKNOWN
    assert {sign.outcome for sign in reading.signs} >= {Outcome.DONE, Outcome.MORE_TIME}


@pytest.mark.parametrize(
    "text",
    [
        "已" * 20_000,
        "已于" * 10_000,
        "已删除,但" * 4_000,
        "第一项、" * 5_000,
        "因" * 20_000,
        "不" * 20_000,
        "请提供" * 9_000,
    ],
)
def test_hostile_answers_are_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    read_reply(text * 3, asked({}))
    assert time.process_time() - start < 5
