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
    """The PDF cannot be opened: damaged, locked or too long."""

    def __init__(self) -> None:
        super().__init__(
            "这个 PDF 打不开(损坏、有密码或超过 500 页);没有写出任何东西。有密码的请先用原软件另存为无密码的一份。",
            "This PDF cannot be opened (damaged, locked, or over 500 pages); nothing was written. Save it without password.",
        )


class CannotMaskError(RingfenceError):
    """A kind of file that cannot be masked for certain."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”这种文件不能可靠地遮盖。可以遮盖:文字(.txt .csv .md .log)、PDF、图片(.png .jpg .webp .bmp)。"
            "其他文件请先另存为 PDF 或截图。",
            f'"{name}" cannot be masked reliably. Text (.txt .csv .md .log), PDF and pictures can; save others as PDF first.',
        )
