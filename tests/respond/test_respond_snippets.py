"""Pieces of screenshots: masked for certain, small, never certain; hostile and broken ones harm nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
import respond_dossier as made
from lxml import html
from PIL import Image, ImageDraw

from ringfence.respond import Redactor, write_report
from ringfence.respond import snippets as room
from ringfence.respond.snippets import private_lines, show
from ringfence.respond.view import Desk
from ringfence.schema import PieceLine, SeenField, Showing, Snippet

if TYPE_CHECKING:
    from pathlib import Path

CALLER = "19900001234"
REDACTOR = Redactor(names=("林秀英", "赵明"), keep=frozenset({f"+86{CALLER}"}))
SIZE = (600, 200)


def line(text: str, y: int = 10, confidence: float = 0.99) -> PieceLine:
    return PieceLine(text, 20, y, 400, 30, confidence)


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def snippet(*lines: PieceLine, picture: bytes | None = None, event: str = "E1", text: str = "还钱") -> Snippet:
    """Return a white piece with black strokes where lines stand and a red face in the corner."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for one in lines:
        for x in range(one.x, one.x + one.width, 6):
            draw.line((x, one.y, x, one.y + one.height - 1), fill="black", width=2)
    draw.rectangle((520, 120, 590, 190), fill=(220, 30, 30))
    fields = (SeenField("text", text, 0.99), SeenField("side", "in", 0.99))
    return Snippet(event, "S1", "S1#1", picture or png(image), fields, lines or None)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("今天不还钱我们就上门", False),
        ("请转告林秀英还钱", True),
        ("找林 秀 英", True),
        ("电话19900005678", True),
        ("电话1990000567", True),  # a figure was lost in recognition
        ("电话 1990 0005 6781", True),  # one too many
        (f"请回电{CALLER}", False),  # the caller's own number is evidence
        ("客服95599或4008001234", False),
        ("应还3268.50元，请于2026-03-05 18:00前处理", False),
        ("身份证110101199001011234", True),
        ("我在幸福路12号3单元502等你", True),
    ],
)
def test_a_line_with_anything_private_or_doubtful_is_hidden(text: str, hidden: bool) -> None:  # noqa: FBT001 -- a case's answer
    assert private_lines([line(text)], REDACTOR) == [hidden]


def test_what_is_broken_over_two_lines_is_found_in_both() -> None:
    assert private_lines([line("请转告林秀"), line("英今天还钱"), line("不然上门")], REDACTOR) == [True, True, False]
    assert private_lines([line("她的号码1990"), line("0005678知道吗")], REDACTOR) == [True, True]


def test_a_name_cut_off_at_the_edge_of_the_picture_is_hidden() -> None:
    assert private_lines([line("秀英今天还钱"), line("不然上门"), line("请转告林秀")], REDACTOR) == [True, False, True]


def test_a_line_read_badly_is_hidden() -> None:
    assert private_lines([line("还钱", confidence=0.5)], REDACTOR) == [True]


def test_masked_pixels_are_gone_and_only_read_lines_are_carried_over() -> None:
    told = (line("今天不还钱就上门", 10), line("电话19900005678", 60))
    open_, masked = show(snippet(*told), None), show(snippet(*told), REDACTOR)
    assert open_ is not None
    assert masked is not None
    assert masked.hidden == 1
    bare, covered = (np.asarray(Image.open(BytesIO(one.data)).convert("RGB")) for one in (open_, masked))
    assert bare.shape == covered.shape == (SIZE[1], SIZE[0], 3)
    assert np.ptp(bare[62:88, 22:418].astype(int)) > 200  # strokes stand there
    assert np.ptp(covered[58:92, 18:422].reshape(-1, 3).astype(int), axis=0).max() == 0  # one colour, nothing left
    assert np.ptp(covered[12:38, 22:418].astype(int)) > 200  # the harmless line is still readable
    assert (bare[150, 550] == (220, 30, 30)).all()
    assert (covered[150, 550] > 250).all()  # the face is not carried over


