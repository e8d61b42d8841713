"""Evidence rows: what happened, when, to whom, from which number, and where the original lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.fixes import field_words, fixed_fields
from ringfence.respond.standing import Standing
from ringfence.respond.typography import length
from ringfence.schema import NumberKind, Role, from_micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier, Finding

_NEEDED = [
    *("event", "kind", "ts", "zone", "precision_s", "local_date", "local_second", "address", "address_key"),
    *("address_kind", "person", "role", "connected", "duration_s", "text", "text_by", "refused", "refs", "agreement"),
    *("clock", "clocks"),
]
QUOTED = 90  # characters of a message shown in a row; the whole text is in the original


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt in words; every field is ready to be shown.

    Attributes:
        clock: whose clock the time is.
        origins: (exhibit, its records) it was read from; ``standing``: how many of them stand on their own.
        pictured: a machine recognised it on a screenshot and nothing else holds it.
    """

    event: str
    time: str
    who: str
    means: str
    number: str
    what: str
    refs: str
    agreed: bool
    clock: str
    origins: list[tuple[str, str]]
    standing: str
    pictured: bool


class Evidence:
    """Looks up a dossier's events and says them in words."""

    def __init__(self, dossier: Dossier, mask: Mask, cover: Coverage, words: Wording) -> None:
        events = dossier.matter.events.select(_NEEDED).sort("ts", nulls_last=True, maintain_order=True)
        self._events = events.unique("event", keep="first", maintain_order=True)
        self._matter = dossier.matter
        self._mask, self._cover, self._words = mask, cover, words
        self.standing = Standing(dossier, cover, words)
        self._callers: dict[tuple[str, str, str], str] = {}
        self._people: dict[tuple[str, str], str] = {}
        self._fixed = fixed_fields(dossier.fixes)
        self._spoken: dict[tuple[bool | None, int | None], str] = {}

    def of(self, ids: Iterable[str]) -> pl.DataFrame:
        """Return the events among ``ids`` that are in the timeline, oldest first (no time: last), each once."""
        wanted = pl.Series("event", list(ids), dtype=pl.String)
        return self._events.filter(pl.col("event").is_in(wanted.implode()))

    def sources(self, ids: Iterable[str]) -> set[str]:
        """Return the exhibits (``S1``) that the records behind ``ids`` lie in."""
        refs = self.of(ids)["refs"].explode(empty_as_null=False).drop_nulls()
        return set(refs.str.split("#").list.first().unique().to_list())

    def numbers(self, ids: Iterable[str]) -> pl.DataFrame:
        """Return (address_key, n) of the numbers behind ``ids``, most frequent first; withheld ones are left out."""
        named = self.of(ids).filter(
            (pl.col("address_kind") != NumberKind.WITHHELD.value) & (pl.col("address_key") != "")
        )
        counted = named.group_by("address_key").agg(pl.len().alias("n"))
        return counted.sort(["n", "address_key"], descending=[True, False])

    def rows(self, events: pl.DataFrame) -> list[Row]:
        """Return one row in words per event, in the frame's order."""
        return [self._row(event) for event in events.iter_rows(named=True)]

    def _row(self, event: Mapping[str, Any]) -> Row:
        refs = event["refs"] or ()
        return Row(
            event=event["event"],
            time=self._time(event),
            who=self._who(event),
            means=self._words.kind(event["kind"]),
            number=self._number(event),
            what=self._what(event),
            refs=" ".join(refs),
            agreed=event["agreement"] == "corroborated",
            clock=self.standing.clock(event["clock"]) if event["ts"] is not None else "",
            origins=self.standing.origins(refs),
            standing=self.standing.how_many(refs, event["clocks"] or (), event["agreement"] or ""),
            pictured=self.standing.pictured(refs),
        )

    def _time(self, event: Mapping[str, Any]) -> str:
        if event["ts"] is None:
            return self._words("time_unknown")
        if event["local_date"] is not None and event["local_second"] is not None:
            minutes, second = divmod(int(event["local_second"]), 60)
            moment = f"{event['local_date'].isoformat()} {minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
        else:
            moment = f"{from_micros(event['ts'], event['zone'] or self._matter.zone):%Y-%m-%d %H:%M:%S}"
        if (event["precision_s"] or 0) >= 60:
            return self._words("time_about", time=moment[:-3])
        return moment

    def _who(self, event: Mapping[str, Any]) -> str:
        known = (event["person"] or "", event["role"] or "")
        if known not in self._people:
            self._people[known] = self._named(*known)
        return self._people[known]

    def _named(self, person: str, role: str) -> str:
        if person == "debtor" or role == Role.DEBTOR.value:
            return self._words.role(Role.DEBTOR.value)
        found = self._matter.person(person)
        shown = self._cover.fit(self._mask.name(found.name)) if found else ""
        title = self._words.role(role)
        return f"{shown}（{title}）" if shown and self._words.lang == "zh" else f"{shown} ({title})" if shown else title

    def _number(self, event: Mapping[str, Any]) -> str:
        known = (event["address_kind"] or "", event["address_key"] or "", event["address"] or "")
        if known not in self._callers:
            self._callers[known] = self._called(*known)
        return self._callers[known]

    def _called(self, kind: str, key: str, written: str) -> str:
        if kind == NumberKind.WITHHELD.value or not key:
            return self._words("withheld")
        shown = written if kind == NumberKind.NAME.value else self._mask.number(key)
        return self._cover.fit(shown or key)

    def _what(self, event: Mapping[str, Any]) -> str:
        said = []
        if event["kind"] in {"call", "voice_robot"}:
            said.append(self._call(event["connected"], event["duration_s"]))
        body = (event["text"] or "").strip()
        if body:
            text = self._cover.fit(self._mask.text(body))
            text = " ".join(text.split())
            quoted = f"“{text[:QUOTED]}{'……' if len(text) > QUOTED else ''}”"
            said.append(self._words("from_recording", text=quoted) if event["text_by"] else quoted)
        if event["refused"]:
            said.append(self._words("had_refused"))
        glue = "；" if self._words.lang == "zh" else "; "
        told = glue.join(part for part in said if part) or self._words("no_content")
        return told + self._corrected(event["refs"] or ())

    def _corrected(self, refs: Iterable[str]) -> str:
        """Say which fields are the user's word and not what was recognised; nothing when there is none."""
        names = list(dict.fromkeys(name for ref in refs for name in self._fixed.get(ref, ())))
        if "record" in names:
            return self._words("added_by_user")
        return self._words("fixed_by_user", fields=field_words(names, self._words)) if names else ""

    def _call(self, connected: bool | None, seconds: int | None) -> str:  # noqa: FBT001 -- a column's value, not a switch
        if (connected, seconds) not in self._spoken:
            self._spoken[connected, seconds] = self._outcome(seconds, connected=connected)
        return self._spoken[connected, seconds]

    def _outcome(self, seconds: int | None, *, connected: bool | None) -> str:
        if connected:
            spoken = length(seconds, self._words.lang)
            return self._words("connected_for", length=spoken) if spoken else self._words("connected")
        return self._words("not_connected") if connected is False else self._words("connection_unknown")


def ids_of(findings: Iterable[Finding]) -> list[str]:
    """Return the events of ``findings``, each once, in their order."""
    return list(dict.fromkeys(event for finding in findings for event in finding.events))
