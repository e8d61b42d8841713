"""Figures the criminal law names: CN-CRM-001 to CN-CRM-005. Never an accusation: police, prosecutors and courts decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.contacts import has_flag
from ringfence.law.rules.outcome import Outcome, Standing, hits, judges
from ringfence.law.rules.told import told
from ringfence.law.workdays import MONTHS_A_YEAR, add_months
from ringfence.schema import Flag, Label, PartyType, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import Circumstances, Extra

WINDOW_MONTHS = 2 * MONTHS_A_YEAR  # "within two years" (JI_EXTORT 3)


@judges("CN-CRM-001")
def contact_records(docket: Docket, rule: Rule) -> Outcome:
    """So many people's data taken or given away; half as many when they were obtained in the course of the service."""
    many, in_service = rule.threshold.value("records"), rule.threshold.value("in_service")
    counted = [(lender, subject, one, one.contact_records or 0) for lender, subject, one in told(docket)]
    found = [
        Standing(lender, count, subject=subject)
        for lender, subject, one, count in counted
        if count >= many or (one.in_service and count >= in_service)
    ]
    asked = any(one.in_service is None and in_service <= count < many for _, _, one, count in counted)
    missing = (
        (
            Said(
                "没有写这些联系人信息是不是在提供服务的过程中取得的,数量标准因此不同。",
                "Whether these contacts were got in the course of a service was not said; the number depends on it.",
            ),
        )
        if asked
        else ()
    )
    return _outcome(docket, found, missing)


@judges("CN-CRM-002")
def communication_records(docket: Docket, rule: Rule) -> Outcome:
    """So many call or message records taken or given away."""
    many = rule.threshold.value("records")
    found = [
        Standing(lender, one.communication_records, subject=subject)
        for lender, subject, one in told(docket)
        if one.communication_records is not None and one.communication_records >= many
    ]
    return _outcome(docket, found)


@judges("CN-CRM-003")
def unlawful_debt(docket: Docket, _rule: Rule) -> Outcome:
    """Threats or intrusion to collect an unlawful debt; never said of a licensed lender, whose debts are not of that kind."""
    unlicensed = [party.id for party in docket.matter.parties if docket.type_of(party.id) is PartyType.UNLICENSED]
    grave = docket.events.filter(
        pl.col("lender").is_in(unlicensed)
        & (
            (pl.col("labelled") & ((pl.col("label") == Label.THREAT.value) | has_flag(Flag.THREAT_VIOLENCE)))
            | (pl.col("approach") & pl.col("entered").fill_null(value=False))
        )
    )
    unlawful = {lender for lender, _, one in told(docket) if one.debt_unlawful}
    lawful = {lender for lender, _, one in told(docket) if one.debt_unlawful is False}
    open_ones = set(grave["lender"]) - unlawful - lawful
    missing = (
        (
            Said(
                "没有写这笔债务是否已被法院或主管机关认定为非法债务,或者属于高利放贷。",
                "Whether a court or authority held this debt unlawful, or it is usury, was not said.",
            ),
        )
        if open_ones
        else ()
    )
    return Outcome(hits(grave.filter(pl.col("lender").is_in(list(unlawful - lawful)))), missing)


@judges("CN-CRM-004")
def demanded_besides_the_debt(docket: Docket, rule: Rule) -> Outcome:
    """Money demanded besides the debt: one sum of that size, or so many times within two years."""
    sum_from, times = rule.threshold.value("amount"), int(rule.threshold.value("demands"))
    found: list[Standing] = []
    debts = False
    for lender, subject, one in told(docket):
        extras = [extra for extra in one.extras if not _is_the_debt(docket, lender, extra)]
        debts |= len(extras) < len(one.extras)
        large = [extra for extra in extras if extra.amount >= sum_from]
        often = _within_two_years([extra.day for extra in extras], times)
        if large or often:
            found.append(_demands(lender, subject, extras))
    missing = (
        (
            Said(
                "填写的额外索要中有与欠款本金相同的金额;要求偿还债务本身不属于额外索要,没有计入。",
                "One of the extra demands told equals the principal; asking for the debt itself is no extra demand and was "
                "left out.",
            ),
        )
        if debts
        else ()
    )
    return _outcome(docket, found, missing)


def _demands(lender: str, subject: str, extras: Sequence[Extra]) -> Standing:
    largest = f"{max(extra.amount for extra in extras):,.2f}".removesuffix(".00")
    words = {"largest": largest}
    return Standing(
        lender, len(extras), day=max(extra.day for extra in extras), subject=subject, words_zh=words, words_en=words
    )


def _is_the_debt(docket: Docket, lender: str, extra: Extra) -> bool:
    return any(
        debt.principal is not None and float(extra.amount) == debt.principal
        for debt in docket.matter.debts
        if (lender_behind(docket.matter, debt.lender) or debt.lender) == lender
    )


def _within_two_years(days: Iterable[date], times: int) -> bool:
    ordered = sorted(days)
    return any(
        last < add_months(first, WINDOW_MONTHS) for first, last in zip(ordered, ordered[times - 1 :], strict=False)
    )


@judges("CN-CRM-005")
def spread_of_a_post(docket: Docket, rule: Rule) -> Outcome:
    """A defamatory post seen or passed on so often."""
    views, reposts = rule.threshold.value("views"), rule.threshold.value("reposts")
    found: list[Standing] = []
    unknown = False
    for lender, subject, one in told(docket):
        days = [post.day for post in one.posts if (post.views or 0) >= views or (post.reposts or 0) >= reposts]
        unknown |= _uncounted(one)
        if days:
            found.append(Standing(lender, len(days), day=min(days), subject=subject))
    missing = (
        (
            Said(
                "有诽谤内容的发布,但没有写浏览、转发次数。",
                "Defamatory posts were told, but not how often they were viewed or passed on.",
            ),
        )
        if unknown
        else ()
    )
    return _outcome(docket, found, missing)


def _uncounted(one: Circumstances) -> bool:
    return any(post.views is None and post.reposts is None for post in one.posts)


def _outcome(docket: Docket, found: Iterable[Standing], missing: tuple[str, ...] = ()) -> Outcome:
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))
