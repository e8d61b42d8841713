"""One agreement or offer, judged by its words: sound, to be asked about, or dangerous as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- part of the dataclass
from decimal import Decimal  # noqa: TC003 -- part of the dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.respond.agreement.clause import Clause, clauses_of
from ringfence.respond.agreement.plan import Plan, read_plan
from ringfence.respond.agreement.sums import Sum, check_sums, money, yuan
from ringfence.respond.agreement.table import agreement_words
from ringfence.schema import AgreementFacts, PartyType, Presence, Said, english

if TYPE_CHECKING:
    from ringfence.respond.agreement.table import AgreementWords, Sign

_FROM_PLAN = {
    "debt_balance": "balance",
    "components": "parts",
    "schedule": "schedule",
    "per_amount": "amount",
    "dates": "dates",
}
# who, which contract, which sign: they stand there or not, a vague word beside them changes nothing
_PLAIN = {"parties", "ids", "contract_no", "currency", "cut_off", "authority", "channel", "signature"}
_BLANK = re.compile(
    r"_{2,}|\(\s*\)|【\s*】|\[\s*\]|〔\s*〕|[Xx×]{2,}元|□{2,}|\.{6,}|…{2,}元|(?<![\d.])元(?=[,、;。]|$)"
)
_BLANK_ABOUT = re.compile(r"元|本金|利息|罚息|期(?!间)|金额|利率|账[号户]|合计|违约金")
_OWN_FIELD = re.compile(r"签字|签名|盖章|\(章\)|日期|电话|住址|地址|邮箱")
_ABOUT = re.compile(
    r"欠|还款|偿还|归还|借款|贷款|分期|本金|还清|结清|债务|催收|减免|账单|罚息|利息|逾期|每个?月[^。]{0,10}还"
)
_CARD = re.compile(r"信用卡|持卡人|发卡|贷记卡|透支")
LIMITATION_YEARS = 3


class Verdict(StrEnum):
    """How it stands; nothing here says that an agreement is void."""

    SOUND = "sound"
    ASK = "ask"
    DANGER = "danger"
    NONE = "none"  # no agreement and no offer


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows of the debt; everything may be left empty.

    Attributes:
        principal: yuan still owed or borrowed at most; an agreement that confirms more is asked about.
        contract_no: as written in the case.
        due: the day the oldest unpaid instalment fell due.
        type: what kind of lender.
    """

    principal: Decimal | None = None
    contract_no: str = ""
    due: date | None = None
    type: PartyType = PartyType.UNKNOWN


@dataclass(frozen=True, slots=True)
class Point:
    """One element: how it stands, where, in which words, and what to ask."""

    name: str
    zh: str
    presence: Presence
    need: str
    ask: str
    place: str = ""
    quote: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether its absence stands against signing."""
        return self.presence is not Presence.PRESENT and self.need != "advised"


@dataclass(frozen=True, slots=True)
class Warned:
    """A vague word or a dangerous clause, with its place and words."""

    name: str
    zh: str
    why: str
    ask: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class AgreementCheck:
    """What was found in one text.

    Attributes:
        points: every element that concerns this agreement, in the order of the table.
        vague, harmful: with the words and the place.
        sums: what does not add up.
        plan: the money as read.
        effect_zh: what the first payment does, said first.
        verdict_zh: the verdict as a sentence.
        facts_used: facts of the law data that ``effect_zh`` rests on.
    """

    verdict: Verdict
    verdict_zh: str
    points: tuple[Point, ...] = ()
    vague: tuple[Warned, ...] = ()
    harmful: tuple[Warned, ...] = ()
    sums: tuple[Sum, ...] = ()
    plan: Plan = field(default_factory=Plan)
    effect_zh: tuple[str, ...] = ()
    facts_used: tuple[str, ...] = ("cc-195", "cc-188", "ag-561")
    card: bool = False
    due: date | None = None

    @property
    def missing(self) -> tuple[Point, ...]:
        """Return the elements that must be there and are not, or only vaguely."""
        return tuple(point for point in self.points if point.counts)

    @property
    def advised(self) -> tuple[Point, ...]:
        """Return the elements that would be better there."""
        return tuple(one for one in self.points if one.presence is not Presence.PRESENT and not one.counts)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return everything against it by name: ``missing:ids``, ``vague:soon``, ``harmful:gag``, ``sums:total``."""
        return (
            *(f"missing:{one.name}" for one in self.missing),
            *(f"vague:{one.name}" for one in self.vague),
            *(f"harmful:{one.name}" for one in self.harmful),
            *(f"sums:{one.name}" for one in self.sums),
        )

    def facts(self, lender: str, *, agreement_id: str = "", debt: str = "", source: str = "user") -> AgreementFacts:
        """Return it as the noun that the law judges. It acknowledges the debt as soon as it names a plan or a balance.

        Raises:
            ValueError: there was no agreement in the text.
        """
        if self.verdict is Verdict.NONE:
            raise ValueError("no agreement in the text")
        equal = {one.amount for one in self.plan.instalments}
        return AgreementFacts(
            id=agreement_id,
            lender=lender,
            debt=debt,
            elements=tuple((one.name, one.presence) for one in self.points),
            harmful=tuple(dict.fromkeys(one.name for one in self.harmful)),
            months=self.plan.months,
            monthly=self.plan.each or (equal.pop() if len(equal) == 1 else None),
            acknowledges=bool(self.plan.balance is not None or self.plan.instalments),
            old_due=self.due,
            source=source,
        )


