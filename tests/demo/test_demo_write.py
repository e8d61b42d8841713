"""The whole demo: the files are there, the same each time, and hold what the case says they hold."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from ringfence.demo import DemoCase, DemoSizeError, write_demo
from ringfence.demo.sms_xml import quoted
from ringfence.demo.story import story
from ringfence.schema import CancelledError

if TYPE_CHECKING:
    from pathlib import Path

_DATES = re.compile(rb' date="(\d+)"')


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoCase:
    return write_demo(tmp_path_factory.mktemp("demo"))


def digests(case: DemoCase) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in case.files}


def decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def test_all_files_are_there_in_the_order_of_adding(demo: DemoCase) -> None:
    names = [path.name for path in demo.files]
    assert names[:4] == ["sms-20261116093012.xml", "sms-20260630210450.xml", "calls-20261116093012.xml", "contacts.vcf"]
    assert names[4].endswith(".csv")
    assert len(names) == 5 + 6
    assert all(path.stat().st_size > 0 for path in demo.files)


def test_the_same_seed_gives_the_same_bytes(demo: DemoCase, tmp_path: Path) -> None:
    assert digests(write_demo(tmp_path)) == digests(demo)


def test_another_seed_changes_the_days_around_the_story_only(demo: DemoCase, tmp_path: Path) -> None:
    other = write_demo(tmp_path, seed=1)
    assert digests(other)["sms-20261116093012.xml"] != digests(demo)["sms-20261116093012.xml"]
    assert other.planted == demo.planted
    assert other.near_misses == demo.near_misses
    assert other.contents.texts == demo.contents.texts


def test_counts_are_those_asked_for_and_those_in_the_files(demo: DemoCase) -> None:
    assert demo.contents.texts == 6000
    assert demo.contents.rings + demo.contents.carrier_only == 1500
    assert demo.contents.cards == 240
    latest, earlier, log, book, carrier = (path.read_bytes() for path in demo.files[:5])
    for data, tag in ((latest, b"sms"), (earlier, b"sms"), (log, b"call")):
        declared = re.search(rb' count="(\d+)"', data)
        assert declared
        assert int(declared[1]) == len(re.findall(rb"\n  <(?:" + tag + rb"|mms) ", data))
    assert log.count(b"<call ") == demo.contents.rings
    assert book.count(b"BEGIN:VCARD") == 240
    assert len(carrier.decode("gb18030").splitlines()) - 1 == demo.contents.carrier_rows


def test_the_earlier_backup_overlaps_and_alone_holds_what_was_deleted_later(demo: DemoCase) -> None:
    latest, earlier = (set(_DATES.findall(path.read_bytes())) for path in demo.files[:2])
    assert len(latest | earlier) == demo.contents.texts
    assert len(earlier - latest) == sum(text.deleted for text in story().texts) > 0
    assert len(earlier & latest) > 3000


def test_the_quirks_of_real_files_are_in(demo: DemoCase) -> None:
    sms, _, log, book, _ = (path.read_bytes() for path in demo.files[:5])
    assert re.search(rb"&#55\d{3};&#5[67]\d{3};", sms)  # surrogates
    assert re.search(rb" body='[^']*\"", sms)  # single quotes around double ones
    assert b' body="null"' in sms
    assert b' contact_name="null"' in sms
    assert b"&#13;&#10;" in sms
    assert re.search(rb'<mms [^>]*address="1990\d{7}~1990\d{7}~', sms)
    assert re.search(rb'readable_date="[^"]*" />', sms)  # contact_name left out
    assert b'number="-1"' in log
    assert b'number=""' in log
    assert b"ENCODING=QUOTED-PRINTABLE" in book
    assert b"=\r\n=" in book
    assert b"CHARSET=GBK" in book
    assert b"item1.TEL" in book


def test_every_planted_text_and_call_is_in_the_files(demo: DemoCase) -> None:
    sms = b"".join(path.read_bytes() for path in demo.files[:2])
    for text in story().texts:
        assert quoted(text.body).encode() in sms
    calls = demo.files[2].read_bytes()
    for ring in story().rings:
        assert (b' number="%s"' % ring.number.encode() in calls) or ring.deleted


def test_only_made_up_numbers(demo: DemoCase) -> None:
    for path in demo.files:
        data = decoded(path)
        mobiles = set(re.findall(r"(?<![\d.=])(?:\+86)?(1[3-9]\d{9})(?!\d)", data))
        assert all(number.startswith(("1990000", "1910000")) for number in mobiles), mobiles


def test_fewer_contacts_than_the_story_needs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DemoSizeError, match="at least 6 contacts"):
        write_demo(tmp_path, contacts=3)


def test_more_calls_than_a_year_has_room_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DemoSizeError, match="do not fit"):
        write_demo(tmp_path, calls=1_000_000)


def test_the_story_is_whole_even_when_less_was_asked_for(tmp_path: Path) -> None:
    small = write_demo(tmp_path, messages=1, calls=1, contacts=6)
    assert small.contents.texts == len(story().texts)
    assert small.contents.rings + small.contents.carrier_only == len(story().rings)


def test_progress_is_told_in_chinese_and_can_cancel(tmp_path: Path) -> None:
    steps: list[str] = []

    def watch(step: str, done: int, total: int | None = None) -> None:
        assert total is None or done <= total
        steps.append(step)
        if step == "写出短信备份":
            raise CancelledError

    with pytest.raises(CancelledError):
        write_demo(tmp_path, messages=300, calls=300, progress=watch)
    assert steps[0] == "准备演示案件"


@pytest.mark.slow
def test_a_hundred_thousand_messages_are_written(tmp_path: Path) -> None:
    case = write_demo(tmp_path, messages=100_000, calls=20_000)
    assert case.contents.texts == 100_000
