"""DOCX and PDF of a letter: every character, real styles, Chinese fonts, nothing executed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import docx
import polars as pl
import pytest
import respond_dossier as made
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from ringfence.respond import LayoutError, letters, write_document
from ringfence.respond.coverage import Coverage
from ringfence.respond.embedding import obfuscated
from ringfence.respond.page_pdf import pdf_page
from ringfence.respond.texts import texts
from ringfence.schema import Blank, Bullets, Document, DocumentKind, Heading, Paragraph, Route, RouteStep, Table

if TYPE_CHECKING:
    from pathlib import Path

INJECTION = '#panic("x") #import "a.typ" *粗* _斜_ $x^2$ @label <a> \\ ` ] ) // /* ~ -- "" \'\' = 标题 + - https://x.invalid {{1}}'


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def pdf_text(path: Path) -> str:
    return bare("".join(page.extract_text() for page in PdfReader(path).pages))


def hostile(text: str) -> Document:
    return Document(
        "9-试",
        DocumentKind.COMPLAINT,
        "试写",
        "某处",
        (
            Heading(text, 1),
            Heading(text, 2),
            Paragraph(text),
            Paragraph(text, bold=True, align="right"),
            Bullets((text, "第二"), numbered=True),
            Bullets((text,)),
            Table(("甲", text), ((text, "乙"), ("丙", text)), (1, 3), caption=text),
            Blank("姓名", text),
            Blank("日期"),
        ),
    )


@pytest.mark.parametrize("index", range(7))
def test_every_character_of_a_letter_is_in_its_pdf(index: int, tmp_path: Path) -> None:
    letter = letters(made.dossier())[index]
    _, paper = write_document(letter, tmp_path)
    shown = pdf_text(paper)
    cover = Coverage()
    for text in texts(letter):
        assert bare(cover.fit(text)) in shown, text
    assert "\ufffd" not in shown


def test_the_pdf_holds_only_our_fonts_and_no_date(tmp_path: Path) -> None:
    _, paper = write_document(letters(made.dossier())[1], tmp_path)
    reader = PdfReader(paper)
    fonts: set[str] = set()

    def visit(_text: str, _matrix: object, _place: object, font: dict[str, str] | None, _size: float) -> None:
        fonts.update([font["/BaseFont"].split("+")[-1]] if font else [])

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert {name.removesuffix("-Identity-H") for name in fonts} == {"NotoSansSC-Regular", "NotoSerifSC-Regular"}
    assert reader.metadata is not None
    assert reader.metadata.title == "致东海示例银行股份有限公司的投诉信"
    assert "/CreationDate" not in reader.metadata
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


@pytest.mark.parametrize(
    "text", [INJECTION, made.HOSTILE, "</w:t></w:r><w:p/>&amp;&#x41;", "]]>", "😂\u202e\x00坏\ud800"]
)
def test_hostile_text_is_only_text(text: str, tmp_path: Path) -> None:
    word, paper = write_document(hostile(text), tmp_path)
    fitted = Coverage().fit(text)
    assert pdf_text(paper).count(bare(fitted)) >= 9
    opened = docx.Document(str(word))
    assert opened.paragraphs[0].text == fitted
    assert opened.tables[0].cell(1, 0).text == fitted


def test_a_docx_can_be_edited_and_names_chinese_fonts(tmp_path: Path) -> None:
    word, _ = write_document(letters(made.dossier())[3], tmp_path)
    opened = docx.Document(str(word))
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Normal", "List Number"} <= styles
    for name, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 2", "黑体"), ("Table Text", "宋体")):
        fonts = opened.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [key for key in fonts.attrib if "Theme" in str(key)]
    width = opened.sections[0].page_width
    assert width is not None
    assert width.mm == pytest.approx(210, abs=0.2)
    assert ["w:tblHeader" in row._tr.xml for row in opened.tables[0].rows][:2] == [True, False]
    footer = opened.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_numbered_lists_each_start_at_one(tmp_path: Path) -> None:
    word, _ = write_document(letters(made.dossier())[3], tmp_path)
    opened = docx.Document(str(word))
    numbers = [
        re.findall(r'w:numId w:val="(\d+)"', paragraph._p.xml)[0]
        for paragraph in opened.paragraphs
        if paragraph.style and paragraph.style.name == "List Number"
    ]
    lists = [block for block in letters(made.dossier())[3].blocks if isinstance(block, Bullets) and block.numbered]
    assert len(set(numbers)) == len(lists)
    numbering = opened.part.numbering_part.element
    for number in set(numbers):
        override = numbering.num_having_numId(int(number)).lvlOverride_lst[0]
        assert override.startOverride.val == 1


def test_a_docx_embeds_the_shapes_of_all_its_characters(tmp_path: Path) -> None:
    letter = letters(made.dossier())[3]
    word, _ = write_document(letter, tmp_path)
    with zipfile.ZipFile(word) as archive:
        table = archive.read("word/fontTable.xml").decode()
        keys = re.findall(r'w:fontKey="\{([0-9A-F-]{36})\}"', table)
        assert len(keys) == 2
        assert "embedTrueTypeFonts" in archive.read("word/settings.xml").decode()
        for number, key in enumerate(keys, 1):
            hidden = archive.read(f"word/fonts/font{number}.odttf")
            with TTFont(io.BytesIO(obfuscated(hidden, UUID(key)))) as font:
                shapes = set(font.getBestCmap())
            cover = Coverage()
            assert {ord(sign) for text in texts(letter) for sign in cover.fit(text)} <= shapes
        assert 'w:name="宋体"' in table
        assert 'w:name="黑体"' in table


def test_letters_of_one_case_embed_the_same_font(tmp_path: Path) -> None:
    """One program opening two letters may keep the first font it met under a name: both must be the same."""
    found = set()
    for letter in letters(made.dossier())[1:3]:
        word, _ = write_document(letter, tmp_path)
        with zipfile.ZipFile(word) as archive:
            found.add((archive.read("word/fonts/font1.odttf"), archive.read("word/fonts/font2.odttf")))
    assert len(found) == 1


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    letter = letters(made.dossier())[1]
    first = [path.read_bytes() for path in write_document(letter, tmp_path / "a")]
    second = [path.read_bytes() for path in write_document(letter, tmp_path / "b")]
    assert first == second


def test_the_police_summary_is_one_page_however_much_there_is(tmp_path: Path) -> None:
    dossier = made.dossier()
    long = "对方在信息里反复说要到我家里和单位来,让我的家人不得安宁,并且多次提到我的孩子在哪里上学。"
    many = tuple(
        replace(one, id=f"{one.id}-{turn}", sentence_zh=long, uncertain_zh=(long,))
        for one in dossier.findings
        for turn in range(6)
    )
    step = RouteStep(1, made.POLICE, "x", tuple(one.id for one in many))
    page = letters(replace(dossier, findings=many, routes=(Route(made.MICRO, (step,)),)))[0]
    assert page.kind is DocumentKind.POLICE_SUMMARY
    _, paper = write_document(page, tmp_path)
    assert len(PdfReader(paper).pages) == 1


def test_a_note_says_when_characters_were_written_in_words(tmp_path: Path) -> None:
    _, paper = write_document(hostile("刀🔪"), tmp_path)
    assert re.search(r"本文件有\d+个字符没有字形", pdf_text(paper))
    _, plain = write_document(hostile("刀"), tmp_path / "plain")
    assert "没有字形" not in pdf_text(plain)


def test_long_tokens_do_not_leave_the_page(tmp_path: Path) -> None:
    token = "a1" * 200
    _, paper = write_document(hostile(token), tmp_path)
    spots: list[float] = []

    def visit(text: str, matrix: list[float], place: list[float], _font: object, _size: float) -> None:
        if text.strip():
            spots.append(matrix[4] + place[4])

    for page in PdfReader(paper).pages:
        page.extract_text(visitor_text=visit)
    assert max(spots) < 595 - 40
    assert pdf_text(paper).count(token) >= 9


def test_a_layout_that_fails_says_so() -> None:
    with pytest.raises(LayoutError) as caught:
        pdf_page("letter", "坏数据", {"title": "x", "lang": "zh"})
    assert "坏数据" in caught.value.zh


def test_no_half_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ringfence.respond.write.os.fdopen", full)
    with pytest.raises(OSError, match="No space"):
        write_document(hostile("x"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_title_longer_than_a_property_may_be_is_cut_there_only(tmp_path: Path) -> None:
    dossier = made.dossier()
    party = replace(made.PARTIES[0], name="很长的名字" * 100)
    letter = letters(replace(dossier, matter=replace(dossier.matter, parties=(party, *made.PARTIES[1:]))))[1]
    word, paper = write_document(letter, tmp_path)
    opened = docx.Document(str(word))
    assert len(opened.core_properties.title) == 255
    assert party.name in "".join(paragraph.text for paragraph in opened.paragraphs)
    assert paper.stat().st_size > 0


HOSTILE = ("<script>x</script>#panic(1)*$x$[]\u202e\u200f\x07\x00\x1b[31m😀]]></w:t>{{7*7}}{%raw%}`@ref 您欠款" * 400)[
    :20_000
]


def test_hostile_bodies_and_names_are_text_in_every_document(tmp_path: Path) -> None:
    dossier = made.dossier()
    names = ("a/../\"'\\<b>银行</b>{{ 7*7 }}#panic()\u202e", "\n\r\t换行", "“引号”《书名》“")
    parties = tuple(replace(party, name=name) for party, name in zip(made.PARTIES, names, strict=True))
    bodies = pl.when(pl.col("text").is_not_null()).then(pl.lit(HOSTILE)).otherwise(pl.col("text"))
    matter = replace(dossier.matter, parties=parties, events=dossier.matter.events.with_columns(text=bodies))
    found = tuple(replace(one, told_zh=f"“{names[0]}”对您说{HOSTILE[:500]}。") for one in dossier.findings)
    written = letters(replace(dossier, matter=matter, findings=found, case_name="../../x\x00"))
    assert len(written) == 7
    for letter in written:
        word, paper = write_document(letter, tmp_path)
        assert word.parent == tmp_path
        body = zipfile.ZipFile(word).read("word/document.xml").decode()
        assert not re.search("[\u202e\u200f\x00\x07\x1b]", body)
        assert "<script>" not in body
        assert len(PdfReader(paper).pages) < 12


def test_a_finding_without_a_lender_goes_to_the_police_and_the_number_centre_only(tmp_path: Path) -> None:
    dossier = made.dossier()
    stray = replace(dossier.findings[2], lender=None, id="CN-CON-001:?")
    steps = (RouteStep(1, made.N12321, "x", (stray.id,)), RouteStep(2, made.POLICE, "x", (stray.id,)))
    written = letters(replace(dossier, findings=(stray,), routes=(Route(None, steps),)))
    kinds = [one.kind for one in written]
    assert kinds == [DocumentKind.POLICE_SUMMARY, DocumentKind.NUMBER_REPORT, DocumentKind.EXHIBIT_LIST]
    for letter in written:
        write_document(letter, tmp_path)
