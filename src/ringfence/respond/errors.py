"""Faults of the writing room: each says what is wrong and what to do."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class FontMissingError(RingfenceError):
    """The packaged Chinese fonts are not there or cannot be read."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"找不到或无法读取中文字体文件:{path}。请重新安装依赖包 pylopdf-fonts-zh-cn 后再试,案件内容没有受到影响。",
            f"The Chinese font {path} is missing or unreadable. Reinstall pylopdf-fonts-zh-cn; the case is untouched.",
        )


class LayoutError(RingfenceError):
    """The typesetter refused a page; nothing was written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"文件《{name}》排版失败,没有写出 PDF。请把这句话报告给开发者:{reason}",
            f"Typesetting {name} failed, no PDF was written. Please report this: {reason}",
        )


class LanguageError(RingfenceError):
    """A language the report is not written in."""

    def __init__(self, lang: str) -> None:
        super().__init__(
            f"报告没有“{lang}”语言的版本,请用 zh 或 en。", f"There is no report in {lang!r}; use zh or en."
        )


class CitationError(RingfenceError):
    """A letter was about to name a source that must not be cited to an authority."""

    def __init__(self, stem: str, facts: tuple[str, ...]) -> None:
        listed = "、".join(facts)
        super().__init__(
            f"信件“{stem}”引用了未核实的依据({listed}),已停止生成。请更新法规数据后再试。",
            f"The letter {stem!r} cites unconfirmed sources ({listed}) and was not written. Update the law data.",
        )


class UnknownPaperError(RingfenceError):
    """There is no paper of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"没有名为“{name}”的文书。可以写的有:{'、'.join(known)}。",
            f"there is no paper named {name!r}; there are {', '.join(known)}.",
        )
        self.name = name


class PaperNeedsError(RingfenceError):
    """A paper needs something that was not named."""

    def __init__(self, title: str, zh: str, en: str) -> None:
        super().__init__(f"《{title}》{zh}。", f"{title}: {en}.")
        self.title = title


class ContradictionError(RingfenceError):
    """A paper would say otherwise than one already sent; it is not written."""

    def __init__(self, stem: str, sentences: tuple[str, ...]) -> None:
        super().__init__(
            f"没有写“{stem}”,因为它和已经寄出的材料说法不一:{';'.join(sentences)}。"
            "先查清哪个是对的:登记错了就改登记;寄出的写错了,先寄一份更正说明,再更正那件事项。",
            f"{stem} was not written: it says otherwise than what was sent: {'; '.join(sentences)}. Find out which is right first.",
        )
        self.stem = stem
