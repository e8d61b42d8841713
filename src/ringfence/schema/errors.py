"""The root of every error of ours: one class per fault a caller can act on, each with what, where and what to do."""

from __future__ import annotations


class RingfenceError(Exception):
    """A fault that a user can understand and act on.

    Attributes:
        zh: what is wrong, where, and what to do, in Chinese, without message bodies or full numbers.
        en: the same in English.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def text(self, lang: str = "zh") -> str:
        """Return the sentence in ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh


class CancelledError(RingfenceError):
    """The user stopped a long piece of work; nothing half-done was kept."""

    def __init__(self) -> None:
        super().__init__(
            "已按您的要求停止,没有留下做了一半的内容。", "Stopped as you asked; nothing half-done was kept."
        )
