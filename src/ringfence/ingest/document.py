"""Letters, notices, agreements: the text of each page is kept so that others can read it; nothing here becomes an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.facts import facts
from ringfence.ingest.reader import ReadResult
from ringfence.schema import PAGES, Said, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.tally import Tally

NAME, VERSION = "document", 1


@dataclass(frozen=True, slots=True)
class PageText:
    """One page.

    Attributes:
        text: its lines, from top to bottom.
        machine: recognised from a picture by a machine, here or by whoever made the file.
        confidence: the mean score of what was recognised here; None for text that the file itself holds.
        pictures: pictures stand in it too, and what is written on them was not read.
    """

    text: str
    machine: bool = False
    confidence: float | None = None
    pictures: bool = False


def document_of(name: str, pages: Sequence[PageText], tally: Tally, *, key: str = "") -> ReadResult:
    """Return a document's pages as a result; ``tally`` already holds what was not read.

    ``name``: what the format is called for the user (PDF, Word).
    """
    frame = pl.DataFrame(
        {
            "row": range(1, len(pages) + 1),
            "page": range(1, len(pages) + 1),
            "text": [page.text for page in pages],
            "machine": [page.machine for page in pages],
            "confidence": [page.confidence for page in pages],
            "offset": [-1] * len(pages),
            "length": [-1] * len(pages),
        },
        schema_overrides={"confidence": pl.Float32},
    )
    letters = sum(len("".join(page.text.split())) for page in pages)
    tally.note(
        Said(
            f"{name}共 {len(pages)} 页，文字 {letters} 个字符；作为文件保存全文，不会自动变成时间线里的事件。",
            f"{len(pages)} page(s) with {letters} characters; the whole text is kept as a paper and makes no events in the "
            "timeline by itself.",
        )
    )
    recognised = [number for number, page in enumerate(pages, 1) if page.confidence is not None]
    if recognised:
        tally.note(
            Said(
                f"其中扫描页 {len(recognised)} 页（{_listed(recognised)}），文字由机器识别，引用前请对照原件。",
                f"{len(recognised)} scanned page(s) ({_listed(recognised)}) were read by machine; compare the original "
                "before quoting.",
            )
        )
    layered = [number for number, page in enumerate(pages, 1) if page.machine and page.confidence is None]
    if layered:
        tally.note(
            Said(
                f"第 {_listed(layered)} 页是带文字层的扫描件，文字是制作文件时由机器识别的，引用前请对照画面。",
                f"Page {_listed(layered)}: scans with a layer of text made by machine when the file was made; compare the "
                "picture before quoting.",
            )
        )
    pictured = [number for number, page in enumerate(pages, 1) if page.pictures]
    if pictured:
        tally.note(
            Said(
                f"第 {_listed(pictured)} 页里还有图片，图片里的字没有读取；需要时请把该页存为图片后加入。",
                f"Page {_listed(pictured)} holds pictures whose words were not read; add the page as a picture where needed.",
            )
        )
    return ReadResult(
        NAME,
        VERSION,
        f"{kind_of(pages)}（{name}）",
        tally.completeness(None, len(pages)),
        key=key,
        pages=conform(frame, PAGES),
    )


def kind_of(pages: Sequence[PageText]) -> str:
    """Return what a document seems to be by the words of its head; ``文字文件`` when none says so."""
    known = facts("documents")
    head = "".join("".join(page.text.split()) for page in pages[:2])[: known["head"]]
    found = [
        (head.index(word), -len(word), entry["kind"])
        for entry in known["kinds"]
        for word in entry["words"]
        if word in head
    ]
    return f"疑似{min(found)[2]}" if found else "文字文件"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:20])) + ("等" if len(numbers) > 20 else "")
