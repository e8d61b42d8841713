"""Words from recordings: rules only, lower confidence, no lender by name, no proof for other calls of the number."""

from __future__ import annotations

import polars as pl
import pytest

from ringfence.analyze import attribute, classify, hear
from ringfence.schema import EVENTS, Label, Party, PartyType, conform

KEY = "+8619900001234"
THREAT = "再不还钱就打死你家人"
LENDER = Party("L1", "演示小额贷款有限公司", PartyType.MICROLOAN, ("演示贷",))


def call(
    text: str | None, *, by: str | None = "transcript", direction: str = "in", **more: object
) -> dict[str, object]:
    row = {"event": "E1", "kind": "call", "direction": direction, "address_key": KEY, "address_kind": "mobile"}
    return row | {"role": "debtor", "person": "debtor", "text": text, "text_by": by, "connected": True} | more


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), infer_schema_length=None), EVENTS)


def test_a_rule_that_quotes_the_words_gives_the_class() -> None:
    row = classify(frame(call(f"您好\n{THREAT}"))).row(0, named=True)
    assert (row["label"], row["label_by"]) == ("threat", "transcript")
    assert row["label_p"] == pytest.approx(0.6)
    assert "「打死」" in row["reason"]


def test_the_model_alone_gives_spoken_words_no_class() -> None:
    words = "不然我们就联系你通讯录里的家人和同事"
    assert [hit.by for hit in hear([words])] == ["model"]
    assert classify(frame(call(words)))["label"].to_list() == [None]


@pytest.mark.parametrize("words", ["喂你好\n我是快递员\n您的包裹到了", "", "嗯", "\n"])
def test_ordinary_talk_has_no_class(words: str) -> None:
    assert classify(frame(call(words)))["label"].to_list() == [None]
    assert hear(words.split("\n")) == ()


@pytest.mark.parametrize("direction", ["out", "recorded"])
def test_outgoing_calls_and_lone_recordings_have_none(direction: str) -> None:
    row = classify(frame(call(THREAT, direction=direction))).row(0, named=True)
    assert (row["label"], row["reason"]) == (None, None)


def test_a_threat_over_two_breaths_is_found_once_more_than_its_halves() -> None:
    hits = hear(["你再不还钱", "我就去你家打断你的腿"])
    assert (hits[0].label, hits[0].by, hits[0].line) == (Label.THREAT, "rule", 0)
    row = classify(frame(call("你再不还钱\n我就去你家打断你的腿"))).row(0, named=True)
    assert row["label"] == "threat"


def test_to_others_it_is_collection_from_a_third_party() -> None:
    words = "您好您的借款已经逾期三个月了\n再不还钱后果自负"
    assert classify(frame(call(words)))["label"].to_list() == ["collection_self"]
    third = classify(frame(call(words, role="family", person="P1"))).row(0, named=True)
    assert third["label"] == "collection_third"
    assert "third_party" in third["flags"]


def test_words_name_no_lender_and_prove_nothing_about_other_calls() -> None:
    words = f"我是演示贷的\n{THREAT}"
    found = attribute(classify(frame(call(words), call(None, by=None, event="E2"))), (LENDER,))
    assert found["lender"].to_list() == [None, None]
    assert found["label"].to_list() == ["threat", None]
    said = attribute(classify(frame(call("他说是演示贷的,再不还钱就打死我家人", by=None))), (LENDER,))
    assert said["lender"].to_list() == ["L1"]  # a person's account does name

    owned = Party("L1", "演示银行", PartyType.BANK, numbers=(KEY,))
    rows = attribute(classify(frame(call(THREAT), call(None, by=None, event="E2"))), (owned,))
    silent = attribute(classify(frame(call(None, by=None), call(None, by=None, event="E2"))), (owned,))
    assert rows["label_by"].to_list() == ["transcript", "number"]
    assert silent["label_by"].to_list()[1] == rows["label_by"].to_list()[1]  # as without the recording


def test_a_word_in_a_recording_does_not_say_that_a_robot_called() -> None:
    rows = attribute(classify(frame(call("这是语音播报"), call("是语音播报", by=None, event="E2"))), ())
    assert rows["mode"].to_list() == ["unknown", "notify"]
