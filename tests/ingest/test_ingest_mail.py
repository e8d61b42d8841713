"""E-mails: what the servers wrote and what the sender claims, Chinese charsets, pages, files that come along, odd mail."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import IngestError, Source, UnsafeFileError, read
from ringfence.ingest.mail import page_text
from ringfence.schema import to_micros

if TYPE_CHECKING:
    from ringfence.ingest import ReadResult

TODAY = date(2026, 3, 1)
ARRIVED = to_micros(datetime(2026, 1, 10, 7, 12, 5))  # noqa: DTZ001 -- China's wall clock
CLAIMED = to_micros(datetime(2026, 1, 9, 23, 0))  # noqa: DTZ001 -- the same


def mail(*, received: bool = True) -> EmailMessage:
    made = EmailMessage()
    if received:
        made["Received"] = "from mx.example.invalid by mail.example.invalid; Sat, 10 Jan 2026 07:12:05 +0800"
        made["Received"] = "from pc by mx.example.invalid; Fri, 9 Jan 2026 23:00:00 +0800"
    made["From"] = "某贷法务 <collect@lender.invalid>"
    made["To"] = "a@example.invalid, b@example.invalid"
    made["Date"] = "Fri, 09 Jan 2026 23:00:00 +0800"
    made["Subject"] = "逾期最后通知"
    made.set_content("您的借款已逾期30天。\n请还款500元。")
    return made


def load(data: bytes) -> tuple[ReadResult, dict[str, Any]]:
    result = read(Source.of_bytes("信.eml", data), today=TODAY)
    assert result.messages is not None
    return result, result.messages.row(0, named=True)


def test_a_mail_that_came_in() -> None:
    result, row = load(bytes(mail()))
    assert (result.reader, result.completeness.whole) == ("mail", True)
    assert (row["kind"], row["direction"], row["clock"]) == ("email", "in", "device")
    assert (row["ts"], row["ts_sent"]) == (ARRIVED, CLAIMED)
    assert (row["address"], row["address_key"], row["name"]) == (
        "collect@lender.invalid",
        "collect@lender.invalid",
        "某贷法务",
    )
    assert (row["subject"], row["body"]) == ("逾期最后通知", "您的借款已逾期30天。\n请还款500元。")
    assert row["line"] == "a@example.invalid~b@example.invalid"


def test_a_mail_without_a_trace_of_delivery_blames_nobody() -> None:
    result, row = load(bytes(mail(received=False)))
    assert (row["direction"], row["clock"], row["ts"]) == ("unknown", "claimed", CLAIMED)
    assert any("不作为事件" in note for note in result.completeness.notes)


def test_a_page_and_files() -> None:
    made = mail()
    made.set_content(
        "<html><head><title>x</title></head><body><p>请&nbsp;还款</p><script>bad()</script><b>立即</b></body></html>",
        "html",
    )
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="函.pdf")
    result, row = load(bytes(made))
    assert (row["body"], row["attachments"]) == ("请 还款\n立即", 1)
    assert any("1 个附件" in note for note in result.completeness.notes)


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8", "no-such-charset", ""])
def test_charsets_even_where_the_header_is_wrong(charset: str) -> None:
    words = "您的借款已逾期，請儘快還款。"
    given = f"; charset={charset}" if charset else ""
    data = words.encode("utf-8" if charset == "utf-8" else "gb18030")
    head = f"From: a@b.invalid\r\nReceived: by x; Sat, 10 Jan 2026 07:12:05 +0800\r\nContent-Type: text/plain{given}\r\n\r\n"
    assert load(head.encode() + data)[1]["body"] == words


def test_an_encrypted_mail_says_so() -> None:
    head = b"From: a@b.invalid\nDate: Sat, 10 Jan 2026 07:12:05 +0800\nContent-Type: application/pkcs7-mime\n\nMIIB\n"
    result, row = load(head)
    assert row["body"] is None
    assert "已加密" in result.completeness.unread[0].zh


def test_a_time_that_cannot_be_read_is_reported() -> None:
    result, row = load(b"From: a@b.invalid\nDate: yesterday\n\nx\n")
    assert row["ts"] is None
    assert result.completeness.without_time == 1


def test_parts_within_parts_without_end() -> None:
    deep = b"From: a@b.invalid\nDate: x\nMIME-Version: 1.0\n"
    for number in range(30):
        deep += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number)
    assert load(deep + b"Content-Type: text/plain\n\nend\n")[0].completeness.found == 1
    wide = b'From: a@b.invalid\nDate: x\nContent-Type: multipart/mixed; boundary="1"\n\n' + b"--1\n\nx\n" * 20_000
    with pytest.raises(UnsafeFileError):
        load(wide)
    with suppress(UnsafeFileError):
        load(b"From: a@b.invalid\nDate: x\n" + b"Content-Type: message/rfc822\n\n" * 5000)


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(noise: bytes, at: int) -> None:
    data = bytes(mail())
    with suppress(IngestError):
        assert read(Source.of_bytes("信.eml", data[:at] + noise + data[at:]), today=TODAY).completeness.found >= 0


@given(st.text(alphabet="<>/ab!p=\"' &;#\n", max_size=200))
def test_any_page_is_text(page: str) -> None:
    assert isinstance(page_text(page), str)


def test_a_page_made_to_be_slow() -> None:
    for page in ("<p " * 100_000, "<script>" * 20_000, "&" * 100_000, "<" * 100_000):
        page_text(page)
