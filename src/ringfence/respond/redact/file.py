"""A masked copy of a file beside it; the original is opened for reading only, and nothing that exists is written over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.respond.redact.errors import CannotMaskError, NeedsOcrError
from ringfence.respond.redact.pdf import PdfWish, mask_pdf
from ringfence.respond.redact.picture import mask_picture
from ringfence.schema import Said, english, silent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.redact.picture import Box
    from ringfence.respond.redact.seen import Patch
    from ringfence.respond.redact.text import Redactor
    from ringfence.schema import LineReader, Progress

TEXT = frozenset({".txt", ".csv", ".tsv", ".md", ".log"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_CONTEXT = 12
PICTURE = Said("图片", "the picture")


@dataclass(frozen=True, slots=True)
class Shown:
    """One masked thing for the preview, on the user's own screen.

    Attributes:
        place: where: ``第3行``, ``第2页``, ``框1``.
        kind: its kind (Private), or ``box``.
        before, secret, after: what stands around it and what goes.
        label: what stands there now; empty where pixels were painted over.
        why: why it was taken for private.
        recognised: read by a machine from a picture, so the words may be wrong; the place is covered all the same.
    """

    place: str
    kind: str
    before: str
    secret: str
    after: str
    label: str
    why: str
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One page or picture for the preview: JPEG before (what is covered in red frames) and after. Never to be shared."""

    place: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """A masked copy, not yet written.

    Attributes:
        name: the name it would get.
        data: its bytes.
        shown: everything that was masked.
        warnings_zh: what was not looked at, and what that means.
        views: pages and pictures before and after, when asked for.
    """

    name: str
    data: bytes
    shown: tuple[Shown, ...]
    warnings_zh: tuple[str, ...]
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be masked.

    Attributes:
        boxes: what to paint over in a picture or PDF, whatever stands there.
        read_lines: reads the writing on pictures and scanned pages.
        looked: the user has looked through what cannot be read here; otherwise it is refused unless boxes are given.
        view: make the pictures for :func:`preview_page`.
        password: of a locked PDF.
    """

    boxes: tuple[Box, ...] = ()
    read_lines: LineReader | None = None
    looked: bool = False
    view: bool = False
    password: str | None = None


_PLAIN = Wish()


def mask_file(
    path: Path, redactor: Redactor, boxes: Iterable[Box] = (), wish: Wish = _PLAIN, progress: Progress = silent
) -> MaskedFile:
    """Return a masked copy of ``path``; ``boxes``: what to paint over, besides those of ``wish``.

    Raises:
        CannotMaskError: a kind of file that cannot be masked for certain.
        NeedsOcrError: a picture or page that nobody can read here, and neither boxes nor ``wish.looked``.
        NeedsShareError, BrokenPictureError, BrokenPdfError, PdfPasswordError, StillSeenError: see those.
    """
    kind = path.suffix.lower()
    data = path.read_bytes()
    if kind in TEXT:
        return _text(path, data, redactor)
    wish = replace(wish, boxes=(*wish.boxes, *boxes))
    if kind == ".pdf":
        return _pdf(path, data, redactor, wish, progress)
    if kind in PICTURES:
        return _picture(path, data, redactor, wish)
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
            _line(text.count(chr(10), 0, span.start) + 1),
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


def _pdf(path: Path, data: bytes, redactor: Redactor, wish: Wish, progress: Progress) -> MaskedFile:
    asked = PdfWish(wish.boxes, wish.read_lines, wish.looked, wish.view, wish.password)
    done = mask_pdf(data, redactor, asked, progress)
    shown: list[Shown] = []
    for number, page in enumerate(done.pages, 1):
        place = _page(number)
        shown += [
            Shown(
                place,
                span.kind.value,
                page.text[max(0, span.start - _CONTEXT) : span.start],
                page.text[span.start : span.end],
                page.text[span.end : span.end + _CONTEXT],
                "",
                span.why,
            )
            for span in page.spans
        ]
        shown += [_seen(place, patch) for patch in page.patches]
    shown += [_by_hand(_page(box.page), box) for box in wish.boxes]
    warnings = [
        Said(
            "副本是图片,不能再搜索文字;原文件里的隐藏内容、附件和旧版本都没有带过来。",
            "The copy is pictures and cannot be searched; hidden content, attachments and earlier versions were not taken over.",
        )
    ]
    unseen = [str(number) for number, page in enumerate(done.pages, 1) if page.unseen]
    if unseen:
        warnings.append(
            Said(
                f"第 {'、'.join(unseen)} "
                "页含有图片、批注、表单或读不出的文字,这些内容没有检查,只遮了您指定的区域:分享前请逐页看过。",
                f"Page {', '.join(unseen)}: pictures, comments, forms or unreadable text were not checked, only the areas "
                "you named are "
                "covered. Look at each page before sharing.",
            )
        )
    if any(page.patches for page in done.pages):
        warnings.append(_RECOGNISED)
    views = tuple(View(_page(number), *page.view) for number, page in enumerate(done.pages, 1) if page.view)
    return MaskedFile(_name(path, ".pdf", redactor), done.data, tuple(shown), tuple(warnings), views)


def _picture(path: Path, data: bytes, redactor: Redactor, wish: Wish) -> MaskedFile:
    if wish.read_lines is None and not wish.boxes and not wish.looked:
        raise NeedsOcrError("图片", "The picture")
    done = mask_picture(data, wish.boxes, redactor, wish.read_lines, view=wish.view)
    shown = [_seen(PICTURE, patch) for patch in done.patches]
    shown += [_by_hand(Said(f"框{number}", f"box {number}"), box) for number, box in enumerate(done.boxes, 1)]
    wide, high = done.size
    warnings = [
        Said(
            f"图片 {wide}×{high};拍摄地点、设备等附带信息已全部去掉。",
            f"Picture {wide}×{high}; place, device and other attached data were removed.",
        )
    ]
    warnings.append(
        Said(
            "画面里的文字没有识别,只遮了您指定的区域:分享前请仔细看过。",
            "Words in the picture were not read; only the areas you named are covered. Look closely before sharing.",
        )
        if wish.read_lines is None
        else _RECOGNISED
    )
    views = (View(PICTURE, *done.view),) if done.view else ()
    return MaskedFile(_name(path, ".png", redactor), done.data, tuple(shown), tuple(warnings), views)


_RECOGNISED = Said(
    "画面里的文字由机器识别,可能漏认(手写、印章、花体、太小或太糊的字);"
    "人脸、头像、二维码、条形码、车牌、地图不会自动遮住:分享前请仔细看过,漏掉的请写明区域再做一次。",
    "Words in the picture were read by machine and may be missed (handwriting, stamps, fancy, too small or blurred letters); "
    "faces, "
    "portraits, codes, number plates and maps are not covered by themselves. Look closely before sharing; name what was missed and "
    "do it again.",
)


def _seen(place: str, patch: Patch) -> Shown:
    whole = Said(
        f"{patch.why};位置不确定,整行遮住", f"{english(patch.why)}; place not certain, the whole line is covered"
    )
    why = whole if patch.whole else patch.why
    return Shown(place, patch.kind, patch.before, patch.secret, patch.after, "", why, recognised=True)


def _line(number: int) -> Said:
    return Said(f"第{number}行", f"line {number}")


def _page(number: int) -> Said:
    return Said(f"第{number}页", f"page {number}")


def _by_hand(place: str, box: Box) -> Shown:
    return Shown(
        place,
        "box",
        "",
        f"{box.width}×{box.height} @ {box.x},{box.y}",
        "",
        "",
        Said("您指定的区域", "an area you named"),
    )
