"""Pictures end to end: a few small ones drawn here and recognised, and what breaks, bombs or lacks the recogniser."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from ringfence.ingest import (
    BrokenFileError,
    OcrMissingError,
    ReadResult,
    Source,
    TooManyPixelsError,
    crop,
    ocr_missing,
    read,
    sniff,
)
from ringfence.ingest.screenshot import ocr
from ringfence.ingest.screenshot.line import Box, Line
from ringfence.ingest.screenshot.ocr import Seen, pieces
from ringfence.ingest.screenshot.straight import straighten
from ringfence.schema import CALLS, MESSAGES, REGIONS, to_micros

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

TODAY = date(2026, 11, 21)


def screens() -> Any:  # noqa: ANN401 -- the benchmark's renderer, loaded by its path
    """Load the renderer that the benchmark uses."""
    path = Path(__file__).parents[2] / "benchmarks" / "screens.py"
    spec = importlib.util.spec_from_file_location("screens_for_tests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 -- dataclasses look their module up there

    sys.modules["screens_for_tests"] = module
    spec.loader.exec_module(module)
    return module


def result_of(name: str, data: bytes) -> ReadResult:
    source = Source.of_bytes(name, data)
    claim = sniff(source)
    assert claim is not None
    assert claim.reader == "screenshot"
    return read(source, today=TODAY)


def plain(text: str) -> str:
    """Return a text without blanks and with one kind of punctuation, which is what recognition can promise."""
    return "".join(text.split()).replace("？", "?").replace("！", "!")


def whole(result: ReadResult) -> pl.DataFrame:
    """Return the regions after checking that every record has its text or party beside its place."""
    assert result.regions is not None
    assert result.regions.schema == REGIONS
    assert result.regions["place"].str.contains(r"^box:\d+,\d+,\d+,\d+$").all()
    return result.regions


@pytest.mark.slow
@pytest.mark.parametrize("look", ["wechat-dark", "mi"])
def test_a_drawn_thread_is_read_with_sides_times_and_boxes(look: str) -> None:
    draw = screens()
    scene, image, _ = draw.scene_of(look, 3, width=540)
    result = result_of(scene.name, draw.as_png(image))
    frame = result.messages
    assert frame is not None
    assert frame.schema == MESSAGES
    assert [plain(body) for body in frame["body"]] == [plain(told.text) for told in scene.told]
    assert frame["direction"].to_list() == [told.side for told in scene.told]
    assert frame["address"].to_list() == [scene.title] * len(scene.told)
    for told, micros in zip(scene.told, frame["ts"], strict=True):
        if told.when is not None:
            assert micros == to_micros(told.when.replace(second=0))
    regions = whole(result)
    assert set(regions["field"]) == {"text", "side", "time", "address", "seen"}
    seen = regions.filter(regions["field"] == "seen")
    assert set(seen["table"]) == {""}
    assert any(scene.title in text for text in seen["text"])
    first = regions.filter(regions["field"] == "text")["place"][0]
    assert Image.open(BytesIO(crop(scene.name, draw.as_png(image), first))).width < image.width


@pytest.mark.slow
def test_a_drawn_call_list_without_any_date_is_read_and_its_days_are_no_evidence() -> None:
    draw = screens()
    scene, image, _ = draw.scene_of("calls", 1, width=540)
    result = result_of("shot.jpg", draw.as_small_jpeg(image))
    frame = result.calls
    assert frame is not None
    assert frame.schema == CALLS
    assert [plain(party) for party in frame["address"]] == [plain(told.sender) for told in scene.told]
    assert frame["direction"].to_list() == [told.side for told in scene.told]
    assert frame["duration_s"].to_list() == [told.seconds for told in scene.told]
    times = whole(result).filter(whole(result)["field"] == "time")["precision_s"].to_list()
    assumed = frame["repair"].str.contains("day_assumed").fill_null(value=False).to_list()
    assert [precision > 30_000_000 for precision in times] == assumed
    assert any("日期不作为违规依据" in note for note in result.completeness.notes)


def test_without_the_extra_the_reason_and_the_way_out_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr._engine.cache_clear()
    monkeypatch.setattr(ocr, "find_spec", {}.get)
    assert ocr_missing() == "PIL"
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    with pytest.raises(OcrMissingError) as fault:
        result_of("shot.png", data.getvalue())
    assert "ringfence[ocr]" in fault.value.zh
    ocr._engine.cache_clear()


def png_of(width: int, height: int, body: bytes) -> bytes:
    """Return a PNG that claims a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (20_000, 20_000), (9_000, 9_000)])
