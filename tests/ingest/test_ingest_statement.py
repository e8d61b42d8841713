"""Statement forms: what people write, how they mistype it, what attackers put into YAML."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import (
    BadFormError,
    IngestError,
    ReadResult,
    Source,
    Told,
    UnsafeFileError,
    read,
    sniff,
    statement_form,
    statement_rows,
)
from ringfence.ingest.statement_time import parse_told
from ringfence.schema import STATEMENTS, to_micros

if TYPE_CHECKING:
    import polars as pl

CHINA = "Asia/Shanghai"


def load(text: str) -> ReadResult:
    source = Source.of_bytes("陈述.yaml", text.encode())
    claim = sniff(source)
    assert claim is not None
    assert claim.reader == "statement-form"
    return read(source, today=date(2026, 3, 10))


def rows(text: str) -> pl.DataFrame:
    frame = load(text).statements
    assert frame is not None
    assert frame.schema == STATEMENTS
    return frame


def local(*parts: int) -> int:
    return to_micros(datetime(*parts))  # type: ignore[arg-type]  # noqa: DTZ001 -- China's wall clock


FORM = """护联陈述表: 1
陈述人: 张阿姨
与借款人关系: 母亲
陈述人号码: 19900000001
记录时间: 2026-03-06 20:00
经过:
  - 时间: 2026-03-05 早上7点左右
    方式: 电话
    对方号码: 01088880000
    接通了: 是
    说了什么: 他说: "再不还钱,就去你家" #催收
    自称代表: 某某贷
    已明确拒绝: 是
    说明了身份: 不清楚
  - 时间: 2026-03-07
    方式: 上门
    来几人: 2
    来了几人: 2人
    地点: 家里
    未经同意进入: 否
