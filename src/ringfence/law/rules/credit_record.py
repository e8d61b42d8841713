"""Entries of a credit report and objections to them: CN-CRD-001 to CN-CRD-004."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind
from ringfence.law.rules.outcome import Outcome, Standing, hits, judges
from ringfence.law.words import day_zh, who_en, who_zh
from ringfence.schema import ProceedingKind, Said, StepKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import CreditEntry

OVERDUE, QUERY = "overdue", "query"
ANSWERED = (StepKind.REPLIED, StepKind.DECIDED, StepKind.NOT_ACCEPTED, StepKind.CLOSED)
SHOWN = Said(
    "这一点来自您填写的征信报告内容,请对照报告原件。",
    "This comes from what you told of the credit report; compare the report itself.",
)
RECEIVED = Said(
    "收到异议的日期是您登记的,请留好回执。", "The day they received the objection is as you noted; keep the receipt."
)
NONE = Said(
    "没有登记征信报告里有疑问的记录,有关征信的规则都没有判断。",
    "No doubtful entry of a credit report is noted; the rules on credit records were not judged.",
)


@judges("CN-CRD-001")
def objection_unanswered(docket: Docket, rule: Rule) -> Outcome:
    """More days than allowed since an objection was received, and no answer noted. Counted from receipt, never from sending."""
    days = int(rule.threshold.value("days"))
    found, missing = [], []
    for one in docket.matter.proceedings:
        if one.kind is not ProceedingKind.CREDIT_OBJECTION:
            continue
        if one.first(*ANSWERED) is not None:
            continue
        received, sent = one.first(StepKind.RECEIVED, StepKind.ACCEPTED), one.first(StepKind.SENT)
        if received is None:
            if sent is not None:
                missing.append(
                    Said(
                        f"征信异议({one.id})没有登记对方收到的日期,不知道{days}天从哪天起算。",
                        f"For the credit objection {one.id} the day they received it is not noted; from when the {days} days "
                        "run is not known.",
                    )
                )
            continue
        last = received.day + timedelta(days=days)
        if docket.matter.as_of > last:
            # An objection to the credit bureau binds the bureau: nothing is said against the lender then.
            lender = lender_behind(docket.matter, one.lender) if not one.channel else None
            exhibits = tuple(dict.fromkeys(source for step in one.steps for source in step.sources))
            words_zh = {"received": day_zh(received.day), "last": day_zh(last), "office": one.office or "受理方"}
            words_en = {"received": str(received.day), "last": str(last), "office": one.office or "whoever received it"}
            found.append(
                Standing(
                    lender,
                    1,
                    day=last + timedelta(days=1),
                    subject=one.id,
                    words_zh=words_zh,
                    words_en=words_en,
                    uncertain_zh=(RECEIVED,),
                    exhibits=exhibits,
                )
            )
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


@judges("CN-CRD-002")
def kept_too_long(docket: Docket, rule: Rule) -> Outcome:
    """A bad entry still shown more than the years after its fact ended. Whoever keeps the record is bound, not the lender."""
    years = int(rule.threshold.value("years"))
    found = [
        _standing(docket, one, one.shown_on, {"ended": day_zh(one.ended)}, {"ended": str(one.ended)}, lender=False)
        for one in docket.matter.credit_entries
        if one.kind == OVERDUE and one.ended is not None and _after(one.ended, one.shown_on, years)
    ]
    missing = (NONE,) if docket.matter.debts and not docket.matter.credit_entries else ()
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))


def _after(start: date, day: date, years: int) -> bool:
    """Tell whether ``day`` lies after the day on which ``years`` from ``start`` are full."""
    return (day.year - years, day.month, day.day) > (start.year, start.month, start.day)


@judges("CN-CRD-003")
def reported_untold(docket: Docket, _rule: Rule) -> Outcome:
    """A bad entry reported, and the borrower says nobody told them before."""
    entries = [one for one in docket.matter.credit_entries if one.kind == OVERDUE]
    found = [_standing(docket, one, one.day or one.shown_on, {}, {}) for one in entries if one.told_before is False]
    missing = [
        Said(
            f"没有说明征信记录({one.id})报送之前有没有告知过您。",
            f"Whether you were told before the credit entry {one.id} was reported was not said.",
        )
        for one in entries
        if one.told_before is None
    ]
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


@judges("CN-CRD-004")
def queried_unasked(docket: Docket, _rule: Rule) -> Outcome:
    """A query the borrower did not agree to in writing."""
    entries = [one for one in docket.matter.credit_entries if one.kind == QUERY]
    found = [_standing(docket, one, one.day or one.shown_on, {}, {}) for one in entries if one.authorised is False]
    missing = [
        Said(
            f"没有说明这次征信查询({one.id})有没有经过您书面同意。",
            f"Whether you agreed in writing to the credit query {one.id} was not said.",
        )
        for one in entries
        if one.authorised is None
    ]
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


def _standing(
    docket: Docket,
    one: CreditEntry,
    day: date,
    more_zh: Mapping[str, str],
    more_en: Mapping[str, str],
    *,
    lender: bool = True,
) -> Standing:
    """Return the finding about an entry; without ``lender`` it is held against nobody, only named."""
    behind = lender_behind(docket.matter, one.lender)
    named_zh = who_zh(docket, one.lender) if one.lender else "没有填写机构"
    named_en = who_en(docket, one.lender) if one.lender else "no party noted"
    return Standing(
        behind if lender else None,
        1,
        day=day,
        subject=one.id,
        words_zh={"shown": day_zh(one.shown_on), "on": day_zh(day), "reporter": named_zh, **more_zh},
        words_en={"shown": str(one.shown_on), "on": str(day), "reporter": named_en, **more_en},
        uncertain_zh=(SHOWN,),
        exhibits=(one.source,) if one.source not in {"", "user"} else (),
    )
