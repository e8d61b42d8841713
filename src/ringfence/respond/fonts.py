"""The two packaged Chinese faces and what is cut out of them.

Noto Sans SC stands for 黑体 (headings, screen), Noto Serif SC for 宋体 (body of letters); both are under the SIL Open Font
License 1.1 (docs/fonts.md). Every PDF is set in them alone, so each machine makes the same page. HTML and DOCX carry a
subset with the characters they use.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn as packaged

from ringfence.respond.errors import FontMissingError
from ringfence.respond.font_table import code_points

if TYPE_CHECKING:
    from pathlib import Path

_SPACING = ["kern", "halt", "chws"]  # what browsers use to tighten Chinese punctuation


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
    from ringfence.respond.font_cut import cut, saved  # noqa: PLC0415 -- fontTools is loaded when a font is cut

    font = cut(text, face.path, features=_SPACING)
    font.flavor = "woff2"
    return saved(font)


def document_font(text: str, face: Face, family: str) -> bytes:
    """Return a TrueType file of ``face`` with just the characters of ``text``, named ``family``.

    Word embeds TrueType outlines only, so the cubic curves are turned into quadratic ones. The same characters give the
    same bytes; the letters of one case share one cut.
    """
    return _document_font("".join(sorted(set(text))), face, family)


@lru_cache(maxsize=4)
def _document_font(text: str, face: Face, family: str) -> bytes:
    from ringfence.respond.font_cut import quadratic, saved  # noqa: PLC0415 -- as above

    return saved(quadratic(text, face.path, family, face.value))


def _covered(face: Face) -> frozenset[int]:
    path = face.path
    try:
        return code_points(path)
    except (OSError, ValueError) as error:
        raise FontMissingError(str(path)) from error