def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(TooManyPixelsError):
        result_of("bomb.png", png_of(width, height, b"\0" * 1000))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        b"\xff\xd8\xff\xe0" + b"junk" * 20,
        b"RIFF\x10\0\0\0WEBPVP8 ",
        png_of(10, 10, b"\0" * 3),
    ],
)
def test_a_damaged_picture_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(BrokenFileError):
        result_of("shot.png", data)


def test_other_files_are_not_pictures() -> None:
    for head in (b"RIFF\x10\0\0\0WAVE", b"\x89PN", b"GIF89a", b"<smses"):
        claim = sniff(Source.of_bytes("x.png", head))
        assert claim is None or claim.reader != "screenshot"


def test_a_long_picture_is_cut_in_quiet_rows() -> None:
    pixels = np.full((6000, 1080, 3), 240, dtype=np.uint8)
    rows = np.arange(6000)
    pixels[(rows % 100) < 40, 100:900:7] = 0  # lines of writing, 60 quiet rows between them
    cuts = pieces(pixels)
    assert (cuts[0][0], cuts[-1][1]) == (0, 6000)
    assert all(before[1] == after[0] for before, after in pairwise(cuts))
    assert all(first % 100 >= 40 for first, _ in cuts[1:])
    assert max(last - first for first, last in cuts) <= 2.6 * 1080
    assert pieces(pixels[:2400]) == [(0, 2400)]
    assert len(pieces(np.zeros((8000, 3, 3), dtype=np.uint8))) <= 12  # a strip is not cut into thousands


def seen_at(points: NDArray[np.float32]) -> Seen:
    return Seen(Line("一二三四五六七八", 0.9, Box(0, 0, 1, 1)), points)


def test_a_tilted_page_is_straightened_and_boxes_lead_back() -> None:
    matrix = np.array([[0.998, -0.06, 80], [0.06, 0.998, 0], [0, 0.00004, 1]])

    def moved(corners: list[tuple[float, float]]) -> NDArray[np.float32]:
        lifted = np.column_stack([np.array(corners), np.ones(len(corners))]) @ matrix.T
        return np.asarray(lifted[:, :2] / lifted[:, 2:], dtype=np.float32)

    boxes = [Box(100, 150 + 200 * row, 700, 44) for row in range(9)]
    lines = [seen_at(moved([(b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom)])) for b in boxes]
    straight = straighten(np.zeros((2400, 1080, 3), dtype=np.uint8), lines)
    assert straight is not None
    forth = np.linalg.inv(straight.back)
    for one in lines:
        ends = np.column_stack([one.corners[[3, 2]], np.ones(2)]) @ forth.T
        left, right = ends[:, :2] / ends[:, 2:]
        assert abs(right[1] - left[1]) < 5  # of 700 pixels
    left, right = np.column_stack([lines[0].corners, np.ones(4)]) @ forth.T, lines[0].corners
    there = left[:, :2] / left[:, 2:]
    box = Box(*(round(float(value)) for value in (*there.min(axis=0), *np.ptp(there, axis=0))))
    back = straight.original(box)
    assert abs(back.cx - float(right[:, 0].mean())) < 6
    assert abs(back.cy - float(right[:, 1].mean())) < 6


def test_a_level_page_is_left_as_it_is() -> None:
    level = [
        seen_at(np.array([[50, y], [800, y], [800, y + 40], [50, y + 40]], dtype=np.float32)) for y in (100, 300, 500)
    ]
    assert straighten(np.zeros((800, 1080, 3), dtype=np.uint8), level) is None
