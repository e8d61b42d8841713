"""Single files of messages taken out of an adb backup: both kinds, cut off, broken, other compressed files."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import IngestError, ReadResult, Source, read, sniff
from ringfence.schema import MESSAGES, from_micros

TODAY = date(2026, 11, 21)
SMS = [
    {
        "address": "19900000001",
        "body": f"第{number}条",
        "date": f"{1767225600000 + number}",
        "date_sent": "0",
        "type": "1",
    }
    for number in range(5)
]
MMS = [
    {
        "date": "1767225600", "date_sent": "1767225590", "m_type": "132", "msg_box": "1", "recipients": ["+8619900000002"],
        "mms_addresses": [{"type": 137, "address": "+8619900000002"}, {"type": 151, "address": "+8619900000003"}],
        "mms_body": "彩信",
    }
]  # fmt: skip


def result_of(data: bytes) -> ReadResult:
    return read(Source.of_bytes("000000_sms_backup", data), today=TODAY)


def test_messages_of_both_kinds_are_read() -> None:
    messages = result_of(zlib.compress(json.dumps(SMS).encode())).messages
    assert messages is not None
    assert messages.schema == MESSAGES
    assert messages["row"].to_list() == [1, 2, 3, 4, 5]
    assert messages["body"][4] == "第4条"
    assert messages["address_key"][0] == "+8619900000001"
    multimedia = result_of(zlib.compress(json.dumps(MMS).encode())).messages
    assert multimedia is not None
    assert multimedia.select("kind", "direction", "address", "body").rows() == [("mms", "in", "+8619900000002", "彩信")]
    assert f"{from_micros(multimedia['ts'][0]):%Y-%m-%d}" == "2026-01-01"


def test_a_file_that_breaks_off_is_read_up_to_there_and_said() -> None:
    result = result_of(zlib.compress(json.dumps(SMS).encode()[:-40]))
    assert result.completeness.found == 4
    assert result.completeness.unread_count == 1


def test_other_compressed_files_are_not_claimed() -> None:
    for data in (
        b"x",
        zlib.compress(b"x" * 100),
        zlib.compress(b'[{"a":1}]'),
        zlib.compress(b"[]"),
        b"\x78\x9c\xff\xff",
    ):
        assert sniff(Source.of_bytes("000000_sms_backup", data)) is None


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(zlib.compress(json.dumps(SMS).encode()))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert result_of(bytes(data)).completeness.found <= 6
