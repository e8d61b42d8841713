"""What went on after it should have ended: CN-RGT-004 (settled), CN-RGT-005 (consent withdrawn), CN-RGT-007 (a leak)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.filed import days_en, days_zh, filed
from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.rules.told import told
from ringfence.law.workdays import add_days
from ringfence.schema import FindingKind, Label, ProceedingKind, Said, StepKind

if TYPE_CHECKING:
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

RANG = "rang"
EVIDENCE = 50  # events shown as evidence; the count says how many there are
TOLD = Said(
    "结清、撤回同意的日期来自您填写的情况,请附上凭证。",
    "The days of settlement and withdrawal come from what you told; attach proof.",
)
ELSEWHERE = Said(
    "联系人的号码也可能另有来源;联系他们不一定就是在使用您上传的通讯录。",
    "The contacts' numbers may have another source; contacting them need not mean that your uploaded contacts were used.",
)


@judges("CN-RGT-004")
def after_settlement(docket: Docket, rule: Rule) -> Outcome:
    """Contacts reached by the lender so many days after the debt was paid in full; a loan taken since makes it open."""
    grace = int(rule.threshold.original)
    found: list[Standing] = []
    missing: tuple[str, ...] = ()
    for lender, subject, one in told(docket):
        rows = (
            _contacts(docket, lender, add_days(one.settled, grace))
            if one.settled is not None
            else docket.events.clear()
        )
        if one.settled is None or rows.is_empty():
            continue
        if _borrowed_since(docket, lender, one.settled):
            missing = (
                Said(
                    "结清之后在同一家机构可能还有别的借款,不知道是为哪一笔联系的。",
                    "There may be another loan with the same lender after the settlement; for which one they called is not known.",
                ),
            )
            continue
        words = {"settled": one.settled}
        found.append(_reached(rows, lender, subject, days_zh(**words), days_en(**words)))
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))


@judges("CN-RGT-005")
def after_withdrawal(docket: Docket, _rule: Rule) -> Outcome:
    """Contacts still used after consent was withdrawn: shown by a capture, else pointed to when contacts were reached again."""
    withdrawn = _withdrawn(docket)
    captured = {
        lender: one.used_after
        for lender, _, one in told(docket)
        if one.used_after is not None and lender in withdrawn and one.used_after > withdrawn[lender]
    }
    found: list[Standing] = []
    for lender, day in withdrawn.items():
        used = captured.get(lender)
        if used is not None:
            zh = {**days_zh(withdrawn=day), "how": f"在{days_zh(day=used)['day']}仍在上传或使用通讯录(有抓包等记录)"}
            en = {**days_en(withdrawn=day), "how": f"still uploaded or used the address book on {used} (by a capture)"}
            found.append(Standing(lender, 1, day=used, words_zh=zh, words_en=en, uncertain_zh=(TOLD,)))
            continue
        rows = _contacts(docket, lender, day)
        if rows.height:
            people = rows["person"].n_unique()
            zh = {**days_zh(withdrawn=day), "how": f"之后仍联系您的{people}位联系人,共{rows.height}次"}
            en = {**days_en(withdrawn=day), "how": f"still reached {people} of your contacts, {rows.height} time(s)"}
            found.append(_reached(rows, lender, "", zh, en, variant=RANG))
    variants = {RANG: Variant(claims=FindingKind.INDICATION)}
    return Outcome(hits(docket.events.clear()), variants=variants, standing=tuple(found))


@judges("CN-RGT-007")
def leak_not_told(docket: Docket, _rule: Rule) -> Outcome:
    """A leak that became known, and those concerned say nobody told them."""
    known = [(lender, subject, one) for lender, subject, one in told(docket) if one.leak_known is not None]
    found = [
        Standing(
            lender,
            1,
            day=one.leak_known,
            subject=subject,
            words_zh=days_zh(day=one.leak_known),
            words_en=days_en(day=one.leak_known),
        )
        for lender, subject, one in known
        if one.leak_known is not None and one.leak_told is False
    ]
    silent = any(one.leak_told is None for _, _, one in known)
    missing = (
        (
            Said(
                "有泄露个人信息的情况,但没有写机构是否通知过您。",
                "A leak of personal information was told, but not whether the company informed you.",
            ),
        )
        if silent
        else ()
    )
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))


def _withdrawn(docket: Docket) -> dict[str, date]:
    """Return per lender the first day on which it is provable that consent was withdrawn."""
    days = [(lender, one.consent_withdrawn) for lender, _, one in told(docket) if one.consent_withdrawn is not None]
    for case in filed(docket, {ProceedingKind.WITHDRAW_CONSENT}):
        got = next((step.day for step in case.steps if step.kind is StepKind.RECEIVED), None)
        if got is not None and case.lender is not None and not case.proceeding.person:  # not a contact's own
            days.append((case.lender, got))
    found: dict[str, date] = {}
    for lender, day in sorted(days):
        found.setdefault(lender, day)
    return {lender: day for lender, day in found.items() if day <= docket.matter.as_of}


def _contacts(docket: Docket, lender: str, after: date) -> pl.DataFrame:
    """Return what the lender sent to or rang with people who do not owe, later than ``after``."""
    advertised = pl.col("inward") & (pl.col("label") == Label.MARKETING.value).fill_null(value=False)
    return docket.events.filter(
        (pl.col("approach") | advertised)
        & pl.col("outsider")
        & (pl.col("lender") == lender)
        & (pl.col("local_date") > after)
        & (pl.col("local_date") <= docket.matter.as_of)
    )


def _borrowed_since(docket: Docket, lender: str, settled: date) -> bool:
    return any(
        (day := debt.opened or debt.due) is not None and day > settled
        for debt in docket.matter.debts
        if (lender_behind(docket.matter, debt.lender) or debt.lender) == lender
    )


def _reached(
    rows: pl.DataFrame, lender: str, subject: str, zh: dict[str, str], en: dict[str, str], *, variant: str = ""
) -> Standing:
    return Standing(
        lender,
        rows.height,
        tuple(rows["event"].head(EVIDENCE)),
        day=rows["local_date"][0],
        subject=subject,
        words_zh=zh,
        words_en=en,
        uncertain_zh=(TOLD, ELSEWHERE),
        variant=variant,
    )
