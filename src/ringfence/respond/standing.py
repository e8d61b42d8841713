"""What an event stands on: which exhibits, how many independent sources, whose clock, and what they tell differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import SourceKind, in_language, independent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier

MOST = 4  # records named in a row; the annex has all


class Standing:
    """Says in words what records are; answers are remembered, because a case repeats few of them very often."""

    def __init__(self, dossier: Dossier, cover: Coverage, words: Wording) -> None:
        self._words = words
        self._exhibits = {one.id: one for one in dossier.exhibits}
        self._kinds = {one.id: cover.fit(in_language(one.kind, words.lang)) for one in dossier.exhibits}
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], str], str] = {}

    def exhibit(self, name: str) -> str:
        """Return an exhibit as the report calls it: ``证据3``."""
        return self._words("exhibit_no", n=name[1:] if name[:1] == "S" else name)

    def named(self, name: str) -> str:
        """Return an exhibit with what it is: ``证据3 运营商详单``."""
        return f"{self.exhibit(name)} {self._kinds[name]}" if name in self._kinds else self.exhibit(name)

    def origins(self, refs: Sequence[str]) -> list[tuple[str, str]]:
        """Return (exhibit with what it is, its records) of one event, at most :data:`MOST` exhibits."""
        about: dict[str, list[str]] = {}
        for ref in refs:
            about.setdefault(ref.partition("#")[0], []).append(ref)
        shown = [(self.named(name), " ".join(mine)) for name, mine in list(about.items())[:MOST]]
        if len(about) > MOST:
            shown.append((self._words("origins_more", n=len(about) - MOST), ""))
        return shown

    def kinds(self, refs: Sequence[str], clocks: Sequence[str]) -> list[SourceKind]:
        """Return what made each record."""
        padded = [*clocks, *[""] * (len(refs) - len(clocks))]
        return [
            SourceKind.of(self._sort(ref.partition("#")[0]), clock) for ref, clock in zip(refs, padded, strict=False)
        ]

    def how_many(self, refs: Sequence[str], clocks: Sequence[str], agreement: str) -> str:
        """Return how many sources stand on their own, and whether they agree."""
        key = (tuple(ref.partition("#")[0] for ref in refs), tuple(clocks), agreement)
        if key not in self._known:
            n = independent(self.kinds(refs, clocks))
            self._known[key] = self._words("standing", n=n, agreement=agreement or "single")
        return self._known[key]

    def pictured(self, refs: Sequence[str]) -> bool:
        """Tell whether all records were recognised on pictures by a machine."""
        return bool(refs) and all(self._sort(ref.partition("#")[0]) == SourceKind.PICTURE.value for ref in refs)

    def clock(self, clock: str | None) -> str:
        """Return whose clock a time is."""
        return self._words.pick("clocks", clock or "") if clock else ""

    def _sort(self, name: str) -> str:
        return self._exhibits[name].sort if name in self._exhibits else ""
