"""People who do not owe the debt: CN-3P-001, CN-3P-003, CN-3P-004, CN-3P-008, CN-3P-009."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.hours import due_notes
from ringfence.law.rules.outcome import Outcome, Variant, hits, joined, judges, per_lender
from ringfence.schema import EventKind, FindingKind, Flag, Label, PartyType, Role, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

MICROS_A_SECOND = 1_000_000
DECLARED = "declared"
UNRELATED = (PartyType.CREDIT_CARD, PartyType.CONSUMER_FINANCE)
TEXTS = (EventKind.SMS.value, EventKind.MMS.value)


def has_flag(flag: Flag) -> pl.Expr:
    """Tell whether an event carries a flag."""
    return pl.col("flags").list.contains(flag.value).fill_null(value=False)


@judges("CN-3P-001")
def demanded_from_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """A demand for payment aimed at somebody who does not owe."""
    aimed = docket.events.filter(pl.col("collecting") & pl.col("outsider"))
    found = aimed.filter(pl.col("labelled") & pl.col("demand").fill_null(value=False))
    silent = aimed.filter(pl.col("wordless") & ~pl.col("demand").fill_null(value=False))
    missing = (
        (
            Said(
                "有打给联系人的电话没有记录说了什么,不知道有没有要求他们还款。",
                "Of some calls to contacts there is no record of what was said; whether they were asked to pay is not known.",
            ),
        )
        if silent.height
        else ()
    )
    declared = [person.id for person in docket.matter.people if person.declared]
    note = per_lender(
        found.filter(pl.col("person").is_in(declared)),
        Said(
            "其中{n}次是对您预留的联系人说的;预留联系人不等于担保人,但机构可能主张他们与债务有关。",
            "{n} were said to contacts you had named; a named contact is no guarantor, but the lender may claim that they "
            "are connected with the debt.",
        ),
    )
    perhaps = pl.col("person").is_in(declared) & pl.col("lender").is_in(_speaking_of_unrelated(docket))
    arguable = perhaps.fill_null(value=False)
    rows = pl.concat([hits(found.filter(~arguable)), hits(found.filter(arguable), variant=DECLARED)])
    variants = {DECLARED: Variant(claims=FindingKind.INDICATION)}
    return Outcome(rows, missing, joined(note, due_notes(docket, found)), variants)


def _speaking_of_unrelated(docket: Docket) -> list[str]:
    """Return lenders whose rules ban collecting from *unrelated* third persons (无关第三人).

    Whether a contact the borrower declared is unrelated is for the supervisor to say; the microloan rules leave no such room,
    they speak of anybody who does not owe.
    """
    return [party.id for party in docket.matter.parties if docket.type_of(party.id) in UNRELATED]


@judges("CN-3P-003")
def told_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """The amount of the debt told to somebody who does not owe."""
    aimed = docket.events.filter(pl.col("pressing") & pl.col("labelled") & pl.col("outsider"))
    return Outcome(hits(aimed.filter(has_flag(Flag.AMOUNT_DISCLOSED) | pl.col("amount").is_not_null())))


@judges("CN-3P-004")
def after_refusal(docket: Docket, _rule: Rule) -> Outcome:
    """Contacting somebody again whom the same lender or its collectors had been told not to contact.

    A refusal whose addressee is not recorded counts against a lender that had contacted the person before it, or that is the
    only one to contact the person at all.
    """
    aimed = docket.events.filter(pl.col("approach") & pl.col("outsider") & pl.col("lender").is_not_null())
    refusals = _refusals(docket, aimed)
    earliest = pl.col("ts") - pl.col("precision_s").cast(pl.Int64) * MICROS_A_SECOND
    found = (
        aimed.join(refusals, on=["person", "lender"], how="inner")
        .filter(earliest > pl.col("refused_ts"))
        .drop("refused_ts")
    )
    again = (
        aimed.group_by("person", "lender")
        .len()
        .filter(pl.col("len") > 1)
        .join(refusals, on=["person", "lender"], how="anti")
    )
    missing = (
        (
            Said(
                f"有{again.height}位联系人被反复联系,但没有记录他们是否说过不要再联系。",
                f"{again.height} contact(s) were reached again and again; whether they said to stop was not recorded.",
            ),
        )
        if again.height
        else ()
    )
    return Outcome(hits(found), missing)


def _refusals(docket: Docket, aimed: pl.DataFrame) -> pl.DataFrame:
    """Return (person, lender, refused_ts): the first refusal each lender was told, at the latest moment it may have been."""
    told = docket.events.filter(pl.col("refused").fill_null(value=False)).select(
        "person", "lender", refused_ts=pl.col("ts") + pl.col("precision_s").cast(pl.Int64) * MICROS_A_SECOND, at="ts"
    )
    known = told.filter(pl.col("lender").is_not_null())
    recorded = set(known.select("person", "at").iter_rows())
    said = [
        (person.id, person.refused_at)
        for person in docket.matter.people
        if person.refused_at is not None and (person.id, person.refused_at) not in recorded
    ]
    said += list(told.filter(pl.col("lender").is_null()).select("person", "refused_ts").iter_rows())
    open_ones = pl.DataFrame(said, schema={"person": pl.String, "refused_ts": pl.Int64}, orient="row")
    before = (
        open_ones.join(aimed.select("person", "lender", "ts"), on="person")
        .with_columns(only=pl.col("lender").n_unique().over("person") == 1)
        .filter(pl.col("only") | (pl.col("ts") <= pl.col("refused_ts")))
        .select("person", "lender", "refused_ts")
    )
    together = pl.concat([known.select("person", "lender", "refused_ts"), before])
    return together.group_by("person", "lender").agg(pl.col("refused_ts").min())


@judges("CN-3P-008")
def advertised_to_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """Marketing texts of the lender to somebody around the borrower."""
    texts = docket.events.filter(
        pl.col("inward")
        & pl.col("kind").is_in(TEXTS)
        & (pl.col("label") == Label.MARKETING.value).fill_null(value=False)
    )
    return Outcome(hits(texts.filter(pl.col("outsider") & pl.col("lender").is_not_null())))


@judges("CN-3P-009")
def rang_the_workplace(docket: Docket, _rule: Rule) -> Outcome:
    """Contacting the employer about the debt."""
    aimed = docket.events.filter(pl.col("approach") & (pl.col("role") == Role.EMPLOYER.value) & ~pl.col("obliged"))
    return Outcome(
        hits(aimed),
        uncertain=per_lender(
            aimed.filter(pl.col("wordless")),
            Said(
                "其中{n}次没有记录说了什么,也可能只是询问联系方式。",
                "Of {n} there is no record of what was said; they may only have asked how to reach you.",
            ),
        ),
    )
