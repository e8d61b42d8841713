"""``ringfence redact`` on pictures and scans: after masking, recognition finds nothing private, and nothing but pixels is left."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw, ImageFont

from ringfence.cli import redact as door
from ringfence.cli import run
from ringfence.cli.app import FAULT
from ringfence.ingest import ocr_missing, read_lines
from ringfence.respond import font_files

if TYPE_CHECKING:
    from pathlib import Path

PHONE, IDENTITY, CARD, NAME = "19900001234", "430104199001011231", "6222021234567890128", "张演示"
TOLD = (
    f"{NAME}的电话是{PHONE}，请联系",
    f"身份证{IDENTITY}",
    f"请转到卡号{CARD}",
    "地址长沙市岳麓区麓山南路123号5栋",
    "欠款5000元，日期2026-11-13",
)
SECRETS = (NAME, PHONE, IDENTITY, CARD, "岳麓区", "麓山南路")

pytestmark = pytest.mark.skipif(ocr_missing() is not None, reason="the extra ocr is not published for this machine")


def drawn(*, turn: float = 0) -> Image.Image:
    """Return a page with private lines on it, turned by ``turn`` degrees."""
    path = next(path for path in font_files() if "Sans" in path.name)
    page = Image.new("RGB", (820, 560), (244, 244, 240))
    pen = ImageDraw.Draw(page)
    for number, text in enumerate(TOLD):
        pen.text((50, 50 + 80 * number), text, fill=(20, 20, 30), font=ImageFont.truetype(path, 34))
    return page.rotate(turn, expand=True, fillcolor=(120, 110, 100))


def seen_on(data: bytes) -> str:
    """Return all that recognition reads on a picture a fifth larger than it was masked at, without blanks."""
    with Image.open(BytesIO(data)) as picture:
        larger = picture.resize((picture.width * 6 // 5, picture.height * 6 // 5))
    written = BytesIO()
    larger.save(written, "PNG")
    return "".join("".join(line.text.split()) for line in read_lines(written.getvalue()))


def private_in(text: str) -> list[str]:
    """Return what is left of the secrets: names and places whole, numbers by any five digits."""
    pieces = [secret for secret in SECRETS if not secret.isdigit()]
    pieces += [secret[at : at + 5] for secret in SECRETS if secret.isdigit() for at in range(len(secret) - 4)]
    return [piece for piece in pieces if piece in text]


@pytest.mark.parametrize("turn", [0, 11])
def test_nothing_private_can_be_recognised_on_a_masked_picture(
    turn: float, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exif = Image.Exif()
    exif[0x010F] = "SECRETDEVICE"
    path = tmp_path / "照片.jpg"
    drawn(turn=turn).save(path, exif=exif, comment=b"SECRETCOMMENT", quality=90)
    assert private_in(seen_on(path.read_bytes()))
    page = tmp_path / "预览.html"
    assert run(["redact", str(path), "--name", NAME, "--json", "--preview-page", str(page)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in told["masked"]} >= {"name", "phone", "identity", "card", "address"}
    assert "二维码" in told["warnings"][1]
    data = (tmp_path / "照片-已遮盖.png").read_bytes()
    text = seen_on(data)
    assert private_in(text) == []
    assert (
        "5000" in text or turn
    )  # turned pages may be read in part; what is no one's secret stays where it can be told
    assert b"SECRET" not in data
    with Image.open(BytesIO(data)) as copy:
        assert not copy.info
    shown = page.read_text(encoding="utf-8")
    assert shown.count("data:image/jpeg") == 2
    assert PHONE in shown


def scan_with_text(folder: Path) -> bytes:
    """Return a PDF of two pages: text with a picture of a letter in it, and a scan."""
    drawn().save(folder / "letter.png")
    folders = [str(path.parent) for path in font_files()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    source = '#set page(width: 500pt, height: 400pt)\n#set text(font: "Noto Sans SC")\n'
    source += (
        f'第一页电话{PHONE}正文\n#image("letter.png", width: 90%)\n#pagebreak()\n#image("letter.png", width: 100%)'
    )
    (folder / "main.typ").write_text(source, encoding="utf-8")
    made = typst.Compiler(folder / "main.typ", root=folder, font_paths=fonts).compile()
    assert isinstance(made, bytes)
    return made


def test_scanned_pages_and_pictures_in_pages_are_covered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "催收函.pdf"
    path.write_bytes(scan_with_text(tmp_path))
    assert run(["redact", str(path), "--name", NAME]) == 0
    data = (tmp_path / "催收函-已遮盖.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    for number in range(2):
        written = BytesIO()
        document[number].render(scale=200 / 72).to_pil().save(written, "PNG")
        text = seen_on(written.getvalue())
        assert private_in(text) == []
        assert "5000" in text
    document.close()
    read = pypdf.PdfReader(BytesIO(data))
    assert "".join(page.extract_text() for page in read.pages).strip() == ""
    assert not read.metadata


def test_without_the_recogniser_pictures_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(door, "line_reader", lambda: None)
    path = tmp_path / "a.png"
    drawn().save(path)
    assert run(["redact", str(path)]) == FAULT
    assert "ringfence[ocr]" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == [path]
    assert run(["redact", str(path), "--box", "40,40,700,60"]) == 0
    assert "没有识别" in capsys.readouterr().out
    path.with_suffix(".pdf").write_bytes(scan_with_text(tmp_path))
    assert run(["redact", str(path.with_suffix(".pdf"))]) == FAULT
    assert "第 1、2 页" in capsys.readouterr().err
    assert run(["redact", str(path.with_suffix(".pdf")), "--box", "1:0,0,9,9", "--box", "2：0，0，9，9"]) == 0
