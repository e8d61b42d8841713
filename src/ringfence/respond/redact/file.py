"""A masked copy of a file beside it; the original is opened for reading only, and nothing that exists is written over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.respond.redact.errors import CannotMaskError
from ringfence.respond.redact.pdf import mask_pdf
from ringfence.respond.redact.picture import Box, mask_picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.redact.text import Redactor

TEXT = frozenset({".txt", ".csv", ".tsv", ".md", ".log"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_CONTEXT = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One masked thing for the preview, on the user's own screen.

    Attributes:
        place: where: ``第3行``, ``第2页``, ``框1``.
        kind: its kind (Private), or ``box``.
        before, secret, after: what stands around it and what goes.
        label: what stands there now; empty where pixels were painted over.
        why: why it was taken for private.
    """

    place: str
    kind: str
    before: str
    secret: str
    after: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """A masked copy, not yet written.

    Attributes:
        name: the name it would get.
        data: its bytes.
        shown: everything that was masked.
        warnings_zh: what was not looked at, and what that means.
    """

    name: str
    data: bytes
    shown: tuple[Shown, ...]
    warnings_zh: tuple[str, ...]


def mask_file(path: Path, redactor: Redactor, boxes: Iterable[Box] = ()) -> MaskedFile:
    """Return a masked copy of ``path``; ``boxes``: what to paint over in a picture.

    Raises:
        CannotMaskError: a kind of file that cannot be masked for certain.
        NeedsShareError, BrokenPictureError, BrokenPdfError: see those.
    """
    kind = path.suffix.lower()
    data = path.read_bytes()
    if kind in TEXT:
        return _text(path, data, redactor)
    if kind == ".pdf":
        return _pdf(path, data, redactor)
    if kind in PICTURES:
        return _picture(path, data, redactor, tuple(boxes))
    raise CannotMaskError(path.name)


def write_masked(masked: MaskedFile, folder: Path) -> Path:
    """Write the copy under the first free name in ``folder`` and return it; never over anything."""
    wanted = Path(masked.name)
    number = 1
    while True:
        name = wanted.name if number == 1 else f"{wanted.stem}-{number}{wanted.suffix}"
        try:
            with (folder / name).open("xb") as stream:
                stream.write(masked.data)
        except FileExistsError:
            number += 1
            continue
        return folder / name


def _name(path: Path, suffix: str, redactor: Redactor) -> str:
    """Return the copy's name; what is private in the original's name goes too."""
    return f"{redactor.mask(path.stem).text}-已遮盖{suffix}"


def _text(path: Path, data: bytes, redactor: Redactor) -> MaskedFile:
    text = _decoded(path.name, data)
    masked = redactor.mask(text)
    shown = tuple(
        Shown(
            f"第{text.count(chr(10), 0, span.start) + 1}行",
            span.kind.value,
            text[max(0, span.start - _CONTEXT) : span.start],
            text[span.start : span.end],
            text[span.end : span.end + _CONTEXT],
            label,
            span.why,
        )
        for span, label in zip(masked.spans, masked.labels, strict=True)
    )
    return MaskedFile(
        _name(path, path.suffix, redactor),
        masked.text.encode("utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"),
        shown,
        (),
    )


def _decoded(name: str, data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotMaskError(name)


def _pdf(path: Path, data: bytes, redactor: Redactor) -> MaskedFile:
    done = mask_pdf(data, redactor)
    shown = tuple(
        Shown(
            f"第{number}页",
            span.kind.value,
            page.text[max(0, span.start - _CONTEXT) : span.start],
            page.text[span.start : span.end],
            page.text[span.end : span.end + _CONTEXT],
            "",
            span.why,
        )
        for number, page in enumerate(done.pages, 1)
        for span in page.spans
    )
    unseen = [str(number) for number, page in enumerate(done.pages, 1) if page.unseen]
    warnings = ["副本是图片,不能再搜索文字;原文件里的隐藏内容、附件和旧版本都没有带过来。"]
    if unseen:
        warnings.append(
            f"第 {'、'.join(unseen)} 页含有图片、批注、表单或读不出的文字,这些内容没有检查,也没有遮盖:分享前请逐页看过。"
        )
    return MaskedFile(_name(path, ".pdf", redactor), done.data, shown, tuple(warnings))


def _picture(path: Path, data: bytes, redactor: Redactor, boxes: tuple[Box, ...]) -> MaskedFile:
    done = mask_picture(data, boxes)
    shown = tuple(
        Shown(f"框{number}", "box", "", f"{box.width}×{box.height} @ {box.x},{box.y}", "", "", "您指定的区域")
        for number, box in enumerate(done.boxes, 1)
    )
    warnings = [f"图片 {done.size[0]}×{done.size[1]};拍摄地点、设备等附带信息已全部去掉。"]
    if not done.boxes:
        warnings.append("没有指定要遮盖的区域:画面本身没有改动。用 --box 左,上,宽,高 指定(可多次)。")
    return MaskedFile(_name(path, ".png", redactor), done.data, shown, tuple(warnings))
