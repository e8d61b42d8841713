"""What went wrong without stopping the reading: said once, in both languages, never without bound."""

from __future__ import annotations

LIMIT = 200


class Notes:
    """Warnings of one dex file, in the order they came up, at most :data:`LIMIT` of them and a count of the rest.

    Attributes:
        where: the dex file's name, put before each sentence.
        unsaid: how many more there were than are kept.
    """

    __slots__ = ("_kept", "_known", "unsaid", "where")

    def __init__(self, where: str) -> None:
        self.where = where
        self.unsaid = 0
        self._known: set[str] = set()
        self._kept: list[tuple[str, str]] = []

    def add(self, zh: str, en: str, offset: int | None = None) -> None:
        """Keep one warning; the same sentence twice is kept once."""
        place_zh = f"{self.where}，偏移 0x{offset:x}" if offset is not None else self.where
        place_en = f"{self.where}, offset 0x{offset:x}" if offset is not None else self.where
        said = f"{place_en}: {en}"
        if said in self._known:
            return
        if len(self._kept) >= LIMIT:
            self.unsaid += 1
            return
        self._known.add(said)
        self._kept.append((f"{place_zh}：{zh}", said))

    def __len__(self) -> int:
        return len(self._kept) + self.unsaid

    def all(self) -> tuple[tuple[str, str], ...]:
        """Return (zh, en) of every warning, and one that counts those that were not kept."""
        if not self.unsaid:
            return tuple(self._kept)
        rest = (
            f"{self.where}：另有 {self.unsaid} 处类似问题未逐一列出。",
            f"{self.where}: {self.unsaid} more faults of this kind are not listed.",
        )
        return (*self._kept, rest)
