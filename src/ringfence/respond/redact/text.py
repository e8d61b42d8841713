"""Text masked for sharing: what is private goes, a label stays, and the same thing keeps its label through one masking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.respond.redact.figures import figures_in
from ringfence.respond.redact.people import People
from ringfence.respond.redact.places import handles_in, places_in
from ringfence.respond.redact.plain import plain
from ringfence.respond.redact.span import Private, Span
from ringfence.respond.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = (Private.IDENTITY, Private.CARD, Private.EMAIL, Private.PHONE, Private.ACCOUNT, Private.HANDLE)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that can be shared, beside what was taken out of it.

    Attributes:
        text: the masked text; nothing of what was masked is left in it.
        spans: what was masked, in order, by places in the original.
        labels: for each span the label that stands for it now.
    """

    text: str
    spans: tuple[Span, ...]
    labels: tuple[str, ...]


@dataclass
class Redactor:
    """One masking of one or more texts: the same number is ``[电话1]`` in all of them.

    Attributes:
        names: names of the address book and of persons in the case.
        keep: keys of numbers that stay (a caller's own number is evidence); see :func:`ringfence.schema.parse_phone`.
        kinds: what is masked; all kinds by default.
    """

    names: Iterable[str] = ()
    keep: frozenset[str] = frozenset()
    kinds: frozenset[Private] = frozenset(Private)
    _labels: dict[tuple[Private, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._people = People(self.names)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return what is private in ``text``, in order, without overlaps."""
        row = plain(text)
        found = [*figures_in(row), *handles_in(row), *places_in(row), *self._people.names_in(row)]
        wanted = [one for one in found if one.kind in self.kinds and one.key not in self.keep]
        return _apart(wanted)

    def mask(self, text: str) -> Masked:
        """Return ``text`` with every private thing replaced by its label."""
        spans = self.spans(text)
        labels = tuple(self.label(span) for span in spans)
        pieces: list[str] = []
        at = 0
        for span, label in zip(spans, labels, strict=True):
            pieces += [text[at : span.start], label]
            at = span.end
        return Masked("".join([*pieces, text[at:]]), spans, labels)

    def label(self, span: Span) -> str:
        """Return the label of a span, numbered by first appearance."""
        known = self._labels.get((span.kind, span.key))
        if known is None:
            number = 1 + sum(kind is span.kind for kind, _ in self._labels)
            known = f"[{words('redact')['labels'][span.kind.value]}{number}]"
            self._labels[span.kind, span.key] = known
        return known


def _apart(found: list[Span]) -> tuple[Span, ...]:
    """Return spans without overlaps: touching ones are joined under the kind that was checked best."""
    joined: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if joined and span.start < joined[-1].end:
            joined[-1] = _together(joined[-1], span)
        else:
            joined.append(span)
    return tuple(joined)


def _together(one: Span, other: Span) -> Span:
    best = min((one, other), key=lambda span: _FIRST.index(span.kind) if span.kind in _FIRST else len(_FIRST))
    return Span(min(one.start, other.start), max(one.end, other.end), best.kind, best.key, best.why)
