"""Letters and agreements as PDF and Word: text page by page, scans by recognition, locked and broken ones, hostile ones."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ringfence.ingest import (
    BrokenFileError,
    IngestError,
    PasswordNeededError,
    Source,
    UnsafeFileError,
    check_password,
    document_pdf,
    ocr_missing,
    read,
    sniff,
)
from ringfence.ingest.carrier_pdf import ScannedPdfError
from ringfence.respond import font_files
from ringfence.schema import PAGES

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 1)
needs_ocr = pytest.mark.skipif(ocr_missing() is not None, reason="the extra ocr is not published for this machine")


@cache
def typeset(body: str) -> bytes:
    folders = sorted({str(path.parent) for path in font_files()})
    text = f'#set text(font: "Noto Sans SC", size: 11pt)\n#set page(width: 360pt, height: 300pt)\n{body}'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    made = typst.Compiler(text.encode(), font_paths=fonts, ignore_system_fonts=True).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


@cache
def scan(text: str) -> bytes:
    """Return a PDF of one page that is a picture."""
    page = Image.new("RGB", (700, 400), "white")
    face = next(path for path in font_files() if "Sans" in path.name)
    ImageDraw.Draw(page).multiline_text((40, 40), text, fill="black", font=ImageFont.truetype(face, 30), spacing=20)
    written = BytesIO()
    page.save(written, "PDF", resolution=100)
    return written.getvalue()


def merged(*parts: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(BytesIO(part))
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_text_pdf_is_kept_page_by_page() -> None:
    data = typeset("个人借款合同 \\ 甲方：某某 \\ 第一条 借款金额 5000 元 #pagebreak() 第二条 年利率 24%")
    result = read(Source.of_bytes("合同.pdf", data), today=TODAY)
    assert (result.reader, result.kind_zh) == ("document", "疑似借款合同（PDF）")
    pages = result.pages
    assert pages is not None
    assert pages.schema == PAGES
    assert pages["page"].to_list() == [1, 2]
    assert pages["text"][0].splitlines()[0] == "个人借款合同"
    assert "".join(pages["text"][1].split()) == "第二条年利率24%"
    assert pages["machine"].to_list() == [False, False]
    assert pages["confidence"].null_count() == 2
    assert result.completeness.found == 2
    assert "共 2 页" in result.completeness.notes[0]
    assert result.messages is None


@needs_ocr
def test_scanned_pages_are_recognised_and_said_to_be() -> None:
    data = merged(
        typeset("某某公司 关于投诉的回复"), scan("经核查，您的借款\n已于2026年1月5日结清。"), typeset("#v(1pt)")
    )
    result = read(Source.of_bytes("回复.pdf", data), today=TODAY)
    pages = result.pages
    assert pages is not None
    assert pages["machine"].to_list() == [False, True, False]
    assert "".join(pages["text"][1].split()) == "经核查，您的借款已于2026年1月5日结清。"
    assert pages["confidence"][1] > 0.9
    assert pages["text"][2] == ""
    assert any("扫描页 1 页（2）" in note for note in result.completeness.notes)


def test_scans_without_the_recogniser_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.ingest.carrier_pdf.ocr_missing", lambda: "rapidocr")
    monkeypatch.setattr(document_pdf, "ocr_missing", lambda: "rapidocr")
    with pytest.raises(ScannedPdfError, match="ringfence\\[ocr\\]"):
        read(Source.of_bytes("扫描.pdf", scan("通知")), today=TODAY)
    result = read(Source.of_bytes("一半.pdf", merged(typeset("通知"), scan("通知"))), today=TODAY)
    assert [piece.place for piece in result.completeness.unread] == ["page:2"]
    assert result.pages is not None
    assert result.pages["text"].to_list() == ["通知", ""]


def test_a_locked_document_is_opened_by_its_password_and_again_by_its_key() -> None:
    writer = pypdf.PdfWriter(BytesIO(typeset("律师函 \\ 张演示：")))
    writer.encrypt("123456", algorithm="AES-256")
    written = BytesIO()
    writer.write(written)
    source = Source.of_bytes("函.pdf", written.getvalue())
    with pytest.raises(PasswordNeededError):
        check_password(source, None)
    result = read(source, today=TODAY, password="123456")
    assert result.kind_zh == "疑似律师函（PDF）"
    again = read(source, today=TODAY, key=result.key)
    assert again.pages is not None
    assert result.pages is not None
    assert again.pages.equals(result.pages)


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(typeset("借款合同 \\ 第一条"))
    at = 9 + at % (len(data) - 9)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        result = read(Source.of_bytes("x.pdf", bytes(data)), today=TODAY)
        assert result.pages is not None


def test_a_word_letter_is_read_with_its_tables() -> None:
    made = docx.Document()
    made.add_paragraph("催收函")
    made.add_table(1, 2).rows[0].cells[1].text = "5000元"
    made.add_paragraph("请于三日内联系")
    written = BytesIO()
    made.save(written)
    source = Source.of_bytes("函.docx", written.getvalue())
    claim = sniff(source)
    assert claim is not None
    assert claim.reader == "word"
    result = read(source, today=TODAY)
    assert result.kind_zh == "疑似催收函件（Word）"
    assert result.pages is not None
    assert result.pages["text"].to_list() == ["催收函\n5000元\n请于三日内联系"]


def word_of(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body.replace("<w:document", f"<w:document {space}", 1))
    return written.getvalue()


def test_deleted_text_of_a_word_letter_is_left_out_and_said() -> None:
    body = "<w:document><w:body><w:p><w:r><w:t>还</w:t></w:r><w:ins><w:r><w:t>六千</w:t></w:r></w:ins>"
    body += "<w:del><w:r><w:delText>五千</w:delText></w:r></w:del></w:p></w:body></w:document>"
    result = read(Source.of_bytes("a.docx", word_of(body)), today=TODAY)
    assert result.pages is not None
    assert result.pages["text"].to_list() == ["还六千"]
    assert any("修订" in note for note in result.completeness.notes)


def test_hostile_word_files_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET", encoding="ascii")
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>'
    with suppress(BrokenFileError):
        result = read(Source.of_bytes("a.docx", word_of(entity)), today=TODAY)
        assert result.pages is not None
        assert "SECRET" not in result.pages["text"][0]
    bomb = word_of("<w:document><w:p>" + " " * 40_000_000 + "</w:p></w:document>")
    with pytest.raises(UnsafeFileError):
        read(Source.of_bytes("a.docx", bomb), today=TODAY)
    for data in (b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, word_of("<w:document"), word_of("")):
        with pytest.raises(IngestError):
            read(Source.of_bytes("a.docx", data), today=TODAY)
