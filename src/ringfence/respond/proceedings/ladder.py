"""What may follow when a proceeding did not bring what was asked: data in words/ladder.yaml, chosen by kind, outcome and lender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.respond.wording import words
from ringfence.schema import PartyType, ProceedingKind, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.proceedings.stage import Stage
    from ringfence.schema import Proceeding


@dataclass(frozen=True, slots=True)
class Rung:
    """One step further.

    Attributes:
        kind: of the next proceeding.
        channel: Channel.id it goes to, "" for an office the law data has no channel of.
        why_zh: why this step, one sentence.
        only_zh: what a person has to make sure of first, "" when nothing.
        papers_zh: what to bring.
        cites: fact ids of the law data it rests on.
        deadline: id in the law data of the borrower's own deadline for it, "" when none.
        beside: the old proceeding goes on beside it.
        open: id of a proceeding of this kind that exists already, "" when none.
    """

    kind: ProceedingKind
    channel: str
    why_zh: str
    only_zh: str
    papers_zh: tuple[str, ...]
    cites: tuple[str, ...]
    deadline: str
    beside: bool
    open: str = ""


def ladder(
    proceeding: Proceeding, stage: Stage, lender: PartyType = PartyType.UNKNOWN, others: Iterable[Proceeding] = ()
) -> tuple[Rung, ...]:
    """Return the steps that may follow now, in the order to offer them; empty when nothing has gone wrong.

    Args:
        proceeding: where it went wrong.
        stage: where it stands (its ``trigger`` says what went wrong).
        lender: type of the lender that the dealings are with; an agency is judged by whom it acts for.
        others: all proceedings of the case, to point to one that is there already.
    """
    if not stage.trigger:
        return ()
    known = tuple(others)
    return tuple(
        _rung(row, proceeding, known)
        for row in words("ladder")["rungs"]
        if proceeding.kind.value in row["from"]
        and stage.trigger in row["when"]
        and ("lender" not in row or lender.value in row["lender"])
    )


def _rung(row: dict[str, Any], proceeding: Proceeding, others: tuple[Proceeding, ...]) -> Rung:
    kind = ProceedingKind(row["next"])
    there = next(
        (one for one in others if one.kind is kind and one.id != proceeding.id and _alive(one, proceeding)), None
    )
    return Rung(
        kind,
        str(row["channel"]),
        row["why_zh"],
        row.get("only_zh", ""),
        tuple(row["papers"]),
        tuple(row.get("cites", ())),
        str(row.get("deadline", "")),
        bool(row.get("keep", False)),
        there.id if there else "",
    )


def _alive(one: Proceeding, proceeding: Proceeding) -> bool:
    closed = one.last(StepKind.CLOSED)
    return one.lender == proceeding.lender and (closed is None or closed is not one.steps[-1])
