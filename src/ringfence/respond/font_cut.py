"""Cutting the packaged faces: what fontTools does, loaded only when a font is cut."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

from ringfence.respond.errors import FontMissingError

if TYPE_CHECKING:
    from pathlib import Path

_HINTED_TABLES = ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
_CURVE_ERROR = (
    1.0  # units of 1000 per em by which a quadratic curve may miss the cubic one: invisible at any print size
)


def _opened(path: Path) -> TTFont:
    """Open a face from memory, so that no file stays open behind a lazily read table."""
    try:
        return TTFont(io.BytesIO(path.read_bytes()), lazy=True)
    except (TTLibError, OSError) as error:
        raise FontMissingError(str(path)) from error


def cut(text: str, path: Path, features: list[str]) -> TTFont:
    """Return the face at ``path`` with just the characters of ``text`` and the layout ``features``.

    Raises:
        FontMissingError: the face is missing or damaged.
    """
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += _HINTED_TABLES
    font = _opened(path)
    font.recalcBBoxes = (
        False  # the whole face's bounds hold for a part of it; measuring each outline takes a third of the time
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " ")
    subsetter.subset(font)
    return font


def quadratic(text: str, path: Path, family: str, face: str) -> TTFont:
    """Build a plain TrueType font from the CFF face at ``path``: same metrics, quadratic outlines, its own name and the licence.

    Only the glyphs of ``text`` are drawn; cutting the whole face first would take as long again and change no outline.

    Raises:
        FontMissingError: the face is missing or damaged.
    """
    font = _opened(path)
    known = font.getBestCmap()
    shown = {ord(sign): known[ord(sign)] for sign in (*text, " ") if ord(sign) in known}
    glyphs, order = font.getGlyphSet(), [".notdef", *sorted({*shown.values()} - {".notdef"}, key=font.getGlyphID)]
    outlines: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    built = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    built.setupGlyphOrder(order)
    built.setupCharacterMap(shown)
    built.setupGlyf(outlines)
    table = built.font["glyf"]
    built.setupHorizontalMetrics({name: (font["hmtx"][name][0], table[name].xMin) for name in order})
    head, system = font["hhea"], font["OS/2"]
    built.setupHorizontalHeader(ascent=head.ascent, descent=head.descent, lineGap=head.lineGap)
    built.setupOS2(
        sTypoAscender=system.sTypoAscender,
        sTypoDescender=system.sTypoDescender,
        usWinAscent=system.usWinAscent,
        usWinDescent=system.usWinDescent,
        ulUnicodeRange1=system.ulUnicodeRange1,
        ulUnicodeRange2=system.ulUnicodeRange2,
        ulCodePageRange1=system.ulCodePageRange1,
        ulCodePageRange2=system.ulCodePageRange2,
        panose=system.panose,
        fsType=0,
    )
    built.font["OS/2"].recalcUnicodeRanges(built.font, pruneOnly=True)
    built.font["OS/2"].recalcCodePageRanges(built.font, pruneOnly=True)
    copied = {key: font["name"].getDebugName(number) for key, number in (("copyright", 0), ("licenseDescription", 13))}
    built.setupNameTable(
        {
            **copied,
            "familyName": family,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{family}; subset of {face}",
            "fullName": family,
            "psName": family.replace(" ", ""),
            "version": "Version 1.000",
            "licenseInfoURL": "https://openfontlicense.org",
        }
    )
    built.setupPost(keepGlyphNames=False)
    built.font["head"].created = built.font["head"].modified = font["head"].modified
    return built.font


def saved(font: TTFont) -> bytes:
    """Return the font as a file without a time of writing: the same cut gives the same bytes."""
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
