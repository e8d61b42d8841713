"""The list of calling numbers for 12321: which number, how often, when, to whom. About the numbers only, never the debt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.respond.complaint import complainant
from ringfence.respond.evidence import ids_of
from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.typography import span
from ringfence.respond.wording import words
from ringfence.schema import Bullets, Document, DocumentKind, FindingKind, Heading, Paragraph, Table

if TYPE_CHECKING:
    from datetime import date

    from ringfence.respond.evidence import Row
    from ringfence.schema import Block, Finding

SHOWN = 60
TIMES = 6


@dataclass
class _Caller:
    """What came from one number."""

    number: str
    means: dict[str, None] = field(default_factory=dict)
    who: dict[str, None] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    what: str = ""

    def add(self, row: Row) -> None:
        self.means[row.means] = None
        self.who[row.who] = None
        self.times.append(row.time)
        if "“" in row.what and not self.what:
            self.what = row.what[row.what.index("“") :]


def number_report(papers: Papers, findings: list[Finding], *, to: str, title: str, stem: str, channel: str) -> Document:
    """Return the report of the numbers in the evidence of ``findings``; others are not accused."""
    callers = _callers(papers, findings)
    shown = callers[:SHOWN]
    table = words("letters")
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(say("salutation", to=to), indent=False),
        paragraph(
            "numbers_lead",
            span=_days(findings),
            benchmark=any(finding.kind is FindingKind.BENCHMARK for finding in findings),
        ),
        *complainant(papers, "numbers_reporter"),
        heading("numbers_heading"),
        Table(
            tuple(table["numbers_header"]),
            tuple(_line(index, caller) for index, caller in enumerate(shown, 1)),
            tuple(table["numbers_widths"]),
        ),
    ]
    if len(callers) > len(shown):
        blocks.append(paragraph("numbers_more", shown=len(shown), all=len(callers)))
    blocks += [
        paragraph("numbers_note", times=TIMES, masked=papers.mask.on),
        heading("numbers_demand_heading"),
        Bullets(tuple(table["numbers_demands"]), numbered=True),
        blank("reporter_label"),
        blank("date_label"),
    ]
    stated = tuple(finding.id for finding in findings)
    return Document(stem, DocumentKind.NUMBER_REPORT, title, to, tuple(blocks), None, channel, stated)


def _callers(papers: Papers, findings: list[Finding]) -> list[_Caller]:
    hidden = papers.words("withheld")
    callers: dict[str, _Caller] = {}
    for row in papers.evidence.rows(ids_of(findings)):
        if row.number != hidden:
            callers.setdefault(row.number, _Caller(row.number)).add(row)
    return sorted(callers.values(), key=lambda one: (-len(one.times), one.number))


def _line(index: int, caller: _Caller) -> tuple[str, ...]:
    times = "，".join(caller.times[:TIMES])
    if len(caller.times) > TIMES:
        times += say("numbers_times_more", n=len(caller.times))
    return (
        str(index),
        caller.number,
        "、".join(caller.means),
        str(len(caller.times)),
        "、".join(list(caller.who)[:4]),
        times,
        caller.what or "—",
    )


def _days(findings: list[Finding]) -> str:
    first: list[date] = [finding.first_day for finding in findings if finding.first_day]
    last: list[date] = [finding.last_day for finding in findings if finding.last_day]
    return span(min(first, default=None), max(last, default=None))
