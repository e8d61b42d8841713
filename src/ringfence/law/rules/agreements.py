"""Repayment agreements: CN-AGR-001 to CN-AGR-006. A draft is never a wrong, only something to mend before it is signed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.rules.terms import yuan
from ringfence.law.words import day_zh
from ringfence.schema import FindingKind, FlowKind, PartyType, Presence, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import AgreementFacts

ELEMENTS_ZH = {
    "parties": "双方的名称",
    "ids": "证件号码",
    "contract_no": "原合同编号",
    "debt_balance": "欠款余额和构成",
    "balance": "欠款余额和构成",
    "currency": "币种",
    "schedule": "还款周期和方式",
    "per_amount": "每期金额",
    "dates": "还款日期",
    "interest_or_fee": "还款期间是否计收息费",
    "breach": "违约责任",
    "collection_stop": "停止催收",
    "no_third_party": "不联系第三人",
    "allocation": "还款抵充的顺序",
    "credit_report": "征信如何处理",
    "settlement_certificate": "结清证明",
    "authority": "签字人的授权",
    "confirmation": "确认的渠道",
    "signature": "签字或盖章",
}
CARD = frozenset(
    {"debt_balance", "balance", "currency", "schedule", "per_amount", "dates", "interest_or_fee", "breach"}
)
COMPLAINT = ("complain", "report_waiv", "投诉", "举报")  # what names of harmful clauses are told by
CONTACTS = ("contact", "third_part", "address_book", "联系人", "通讯录", "第三人", "第三方")
READ = Said(
    "协议里有没有写,是按您填写或软件从协议文本读到的看的,请对照原文。",
    "What the agreement holds is as you told or as the software read it; compare the text.",
)
LISTED = 6  # elements named in a sentence
DRAFT = Variant(claims=FindingKind.HINT)
NONE = Said(
    "没有登记过还款协议,有关协议的规则都没有判断。",
    "No repayment agreement is noted; the rules on agreements were not judged.",
)


@judges("CN-AGR-001")
def elements_missing(docket: Docket, _rule: Rule) -> Outcome:
    """Elements missing or vague; a wrong only of a card issuer that signed without what its rule demands, else advice."""
    found, missing = [], []
    for one in docket.matter.agreements:
        if one.elements is None:
            missing.append(
                Said(
                    f"没有看过{_name(one)}的文本,不知道缺哪些内容。",
                    f"The text of {_name(one).en} was not seen; what it lacks is not known.",
                )
            )
            continue
        lacking = [name for name, how in one.elements if how is Presence.MISSING]
        vague = [name for name, how in one.elements if how is Presence.VAGUE]
        if lacking or vague:
            card = one.signed is not None and _type(docket, one) is PartyType.CREDIT_CARD and CARD & set(lacking)
            found.append(_incomplete(docket, one, lacking, vague, variant="" if card else "advice"))
    if not docket.matter.agreements and docket.matter.debts:
        missing.append(NONE)
    return _outcome(docket, found, missing, {"advice": Variant(claims=FindingKind.HINT)})


def _incomplete(docket: Docket, one: AgreementFacts, lacking: list[str], vague: list[str], *, variant: str) -> Standing:
    parts_zh = [text for text in (_said("没有写", lacking), _said("写得不清楚的有", vague)) if text]
    parts_en = [
        f"{word}: {', '.join(name.replace('_', ' ') for name in names[:LISTED])}"
        for word, names in (("missing", lacking), ("vague", vague))
        if names
    ]
    words_zh = {"agreement": _dated_zh(one), "lacking": ";".join(parts_zh)}
    words_en = {"agreement": _dated_en(one), "lacking": "; ".join(parts_en)}
    return _standing(docket, one, words_zh, words_en, count=len(lacking) + len(vague), variant=variant)


def _said(lead: str, names: list[str]) -> str:
    if not names:
        return ""
    known = list(dict.fromkeys(ELEMENTS_ZH.get(name, name) for name in names))
    return lead + "、".join(known[:LISTED]) + (f"等{len(known)}项" if len(known) > LISTED else "")


@judges("CN-AGR-002")
def too_long(docket: Docket, rule: Rule) -> Outcome:
    """A card plan longer than the rule's years."""
    most = 12 * rule.threshold.value("years")
    mine = [one for one in docket.matter.agreements if _type(docket, one) is PartyType.CREDIT_CARD]
    found = [
        _standing(
            docket,
            one,
            {"agreement": _dated_zh(one), "months": str(one.months)},
            {"agreement": _dated_en(one), "months": str(one.months)},
            variant="" if one.signed else "draft",
        )
        for one in mine
        if one.months is not None and one.months > most
    ]
    missing = [
        Said(f"没有填写{_name(one)}分多少期。", f"The number of instalments of {_name(one).en} was not given.")
        for one in mine
        if one.months is None
    ]
    return _outcome(docket, found, missing, {"draft": DRAFT})


