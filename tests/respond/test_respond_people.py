"""Notices, pages, block list, help lines, negotiation: what they say and what they never say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ringfence.respond import (
    Bargain,
    PaperNeedsError,
    block_list,
    block_words,
    help_lines,
    help_words,
    negotiation,
    notice_document,
    notice_words,
    notices,
    sheet_document,
    sheet_names,
    write_block_list,
    write_document,
)
from ringfence.respond.page_pdf import page_count
from ringfence.respond.write import _fitted, _plain
from ringfence.schema import (
    EVENTS,
    Blank,
    Bullets,
    Confidence,
    Debt,
    Heading,
    Matter,
    Paragraph,
    Party,
    PartyType,
    Person,
    Role,
    empty,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Document

DEBT = re.compile("借款|欠|债|贷|催收|还款|逾期")
ROLES = [role for role in Role if role not in {Role.DEBTOR, Role.GUARANTOR, Role.CO_DEBTOR}]


def person(role: Role) -> Person:
    return Person("P1", "王小明", role, ("19900000001",))


@pytest.mark.parametrize("role", ROLES)
def test_a_discreet_notice_has_no_word_of_debt(role: Role) -> None:
    said = notices([person(role)], about_loan=False)[0].text
    assert not DEBT.search(said)
    assert "不要再联系我" in said or "不要再致电" in said


@pytest.mark.parametrize("role", ROLES)
def test_only_family_and_friends_are_told_of_a_loan_by_themselves(role: Role) -> None:
    said = notices([person(role)])[0].text
    assert ("借款" in said) is (role in {Role.FAMILY, Role.FRIEND})
    assert "借款" in notices([person(role)], about_loan=True)[0].text


@pytest.mark.parametrize("closing", [False, True])
def test_no_notice_holds_an_amount_or_asks_for_a_lie(closing: bool) -> None:  # noqa: FBT001 -- a table of cases
    for about_loan in (True, False):
        for role in ROLES:
            text = notices([person(role)], me="李小红", closing=closing, about_loan=about_loan)[0].text
            assert not re.search(r"\d+元|公司|银行", text)
            assert not re.search("就说不认识|说没有这个人|假装|号码是错的", text)
            assert "{" not in text
            assert "李小红" in text


def test_guarantors_and_co_borrowers_are_never_told_that_they_owe_nothing() -> None:
    assert notices([person(Role.GUARANTOR), person(Role.CO_DEBTOR), person(Role.DEBTOR)]) == ()


def test_the_closing_notice_says_so_without_debt() -> None:
    said = notices([person(Role.COLLEAGUE)], closing=True)[0].text
    assert not DEBT.search(said)
    assert "处理好" in said


def test_a_person_without_a_name_is_greeted() -> None:
    assert notices([Person("P1", " ", Role.CLIENT)])[0].text.startswith("您好")


def test_notices_as_one_document(tmp_path: Path) -> None:
    document = notice_document(notices([person(Role.FAMILY), person(Role.EMPLOYER)]))
    word, paper = write_document(document, tmp_path)
    assert word.stat().st_size > 1000
    assert paper.read_bytes().startswith(b"%PDF")
    assert set(notice_words()["relations"]) <= {role.value for role in Role}


def words_of(document: Document) -> str:
    found: list[str] = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Blank():
                found.append(block.label)
            case _:
                pass
    return "\n".join(found)


@pytest.mark.parametrize("name", sheet_names())
def test_each_page_fits_on_one_sheet(name: str) -> None:
    document = _fitted(sheet_document(name))
    data = {"title": document.title, "lang": "zh", "size": 12.0, "tight": False}
    blocks = [_plain(block) for block in document.blocks]
    assert page_count("letter", document.title, {**data, "blocks": blocks}) == 1


def test_the_pages_for_calls() -> None:
    mine, theirs = words_of(sheet_document("calls")), words_of(sheet_document("contact"))
    for part in ("工号", "请只与我本人书面联系", "诉讼时效", "110", "挂断", "原话"):
        assert part in mine
    for part in ("请不要再联系我", "不是借款人", "不用说假话", "110"):
        assert part in theirs.replace("也不用说假话", "不用说假话")


def test_help_lines_have_sources_and_the_danger_is_said_first() -> None:
    lines = {line.number: line for line in help_lines()}
    assert set(lines) == {"12356", "110", "120", "12348"}
    for line in lines.values():
        assert line.source
        assert line.confidence is not Confidence.MEMORY
        assert line.as_of <= date(2026, 11, 21)
    assert "12356" in help_words("urgent")
    assert "12356" in help_words("foot")


LENDER = Party("L1", "甲示例消费金融有限公司", PartyType.CONSUMER_FINANCE, numbers=("9500001", "19900000070"))
AGENCY = Party("A1", "=乙示例催收公司", PartyType.AGENCY, numbers=("19900000009",), acts_for="L1")


def collecting(*rows: tuple[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "address_key": key,
                "lender": "L1" if party else None,
                "speaker": party,
                "attempts": place + 1,
                "first_ts": 1_700_000_000_000_000,
                "last_ts": None,
            }
            for place, (key, party) in enumerate(rows)
        ],
        schema={
            "address_key": pl.String,
            "lender": pl.String,
            "speaker": pl.String,
            "attempts": pl.UInt32,
            "first_ts": pl.Int64,
            "last_ts": pl.Int64,
        },
    )


def matter() -> Matter:
    return Matter(
        events=empty(EVENTS),
        as_of=date(2026, 11, 21),
        parties=(LENDER, AGENCY),
        people=(person(Role.FAMILY),),
        debts=(Debt("D1", "L1"),),
        address_book=frozenset({"+8619900000002"}),
    )


def test_only_attributed_collectors_are_blocked_never_offices_lenders_people() -> None:
    numbers = collecting(
        ("+8619900000009", "A1"),
        ("9500001", "L1"),
        ("+8619900000070", "L1"),
        ("+8619900000001", "A1"),
        ("+8619900000002", "A1"),
        ("12378", "A1"),
        ("10086", "A1"),
        ("12368", "A1"),
        ("10690000123", "A1"),
        ("9512345", "A1"),
        ("", "A1"),
        ("+8619900000099", None),
    )
    found = block_list(numbers, matter(), {"12378"})
    assert [one.key for one in found.numbers] == ["+8619900000009"]
    reasons = dict(found.left_out)
    assert reasons == {
        "9500001": "lender",
        "+8619900000070": "lender",
        "+8619900000001": "book",
        "+8619900000002": "book",
        "12378": "official",
        "10086": "official",
        "12368": "official",
        "10690000123": "gateway",
        "9512345": "service",
        "+8619900000099": "unknown",
    }
    assert set(reasons.values()) <= set(block_words()["left_out"])


def test_the_files_are_as_each_app_reads_them(tmp_path: Path) -> None:
    numbers = collecting(("+8619900000009", "A1"), ("+861000000001", "A1"))
    files = {
        path.name: path.read_bytes().decode("utf-8-sig")
        for path in write_block_list(block_list(numbers, matter()), tmp_path, "Asia/Shanghai")
    }
    assert files["numbers.txt"] == "010-00000001\n19900000009\n"
    assert files["fossify.txt"] == "+861000000001,+8619900000009"
    assert files["nophonespam.txt"].splitlines()[1] == "+8619900000009: =乙示例催收公司"
    assert files["spamblocker.csv"].splitlines()[0] == "pattern,description"
    pattern = files["spamblocker.csv"].splitlines()[2].split(",")[0]
    assert re.fullmatch(pattern, "8619900000009")
    assert re.fullmatch(pattern, "19900000009")
    assert not re.fullmatch(pattern, "119900000009")
    assert "'=乙示例催收公司" in files["blocklist.csv"]
    card = files["blocklist.vcf"]
    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert card.count("TEL;") == 2
    assert not {"立案", "传票", "冻结"} & set(files["keywords.txt"].split())
    assert set(block_words()["files"]) | {"先看这里.txt"} == set(files)
    assert "先留证据" in files["先看这里.txt"]


def test_no_numbers_write_no_card(tmp_path: Path) -> None:
    files = write_block_list(block_list(collecting(), matter()), tmp_path, "Asia/Shanghai")
    assert (tmp_path / "blocklist.vcf").read_text("utf-8") == ""
    assert len(files) == 8


def talk_text(bargain: Bargain) -> str:
    talk = negotiation(bargain)
    said = (talk.opening, talk.proposal, talk.follow_up, talk.refuse, talk.first, *talk.terms)
    assert "诉讼时效" in talk.effect[0]
    return "\n".join(said)


def test_the_reserve_is_in_no_message() -> None:
    bargain = Bargain("甲示例公司", "AB-1", month=Decimal(800), months=12, reserve=Decimal(1234), first=Decimal(200))
    said = talk_text(bargain)
    assert "1234" not in said
    assert "每月还800元，分12期" in said
    assert "第一笔付200元" in said
    assert "“AB-1分期协议第1期还款”" in said
    assert "1234元" in negotiation(bargain).reserve
    assert "{" not in said


def test_one_payment_is_for_all() -> None:
    talk = negotiation(Bargain("甲示例公司", once=Decimal("5000.50")))
    assert talk.offer == "一次性支付5000.50元，全部结清"
    assert "结清证明" in talk.proposal
    assert talk.reserve == ""


def test_no_message_threatens_or_promises_or_admits_an_amount() -> None:
    said = talk_text(Bargain("甲示例公司", month=Decimal(800), once=Decimal(100)))
    assert not re.search("否则|一定会|保证|承认|投诉|曝光|起诉", said)
    assert "核对" in said


@pytest.mark.parametrize(
    "bargain",
    [
        Bargain("甲"),
        Bargain("甲", month=Decimal(0)),
        Bargain("甲", once=Decimal(-5)),
        Bargain("甲", month=Decimal("NaN")),
        Bargain("甲", month=Decimal(5), months=0),
        Bargain("甲", month=Decimal(900), reserve=Decimal(800)),
    ],
)
def test_what_cannot_be_offered_is_said(bargain: Bargain) -> None:
    with pytest.raises(PaperNeedsError):
        negotiation(bargain)
