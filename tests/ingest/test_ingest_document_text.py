"""The text of a paper: plain, Word, PDF."""

from __future__ import annotations

import io

import docx
import pytest
import typst

from ringfence.ingest import BrokenFileError, EmptyFileError, NoTextError, document_text


def word() -> bytes:
    paper = docx.Document()
    paper.add_paragraph("还款协议")
    table = paper.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "2026-12-10", "1,000.00元"
    paper.add_paragraph("签字")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def test_word_keeps_the_order_of_paragraphs_and_rows() -> None:
    assert document_text("a.docx", word()) == "还款协议\n2026-12-10 1,000.00元\n签字"


def test_pdf_with_letters() -> None:
    paper = typst.compile(b"Balance 1000\n\nSigned")
    assert isinstance(paper, bytes)
    assert "Balance 1000" in document_text("a.pdf", paper)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_the_usual_codes(code: str) -> None:
    assert document_text("a.txt", "分期还款协议，本金一千元".encode(code)) == "分期还款协议，本金一千元"


def test_what_has_no_text_is_said() -> None:
    with pytest.raises(EmptyFileError):
        document_text("a.txt", b"")
    for broken in (b"PK\x03\x04 no zip", b"%PDF-1.7 nothing"):
        with pytest.raises(BrokenFileError):
            document_text("a", broken)
    for silent in (b"\xd0\xcf\x11\xe0" + bytes(600), b"\x89PNG\r\n\x1a\n" + bytes(60), b"  \n"):
        with pytest.raises(NoTextError):
            document_text("a", silent)
    with pytest.raises(NoTextError):
        document_text("a.pdf", bytes(typst.compile(b"#rect()")))
