"""Screenshots: characters, sides and times that are read right on drawn screens, and the time against bare rapidocr.

The pictures come from ``screens.py``: seven looks of SMS threads and WeChat chats, light and dark, call lists and
notifications, each as it is, as JPEG of a third of the bytes, as JPEG of a third of the width, cropped, and photographed at an
angle; two rounds with other words and widths (``--quick``: every fourth picture of one round). The lines with bars count the
issue's list (SMS and WeChat; plain, JPEG, a third, cropped); the others count all pictures. Blanks, line breaks and full- or
half-width punctuation are not counted as characters. The renderer is ours, so the figures say nothing about looks it does not
draw.

The peer reads the same bytes with rapidocr as it comes (its orientation classifier too); ours decodes, recognises, measures
bubbles, resolves times and builds the frames. Both are warm, take turns on the same pictures, and use the same cores.
"""

from __future__ import annotations

import logging
import sys
import time
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from statistics import median

from rapidocr import RapidOCR
from screens import Scene, Told, all_scenes

from ringfence import ingest
from ringfence.schema import to_micros

TODAY = date(2026, 11, 21)
ROUNDS = 3
LISTED = ("plain", "jpeg", "third", "cropped")


@dataclass
class Score:
    """Counts of one kind of picture."""

    pictures: int = 0
    characters: int = 0
    wrong: int = 0
    messages: int = 0
    sides: int = 0
    timed: int = 0
    times: int = 0

    def add(self, other: Score) -> None:
        """Count another picture in."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self) -> str:
        """Return the counts as one line."""
        return (
            f"{self.pictures:3} pictures, characters wrong {self.wrong}/{self.characters} = {self.error:.3%}, "
            f"sides {self.sides}/{self.messages} = {self.side:.1%}, times {self.times}/{self.timed} = {self.time:.1%}"
        )

    @property
    def error(self) -> float:
        """Return wrong characters as a part of all."""
        return self.wrong / max(1, self.characters)

    @property
    def side(self) -> float:
        """Return right sides as a part of all messages."""
        return self.sides / max(1, self.messages)

    @property
    def time(self) -> float:
        """Return right times as a part of all that are shown."""
        return self.times / max(1, self.timed)


@dataclass(frozen=True)
class Got:
    """One record as read."""

    side: str
    text: str
    micros: int | None


def plain(text: str) -> str:
    """Return a text without blanks, its punctuation in one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read(scene: Scene) -> list[Got]:
    """Return the records of a picture through the public face."""
    result = ingest.read(ingest.Source.of_bytes(scene.name, scene.image), today=TODAY)
    if result.calls is not None:
        return [Got(*row) for row in result.calls.select("direction", "address", "ts").iter_rows()]
    if result.messages is None:
        return []
    return [Got(*row) for row in result.messages.select("direction", "body", "ts").iter_rows()]


def edits(one: str, other: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def score(scene: Scene, got: list[Got]) -> Score:
    """Compare what was read with what was drawn; every drawn message is looked for in order."""
    calls = scene.kind == "calls"
    wanted = [plain(told.sender if calls else told.text) for told in scene.told]
    found = [plain(one.text) for one in got]
    counts = Score(1, sum(map(len, wanted)), edits("".join(wanted), "".join(found)), len(wanted))
    place = 0
    for told, text in zip(scene.told, wanted, strict=True):
        near = [(alike(text, found[at]), -at) for at in range(place, min(place + 4, len(found)))]
        best = max(near, default=(0.0, 0))
        counts.timed += told.when is not None
        if best[0] < 0.5:
            continue
        one = got[-best[1]]
        place = 1 - best[1]
        counts.sides += one.side == told.side
        counts.times += told.when is not None and right_time(told, one)
    return counts


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def right_time(told: Told, one: Got) -> bool:
    """Tell whether the minute that was drawn was read."""
    return told.when is not None and one.micros == to_micros(told.when.replace(second=0))


def speed(scenes: list[Scene]) -> tuple[float, float]:
    """Return median seconds per picture, ours and bare rapidocr, in turns; both are warm."""
    logging.disable(logging.INFO)
    bare = RapidOCR()
    bare(scenes[0].image)
    read(scenes[0])
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS):
        for scene in scenes:
            for mine in (True, False) if number % 2 else (False, True):
                start = time.perf_counter()
                read(scene) if mine else bare(scene.image)
                (ours if mine else theirs).append(time.perf_counter() - start)
    return median(ours), median(theirs)


def main() -> None:
    """Read every picture, print a line per kind and the figures against their bars."""
    quick = "--quick" in sys.argv
    scenes = all_scenes(1 if quick else 2)[:: 4 if quick else 1]
    by_kind: dict[str, Score] = defaultdict(Score)
    listed, whole = Score(), Score()
    for scene in scenes:
        counts = score(scene, read(scene))
        whole.add(counts)
        by_kind[f"{scene.kind:8} {scene.variant}"].add(counts)
        if scene.kind != "calls" and not scene.notice and scene.variant in LISTED:
            listed.add(counts)
    for name, counts in sorted(by_kind.items()):
        print(f"{name:24} {counts.line()}")
    print(f"{'listed':24} {listed.line()}")
    print(f"{'all':24} {whole.line()}")
    print(
        f"RATIO screenshots: character error, {listed.pictures} pictures | {listed.error:.3%} | - | {listed.error:.3%} | <= 1 %"
    )
    print(f"RATIO screenshots: sides | {listed.sides}/{listed.messages} | - | {listed.side:.1%} | >= 95 %")
    print(f"RATIO screenshots: times | {listed.times}/{listed.timed} | - | {listed.time:.1%} | >= 98 %")
    print(
        f"RATIO screenshots: character error with photographs, {whole.pictures} | {whole.error:.3%} | - | {whole.error:.3%} | -"
    )
    print(f"RATIO screenshots: sides with photographs | {whole.sides}/{whole.messages} | - | {whole.side:.1%} | -")
    print(f"RATIO screenshots: times with photographs | {whole.times}/{whole.timed} | - | {whole.time:.1%} | -")
    ours, theirs = speed([scene for scene in scenes if scene.variant == "plain"][: 2 if quick else 6])
    print(f"RATIO screenshots: seconds a picture | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.2f} | <= 1.3")


if __name__ == "__main__":
    main()
