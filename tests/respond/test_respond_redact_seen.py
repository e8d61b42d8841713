"""Where recognised writing is covered: made-up lines at all angles, without any recogniser; the covering loop with stand-ins."""

from __future__ import annotations

from io import BytesIO
from math import cos, radians, sin
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ringfence.respond import (
    Box,
    MaskedFile,
    Redactor,
    Shown,
    StillSeenError,
    View,
    mask_picture,
    preview_page,
    private_patches,
)
from ringfence.schema import SeenLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond import Patch
    from ringfence.schema import Point

PHONE = "19900001234"


def line(text: str, x: float, y: float, *, unit: float = 10, score: float = 1.0, angle: float = 0) -> SeenLine:
    """Return a line whose characters are ``unit`` (Latin) and 2 ``unit`` (Chinese) wide, turned about its first corner."""
    width = sum(2 * unit if char > "\u2000" else unit for char in text)
    height = unit / 0.42

    def at(along: float, across: float) -> Point:
        turn = radians(angle)
        return x + along * cos(turn) - across * sin(turn), y + along * sin(turn) + across * cos(turn)

    return SeenLine(text, score, (at(0, 0), at(width, 0), at(width, height), at(0, height)))


def reach(patch: Patch) -> tuple[float, float]:
    return min(x for x, _ in patch.corners), max(x for x, _ in patch.corners)


def test_the_private_part_of_a_line_is_covered_and_the_rest_stays() -> None:
    text = f"请今天之内打这个电话{PHONE}找我本人说明情况"
    (patch,) = private_patches([line(text, 100, 50)], Redactor())
    left, right = reach(patch)
    begins, ends = 100 + 200, 100 + 200 + 110
    assert begins - 60 < left <= begins
    assert ends <= right < ends + 60
    assert patch.secret == PHONE
    assert not patch.whole


@pytest.mark.parametrize(
    "seen",
    [
        line(f"电话{PHONE}", 0, 0, score=0.6),
        SeenLine(f"电话{PHONE}", 1.0, ((0, 0), (20, 0), (20, 150), (0, 150))),
        SeenLine(f"电话{PHONE}", 1.0, ((0, 0), (900, 0), (900, 20), (0, 20))),
    ],
    ids=["low score", "on end", "odd spacing"],
)
def test_where_the_place_is_not_sure_the_whole_line_is_covered(seen: SeenLine) -> None:
    (patch,) = private_patches([seen], Redactor())
    assert patch.whole
    xs, ys = [x for x, _ in seen.corners], [y for _, y in seen.corners]
    left, right = reach(patch)
    assert left <= min(xs)
    assert right >= max(xs)
    assert min(y for _, y in patch.corners) <= min(ys)
    assert max(y for _, y in patch.corners) >= max(ys)


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 180), st.floats(5, 40))
def test_a_turned_line_is_covered_along_itself(angle: float, unit: float) -> None:
    (patch,) = private_patches([line(f"打{PHONE}", 500, 500, unit=unit, angle=angle)], Redactor())
    turn = radians(-angle)
    back = [
        ((x - 500) * cos(turn) - (y - 500) * sin(turn), (x - 500) * sin(turn) + (y - 500) * cos(turn))
        for x, y in patch.corners
    ]
    assert min(x for x, _ in back) <= 2 * unit
    assert max(x for x, _ in back) >= 13 * unit
    assert min(y for _, y in back) < 0
    assert max(y for _, y in back) > unit / 0.42


def test_look_alikes_and_breaks_do_not_help() -> None:
    redactor = Redactor(names=["张演示"])
    assert private_patches([line("电话l99OOOO1234", 0, 0)], redactor)
    below = [line("我的电话是199000", 0, 0), line("01234你记一下", 0, 25)]
    assert {patch.secret for patch in private_patches(below, redactor)} == {"199000", "01234"}
    beside = [line("1990000", 0, 0), line("1234", 90, 0)]
    assert {patch.secret for patch in private_patches(beside, redactor)} == {"1990000", "1234"}
    apart = [line("借款人张", 0, 0), line("演示签字", 0, 25)]
    assert {patch.secret for patch in private_patches(apart, redactor)} == {"张", "演示"}
    assert not private_patches([line("欠款5000元2026-11-13", 0, 0)], redactor)


def blank() -> bytes:
    written = BytesIO()
    Image.new("RGB", (600, 200), "white").save(written, "PNG")
    return written.getvalue()


class Eyes:
    """A recogniser that sees other lines each time it looks."""

    def __init__(self, *looks: Sequence[SeenLine]) -> None:
        self.looks = list(looks)
        self.pictures: list[bytes] = []

    def __call__(self, picture: bytes) -> Sequence[SeenLine]:
        self.pictures.append(picture)
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]


def test_what_is_still_read_afterwards_is_covered_too() -> None:
    eyes = Eyes([line(f"打{PHONE}", 10, 10)], [line("234", 150, 10), line("2026", 10, 150)], [])
    done = mask_picture(blank(), [], Redactor(), eyes)
    assert [patch.secret for patch in done.patches] == [PHONE, "234"]
    assert done.patches[1].whole
    assert len(eyes.pictures) == 3
    with Image.open(BytesIO(done.data)) as copy:
        assert copy.getpixel((170, 20)) == (0, 0, 0)
        assert copy.getpixel((20, 160)) == (255, 255, 255)


def test_nothing_is_given_out_while_something_can_be_read() -> None:
    with pytest.raises(StillSeenError):
        mask_picture(blank(), [], Redactor(), Eyes([line(f"打{PHONE}", 10, 10)]))


def test_a_number_that_is_to_stay_is_not_taken_for_a_leftover() -> None:
    kept = line("19900005678", 150, 10)
    eyes = Eyes([line(f"打{PHONE}", 10, 10), kept], [kept])
    redactor = Redactor(keep=frozenset({"+8619900005678"}))
    assert [patch.secret for patch in mask_picture(blank(), [], redactor, eyes).patches] == [PHONE]


def test_boxes_by_hand_are_painted_before_anything_is_read() -> None:
    eyes = Eyes([])
    done = mask_picture(blank(), [Box(0, 0, 100, 100)], Redactor(), eyes, view=True)
    with Image.open(BytesIO(eyes.pictures[0])) as seen:
        assert seen.getpixel((50, 50)) == (0, 0, 0)
    before, after = done.view
    with Image.open(BytesIO(before)) as first, Image.open(BytesIO(after)) as second:
        assert min(first.convert("RGB").getpixel((50, 50))) > 200  # type: ignore[arg-type]  # three channels
        assert max(second.convert("RGB").getpixel((50, 50))) < 50  # type: ignore[arg-type]  # three channels


def test_the_preview_escapes_what_it_shows_and_warns() -> None:
    shown = Shown("图片", "name", "<b>", "<script>alert(1)</script>", "", "", "通讯录", recognised=True)
    page = preview_page(MaskedFile("a.png", b"", (shown,), ("注意",), (View("图片", b"before", b"after"),)))
    assert "<script" not in page
    assert "请不要发给别人" in page
    assert "机器识别" in page
    assert page.count("data:image/jpeg") == 2
