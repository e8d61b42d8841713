"""The report's tables of people, numbers and exhibits, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringfence.respond.faults import ANNEX
from ringfence.respond.typography import size
from ringfence.schema import from_micros, in_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.mask import Mask
    from ringfence.respond.names import Names
    from ringfence.respond.wording import Wording
    from ringfence.schema import Completeness, Dossier, Exhibit

SHOWN = 40  # rows of a table of people or numbers on a page


class Record:
    """Turns the rest of a dossier into tables and lists."""

    def __init__(self, dossier: Dossier, mask: Mask, cover: Coverage, words: Wording, names: Names) -> None:
        self._dossier, self._mask, self._cover, self._words, self._names = dossier, mask, cover, words, names
        self._zone = dossier.matter.zone

    def people(self) -> dict[str, Any]:
        """Return the table of who was contacted, most often first."""
        frame = self._dossier.metrics.people.sort(["attempts", "person"], descending=[True, False])
        glue = self._words("list_glue")
        rows = [
            [
                self._names.person(row["person"], row["role"]),
                f"{row['attempts']:,}",
                f"{row['connected']:,}",
                self._moment(row["first_ts"]),
                self._moment(row["last_ts"]),
                glue.join(self._names.party(lender) for lender in row["lenders"] or ()) or self._names.party(None),
            ]
            for row in frame.head(SHOWN).iter_rows(named=True)
        ]
        return self._table("people_header", rows, frame.height)

    def numbers(self) -> dict[str, Any]:
        """Return the table of numbers that collected, most often first."""
        frame = self._dossier.metrics.numbers.sort(["attempts", "address_key"], descending=[True, False])
        rows = [
            [
                self._cover.fit(self._mask.number(row["address_key"]))
                if row["address_key"]
                else self._words("withheld"),
                self._owner(row["speaker"], row["lender"]),
                f"{row['calls']:,}",
                f"{row['attempts'] - row['calls']:,}",
                f"{row['people']:,}",
                self._moment(row["first_ts"]),
                self._moment(row["last_ts"]),
            ]
            for row in frame.head(SHOWN).iter_rows(named=True)
        ]
        return self._table("numbers_header", rows, frame.height)

    def exhibits(self) -> list[dict[str, Any]]:
        """Return each original with digests and completeness."""
        return [self._exhibit(exhibit) for exhibit in self._dossier.exhibits]

    def unknowns(self, said: Callable[[str], str]) -> dict[str, Any]:
        """Return what is not known, which rules wait for what, and clock notes."""
        glue = "；" if self._words.lang == "zh" else "; "
        gaps = [
            self._words(
                "gap_line",
                title=said(gap.title_zh),
                missing=glue.join(said(one).rstrip("。.") for one in gap.missing_zh),
            )
            for gap in self._dossier.gaps
        ]
        return {
            "lines": [said(text) for text in self._dossier.unknowns_zh],
            "gaps": list(dict.fromkeys(gaps)),
            "clocks": [said(text) for text in self._dossier.clock_notes_zh],
        }

    def _owner(self, speaker: str | None, lender: str | None) -> str:
        if speaker and lender and speaker != lender:
            return f"{self._names.party(speaker)} → {self._names.party(lender)}"
        return self._names.party(speaker or lender)

    def _moment(self, micros: int | None) -> str:
        return "" if micros is None else f"{from_micros(micros, self._zone):%Y-%m-%d %H:%M}"

    def _table(self, header: str, rows: list[list[str]], height: int) -> dict[str, Any]:
        more = self._words("rows_more", shown=len(rows), all=height, file=ANNEX) if height > len(rows) else ""
        return {"header": self._words.words[header], "rows": rows, "more": more}

    def _exhibit(self, exhibit: Exhibit) -> dict[str, Any]:
        words = self._words
        facts = [
            (words("exhibit_size"), size(exhibit.size)),
            (words("exhibit_added"), f"{exhibit.added.astimezone(ZoneInfo(self._zone)):%Y-%m-%d %H:%M:%S %z}"),
            (words("exhibit_reader"), self._cover.fit(exhibit.reader) or words("exhibit_unreadable")),
        ]
        told = exhibit.completeness
        notes = self._completeness(told)
        # An original that holds no records by its nature (a package of an app): "0 read" would sound like a failure
        bare = bool(told and notes and not (told.found or told.unread_count) and told.declared is None)
        return {
            "id": exhibit.id,
            "no": words("exhibit_no", n=exhibit.id[1:] if exhibit.id[:1] == "S" else exhibit.id),
            "name": self._cover.fit(self._mask.file_name(exhibit.name)),
            "kind": self._cover.fit(in_language(exhibit.kind, words.lang)),
            "device": self._cover.fit(self._mask.text(exhibit.device)),
            "facts": facts,
            "sha256": exhibit.sha256,
            "sm3": exhibit.sm3,
            "found": [(notes[0], False)] if bare else self._found(exhibit.completeness),
            "notes": notes[1:] if bare else notes,
        }

    def _found(self, told: Completeness | None) -> list[tuple[str, bool]]:
        return self._words.rich("exhibit_found", found=told.found, declared=told.declared) if told else []

    def _completeness(self, told: Completeness | None) -> list[str]:
        if told is None:
            return []
        words, notes = self._words, []
        if told.first_micros is not None and told.last_micros is not None:
            first, last = self._moment(told.first_micros), self._moment(told.last_micros)
            notes.append(words("exhibit_range", first=first, last=last))
        if told.unread_count:
            notes.append(words("exhibit_unread", n=told.unread_count))
        if told.without_time:
            notes.append(words("exhibit_timeless", n=told.without_time))
        repaired = sum(repair.count for repair in told.repairs)
        if repaired:
            notes.append(words("exhibit_repaired", n=repaired))
        return notes + [
            self._cover.fit(self._mask.text(in_language(note, self._words.lang))).rstrip("。.") for note in told.told
        ]
