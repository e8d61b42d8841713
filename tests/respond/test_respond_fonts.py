"""The fonts: what is cut out, under which name and licence, and how it goes into a DOCX."""

from __future__ import annotations

import io
import uuid
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from ringfence.respond import FontMissingError
from ringfence.respond.embedding import obfuscated
from ringfence.respond.font_table import code_points
from ringfence.respond.fonts import Face, characters, document_font, web_font

if TYPE_CHECKING:
    from pathlib import Path


def test_both_faces_hold_the_national_character_set() -> None:
    """GB 2312: 6763 Chinese characters and its signs."""
    places = [(row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    empty = {(0xD7, cell) for cell in range(0xFA, 0xFF)}
    wanted = {bytes(place).decode("gb2312") for place in places if place not in empty}
    assert len(wanted) == 6763
    assert {ord(sign) for sign in wanted} <= characters()


@pytest.mark.parametrize("face", list(Face))
def test_a_face_shows_what_a_font_library_says_it_shows(face: Face) -> None:
    with TTFont(face.path, lazy=True) as font:
        assert code_points(face.path) == set(font.getBestCmap())


@pytest.mark.parametrize(
    "content", [b"", b"OTTO", b"OTTO" + bytes(8), b"OTTO\x00\x01" + bytes(6) + b"cmap" + bytes(12)]
)
def test_a_damaged_face_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.otf").write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 -- what is wrong differs by how it is broken
        code_points(tmp_path / "broken.otf")


@pytest.mark.parametrize("face", list(Face))
def test_a_document_font_holds_just_its_characters_in_true_type(face: Face) -> None:
    made = document_font("催收，abc", face, "Ringfence Song")
    with TTFont(io.BytesIO(made)) as font:
        assert {ord(sign) for sign in "催收，abc"} <= set(font.getBestCmap())
        assert len(font.getBestCmap()) < 12
        assert "glyf" in font
        assert font["OS/2"].fsType == 0  # may be embedded without limits
        assert font["name"].getDebugName(1) == "Ringfence Song"
        assert "SIL Open Font License" in font["name"].getDebugName(13)
        assert font["glyf"][font.getBestCmap()[ord("催")]].numberOfContours > 0


def test_the_same_characters_give_the_same_bytes() -> None:
    assert document_font("甲乙", Face.SANS, "X") == document_font("乙甲乙", Face.SANS, "X")


def test_a_web_font_is_woff2_and_holds_the_licence() -> None:
    made = web_font("催收")
    assert made[:4] == b"wOF2"
    with TTFont(io.BytesIO(made)) as font:
        assert set(map(ord, "催收")) <= set(font.getBestCmap())
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_obfuscating_twice_gives_the_font_back() -> None:
    font, key = bytes(range(64)) * 3, uuid.UUID("0ad1b0e2-7f55-4a5c-8a9d-1234567890ab")
    hidden = obfuscated(font, key)
    assert hidden[:32] != font[:32]
    assert hidden[32:] == font[32:]
    assert obfuscated(hidden, key) == font


def test_a_missing_font_is_said_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ringfence.respond.fonts.packaged.sans_path", lambda: tmp_path / "gone.otf")
    with pytest.raises(FontMissingError, match=r"gone\.otf"):
        web_font("字")


def test_a_damaged_font_is_said_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"not a font")
    monkeypatch.setattr("ringfence.respond.fonts.packaged.sans_path", lambda: broken)
    characters.cache_clear()
    try:
        with pytest.raises(FontMissingError):
            characters()
    finally:
        characters.cache_clear()
