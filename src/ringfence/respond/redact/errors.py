"""What can be in the way of a masked copy; the original is never touched."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class NeedsShareError(RingfenceError):
    """The libraries for pictures and PDF are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "遮盖图片和 PDF 需要附加组件。请运行:pip install 'ringfence[share]' 后再试。文字文件不需要它。",
            "Masking pictures and PDF needs an extra: pip install 'ringfence[share]'. Text files do not need it.",
        )


class BrokenPictureError(RingfenceError):
    """The file is no picture, a damaged one, or one too large."""

    def __init__(self) -> None:
        super().__init__(
            "这个文件不是能打开的图片,或者大得无法处理;没有写出任何东西。请用手机重新截图或导出后再试。",
            "This is no readable picture, or one too large; nothing was written. Take or export it again.",
        )


class BrokenPdfError(RingfenceError):
    """The PDF cannot be opened: damaged or too long."""

    def __init__(self) -> None:
        super().__init__(
            "这个 PDF 打不开(损坏或超过 500 页);没有写出任何东西。请重新导出,或先分成几份。",
            "This PDF cannot be opened (damaged, or over 500 pages); nothing was written. Export it again, or in parts.",
        )


class PdfPasswordError(RingfenceError):
    """The PDF is locked."""

    def __init__(self, *, given: bool) -> None:
        super().__init__(
            "密码不对,打不开这个 PDF;没有写出任何东西。"
            if given
            else "这个 PDF 有密码;没有写出任何东西。请输入打开它的密码。",
            "Wrong password for this PDF; nothing was written."
            if given
            else "This PDF is locked; nothing was written. Its password is needed.",
        )


class CannotMaskError(RingfenceError):
    """A kind of file that cannot be masked for certain."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”这种文件不能可靠地遮盖。可以遮盖:文字(.txt .csv .md .log)、PDF、图片(.png .jpg .webp .bmp)。"
            "其他文件请先另存为 PDF 或截图。",
            f'"{name}" cannot be masked reliably. Text (.txt .csv .md .log), PDF and pictures can; save others as PDF first.',
        )


class NeedsOcrError(RingfenceError):
    """Writing in a picture cannot be looked for without the recogniser, and nobody said what to cover."""

    def __init__(self, place_zh: str, place_en: str) -> None:
        super().__init__(
            f"{place_zh}的画面里可能有文字,没有装识别组件就检查不了,所以没有写出副本。请运行:pip install 'ringfence[ocr]' 后再试;"
            "或自己看过,用 --box 左,上,宽,高 指定要遮的区域(PDF 写 --box 页:左,上,宽,高);确实没有要遮的,加 --looked。",
            f"{place_en} may show writing, which cannot be looked for without the recogniser; nothing was written. "
            "Install it: pip install 'ringfence[ocr]'; or look yourself and name what to cover with --box x,y,width,height "
            "(in a PDF --box page:x,y,width,height); if there is nothing to cover, add --looked.",
        )


class StillSeenError(RingfenceError):
    """After several rounds something private can still be read in the covered picture."""

    def __init__(self) -> None:
        super().__init__(
            "反复遮盖后,画面里仍能识别出隐私内容,所以没有写出副本。请指定更大的区域后再试。",
            "Something private can still be read after covering it; nothing was written. Name a larger area to cover.",
        )
