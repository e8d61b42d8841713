"""The section of recordings: whose, when by which clock, how long, which call it is of, and how it can be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.typography import length, size
from ringfence.schema import Clock, from_micros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.evidence import Evidence
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier, Finding, Recording


class Sounds:
    """Turns recordings into rows of facts."""

    def __init__(
        self,
        dossier: Dossier,
        evidence: Evidence,
        numbered: Sequence[tuple[int, Finding]],
        tools: tuple[Mask, Coverage, Wording],
    ) -> None:
        self._dossier, self._evidence = dossier, evidence
        self._mask, self._cover, self._words = tools
        self._numbered = numbered if dossier.showing.recordings else ()

    def view(self) -> dict[str, Any]:
        """Return the section's content."""
        showing, words = self._dossier.showing, self._words
        calls = [one.event for one in showing.recordings if one.event]
        rows = {row.event: row for row in self._evidence.rows(self._evidence.of(calls))} if calls else {}
        about: dict[str, list[str]] = {event: [] for event in calls}
        for number, finding in self._numbered:
            for event in about.keys() & set(finding.events):
                about[event].append(str(number))
        notes = [words("sounds_more", n=showing.recordings_left)] if showing.recordings_left else []
        files = [one for one in showing.recordings if one.file]
        if showing.recordings:
            key = "sounds_written" if files else "sounds_apart" if not showing.sounds else "sounds_none"
            notes.insert(0, words(key, n=len(files), masked=self._dossier.masked))
        items = []
        for one in showing.recordings:
            row = rows.get(one.event)
            joined = words("sound_alone")
            if row is not None:
                joined = words(
                    "sound_joined", time=row.time, clock=row.clock, number=row.number, what=row.what, standing=row.standing,
                    about=words("list_glue").join(about[one.event]),
                )  # fmt: skip
            items.append(self._item(one, joined))
        return {"items": items, "notes": notes, "files": bool(files)}

    def _item(self, one: Recording, joined: str) -> dict[str, Any]:
        words = self._words
        facts = [
            (words("sound_party"), self._party(one)),
            (words("sound_time"), self._time(one)),
            *([(words("sound_inside"), self._inside(one))] if one.ts_container is not None else []),
            (words("sound_length"), self._length(one)),
            (words("sound_call"), joined),
        ]
        return {
            "name": self._evidence.standing.named(one.exhibit),
            "original": self._cover.fit(self._mask.file_name(one.name)),
            "facts": facts,
            "file": one.file,
            "size": size(one.size) if one.file else "",
            "problem": self._cover.fit(self._mask.text(one.problem_zh)),
        }

    def _party(self, one: Recording) -> str:
        number = self._cover.fit(self._mask.number(one.address_key)) if one.address_key else ""
        contact = self._cover.fit(self._mask.file_name(one.contact)) if one.contact else ""
        return " ".join(part for part in (contact, number) if part) or self._words("sound_nobody")

    def _time(self, one: Recording) -> str:
        if one.ts is None or one.clock != Clock.DEVICE.value:
            return self._words("sound_timeless")
        return self._words("sound_named", time=self._moment(one.ts, one.zone), verified=one.verified)

    def _inside(self, one: Recording) -> str:
        return self._words("sound_claimed", time=self._moment(one.ts_container or 0, one.zone))

    def _length(self, one: Recording) -> str:
        lang = self._words.lang
        whole, heard = round(one.duration_ms / 1000), round(one.heard_ms / 1000)
        return self._words("sound_heard", whole=length(whole, lang), heard=length(heard, lang), silent=not one.heard_ms)

    @staticmethod
    def _moment(micros: int, zone: str) -> str:
        return f"{from_micros(micros, zone):%Y-%m-%d %H:%M:%S}"
