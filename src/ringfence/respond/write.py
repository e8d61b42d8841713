"""Writes letters and reports to disk, each file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.respond.coverage import Coverage
from ringfence.respond.page_pdf import page_count, pdf_page
from ringfence.schema import Blank, Bullets, DocumentKind, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ringfence.schema import Block, Document

_USUAL = (12.0, False)  # size in points, narrow margins and lines
# A summary for the police is one page: the largest of these that fits.
_ONE_PAGE = (
    (11.5, False),
    (10.5, False),
    (10.5, True),
    (10.0, True),
    (9.5, True),
    (9.0, True),
    (8.5, True),
    (8.0, True),
)


def write_document(document: Document, folder: Path) -> tuple[Path, Path]:
    """Write ``document`` as DOCX (to edit) and PDF (to print) into ``folder`` and return both paths.

    Raises:
        FontMissingError: the packaged fonts are not there.
        LayoutError: the typesetter refused the page.
    """
    from ringfence.respond.page_docx import docx_page  # noqa: PLC0415 -- python-docx is loaded when a letter is written

    fitted = _fitted(document)
    blocks = [_plain(block) for block in fitted.blocks]
    sizes = _ONE_PAGE if document.kind is DocumentKind.POLICE_SUMMARY else (_USUAL,)
    for size, tight in sizes:
        data = {"title": fitted.title, "lang": "zh", "size": size, "tight": tight, "blocks": blocks}
        if len(sizes) == 1 or page_count("letter", fitted.title, data) == 1:
            break
    paper = pdf_page("letter", fitted.title, data)
    word = docx_page(fitted, size, tight=tight)
    return save(folder / f"{document.stem}.docx", word), save(folder / f"{document.stem}.pdf", paper)


def save(path: Path, content: bytes) -> Path:
    """Write ``content`` beside ``path`` and move it there, so that no half file is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".ringfence-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def _fitted(document: Document) -> Document:
    """Return ``document`` with every text fitted to the fonts; a note at the end says when signs were written in words."""
    cover = Coverage()
    blocks = tuple(_fit(block, cover) for block in document.blocks)
    replaced = sum(cover.replaced.values())
    if replaced:
        note = f"本文件有{replaced}个字符没有字形，已改用六角括号里的文字；原件没有改动。"
        blocks = (*blocks, Paragraph(note, indent=False))
    return replace(document, title=cover.fit(document.title), blocks=blocks, glyphs=_known(document.glyphs))


def _known(glyphs: str) -> str:
    """Return the text in which ``glyphs`` are written: what has no shape is written in words, and those need shapes."""
    return Coverage().fit(glyphs)


def _fit(block: Block, cover: Coverage) -> Block:
    fit = cover.fit
    match block:
        case Heading() | Paragraph():
            return replace(block, text=fit(block.text))
        case Bullets():
            return replace(block, items=tuple(fit(item) for item in block.items))
        case Table():
            rows = tuple(tuple(fit(cell) for cell in row) for row in block.rows)
            return replace(
                block, header=tuple(fit(cell) for cell in block.header), rows=rows, caption=fit(block.caption)
            )
        case Blank():
            return replace(block, label=fit(block.label), value=fit(block.value))


def _plain(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {
                "type": "paragraph", "text": block.text, "indent": block.indent, "bold": block.bold, "align": block.align
            }  # fmt: skip
        case Bullets():
            return {"type": "bullets", "items": block.items, "numbered": block.numbered}
        case Table():
            return {
                "type": "table", "header": block.header, "rows": block.rows, "widths": block.widths, "caption": block.caption
            }  # fmt: skip
        case Blank():
            return {"type": "blank", "label": block.label, "value": block.value}