@judges("CN-AGR-003")
def still_collecting(docket: Docket, _rule: Rule) -> Outcome:
    """A card issuer goes on collecting from the day after a signed agreement was first kept."""
    rows = docket.events.clear()
    missing: list[str] = []
    sure: set[str] = set()
    for one in docket.matter.agreements:
        lender = _lender(docket, one)
        if one.signed is None or _type(docket, one) is not PartyType.CREDIT_CARD:
            continue
        after = docket.events.filter(
            pl.col("collecting")
            & (pl.col("lender") == lender)
            & (pl.col("local_date") > (one.first_paid or one.signed))
        )
        if one.first_paid is None and after.height:
            missing.append(
                Said(
                    f"签了{_name(one)}之后还有催收,但没有填写按协议第一次还款的日期,不知道是不是在履行。",
                    f"Collection went on after {_name(one).en} was signed, but the day of the first payment under it was not "
                    "given; whether it is being kept is not known.",
                )
            )
        elif after.height:
            rows = pl.concat([rows, after])
            debts = [
                debt for debt in docket.matter.debts if (lender_behind(docket.matter, debt.lender) or "") == lender
            ]
            if len(debts) <= 1:
                sure.add(lender)
    doubtful = [lender for lender in rows["lender"].unique().to_list() if lender not in sure]
    found = hits(rows.unique("event", maintain_order=True)).with_columns(
        variant=pl.when(pl.col("lender").is_in(doubtful)).then(pl.lit("several")).otherwise(pl.lit(""))
    )
    note = (
        Said(
            "您在这家机构不止一笔欠款,这些催收可能是为另一笔,请先看一遍内容。",
            "You owe this lender more than one debt; this collection may be for another. Please look at the content first.",
        ),
    )
    variants = {"several": Variant(claims=FindingKind.INDICATION)}
    return Outcome(found, tuple(missing), dict.fromkeys(doubtful, note), variants)


@judges("CN-AGR-004")
def limitation_restarts(docket: Docket, rule: Rule) -> Outcome:
    """What signing or paying does to the time within which the lender may sue; told before it is signed, too."""
    found = []
    for one in docket.matter.agreements:
        if one.signed is None and one.first_paid is None and one.acknowledges is False:
            continue
        acts = [day for day in (one.signed, one.first_paid) if day is not None]
        day = min(acts, default=None)
        old = _ran_out(one.old_due, day or docket.matter.as_of, int(rule.threshold.value("years")))
        words_zh = {
            "agreement": _dated_zh(one),
            "restart": f"从{day_zh(max(acts))}起重新计算" if acts else "会重新计算",
            "old": f"原来的时效从{day_zh(one.old_due)}起算,到那时可能已经满三年,请先咨询律师。"
            if old and one.old_due
            else "",
        }
        words_en = {
            "agreement": _dated_en(one),
            "restart": f"starts anew on {max(acts)}" if acts else "starts anew when it is signed or paid",
            "old": f" Counted from {one.old_due} it may have been over before; ask a lawyer first." if old else "",
        }
        found.append(_standing(docket, one, words_zh, words_en, day=day))
    return _outcome(docket, found, [], {})


def _ran_out(start: date | None, day: date, years: int) -> bool:
    """Tell whether ``years`` from ``start`` were over on ``day`` (the last day is still within)."""
    return start is not None and (day.year - years, day.month, day.day) > (start.year, start.month, start.day)


