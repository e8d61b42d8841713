"""What is said: CN-CON-001 to CN-CON-009.

Only texts and calls whose class is collection count: fraud by strangers is no collector's act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.contacts import has_flag
from ringfence.law.rules.outcome import Outcome, Variant, hits, judges
from ringfence.law.rules.published import PUBLIC
from ringfence.law.rules.windows import MICROS_A_DAY, within
from ringfence.schema import EventKind, Flag, Label, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Fact, Rule

MESSAGES = tuple(
    kind.value
    for kind in (EventKind.SMS, EventKind.MMS, EventKind.IM, EventKind.EMAIL, EventKind.GROUP_MSG, EventKind.LETTER)
)
FEE = "fee"
PRIVATE = "private"


def _flagged(docket: Docket, *flags: Flag) -> pl.DataFrame:
    return docket.events.filter(pl.col("labelled") & pl.any_horizontal(has_flag(flag) for flag in flags))


@judges("CN-CON-001")
def threatened(docket: Docket, _rule: Rule) -> Outcome:
    """A threat to bodily safety."""
    return Outcome(hits(_flagged(docket, Flag.THREAT_VIOLENCE)))


@judges("CN-CON-002")
def insulted(docket: Docket, rule: Rule) -> Outcome:
    """Insults; the public security law punishes public ones: where nobody else could hear, it only stands beside."""
    found = _flagged(docket, Flag.INSULT)
    public = set(found.filter(pl.col("outsider") | pl.col("kind").is_in(PUBLIC))["lender"])
    private = set(found["lender"]) - public
    alone = pl.any_horizontal(
        pl.lit(value=False), *[pl.col("lender").eq_missing(pl.lit(lender, dtype=pl.String)) for lender in private]
    )
    rows = pl.concat([hits(found.filter(~alone)), hits(found.filter(alone), variant=PRIVATE)])
    order = frozenset(cite.fact.id for cite in rule.cites if cite.fact.law.id.startswith("PSAPL"))
    note = Said(
        "治安管理处罚法这一项说的是“公然”侮辱,要有别人能看到或听到;只发给您本人的,主要看是否“多次”。",
        "This item of the public security law speaks of insulting in public, where others can see or hear; for what only you "
        "got, it matters mainly whether it was repeated.",
    )
    return Outcome(rows, uncertain=dict.fromkeys(private, (note,)), variants={PRIVATE: Variant(beside=order)})


@judges("CN-CON-003")
def repeatedly_abused(docket: Docket, _rule: Rule) -> Outcome:
    """Abusive messages from one source to one person, several times within the period."""
    abusive = docket.events.filter(
        pl.col("labelled")
        & pl.col("kind").is_in(MESSAGES)
        & pl.col("source").is_not_null()
        & pl.col("person").is_not_null()
        & (
            has_flag(Flag.INSULT)
            | has_flag(Flag.OBSCENE)
            | has_flag(Flag.THREAT_VIOLENCE)
            | (pl.col("label") == Label.THREAT.value)
        )
    )
    window = docket.settings.repeated_days * MICROS_A_DAY
    found = within(abusive, ["source", "person"], window, docket.settings.repeated_messages)
    return Outcome(hits(found, most=pl.col("most")))


@judges("CN-CON-004")
def posed_as_the_state(docket: Docket, _rule: Rule) -> Outcome:
    """In the name of police, court or another state body."""
    return Outcome(hits(_flagged(docket, Flag.IMPERSONATE_STATE)))


@judges("CN-CON-005")
def forged_papers(docket: Docket, _rule: Rule) -> Outcome:
    """Papers that look forged."""
    return Outcome(hits(_flagged(docket, Flag.FAKE_DOCUMENT)))


@judges("CN-CON-006")
def posed_as_another(docket: Docket, _rule: Rule) -> Outcome:
    """In the name of another organisation or person."""
    return Outcome(hits(_flagged(docket, Flag.IMPERSONATE_ORG)))


@judges("CN-CON-007")
def invented_consequences(docket: Docket, _rule: Rule) -> Outcome:
    """Invented or exaggerated consequences."""
    return Outcome(hits(_flagged(docket, Flag.FALSE_CONSEQUENCE)))


@judges("CN-CON-008")
def urged_to_borrow(docket: Docket, _rule: Rule) -> Outcome:
    """Urged to borrow in order to repay."""
    return Outcome(hits(_flagged(docket, Flag.BORROW_TO_REPAY)))


@judges("CN-CON-009")
def asked_for_more(docket: Docket, rule: Rule) -> Outcome:
    """Payment to a private account, or extra fees.

    The disclosure rule is cited only for extra fees on a loan made since it is in force; everything else goes without it.
    """
    found = _flagged(docket, Flag.PERSONAL_ACCOUNT, Flag.EXTRA_FEE)
    binding = [cite.fact for cite in rule.cites if cite.fact.law.rank.binding]
    covered = pl.col("lender").is_in(_lenders_with_loans_under(docket, binding)) & has_flag(Flag.EXTRA_FEE)
    under = covered.fill_null(value=False)
    rows = pl.concat([hits(found.filter(~under)), hits(found.filter(under), variant=FEE)])
    without = frozenset(fact.id for fact in binding)
    return Outcome(rows, variants={"": Variant(without=without)})


def _lenders_with_loans_under(docket: Docket, facts: list[Fact]) -> list[str]:
    """Return lenders all whose debts are known to have been made while one of ``facts`` was in force."""
    made: dict[str, list[bool]] = {}
    for debt in docket.matter.debts:
        lender = lender_behind(docket.matter, debt.lender) or debt.lender
        opened = debt.opened
        made.setdefault(lender, []).append(opened is not None and any(fact.in_force(opened) for fact in facts))
    return [lender for lender, covered in made.items() if all(covered)]
