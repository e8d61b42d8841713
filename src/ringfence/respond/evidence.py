"""Evidence rows: what happened, when, to whom, from which number, and where the original lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.typography import length
from ringfence.schema import ROLE_ZH, NumberKind, Role, from_micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier, Finding

QUOTED = 90  # characters of a message shown in a row; the whole text is in the original


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt in words; every field is ready to be shown."""

    event: str
    time: str
    who: str
    means: str
    number: str
    what: str
    refs: str
    agreed: bool


class Evidence:
    """Looks up a dossier's events and says them in words."""

    def __init__(self, dossier: Dossier, mask: Mask, cover: Coverage, words: Wording) -> None:
        self._events = dossier.matter.events
        self._matter = dossier.matter
        self._mask, self._cover, self._words = mask, cover, words

    def known(self, ids: Iterable[str]) -> list[str]:
        """Return those of ``ids`` that are in the timeline, oldest first (no time: last), each once."""
        found = self._events.filter(pl.col("event").is_in(list(dict.fromkeys(ids))))
        return found.sort("ts", nulls_last=True, maintain_order=True)["event"].unique(maintain_order=True).to_list()

    def sources(self, ids: Collection[str]) -> set[str]:
        """Return the exhibits (``S1``) that the records behind ``ids`` lie in."""
        refs = self._events.filter(pl.col("event").is_in(list(ids)))["refs"].explode(empty_as_null=False).drop_nulls()
        return {ref.partition("#")[0] for ref in refs.to_list()}

    def rows(self, ids: Collection[str], most: int | None = None) -> list[Row]:
        """Return the rows of ``ids``, oldest first, at most ``most``."""
        found = self._events.filter(pl.col("event").is_in(list(ids))).sort("ts", nulls_last=True, maintain_order=True)
        found = found.unique("event", keep="first", maintain_order=True)
        return [self._row(event) for event in (found if most is None else found.head(most)).iter_rows(named=True)]

    def _row(self, event: Mapping[str, Any]) -> Row:
        return Row(
            event=event["event"],
            time=self._time(event),
            who=self._who(event),
            means=self._words.kind(event["kind"]),
            number=self._number(event),
            what=self._what(event),
            refs=" ".join(event["refs"] or ()),
            agreed=event["agreement"] == "corroborated",
        )

    def _time(self, event: Mapping[str, Any]) -> str:
        if event["ts"] is None:
            return self._words("time_unknown")
        moment = from_micros(event["ts"], event["zone"] or self._matter.zone)
        if (event["precision_s"] or 0) >= 60:
            return self._words("time_about", time=f"{moment:%Y-%m-%d %H:%M}")
        return f"{moment:%Y-%m-%d %H:%M:%S}"

    def _who(self, event: Mapping[str, Any]) -> str:
        role = event["role"]
        if event["person"] == "debtor" or role == Role.DEBTOR.value:
            return self._words.role(Role.DEBTOR.value)
        person = self._matter.person(event["person"])
        shown = self._cover.fit(self._mask.name(person.name)) if person else ""
        title = self._words.role(role)
        return f"{shown}（{title}）" if shown and self._words.lang == "zh" else f"{shown} ({title})" if shown else title

    def _number(self, event: Mapping[str, Any]) -> str:
        kind, key = event["address_kind"], event["address_key"] or ""
        if kind == NumberKind.WITHHELD.value or not key:
            return self._words("withheld")
        shown = event["address"] if kind == NumberKind.NAME.value else self._mask.number(key)
        return self._cover.fit(shown or key)

    def _what(self, event: Mapping[str, Any]) -> str:
        said = []
        if event["kind"] in {"call", "voice_robot"}:
            said.append(self._call(event))
        body = (event["text"] or "").strip()
        if body:
            text = self._cover.fit(self._mask.text(body))
            text = " ".join(text.split())
            said.append(f"“{text[:QUOTED]}{'……' if len(text) > QUOTED else ''}”")
        if event["refused"]:
            said.append(self._words("had_refused"))
        glue = "；" if self._words.lang == "zh" else "; "
        return glue.join(part for part in said if part) or self._words("no_content")

    def _call(self, event: Mapping[str, Any]) -> str:
        if event["connected"]:
            spoken = length(event["duration_s"], self._words.lang)
            return self._words("connected_for", length=spoken) if spoken else self._words("connected")
        return self._words("not_connected") if event["connected"] is False else self._words("connection_unknown")


def ids_of(findings: Iterable[Finding]) -> list[str]:
    """Return the events of ``findings``, each once, in their order."""
    return list(dict.fromkeys(event for finding in findings for event in finding.events))


def role_zh(role: str) -> str:
    """Return a role in Chinese; a role the schema does not know stays as it is written."""
    return ROLE_ZH[Role(role)] if role in set(Role) else role
