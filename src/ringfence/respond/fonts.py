"""The two packaged Chinese faces and what is cut out of them.

Noto Sans SC stands for 黑体 (headings, screen), Noto Serif SC for 宋体 (body of letters); both are under the SIL Open Font
License 1.1 (docs/fonts.md). Every PDF is set in them alone, so each machine makes the same page. HTML and DOCX carry a
subset with the characters they use.
"""

from __future__ import annotations

import io
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn as packaged
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

from ringfence.respond.errors import FontMissingError

if TYPE_CHECKING:
    from pathlib import Path

_SPACING = ["kern", "halt", "chws"]  # what browsers use to tighten Chinese punctuation
_HINTED_TABLES = ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
_CURVE_ERROR = (
    1.0  # units of 1000 per em by which a quadratic curve may miss the cubic one: invisible at any print size
)


class Face(StrEnum):
    """A packaged face by its family name, as typesetters know it."""

    SANS = "Noto Sans SC"
    SERIF = "Noto Serif SC"

    @property
    def path(self) -> Path:
        """Return where the face's file lies.

        Raises:
            FontMissingError: it is not there.
        """
        path = packaged.sans_path() if self is Face.SANS else packaged.serif_path()
        if not path.is_file():
            raise FontMissingError(str(path))
        return path


def font_files() -> tuple[Path, ...]:
    """Return the packaged faces' files.

    Raises:
        FontMissingError: one is not there.
    """
    return tuple(face.path for face in Face)


@cache
def characters() -> frozenset[int]:
    """Return the code points that both faces can show.

    Raises:
        FontMissingError: a face is missing or damaged.
    """
    return _covered(Face.SANS) & _covered(Face.SERIF)


def web_font(text: str, face: Face = Face.SANS) -> bytes:
    """Return a WOFF2 file of ``face`` with just the characters of ``text``."""
    font = _cut(text, face, features=_SPACING)
    font.flavor = "woff2"
    return _saved(font)


def document_font(text: str, face: Face, family: str) -> bytes:
    """Return a TrueType file of ``face`` with just the characters of ``text``, named ``family``.

    Word embeds TrueType outlines only, so the cubic curves are turned into quadratic ones. The same characters give the
    same bytes; the letters of one case share one cut.
    """
    return _document_font("".join(sorted(set(text))), face, family)


@lru_cache(maxsize=4)
def _document_font(text: str, face: Face, family: str) -> bytes:
    font = _cut(text, face, features=[])
    return _saved(_quadratic(font, family, face))


def _covered(face: Face) -> frozenset[int]:
    return frozenset(_opened(face).getBestCmap())


def _opened(face: Face) -> TTFont:
    """Open a face from memory, so that no file stays open behind a lazily read table."""
    path = face.path
    try:
        return TTFont(io.BytesIO(path.read_bytes()), lazy=True)
    except (TTLibError, OSError) as error:
        raise FontMissingError(str(path)) from error


def _cut(text: str, face: Face, features: list[str]) -> TTFont:
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += _HINTED_TABLES
    font = _opened(face)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " ")
    subsetter.subset(font)
    return font


def _quadratic(font: TTFont, family: str, face: Face) -> TTFont:
    """Build a plain TrueType font from a cut CFF one: same metrics, quadratic outlines, its own name and the licence."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    built = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    built.setupGlyphOrder(order)
    built.setupCharacterMap(font.getBestCmap())
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
    copied = {key: font["name"].getDebugName(number) for key, number in (("copyright", 0), ("licenseDescription", 13))}
    built.setupNameTable(
        {
            **copied,
            "familyName": family,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{family}; subset of {face.value}",
            "fullName": family,
            "psName": family.replace(" ", ""),
            "version": "Version 1.000",
            "licenseInfoURL": "https://openfontlicense.org",
        }
    )
    built.setupPost(keepGlyphNames=False)
    built.font["head"].created = built.font["head"].modified = font["head"].modified
    return built.font


def _saved(font: TTFont) -> bytes:
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
