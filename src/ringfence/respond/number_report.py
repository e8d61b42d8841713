"""The list of calling numbers for 12321: which number, how often, when, to whom. About the numbers only, never the debt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.complaint import complainant
from ringfence.respond.evidence import ids_of
from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.typography import span
from ringfence.respond.wording import words
from ringfence.schema import Bullets, Document, DocumentKind, FindingKind, Heading, Paragraph, Table

if TYPE_CHECKING:
    from datetime import date

    from ringfence.schema import Block, Finding

SHOWN = 60
TIMES = 4  # times and people named per number
WRONGS = 3  # and what is wrong about them
WHO = 4


def number_report(papers: Papers, findings: list[Finding], *, to: str, title: str, stem: str, channel: str) -> Document:
    """Return the report of the numbers in the evidence of ``findings``; others are not accused."""
    events = papers.evidence.of(ids_of(findings))
    callers = papers.evidence.numbers(ids_of(findings))["address_key"].to_list()
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
        *complainant(papers, "numbers_reporter", full=False),
        heading("numbers_heading"),
        Table(
            tuple(table["numbers_header"]),
            tuple(
                _line(papers, index, events.filter(pl.col("address_key") == key), findings)
                for index, key in enumerate(shown, 1)
            ),
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


def _line(papers: Papers, index: int, mine: pl.DataFrame, findings: list[Finding]) -> tuple[str, ...]:
    """Return the line about one number: ``mine`` are its events, oldest first; what they are is said by the findings' titles."""
    events = set(mine["event"])
    about = [papers.said(one.title_zh) for one in findings if events.intersection(one.events)]
    what = "；".join(list(dict.fromkeys(about))[:WRONGS])
    rows = papers.evidence.rows
    first = rows(mine.head(TIMES))
    written = rows(mine.filter(pl.col("text").fill_null("").str.strip_chars() != "").head(1))
    who = rows(mine.unique(["person", "role"], keep="first", maintain_order=True).head(WHO))
    means = mine["kind"].unique(maintain_order=True).to_list()
    times = "，".join(row.time for row in first)
    return (
        str(index),
        first[0].number,
        "、".join(papers.words.kind(kind) for kind in means),
        str(mine.height),
        "、".join(dict.fromkeys(row.who for row in who)),
        times + (say("numbers_times_more", n=mine.height) if mine.height > TIMES else ""),
        f"{what}。{written[0].what}" if written else what,
    )


def _days(findings: list[Finding]) -> str:
    first: list[date] = [finding.first_day for finding in findings if finding.first_day]
    last: list[date] = [finding.last_day for finding in findings if finding.last_day]
    return span(min(first, default=None), max(last, default=None))
