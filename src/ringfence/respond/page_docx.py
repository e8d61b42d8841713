"""A letter as DOCX: real styles, so that it can be edited; Chinese font names of Windows and macOS; a subset embedded.

Font names (宋体, 黑体) are set by ``w:eastAsia``; on systems without them the embedded subset stands in (embedding.py).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, cast

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from ringfence.respond.embedding import embed
from ringfence.respond.texts import texts
from ringfence.schema import Blank, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as DocxTable
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as DocxParagraph

    from ringfence.schema import Block, Document

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
_ALIGN = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_WIDTH, _HEIGHT, _SIDE = Mm(210), Mm(297), Mm(26)
_TEXT = Emu(_WIDTH - 2 * _SIDE)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no time of writing goes into the file: the same letter gives the same bytes
PROPERTY = 255  # characters the format lets a property have


def docx_page(document: Document, size: float = 12, *, tight: bool = False) -> bytes:
    """Return ``document`` as a DOCX file; its texts must already be fitted to the fonts.

    Args:
        document: the letter.
        size: size of the running text in points.
        tight: narrow margins and lines, for what must be one page.
    """
    paper = docx.Document()
    _properties(paper, document)
    _page(paper, tight=tight)
    _styles(paper, size, tight=tight)
    _footer(paper)
    for block in document.blocks:
        _add(paper, block)
    embed(paper, _shown(document))
    out = io.BytesIO()
    paper.save(out)
    return _timeless(out.getvalue())


def _shown(document: Document) -> str:
    return "".join(texts(document)) + document.glyphs + "第页，共：•.0123456789"


def _properties(paper: Docx, document: Document) -> None:
    core = paper.core_properties
    core.title, core.author, core.language, core.comments = document.title[:PROPERTY], "", "zh-CN", ""
    core.last_modified_by = core.keywords = core.subject = ""


def _page(paper: Docx, *, tight: bool) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _SIDE
    section.top_margin, section.bottom_margin = (Mm(14), Mm(14)) if tight else (Mm(25), Mm(22))
    section.footer_distance = Mm(8) if tight else Mm(12)


def _styles(paper: Docx, size: float, *, tight: bool) -> None:
    """Set every style; lines have an exact height, as Chinese office letters do, so that no font changes the page."""
    body = _style(paper, "Normal", SONG, size)
    body.paragraph_format.space_after = Pt(0)
    body.paragraph_format.line_spacing = Pt(size * (1.4 if tight else 1.75))
    body.paragraph_format.widow_control = True
    for name, points, before, after in (
        ("Heading 1", size + 6, 0, 14),
        ("Heading 2", size + 1, 10, 4),
        ("Heading 3", size, 6, 3),
    ):
        style = _style(paper, name, HEI, points)
        air = 0.4 if tight else 1
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before * air), Pt(after * air)
        style.paragraph_format.line_spacing = Pt(points * (1.35 if tight else 1.5))
        style.paragraph_format.keep_with_next = True
    _style(paper, "Heading 1", HEI, size + 6).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("List Number", "List Bullet"):
        _style(paper, name, SONG, size).paragraph_format.space_after = Pt(0 if tight else 2)
    _style(paper, "Footer", HEI, 9).paragraph_format.line_spacing = Pt(14)
    small = min(9.5, size - 1.5)
    for name, family in (("Table Text", SONG), ("Table Head", HEI)):
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = _style(paper, name, family, small)
        style.paragraph_format.line_spacing = Pt(small * (1.25 if tight else 1.4))
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1 if tight else 2)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _style(paper: Docx, name: str, family: str, size: float) -> ParagraphStyle:
    """Set a style's fonts for all scripts; the template's theme fonts would win over names, so they go."""
    style = cast("ParagraphStyle", paper.styles[name])
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.name = LATIN
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if "Theme" in str(key)]:
        del fonts.attrib[key]
    for script, font in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:cs", LATIN), ("w:eastAsia", family)):
        fonts.set(qn(script), font)
    return style


def _footer(paper: Docx) -> None:
    line = paper.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, field in (("第", "PAGE"), ("页，共", "NUMPAGES")):
        line.add_run(before)
        _field(line, field)
    line.add_run("页")


def _field(line: DocxParagraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = line.add_run(text if kind == "text" else "")
        if kind in {"begin", "separate", "end"}:
            mark = _element("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 -- python-docx has no public face for fields
        elif not kind:
            told = _element("w:instrText")
            told.text = code
            run._r.append(told)  # noqa: SLF001 -- the same


def _add(paper: Docx, block: Block) -> None:
    match block:
        case Heading():
            paper.add_paragraph(block.text, style=f"Heading {min(3, max(1, block.level))}")
        case Paragraph():
            _paragraph(paper, block)
        case Bullets():
            _bullets(paper, block)
        case Table():
            _table(paper, block)
        case Blank():
            _blank(paper, block)


def _paragraph(paper: Docx, block: Paragraph) -> None:
    line = paper.add_paragraph()
    run = line.add_run(block.text)
    if block.bold:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 -- no public face for eastAsia fonts
        fonts.set(qn("w:eastAsia"), HEI)
    if block.align in _ALIGN:
        line.alignment = _ALIGN[block.align]
    if block.indent and block.align == "left":
        indent = line._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 -- indents in characters have no public face
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(2 * _twips(paper)))


def _twips(paper: Docx) -> int:
    size = cast("ParagraphStyle", paper.styles["Normal"]).font.size
    return int(size.pt * 20) if size else 240


def _bullets(paper: Docx, block: Bullets) -> None:
    number = _fresh_numbering(paper) if block.numbered else None
    for item in block.items:
        line = paper.add_paragraph(item, style="List Number" if block.numbered else "List Bullet")
        if number is not None:
            properties: Any = line._p.get_or_add_pPr()  # noqa: SLF001 -- restarting a list has no public face
            marks = properties.get_or_add_numPr()
            marks.get_or_add_ilvl().val = 0
            marks.get_or_add_numId().val = number


def _fresh_numbering(paper: Docx) -> int:
    """Return a new list that counts from 1, in the look of the "List Number" style."""
    numbering = paper.part.numbering_part.element
    style = paper.styles["List Number"].element
    known = style.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(known).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _table(paper: Docx, block: Table) -> None:
    if block.caption:
        caption = paper.add_paragraph(block.caption, style="Table Text")
        caption.paragraph_format.keep_with_next = True
    elif paper.paragraphs:
        paper.paragraphs[-1].paragraph_format.space_after = Pt(6)
    table = paper.add_table(rows=1, cols=len(block.header))
    table.autofit = False
    _lines(table)
    total = sum(block.widths)
    widths = [Emu(int(_TEXT * width / total)) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head, body = (str(paper.styles[name].style_id) for name in ("Table Head", "Table Text"))
    _row(table.rows[0], block.header, widths, head)
    _repeated(table.rows[0])
    for cells in block.rows:
        row = table.add_row()
        _row(row, cells, widths, body)
        _flag(row, "w:cantSplit")
    paper.add_paragraph(style="Table Text").paragraph_format.line_spacing = Pt(4)


def _row(row: _Row, texts: tuple[str, ...], widths: list[Emu], style: str) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line._p.style = style  # noqa: SLF001 -- by its id: by name the library looks through all styles for every cell
        line.add_run(text)


def _repeated(row: _Row) -> None:
    _flag(row, "w:cantSplit")
    _flag(row, "w:tblHeader")


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name))  # noqa: SLF001 -- row properties have no public face


def _lines(table: DocxTable) -> None:
    """Rule the table as the PDF does and narrow its cells; each mark stands where ECMA-376 wants it."""
    properties = table._tbl.tblPr  # noqa: SLF001 -- borders and margins have no public face
    borders, margins = _element("w:tblBorders"), _element("w:tblCellMar")
    for side, width, colour in (("top", "8", "333333"), ("bottom", "8", "333333"), ("insideH", "4", "AAB2B8")):
        line = _element(f"w:{side}")
        for key, value in (("val", "single"), ("sz", width), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    for side in ("left", "right"):
        margin = _element(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")


def _blank(paper: Docx, block: Blank) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(_TEXT, WD_TAB_ALIGNMENT.LEFT)
    line.paragraph_format.space_before = Pt(3)
    line.paragraph_format.keep_with_next = True  # a date alone on a page looks like a slip
    line.add_run(f"{block.label}：")
    line.add_run(f"{block.value}\t").underline = True


def _element(name: str) -> BaseOxmlElement:
    return cast("BaseOxmlElement", OxmlElement(name))


def _timeless(made: bytes) -> bytes:
    """Write the archive again without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
