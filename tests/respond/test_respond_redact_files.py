"""Masked copies of text files, pictures and PDF: what was masked is not in the copy in any form, the original is untouched."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat, PngImagePlugin
from pypdf.annotations import FreeText

from ringfence.respond import (
    Box,
    BrokenPdfError,
    BrokenPictureError,
    CannotMaskError,
    NeedsOcrError,
    PdfPasswordError,
    Redactor,
    Wish,
    font_files,
    mask_file,
    mask_pdf,
    mask_picture,
    write_masked,
)

if TYPE_CHECKING:
    from pathlib import Path

PHONE = "19900001234"


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 80)) -> bytes:
    """Return a red picture that carries a comment and, as JPEG, EXIF with a turned orientation."""
    image = Image.new("RGB", size, (200, 30, 30))
    written = BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010F] = "演示手机-SECRETDEVICE"
        image.save(written, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    else:
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "SECRETCOMMENT")
        image.save(written, kind, pnginfo=info)
    return written.getvalue()


def pdf(text: str, extra: str = "") -> bytes:
    folders = [str(path.parent) for path in font_files()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    source = f'#set page(width: 400pt, height: 300pt)\n#set text(font: "Noto Sans SC", size: 12pt)\n{extra}\n{text}'
    made = typst.Compiler(source.encode(), font_paths=fonts).compile()
    assert isinstance(made, bytes)
    return made


def test_pixels_are_painted_over_and_nothing_else_is_carried() -> None:
    done = mask_picture(picture(), [Box(10, 10, 20, 15), Box(-5, -5, 8, 8), Box(500, 500, 5, 5)])
    assert done.boxes == (Box(10, 10, 20, 15), Box(0, 0, 3, 3))
    assert done.dropped == ("Comment",)
    with Image.open(BytesIO(done.data)) as copy:
        assert copy.info == {}
        colours = {copy.getpixel((x, y)) for x in range(10, 30) for y in range(10, 25)}
        assert colours == {(0, 0, 0)}
        assert copy.getpixel((31, 26)) == (200, 30, 30)


def test_a_jpeg_is_turned_upright_and_loses_its_device() -> None:
    data = picture("JPEG")
    assert b"SECRETDEVICE" in data
    done = mask_picture(data, [])
    assert done.size == (80, 120)
    assert b"SECRET" not in done.data


def test_transparent_pixels_hide_nothing() -> None:
    written = BytesIO()
    Image.new("RGBA", (10, 10), (1, 2, 3, 0)).save(written, "PNG")
    with Image.open(BytesIO(mask_picture(written.getvalue(), []).data)) as copy:
        assert copy.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"no picture", picture()[:60], b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_broken_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenPictureError) as caught:
        mask_picture(data, [])
    assert caught.value.zh
    assert caught.value.en


def test_a_pdf_becomes_pictures_without_the_masked_text() -> None:
    data = pdf(f"张演示的电话是{PHONE}，欠款5000元，日期2026-11-13", '#set document(title: "SECRETTITLE")')
    done = mask_pdf(data, Redactor(names=["张演示"]))
    (page,) = done.pages
    assert [page.text[span.start : span.end] for span in page.spans] == ["张演示", PHONE]
    assert not page.unseen
    assert len(page.boxes) == 3 + 11
    read = pypdf.PdfReader(BytesIO(done.data))
    assert read.pages[0].extract_text().strip() == ""
    assert b"SECRETTITLE" not in done.data
    with Image.open(BytesIO(_rendered(done.data))) as shown:
        for box in page.boxes:
            middle = (box.x + box.width // 2, box.y + box.height // 2)
            assert extremes(shown, (*middle, middle[0] + 1, middle[1] + 1))[1] < 40


def extremes(image: Image.Image, area: tuple[int, int, int, int]) -> tuple[float, float]:
    """Return the darkest and the brightest grey in ``area``."""
    (found,) = ImageStat.Stat(image.convert("L").crop(area)).extrema
    return found


def _rendered(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    written = BytesIO()
    document[0].render(scale=150 / 72).to_pil().save(written, "PNG")
    document.close()
    return written.getvalue()


def test_the_masked_words_cannot_be_read_from_a_turned_page_either() -> None:
    writer = pypdf.PdfWriter(BytesIO(pdf(f"电话{PHONE}")))
    writer.pages[0].rotate(90)
    written = BytesIO()
    writer.write(written)
    done = mask_pdf(written.getvalue(), Redactor())
    plain = mask_pdf(written.getvalue(), Redactor(kinds=frozenset()))
    with Image.open(BytesIO(_rendered(done.data))) as hidden, Image.open(BytesIO(_rendered(plain.data))) as open_:
        assert hidden.size == open_.size
        assert hidden.height > hidden.width * 0.7
        for box in done.pages[0].boxes:
            area = (box.x + 2, box.y + 2, box.x + box.width - 2, box.y + box.height - 2)
            assert extremes(hidden, area)[1] < 60
            assert extremes(open_, area)[1] > 200


def test_a_number_broken_over_two_lines_is_found() -> None:
    done = mask_pdf(pdf(f"电话{PHONE[:6]}#linebreak(){PHONE[6:]}。"), Redactor())
    assert len(done.pages[0].spans) == 1
    assert len(done.pages[0].boxes) == 11


def test_pages_with_pictures_are_said_to_be_unseen(tmp_path: Path) -> None:
    scan = BytesIO()
    Image.new("RGB", (200, 100), "white").save(scan, "PDF")
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan.getvalue())
    with pytest.raises(NeedsOcrError, match="Page 1"):
        mask_file(path, Redactor())
    done = mask_file(path, Redactor(), wish=Wish(looked=True))
    assert "没有检查" in done.warnings_zh[1]
    boxed = mask_file(path, Redactor(), [Box(0, 0, 50, 50)])
    assert boxed.shown[0].place == "第1页"
    with pytest.raises(NeedsOcrError):
        mask_file(path, Redactor(), [Box(0, 0, 50, 50, page=2)])


def test_a_picture_nobody_reads_is_refused_unless_boxes_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture())
    with pytest.raises(NeedsOcrError, match="--box"):
        mask_file(path, Redactor())
    assert mask_file(path, Redactor(), [Box(1, 1, 5, 5)]).shown[0].kind == "box"
    assert "没有识别" in mask_file(path, Redactor(), wish=Wish(looked=True)).warnings_zh[1]


def test_a_locked_pdf_asks_for_its_password(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(BytesIO(pdf(f"电话{PHONE}")))
    writer.encrypt("123456", algorithm="AES-256")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    for password in (None, "wrong"):
        with pytest.raises(PdfPasswordError):
            mask_file(path, Redactor(), wish=Wish(password=password))
    assert len(mask_file(path, Redactor(), wish=Wish(password="123456")).shown) == 1


def test_letters_drawn_as_shapes_are_unseen() -> None:
    drawn = (
        "#curve(fill: black, curve.move((0pt, 0pt)), ..range(12).map(i => curve.line((i * 3pt, calc.rem(i, 2) * 9pt))))"
    )
    assert mask_pdf(pdf("正文", drawn), Redactor()).pages[0].unseen
    assert not mask_pdf(pdf("正文 #table(columns: 2, [1], [2], [3], [4])"), Redactor()).pages[0].unseen


def test_notes_on_a_page_are_said_to_be_unseen() -> None:
    writer = pypdf.PdfWriter(BytesIO(pdf("正文")))
    writer.add_annotation(0, FreeText(text=f"call {PHONE}", rect=(50, 50, 200, 80)))
    written = BytesIO()
    writer.write(written)
    assert mask_pdf(written.getvalue(), Redactor()).pages[0].unseen


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"\0" * 500])
def test_broken_pdfs_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenPdfError):
        mask_pdf(data, Redactor())


def test_a_text_copy_stands_beside_and_the_original_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / f"和{PHONE}的聊天.txt"
    original = f"电话{PHONE}\r\n欠款5000元".encode("gb18030")
    path.write_bytes(original)
    done = mask_file(path, Redactor())
    assert done.name == "和[电话1]的聊天-已遮盖.txt"
    first, second = write_masked(done, tmp_path), write_masked(done, tmp_path)
    assert first.read_bytes().decode() == "电话[电话1]\r\n欠款5000元"
    assert second.name == "和[电话1]的聊天-已遮盖-2.txt"
    assert path.read_bytes() == original
    assert done.shown[0].secret == PHONE
    assert done.shown[0].place == "第1行"


@pytest.mark.parametrize("name", ["a.docx", "a.xml", "a.mp3", "a"])
def test_other_kinds_are_refused_with_advice(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(CannotMaskError):
        mask_file(tmp_path / name, Redactor())


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_refused(data: bytes) -> None:
    with pytest.raises(BrokenPictureError):
        mask_picture(data, [])
