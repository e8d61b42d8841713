"""What can be wrong with a saved audit that is read again."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class AuditFormatError(RingfenceError):
    """A JSON file is no audit of ours, or damaged. ``where``: the place in it (``flows[3].steps[0].place.line``)."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(
            f"这不是本软件写的App检查结果,或者已损坏:{where}:{zh}。请用原来的文件,或对安装包重新检查。",
            f"Not an app audit written by this program, or damaged: {where}: {en}. Use the original file or audit again.",
        )
        self.where = where


class PageLanguageError(RingfenceError):
    """There is no such language."""

    def __init__(self, lang: str) -> None:
        super().__init__(
            f"没有这种语言:{lang[:20]!r}。可用:zh、en。", f"No such language: {lang[:20]!r}. Use zh or en."
        )