@judges("CN-AGR-005")
def harmful_clauses(docket: Docket, _rule: Rule) -> Outcome:
    """Clauses that take away complaints or allow to contact others."""
    found, missing = [], []
    for one in docket.matter.agreements:
        if one.harmful is None:
            missing.append(
                Said(
                    f"没有看过{_name(one)}的文本,不知道有没有不利的条款。",
                    f"The text of {_name(one).en} was not seen; whether it holds harmful clauses is not known.",
                )
            )
            continue
        names = [name.lower() for name in one.harmful]
        kinds_zh = [
            words
            for marks, words in ((COMPLAINT, "放弃投诉、举报的条款"), (CONTACTS, "允许联系他人、使用通讯录的条款"))
            if any(mark in name for name in names for mark in marks)
        ]
        kinds_en = [
            words
            for marks, words in ((COMPLAINT, "a waiver of complaints"), (CONTACTS, "leave to contact others"))
            if any(mark in name for name in names for mark in marks)
        ]
        if kinds_zh:
            words_zh = {"agreement": _dated_zh(one), "clauses": "和".join(kinds_zh)}
            words_en = {"agreement": _dated_en(one), "clauses": " and ".join(kinds_en)}
            variant = "" if one.signed else "draft"
            found.append(_standing(docket, one, words_zh, words_en, count=len(kinds_zh), variant=variant))
    return _outcome(docket, found, missing, {"draft": DRAFT})


@judges("CN-AGR-006")
def instalments_strain(docket: Docket, _rule: Rule) -> Outcome:
    """All instalments of a month against the month's income; a product hint without any law behind it."""
    monthly = sum(_monthly(docket), start=Decimal(0))
    if monthly <= 0:
        return _outcome(docket, [], [], {})
    income = docket.matter.budget.income if docket.matter.budget is not None else None
    if income is None or not income.is_finite() or income <= 0:
        return _outcome(
            docket,
            [],
            [
                Said(
                    "没有填写每月收入,不能看每月还款占多少。",
                    "No monthly income was given, so what share an instalment takes cannot be said.",
                )
            ],
            {},
        )
    share = float(monthly / income)
    if share <= docket.settings.instalment_share:
        return _outcome(docket, [], [], {})
    words = {"monthly": yuan(monthly), "income": yuan(income), "share": f"{share:.0%}"}
    told = (Said("收入和每月还款都是您填写的。", "Income and instalments are as you told."),)
    return _outcome(
        docket, [Standing(None, 1, subject="budget", words_zh=words, words_en=words, uncertain_zh=told)], [], {}
    )


def _monthly(docket: Docket) -> Iterator[Decimal]:
    """Yield what is due a month: by each agreement, and by the schedule of the next month where no agreement stands."""
    agreed = [one for one in docket.matter.agreements if one.monthly is not None and one.monthly.is_finite()]
    for one in agreed:
        yield one.monthly or Decimal(0)
    covered = {one.debt for one in agreed}
    ends = min(docket.matter.as_of, date.max - timedelta(days=31)) + timedelta(days=31)
    for loan in docket.matter.loans:
        if loan.debt not in covered:
            for flow in loan.flows:
                coming = docket.matter.as_of < flow.day <= ends and not flow.paid
                if coming and flow.amount.is_finite() and flow.kind in {FlowKind.REPAID, FlowKind.FEE}:
                    yield flow.amount


def _outcome(docket: Docket, found: list[Standing], missing: Sequence[str], variants: dict[str, Variant]) -> Outcome:
    return Outcome(hits(docket.events.clear()), tuple(missing), {}, variants, tuple(found))


def _standing(
    docket: Docket,
    one: AgreementFacts,
    words_zh: dict[str, str],
    words_en: dict[str, str],
    *,
    count: int = 1,
    variant: str = "",
    day: date | None = None,
) -> Standing:
    return Standing(
        _lender(docket, one),
        count,
        day=day or one.signed,
        subject=one.id,
        words_zh=words_zh,
        words_en=words_en,
        uncertain_zh=(READ,),
        variant=variant,
        exhibits=(one.source,) if one.source not in {"", "user"} else (),
    )


def _lender(docket: Docket, one: AgreementFacts) -> str:
    return lender_behind(docket.matter, one.lender) or one.lender


def _type(docket: Docket, one: AgreementFacts) -> PartyType:
    return docket.type_of(_lender(docket, one))


def _name(one: AgreementFacts) -> Said:
    return Said(f"还款协议({one.id})", f"repayment agreement {one.id}")


def _dated_zh(one: AgreementFacts) -> str:
    return f"{day_zh(one.signed)}签的还款协议" if one.signed else "还没有签的还款协议"


def _dated_en(one: AgreementFacts) -> str:
    return f"the repayment agreement of {one.signed}" if one.signed else "the repayment agreement not yet signed"
