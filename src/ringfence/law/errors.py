"""Faults of the law room: a pack that cannot be trusted, or a name that is not in it."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class PackError(RingfenceError):
    """A file of a pack breaks its own rules; nothing is judged with it.

    Attributes:
        file: path of the file inside the pack.
        key: the entry and field in it.
    """

    def __init__(self, file: str, key: str, zh: str, en: str) -> None:
        super().__init__(
            f"法规数据 {file} 的 {key} 有错:{zh}。请改正后再试,改正前不作任何判断。",
            f"law data {file}, {key}: {en}. Correct it; nothing is judged until then.",
        )
        self.file = file
        self.key = key


class PackMissingError(RingfenceError):
    """There is no pack of that name."""

    def __init__(self, name: str, known: tuple[str, ...] = ("cn",)) -> None:
        super().__init__(
            f"没有名为“{name}”的法规数据包。现有:{'、'.join(known)}(cn 是中国大陆)。",
            f"there is no law pack named {name!r}; there are {', '.join(known)} (cn is mainland China).",
        )
        self.name = name


class RuleMissingError(RingfenceError):
    """There is no rule of that id in the pack."""

    def __init__(self, rule: str) -> None:
        super().__init__(
            f"法规数据里没有编号为“{rule}”的规则。请核对编号,例如 CN-COL-001。",
            f"the law data have no rule {rule!r}; check the id, for instance CN-COL-001.",
        )
        self.rule = rule
