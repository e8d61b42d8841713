"""What one rule saw, and the register that ties rule ids to the functions that look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import Docket
from ringfence.law.pack import Rule

if TYPE_CHECKING:
    from datetime import date

    from ringfence.schema import FindingKind, Said, Severity

Notes = Mapping[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Variant:
    """How far some of the hits go: facts not cited, facts only shown beside, the most they may claim, why to look first.

    ``severity``: of these hits where it is another than the rule's; ``title_zh``, ``title_en``: where the rule's title would say
    more than they show.
    """

    without: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    claims: FindingKind | None = None
    review_zh: str = ""
    severity: Severity | None = None
    title_zh: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A wrong that is a state of affairs, not an event: told by papers and by the borrower.

    Attributes:
        count: how many (debts).
        events: evidence, EVENTS.event ids, oldest first.
        day: the day whose law binds (of the contract, of the request); None = the day of judging.
        subject: id of the debt, proceeding, app, agreement or entry it is about; distinct per finding of one lender.
        words_zh: values of the rule's ``slots`` in its Chinese sentence; ``words_en`` in the English one.
        uncertain_zh: what is not certain; empty = that the borrower has said so.
        variant: name of one of the outcome's variants, "" = none.
        exhibits: SourceFile.id of papers that show it.
    """

    lender: str | None
    count: int
    events: tuple[str, ...] = ()
    day: date | None = None
    subject: str = ""
    words_zh: Mapping[str, str] = field(default_factory=dict)
    words_en: Mapping[str, str] = field(default_factory=dict)
    uncertain_zh: tuple[str, ...] = ()
    variant: str = ""
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule saw.

    Attributes:
        rows: docket rows that are hits, with ``counted`` (String: distinct values are the count), ``most`` (Int64: the
            highest figure in the day or window the row lies in, null where there is none) and ``variant`` (String).
        missing: inputs that were not there, each a Chinese sentence.
        uncertain: per lender, sentences about what is not certain.
        variants: by the name in the column ``variant``; its name ends the finding's id, the plain one is "".
        standing: wrongs that are no events.
    """

    rows: pl.DataFrame
    missing: tuple[str, ...] = ()
    uncertain: Notes = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()


Judge = Callable[[Docket, Rule], Outcome]
JUDGES: dict[str, Judge] = {}


def judges(rule_id: str) -> Callable[[Judge], Judge]:
    """Register a function for a rule id."""

    def register(function: Judge) -> Judge:
        JUDGES[rule_id] = function
        return function

    return register


def hits(
    frame: pl.DataFrame, *, counted: pl.Expr | None = None, most: pl.Expr | None = None, variant: str = ""
) -> pl.DataFrame:
    """Return ``frame`` as hits; by default each event counts once."""
    return frame.with_columns(
        counted=(pl.col("event") if counted is None else counted).cast(pl.String),
        most=(pl.lit(None) if most is None else most).cast(pl.Int64),
        variant=pl.lit(variant),
    )


def per_lender(frame: pl.DataFrame, sentence: Said) -> dict[str | None, tuple[str, ...]]:
    """Return per lender of ``frame`` the sentence with ``{n}`` for its number of rows."""
    return {lender: (sentence.filled(n=count),) for lender, count in frame.group_by("lender").len().iter_rows()}


def joined(*notes: Notes) -> dict[str | None, tuple[str, ...]]:
    """Return the notes of several mappings together."""
    found: dict[str | None, tuple[str, ...]] = {}
    for part in notes:
        for lender, sentences in part.items():
            found[lender] = (*found.get(lender, ()), *sentences)
    return found
