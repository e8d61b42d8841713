"""Every file of the demo read back by the readers: nothing is lost, nothing is taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from ringfence.demo import DemoCase, write_demo
from ringfence.demo.story import story
from ringfence.ingest import ReadResult, Source, read
from ringfence.schema import to_micros

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoCase:
    return write_demo(tmp_path_factory.mktemp("demo-read"))


def looked_at(path: Path, demo: DemoCase) -> ReadResult:
    return read(Source.of_path(path), today=demo.today)


@pytest.fixture(scope="module")
def results(demo: DemoCase) -> list[ReadResult]:
    return [looked_at(path, demo) for path in demo.files]


def messages(result: ReadResult) -> pl.DataFrame:
    assert result.messages is not None
    return result.messages


def calls(result: ReadResult) -> pl.DataFrame:
    assert result.calls is not None
    return result.calls


def test_each_file_is_known_for_what_it_is(results: list[ReadResult]) -> None:
    assert [result.kind_zh for result in results[:5]] == [
        "短信备份",
        "短信备份",
        "通话记录备份",
        "通讯录",
        "中国移动通话详单",
    ]
    assert {result.kind_zh for result in results[5:]} == {"联系人陈述"}


def test_everything_declared_is_found_and_nothing_is_left_unread(results: list[ReadResult]) -> None:
    for result in results:
        assert result.completeness.whole
        assert result.completeness.unread == ()
        assert result.completeness.without_time == 0


def test_the_counts_are_those_of_the_case(demo: DemoCase, results: list[ReadResult]) -> None:
    latest, earlier = messages(results[0]), messages(results[1])
    both = pl.concat([latest, earlier]).unique(["address_key", "ts", "direction", "body"])
    assert both.height == demo.contents.texts
    assert calls(results[2]).height == demo.contents.rings
    assert calls(results[4]).height == demo.contents.carrier_rows
    contacts = results[3].contacts
    assert contacts is not None
    assert contacts["row"].n_unique() == demo.contents.cards
    statements = [result.statements for result in results[5:]]
    assert sum(frame.height for frame in statements if frame is not None) == demo.contents.reports


def test_bodies_come_back_as_they_were_written(results: list[ReadResult]) -> None:
    """Surrogates, quotes, CRLF and the literal ``null`` included."""
    latest = messages(results[0])
    bodies = latest["body"].to_list()
    assert any("😂" in body for body in bodies)
    assert any('"福气到"' in body for body in bodies)
    assert any("\r\n" in body for body in bodies)
    assert "null" in bodies
    told = {text.body for text in story().texts if not text.deleted}
    assert told <= set(bodies)
    group = latest.filter(pl.col("kind") == "mms")
    assert group.height >= 5
    assert group["attachments"].min() == 1


def test_names_in_every_charset(results: list[ReadResult]) -> None:
    contacts = results[3].contacts
    assert contacts is not None
    names = contacts["name"].to_list()
    assert not any("\ufffd" in name or "=" in name for name in names)
    assert {"妈", "陈墨", "孙敏(人事)", "前房东钱阿姨"} <= set(names)
    book = set(contacts["address_key"].to_list())
    assert {number for person in story().people for number in person.numbers} <= book


def test_the_carrier_s_years_and_clock(demo: DemoCase, results: list[ReadResult]) -> None:
    carrier = calls(results[4])
    phone = calls(results[2]).filter(pl.col("duration_s") > 0)
    first, last = carrier["ts"].min(), carrier["ts"].max()
    start = to_micros(story().backup.replace(month=5, day=16, hour=0, minute=0, second=0))
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert start <= first < last <= to_micros(story().backup)
    pairs = carrier.join(phone, on=["address_key", "duration_s"]).with_columns(
        gap=(pl.col("ts") - pl.col("ts_right")) // 1_000_000
    )
    assert pairs.filter(pl.col("gap").is_between(6, 7)).height == carrier.height - demo.contents.carrier_only


def test_statements_say_what_the_story_says(results: list[ReadResult]) -> None:
    frames = [result.statements for result in results[5:]]
    told = pl.concat([frame for frame in frames if frame is not None]).sort("ts")
    assert told["text"].to_list() == [report.told["text"] for report in story().reports]
    assert told["kind"].to_list() == [report.kind for report in story().reports]
    times: list[datetime] = [report.at for report in story().reports]
    gaps = [abs(ts - to_micros(at)) for ts, at in zip(told["ts"].to_list(), times, strict=True)]
    assert max(gaps) <= 60_000_000
    assert told["refused"].to_list().count(True) == 1
    assert told["identified"].to_list().count(False) == 2
    assert told["persons"].drop_nulls().to_list() == [1, 2]
    assert told["entered"].drop_nulls().to_list() == [True, False]
    assert told["audience"].drop_nulls().to_list() == [56]
    people = {person.id: person for person in story().people}
    assert told["person_key"].to_list() == [people[report.person].numbers[0] for report in story().reports]
