"""The severe classes: combinations, guards, reasons; and the hand-written batches as a floor that must not sink."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ringfence.analyze import RuleBookError, classify_texts
from ringfence.analyze.numerals import read_number
from ringfence.analyze.rulebook import build_book, rule_book

DATA = Path(__file__).parent / "data"
BATCHES = sorted(path.name for path in DATA.glob("batch_*.yaml"))
SEVERE = {"collection_self", "collection_third", "threat", "impersonation"}
EASY = {"marketing", "notice", "reminder", "fraud", "personal"}


@dataclass(frozen=True)
class Line:
    label: str
    flags: frozenset[str]
    amount: float | None
    text: str


def batch(name: str) -> list[Line]:
    table = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    cells = [line.split(" | ", 3) for line in table["lines"].splitlines()]
    return [
        Line(label, frozenset(flags.split("+")) - {"-"}, None if amount == "-" else read_number(amount), text)
        for label, flags, amount, text in cells
    ]


@pytest.mark.parametrize("name", BATCHES)
def test_every_batch_stays_above_the_bars(name: str) -> None:
    lines = batch(name)
    found = classify_texts([line.text for line in lines])
    labels: list[str] = found["label"].to_list()
    pairs = list(zip((line.label for line in lines), labels, strict=True))
    severe = Counter((gold in SEVERE, label in SEVERE) for gold, label in pairs)
    assert severe[True, True] / (severe[True, True] + severe[True, False]) >= 0.95
    assert severe[True, True] / (severe[True, True] + severe[False, True]) >= 0.95
    selves = [gold == label for gold, label in pairs if gold.startswith("coll") and label.startswith("coll")]
    assert sum(selves) / len(selves) >= 0.9
    assert labels.count("unsure") / len(labels) <= 0.1
    scores = []
    for label in EASY:
        right = sum(gold == got == label for gold, got in pairs)
        wrong = sum((gold == label) != (got == label) for gold, got in pairs)
        scores.append(2 * right / (2 * right + wrong))
    assert sum(scores) / len(scores) >= 0.85


@pytest.mark.parametrize("name", BATCHES)
def test_flags_of_every_batch(name: str) -> None:
    lines = batch(name)
    flags: list[list[str]] = classify_texts([line.text for line in lines])["flags"].to_list()
    wanted = sum(len(line.flags) for line in lines)
    assert sum(len(line.flags & set(got)) for line, got in zip(lines, flags, strict=True)) / wanted >= 0.94


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("【反诈中心】自称公检法要求还款转账的都是诈骗,切勿相信", "notice"),
        ("【招商银行】信用卡本期应还3000元,到期还款日11月8日,逾期将影响征信", "reminder"),
        ("您的积分8000分即将逾期失效,请登录ccb-x.top兑换现金", "fraud"),
        ("【顺丰】您的快递逾期未取将退回,请尽快领取", "notice"),
        ("你欠我的五百块什么时候还呀", "personal"),
        ("【星桥贷】最高可借20万,秒到账,退订回T", "marketing"),
        ("刚有人打电话说你欠网贷不还,让我转告你", "personal"),
    ],
)
def test_look_alikes_are_no_collection(text: str, label: str) -> None:
    row = classify_texts([text]).row(0, named=True)
    assert row["label"] == label
    assert row["flags"] == []


def test_the_reason_quotes_the_original_words_and_names_the_rule() -> None:
    row = classify_texts(["今天不还款就爆*你*通*讯*录,让你亲戚都知道"]).row(0, named=True)
    assert row["label"] == "threat"
    assert row["label_by"] == "rule"
    assert "「爆*你*通*讯*录" in row["reason"]
    assert "(exposure_for_debt)" in row["reason"]
    assert row["demand"] is True


def test_severity_wins_and_all_flags_are_kept() -> None:
    text = "【市公安局】你欠款涉嫌诈骗已立案,再不还钱打断你的腿,通知你单位所有人"
    row = classify_texts([text]).row(0, named=True)
    assert row["label"] == "threat"
    assert {"threat_violence", "exposure", "impersonate_state", "false_legal_claim"} <= set(row["flags"])


def test_amount_disclosed_needs_a_third_party() -> None:
    own, other = classify_texts(
        ["【星桥贷】您的借款3000元已逾期,请尽快还款", "您的朋友李某欠款3000元已逾期,请转告其还款"]
    )["flags"]
    assert "amount_disclosed" not in own.to_list()
    assert {"third_party", "amount_disclosed"} <= set(other.to_list())


def test_one_cue_alone_makes_no_severe_class() -> None:
    alone = ["逾期", "上门", "曝光", "法院", "律师函", "联系人", "转告", "打断你的腿", "公安局", "还款"]
    assert not set(classify_texts(alone)["label"]) & SEVERE


@pytest.mark.parametrize("text", ["", " ", "\0", "💰💰", "a" * 50_000, "逾" * 20_000, "欠" * 5000 + "还款", "\u200b"])
def test_odd_texts_get_an_answer(text: str) -> None:
    assert len(classify_texts([text])) == 1


def test_nothing_gives_an_empty_frame() -> None:
    assert classify_texts([]).is_empty()


def test_the_three_forms_keep_every_character_in_its_place() -> None:
    text = "如已还款请忽略,否则将联系您的家人"
    assert {len(form) for form in rule_book().forms(text).values()} == {len(text)}


def test_a_rule_with_an_unknown_cue_is_refused() -> None:
    cues = {
        "words": {},
        "masks": {"harmless": ["x"], "lever": ["y"]},
        "gate": "x",
        "cues": {"a": {"zh": "甲", "any": ["a"]}},
    }
    rule = {"name": "n", "zh": "近", "quote": ["a"], "all": ["b"]}
    with pytest.raises(RuleBookError, match="cue b"):
        build_book(cues, {"severity": [], "rules": [rule], "told": [], "flags": [], "doubts": []})


def test_a_broken_pattern_is_refused() -> None:
    cues = {"words": {}, "masks": {"harmless": ["("], "lever": ["y"]}, "gate": "x", "cues": {}}
    with pytest.raises(RuleBookError, match=r"masks\.harmless"):
        build_book(cues, {"severity": [], "rules": [], "told": [], "flags": [], "doubts": []})
