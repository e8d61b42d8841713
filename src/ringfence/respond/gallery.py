"""The section of screenshots: each piece of a picture beside what a machine recognised on it, never as a certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.redact import Redactor
from ringfence.respond.snippets import MOST_BYTES, SURE, Shown, show
from ringfence.schema import NumberKind, parse_phone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.evidence import Evidence, Row
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier, Finding, SeenField, Snippet

_CLEAR = 0.95  # of a recogniser's own score; it was never calibrated, so it is only told in words
_ORDER = ("text", "address", "time", "side", "direction", "title")
_WORDS = frozenset({"text", "address", "time"})  # read from the picture; sides are concluded from layout and said apart
_TEXT = 600  # characters of a recognised text beside its picture


class Gallery:
    """Makes the pictures of one report once, bounded in number and size."""

    def __init__(
        self,
        dossier: Dossier,
        evidence: Evidence,
        numbered: Sequence[tuple[int, Finding]],
        tools: tuple[Mask, Coverage, Wording],
    ) -> None:
        self._showing, self._evidence = dossier.showing, evidence
        self._mask, self._cover, self._words = tools
        self._about: dict[str, list[str]] = {}
        for number, finding in numbered if dossier.showing.snippets else ():
            for event in dict.fromkeys(finding.events):
                self._about.setdefault(event, []).append(str(number))
        self._redactor = self._redacting(dossier) if dossier.masked else None

    def view(self) -> dict[str, Any]:
        """Return the section's content, and under ``numbers`` the picture's number of each event."""
        rows = {row.event: row for row in self._rows()}
        items: list[dict[str, Any]] = []
        numbers: dict[str, int] = {}
        unsafe, left, used = 0, self._showing.snippets_left, 0
        for snippet in self._showing.snippets:
            if used >= MOST_BYTES or snippet.event not in rows:
                left += 1
                continue
            shown = show(snippet, self._redactor)
            if shown is None:
                unsafe += 1
                continue
            used += len(shown.data)
            number = len(items) + 1
            numbers[snippet.event] = number
            items.append(self._item(number, snippet, shown, rows[snippet.event]))
        return {"items": items, "numbers": numbers, "notes": self._notes(items, left, unsafe)}

    def _rows(self) -> list[Row]:
        wanted = [snippet.event for snippet in self._showing.snippets]
        return self._evidence.rows(self._evidence.of(wanted)) if wanted else []

    def _redacting(self, dossier: Dossier) -> Redactor:
        names = {*dossier.showing.names, *(person.name for person in dossier.matter.people)}
        numbers = {key for key in self._mask.callers if parse_phone(key).kind is not NumberKind.NAME}
        return Redactor(
            names=names, keep=frozenset(numbers)
        )  # a name that wrote is no reason to show that name elsewhere

    def _notes(self, items: Sequence[Mapping[str, Any]], left: int, unsafe: int) -> list[str]:
        notes = []
        if self._redactor is not None and items:
            notes.append(self._words("gallery_masked"))
        if left:
            notes.append(self._words("gallery_left", n=left))
        if unsafe:
            notes.append(self._words("gallery_unsafe" if self._redactor is not None else "gallery_broken", n=unsafe))
        return notes

    def _item(self, number: int, snippet: Snippet, shown: Shown, row: Row) -> dict[str, Any]:
        words = self._words
        lowest = min((one.confidence for one in snippet.fields if one.field in _WORDS), default=0.0)
        fields = sorted(
            (one for one in snippet.fields if one.text),
            key=lambda one: _ORDER.index(one.field) if one.field in _ORDER else len(_ORDER),
        )
        about = self._about.get(snippet.event, [])
        return {
            "number": number,
            "name": words("picture_no", n=number),
            "uri": shown.uri,
            "width": shown.width,
            "height": shown.height,
            "alt": words("picture_alt", n=number, exhibit=self._evidence.standing.exhibit(snippet.exhibit)),
            "source": self._evidence.standing.named(snippet.exhibit),
            "ref": snippet.ref,
            "event": words("picture_event", time=row.time, clock=row.clock, who=row.who, means=row.means),
            "about": words("picture_about", numbers=words("list_glue").join(about)) if about else "",
            "fields": [(words.pick("seen_fields", one.field), self._said(one), self._sure(one)) for one in fields],
            "trust": words(_trust(lowest)),
            "low": lowest < SURE,
            "hidden": words("picture_hidden", n=shown.hidden) if shown.hidden else "",
            "twice": "" if row.pictured else words("picture_twice"),
        }

    def _sure(self, one: SeenField) -> str:
        return "" if one.confidence >= _CLEAR else self._words(f"{_trust(one.confidence)}_short")

    def _said(self, one: SeenField) -> str:
        """Return a recognised field, masked like everything else."""
        words, fit = self._words, self._cover.fit
        if one.field == "side":
            return words.pick("sides", one.text)
        if one.field == "direction":
            first, _, rest = one.text.partition(" ")
            return words("call_seen", said=words.pick("directions", first), written=fit(self._mask.text(rest)))
        number = parse_phone(one.text)
        if one.field in {"address", "title"} and number.kind is not NumberKind.NAME:
            return fit(self._mask.number(number.key)) or fit(self._mask.text(one.text))
        text = fit(self._mask.text(one.text))
        return text if len(text) <= _TEXT else f"{text[:_TEXT]}……"


def _trust(confidence: float) -> str:
    return "trust_fair" if confidence >= _CLEAR else "trust_half" if confidence >= SURE else "trust_low"
