"""What a verification found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.vault.head import Head


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found.

    Attributes:
        place: which item: ``entry:17``, ``blob:<id>``, ``blobkey:<id>``, ``head:3`` (the third in the file),
            ``file:keys/verify.pem``, ``log``, ``anchor``.
        zh: what is wrong with it, in Chinese.
        en: the same in English.
    """

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The outcome of :func:`verify`.

    Attributes:
        entries: entries found in the log.
        blobs: originals that were checked against the log.
        bytes: encrypted bytes of originals read.
        unlocked: whether contents were decrypted and digested too, not only the stored bytes.
        head: the newest sound head; None when there is none.
        problems: damage and tampering, empty when all is well.
        remarks: harmless things worth knowing: a write that was cut short, a kept original that no entry refers to, a clock
            set back.
    """

    entries: int
    blobs: int
    bytes: int
    unlocked: bool
    head: Head | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found to be damaged, missing or changed."""
        return not self.problems


class Findings:
    """Problems and remarks while they are collected."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []

    def problem(self, place: str, zh: str, en: str) -> None:
        """Note damage or tampering."""
        self.problems.append(Problem(place, zh, en))

    def remark(self, place: str, zh: str, en: str) -> None:
        """Note something harmless."""
        self.remarks.append(Problem(place, zh, en))
