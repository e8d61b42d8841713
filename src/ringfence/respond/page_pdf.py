"""Pages on paper: fixed Typst layouts filled with data, in the packaged fonts only, so every machine makes the same file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import typst

from ringfence.respond.errors import FontMissingError, LayoutError
from ringfence.respond.fonts import Face

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTS = {"report": ("proceedings",)}  # sections of their own that a layout calls


def pdf_page(layout: str, name: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of ``data`` in ``layout`` (``letter`` or ``report``).

    The data goes in as one JSON value and is placed as text: nothing in it can become markup, and the layouts read no
    file and no network. No date goes into the file, so the same case gives the same bytes.

    Args:
        layout: which of our layouts.
        name: what the page is called in an error message.
        data: has ``title`` and ``lang`` besides what the layout needs.

    Raises:
        FontMissingError: the packaged fonts are not there.
        LayoutError: the typesetter refused it.
    """
    try:
        made = _compiler(layout, data).compile(format="pdf")
    except typst.TypstError as error:
        raise _refused(name, error) from error
    if not isinstance(made, bytes):  # several pages come back as one PDF; a list is for pictures only
        raise LayoutError(name, "no single PDF came back")
    return made


def page_count(layout: str, name: str, data: Mapping[str, Any]) -> int:
    """Return how many pages ``data`` takes in ``layout``.

    Raises:
        FontMissingError: the packaged fonts are not there.
        LayoutError: the typesetter refused it.
    """
    try:
        told = _compiler(layout, data).query("<pages>", field="value", one=True)
    except typst.TypstError as error:
        raise _refused(name, error) from error
    return int(told)


def _compiler(layout: str, data: Mapping[str, Any]) -> typst.Compiler:
    source = "\n".join(_layout(part) for part in ("base", *_PARTS.get(layout, ()), layout)).encode()
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)


def _refused(name: str, error: typst.TypstError) -> LayoutError:
    return LayoutError(name, error.message.splitlines()[0][:200])


@cache
def _fonts() -> typst.Fonts:
    folders = sorted({str(face.path.parent) for face in Face})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    for face in Face:
        if face.value not in fonts.families():  # the typesetter would say nothing and leave the page empty
            raise FontMissingError(str(face.path))
    return fonts


@cache
def _layout(name: str) -> str:
    return (files("ringfence.respond") / "pages" / f"{name}.typ").read_text(encoding="utf-8")