def check_agreement(text: str, *, today: date, known: Known | None = None) -> AgreementCheck:
    """Check the text of a repayment agreement or of a lender's offer.

    Args:
        text: plain text of any length; what lies beyond 200,000 characters is not read.
        today: the day of looking, for dates that have passed.
        known: what the case knows of the debt.
    """
    told = known or Known()
    table = agreement_words()
    clauses = clauses_of(text)
    if not any(_ABOUT.search(clause.text) for clause in clauses) or len(clauses) == 0:
        return AgreementCheck(Verdict.NONE, table.verdicts["none"])
    plan = read_plan(clauses)
    card = told.type is PartyType.CREDIT_CARD or any(_CARD.search(clause.text) for clause in clauses)
    vague = _vague(clauses, table)
    harmful = (*_harmful(clauses, table), *_higher(plan, told, table))
    points = _points(clauses, plan, table, card=card)
    sums = (*check_sums(plan, today, card=card), *_contract(clauses, told))
    counts = any(point.counts for point in points)
    verdict = Verdict.DANGER if harmful or sums else Verdict.ASK if counts or vague else Verdict.SOUND
    effect = _effect(points, told, today, table)
    return AgreementCheck(
        verdict, table.verdicts[verdict], points, vague, harmful, sums, plan, effect, card=card, due=told.due
    )  # fmt: skip


def _points(clauses: tuple[Clause, ...], plan: Plan, table: AgreementWords, *, card: bool) -> tuple[Point, ...]:
    left_out = {need for need, applies in (("card", card), ("plan", not plan.lump)) if not applies}
    only_plan = {"early", "allocation"} if plan.lump else set()
    signs = [one for one in table.elements.values() if one.need not in left_out and one.name not in only_plan]
    return tuple(_point(sign, clauses, plan, table) for sign in signs)


def _point(sign: Sign, clauses: tuple[Clause, ...], plan: Plan, table: AgreementWords) -> Point:
    """Return how one element stands: present when one sentence shows it plainly, vague when only vague ones do."""
    if sign.name in _FROM_PLAN:
        shown = [plan.shown[_FROM_PLAN[sign.name]]] if _FROM_PLAN[sign.name] in plan.shown else []
    else:
        shown = [clause for clause in clauses if sign.found_in(clause.text)]
    if not shown:
        return Point(sign.name, sign.zh, Presence.MISSING, sign.need, sign.ask)
    plain = next((clause for clause in shown if sign.name in _PLAIN or not _is_vague(clause, table)), None)
    clause = plain or shown[0]
    match = sign.found_in(clause.text)
    quote = clause.quote(*(match.span() if match else (0, 0)))
    presence = Presence.PRESENT if plain else Presence.VAGUE
    return Point(sign.name, sign.zh, presence, sign.need, sign.ask, clause.place, quote)


def _is_vague(clause: Clause, table: AgreementWords) -> bool:
    return any(sign.found_in(clause.text) for sign in table.vague.values())


def _vague(clauses: tuple[Clause, ...], table: AgreementWords) -> tuple[Warned, ...]:
    return tuple(
        Warned(sign.name, "", "", sign.ask, clause.place, clause.quote(*match.span()))
        for sign in table.vague.values()
        for clause in clauses
        if (match := sign.found_in(clause.text))
    )


def _harmful(clauses: tuple[Clause, ...], table: AgreementWords) -> tuple[Warned, ...]:
    found: list[Warned] = []
    for sign in table.harmful.values():
        for clause in clauses:
            match = sign.found_in(clause.text) or (_blank_in(clause) if sign.blanks else None)
            if match:
                quote = clause.quote(*match.span())
                found.append(Warned(sign.name, sign.zh, sign.why, sign.ask, clause.place, quote))
                break  # one place shows it; the rest of the text repeats it
    return tuple(found)


def _blank_in(clause: Clause) -> re.Match[str] | None:
    """Return an empty place among the figures; empty places for a name, a signature or the day of signing are usual."""
    if _OWN_FIELD.search(clause.text) or not _BLANK_ABOUT.search(clause.text):
        return None
    return _BLANK.search(clause.text)


def _higher(plan: Plan, told: Known, table: AgreementWords) -> tuple[Warned, ...]:
    principal = next((value for name, value in plan.parts if name.endswith("本金")), None)
    if told.principal is None or principal is None or principal <= told.principal:
        return ()
    sign = table.harmful["higher_amount"]
    clause = plan.shown["parts"]
    said = Said(
        f"{sign.zh}：协议写本金{yuan(principal)}，您登记的本金是{yuan(told.principal)}",
        f"{english(sign.zh)}: it says {money(principal)} of principal, you noted {money(told.principal)}",
    )
    return (Warned(sign.name, said, sign.why, sign.ask, clause.place, clause.quote()),)


def _contract(clauses: tuple[Clause, ...], told: Known) -> tuple[Sum, ...]:
    """Say when a contract number is named and it is not the one the case knows."""
    number = re.sub(r"\W", "", told.contract_no).casefold()
    if len(number) < 4:
        return ()
    sign = agreement_words().elements["contract_no"]
    named = [clause for clause in clauses if sign.found_in(clause.text)]
    whole = re.sub(r"\W", "", "".join(clause.text for clause in clauses)).casefold()
    if not named or number in whole:
        return ()
    return (Sum("contract", f"{named[0].place}：“{named[0].quote()}”"),)


def _effect(points: tuple[Point, ...], told: Known, today: date, table: AgreementWords) -> tuple[str, ...]:
    lines = [table.effect["restart"]]
    if told.due is not None and _years_after(told.due, LIMITATION_YEARS) <= today:
        old, due = table.effect["old"], told.due.isoformat()
        lines.append(Said(old.replace("{due}", due), english(old).replace("{due}", due)))
    allocation = next((one for one in points if one.name == "allocation"), None)
    if allocation is not None:
        plain = allocation.presence is Presence.PRESENT
        lines.append(table.effect["allocated" if plain else "allocation"])
    return (*lines, table.effect["before"], table.effect["remark"])


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