def test_on_a_dark_ground_the_bar_is_light() -> None:
    image = Image.new("RGB", SIZE, (20, 20, 20))
    masked = show(snippet(line("还钱", 10), line("林秀英", 60), picture=png(image)), REDACTOR)
    assert masked is not None
    pixels = np.asarray(Image.open(BytesIO(masked.data)).convert("RGB"))
    assert pixels[75, 200].min() > 150
    assert pixels[150, 300].max() < 60


def test_what_cannot_be_masked_for_certain_is_not_shown() -> None:
    assert show(snippet(), REDACTOR) is None  # no lines known
    assert show(snippet(line("林秀英")), REDACTOR) is None  # nothing would be left
    assert show(snippet(), None) is not None


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\0" * 50, png(Image.new("RGB", (3, 3)))[:40]]
)
def test_broken_pictures_are_left_out(data: bytes) -> None:
    assert show(replace(snippet(line("还钱")), png=data), None) is None


def test_boxes_outside_the_picture_harm_nothing() -> None:
    wild = (PieceLine("还钱", -50, -50, 5000, 5000, 1.0), PieceLine("林秀英", 900, 900, 10, 10, 1.0), line("好"))
    assert show(snippet(*wild), REDACTOR) is not None


def test_pictures_are_small_and_photographs_become_jpeg() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (2400, 1080, 3), dtype=np.uint8)
    shown = show(snippet(picture=png(Image.fromarray(noise))), None)
    assert shown is not None
    assert shown.media == "image/jpeg"
    assert shown.width <= room.WIDE
    assert shown.height <= room.TALL
    assert Image.open(BytesIO(shown.data)).size == (shown.width, shown.height)


def events_of(n: int) -> list[str]:
    return made.dossier().matter.events["event"].to_list()[:n]


def test_all_pictures_together_are_bounded_and_what_is_left_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.respond.gallery.MOST_BYTES", 1)
    pieces = [snippet(line("还钱"), event=event) for event in events_of(4)]
    view = Desk.of(made.dossier(showing=Showing(snippets=tuple(pieces), snippets_left=1900))).view()["gallery"]
    assert len(view["items"]) == 1
    assert any("另有1903条" in note for note in view["notes"])


def test_hostile_text_on_a_picture_is_text(tmp_path: Path) -> None:
    event = events_of(1)[0]
    piece = snippet(line("还钱"), event=event, text=made.HOSTILE)
    dossier = made.dossier(showing=Showing(snippets=(piece,)))
    page, paper, _ = write_report(dossier, tmp_path)
    source = page.read_text(encoding="utf-8")
    assert "<script" not in source.lower()
    page_: html.HtmlElement = html.document_fromstring(source.encode())
    (found,) = page_.find_class("shot")
    assert "<script>alert('x')</script>" in str(found.text_content())
    assert [image.get("src", "")[:22] for image in found.iter("img")] == ["data:image/png;base64,"]
    assert paper.stat().st_size > 10_000


def test_an_event_that_is_not_in_the_timeline_is_counted_as_left() -> None:
    view = Desk.of(made.dossier(showing=Showing(snippets=(snippet(line("还钱"), event="E-none"),)))).view()["gallery"]
    assert view["items"] == []
    assert any("另有1条" in note for note in view["notes"])


def test_a_name_that_collected_is_still_masked_on_pictures() -> None:
    person = made.PEOPLE[0].name
    dossier = made.dossier()
    numbers = dossier.metrics.numbers
    named = numbers.with_columns(address_key=pl.lit(person), address_kind=pl.lit("name")).head(1)
    metrics = replace(dossier.metrics, numbers=pl.concat([numbers, named]))
    piece = snippet(line("还钱"), line(f"请转告{person}", 60), event=events_of(1)[0])
    view = Desk.of(replace(dossier, metrics=metrics, showing=Showing(snippets=(piece,)))).view()["gallery"]
    assert [one["hidden"] for one in view["items"]] == ["遮住了1行"]
