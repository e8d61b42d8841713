"""The files hold the quirks of real ones; here they are looked at as bytes."""

from __future__ import annotations

import quopri
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.demo.carrier_csv import AHEAD, HEADER, duration, write_carrier_list
from ringfence.demo.moment import CN
from ringfence.demo.records import Card, Ring
from ringfence.demo.sms_xml import quoted
from ringfence.demo.vcard import hyphenated, printable, write_contacts

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 6, 1, 12, 0, 0, tzinfo=CN)


def unquoted(value: str) -> str:
    """Undo :func:`quoted` the slow and obvious way."""
    assert value[0] == value[-1]
    assert value[0] in "\"'"
    text = re.sub(
        r"&#(5[56]\d{3});&#(5[67]\d{3});",
        lambda pair: chr(0x10000 + ((int(pair[1]) - 0xD800) << 10) + int(pair[2]) - 0xDC00),
        value[1:-1],
    )
    text = re.sub(r"&#(\d+);", lambda ref: chr(int(ref[1])), text)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def test_an_emoji_is_two_surrogate_references() -> None:
    assert quoted("好😂") == '"好&#55357;&#56834;"'


def test_a_value_with_double_quotes_stands_in_single_ones() -> None:
    assert quoted('说"好"') == "'说\"好\"'"
    assert quoted("""it's "ok" """) == "'it&apos;s \"ok\" '"
    assert quoted("it's") == '"it\'s"'


def test_line_breaks_are_references() -> None:
    assert quoted("a\r\nb<c>&d") == '"a&#13;&#10;b&lt;c&gt;&amp;d"'


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40))
def test_an_attribute_can_be_read_back(value: str) -> None:
    written = quoted(value)
    assert written[0] not in written[1:-1]
    assert unquoted(written) == value


@settings(deadline=None, max_examples=150)
@given(st.text("王小明abc;=(测试)", min_size=1, max_size=60), st.sampled_from(["UTF-8", "GBK"]))
def test_quoted_printable_breaks_softly_and_reads_back(name: str, charset: str) -> None:
    lines = printable("FN", (name,), charset)
    assert all(len(line) <= 76 for line in lines)
    assert all(line.endswith("=") for line in lines[:-1])
    value = "\r\n".join(lines).split(":", 1)[1]
    assert quopri.decodestring(value.encode()).decode(charset) == name


def test_a_mobile_is_hyphenated_as_if_it_were_american() -> None:
    assert hyphenated("19900000123") == "1-990-000-0123"
    assert hyphenated("010-00004001") == "010-00004001"


def test_cards_of_three_phones_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "contacts.vcf"
    write_contacts(path, [Card(f"联系人{place}", (f"199000001{place:02d}",), "any") for place in range(40)])
    text = path.read_bytes().decode("utf-8")
    assert text.count("BEGIN:VCARD\r\n") == text.count("END:VCARD\r\n") == 40
    assert text.count("VERSION:3.0") == 2
    assert text.count("FN;CHARSET=GBK") == 1
    assert "item1.X-ABLabel:_$!<Mobile>!$_" in text


def test_the_carrier_lists_only_what_was_connected_by_its_own_clock(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rings = [
        Ring(NOON, "19900000101", "in", 83),
        Ring(NOON + timedelta(hours=1), "19900000102", "missed"),
        Ring(NOON + timedelta(hours=2), "-1", "in", 5),
        Ring(NOON + timedelta(hours=3), "+8619900000103", "out", 3605),
        Ring(NOON + timedelta(hours=4), "19900000104", "out", 0),
    ]
    assert write_carrier_list(path, rings, seed=1) == 3
    lines = path.read_bytes().decode("gb18030").split("\r\n")
    assert lines[0] == HEADER
    shown = NOON + AHEAD
    first = lines[1].split(",")
    assert first[0].endswith(f"{shown:%m-%d %H:%M:%S}")
    assert first[2:5] == ["被叫", "19900000101", "1分23秒"]
    assert lines[2].split(",")[3] == "隐藏号码"
    assert lines[3].split(",")[2:5] == ["主叫", "19900000103", "1小时0分5秒"]


def test_durations_as_the_carrier_writes_them() -> None:
    assert [duration(seconds) for seconds in (56, 60, 83, 7181)] == ["56秒", "1分0秒", "1分23秒", "1小时59分41秒"]