"""


def test_a_filled_form() -> None:
    result = load(FORM)
    frame = rows(FORM)
    first = frame.row(0, named=True)
    assert (first["person"], first["relation"], first["person_key"]) == ("张阿姨", "family", "+8619900000001")
    assert (first["ts"], first["precision_s"]) == (local(2026, 3, 5, 7), 1800)
    assert (first["kind"], first["direction"], first["address_key"]) == ("call", "in", "+861088880000")
    assert first["text"] == '他说: "再不还钱,就去你家" #催收'
    assert (first["lender"], first["refused"], first["identified"], first["connected"]) == ("某某贷", True, None, True)
    assert first["taken_at"] == local(2026, 3, 6, 20)
    second = frame.row(1, named=True)
    assert (second["kind"], second["persons"], second["location"], second["entered"]) == ("visit", 2, "home", False)
    assert (second["ts"], second["precision_s"]) == (local(2026, 3, 7, 12), 43_200)
    assert [piece.place for piece in result.completeness.unread] == ["line:17"]  # 来几人 is no word of the form


def test_places_lead_back_to_the_lines() -> None:
    data = FORM.encode()
    for offset, length in rows(FORM).select("offset", "length").iter_rows():
        piece = data[offset : offset + length].decode()
        assert "时间" in piece.splitlines()[0]
        assert "方式" in piece


def test_full_width_colons_and_missing_spaces() -> None:
    text = (
        "护联陈述表：1\n陈述人：王先生\n关系:同事\n经过：\n"
        " - 时间：2026年3月5日晚上10点20分\n   方式：微信\n   内容：你同事欠钱不还：让他赶紧还\n"
    )
    row = rows(text).row(0, named=True)
    assert (row["person"], row["relation"], row["kind"]) == ("王先生", "colleague", "im")
    assert (row["ts"], row["precision_s"]) == (local(2026, 3, 5, 22, 20), 60)
    assert row["text"] == "你同事欠钱不还：让他赶紧还"


def test_english_words_and_several_people() -> None:
    text = (
        "ringfence_statements: 1\nperson: A\nrelation: friend\nevents:\n"
        "- when: 2026-03-05 22:15:07\n  how: sms\n  caller: 10690000001\n  refused: no\n"
        "---\nringfence_statements: 1\nperson: B\nrelation: employer\nwhen: 2026-03-06 pm\nhow: letter\n"
    )
    frame = rows(text)
    assert frame["person"].to_list() == ["A", "B"]
    assert frame["relation"].to_list() == ["friend", "employer"]
    assert frame["kind"].to_list() == ["sms", "letter"]
    assert frame["precision_s"].to_list() == [0, 21_600]
    assert frame["refused"].to_list() == [False, None]


def test_block_text_keeps_its_lines() -> None:
    text = (
        "护联陈述表: 1\n陈述人: 某\n经过:\n  - 时间: 2026-03-05 09:00\n    方式: 短信\n"
        "    说了什么: |\n      第一行\n      第二行: 还钱\n"
    )
    assert rows(text)["text"].to_list() == ["第一行\n第二行: 还钱\n".strip()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_empty_form_is_known_and_holds_one_unanswered_attempt(lang: str) -> None:
    result = load(statement_form(lang))
    assert result.statements is not None
    assert len(result.statements) <= 1
    assert result.statements["text"].null_count() == len(result.statements)


def test_the_form_filled_by_hand() -> None:
    text = statement_form("zh")
    for word, answer in (
        ("陈述人", "李叔"),
        ("与借款人关系", "亲戚"),
        ("  - 时间", "2026-03-05 07:12"),
        ("    方式", "打电话"),
    ):
        text = "\n".join(f"{word}: {answer}" if line.startswith(f"{word}:") else line for line in text.splitlines())
    row = rows(text).row(0, named=True)
    assert (row["person"], row["relation"], row["kind"], row["ts"]) == (
        "李叔",
        "family",
        "call",
        local(2026, 3, 5, 7, 12),
    )


@pytest.mark.parametrize(
    ("told", "moment", "precision"),
    [
        ("2026-03-05 07:12:03", (2026, 3, 5, 7, 12, 3), 0),
        ("2026-03-05 07:12", (2026, 3, 5, 7, 12), 60),
        ("2026年3月5日 晚上10点半", (2026, 3, 5, 22, 30), 900),
        ("2026-03-05 下午三点多", (2026, 3, 5, 15, 30), 1800),
        ("2026-03-05 大约 7:00", (2026, 3, 5, 7), 1800),
        ("2026.3.5 凌晨12点", (2026, 3, 5, 0), 900),
        ("2026-03-05 晚上12点", (2026, 3, 6, 0), 900),
        ("2026-03-05 中午1点", (2026, 3, 5, 13), 900),
        ("2026-03-05 晚上", (2026, 3, 5, 21), 10_800),
        ("2026-03-05 晚上2点", (2026, 3, 5, 12), 43_200),
        ("2026-03-05 十二点一刻", (2026, 3, 5, 12, 15), 900),
        ("2026-03-05", (2026, 3, 5, 12), 43_200),
        ("2026-03-05 about 7 pm", (2026, 3, 5, 18), 21_600),
    ],
)
def test_times_as_people_say_them(told: str, moment: tuple[int, ...], precision: int) -> None:
    found = parse_told(told, CHINA)
    assert found is not None
    assert (found.micros, found.precision_s) == (local(*moment), precision)


@pytest.mark.parametrize("told", ["", "昨天", "3月5日 7点", "2026-02-30", "2026-03-05 27:00", "2026-03-05 07:99"])
def test_times_without_a_day_or_impossible(told: str) -> None:
    assert parse_told(told, CHINA) is None


@given(st.text(max_size=30) | st.text(alphabet="2026-0305年月日上下午晚早点半多刻:十二三 ", max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_telling_raises(told: str) -> None:
    parse_told(f"2026-03-05 {told}", CHINA)
    parse_told(told, CHINA)


@pytest.mark.parametrize(
    "text",
    [
        "护联陈述表: 1\nother: &a [x]\nmore: *a\n",
        "护联陈述表: 1\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
        "护联陈述表: 1\nx: !!python/object/apply:os.system ['id']\n",
        "护联陈述表: 1\nx: " + "[" * 40 + "]" * 40 + "\n",
    ],
)
def test_bombs_and_tags_are_refused(text: str) -> None:
    with pytest.raises(UnsafeFileError):
        load(text)


def test_deep_nesting_is_no_crash() -> None:
    with pytest.raises(IngestError):
        load("护联陈述表: 1\nx: " + "[" * 200_000)


def test_malformed_yaml_names_the_line() -> None:
    with pytest.raises(BadFormError) as caught:
        load("护联陈述表: 1\n陈述人: 某\n  经过:\n - x: [1\n")
    assert "第 " in caught.value.zh
    assert str(caught.value) == caught.value.en


def test_faults_are_said_and_the_rest_stays() -> None:
    text = (
        "护联陈述表: 1\n陈述人: 某\n陈述人: 另一人\n关系: 外星人\n经过:\n"
        " - 时间: 上周\n   方式: 飞鸽\n   接通: 也许\n   来了几人: 很多\n   说了什么: 还钱\n - 只是一句话\n"
    )
    result = load(text)
    assert result.statements is not None
    row = result.statements.row(0, named=True)
    assert (row["person"], row["relation"], row["kind"], row["ts"], row["text"]) == (
        "某",
        "other_contact",
        "call",
        None,
        "还钱",
    )
    assert result.completeness.without_time == 1
    assert result.completeness.unread_count == 8


def test_answers_from_a_prompt() -> None:
    told = [
        Told(
            {
                "person": "某",
                "relation": "朋友",
                "ts": "2026-03-05 晚上9点",
                "kind": "电话",
                "address": "未知",
                "refused": "是",
            }
        ),
        Told({"姓名": "某", "时间": "2026-03-06", "方式": "群发", "多少人看到": "120", "误差分钟": "30"}),
    ]
    frame, unread = statement_rows(told)
    assert unread == ()
    assert frame.schema == STATEMENTS
    assert frame["address_kind"].to_list() == ["withheld", "withheld"]
    assert frame["audience"].to_list() == [None, 120]
    assert frame["precision_s"].to_list() == [900, 1800]
    assert frame["offset"].to_list() == [-1, -1]
    assert statement_rows([])[0].schema == STATEMENTS


@given(st.text(max_size=200) | st.text(alphabet="护联陈述表时间方式经过:：- \n|>&*![]{}'\"#", max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    source = Source.of_bytes("x.yaml", f"护联陈述表: 1\n{text}".encode("utf-8", "replace"))
    with contextlib.suppress(IngestError):
        assert read(source, today=date(2026, 3, 10)).statements is not None
