"""Write one finding: its evidence, the citations in force on its days, how sure it is and what would make it stronger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.pack import Carries
from ringfence.law.period import in_force
from ringfence.law.rules.outcome import Variant
from ringfence.law.sentence import line_en, line_zh, told, values
from ringfence.law.words import who_en, who_zh
from ringfence.schema import (
    PARTY_TYPE_ZH,
    Clock,
    Confidence,
    EventKind,
    Finding,
    FindingKind,
    Label,
    PartyType,
    Said,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Cite, Rule
    from ringfence.law.period import Period
    from ringfence.law.rules import Outcome, Standing

UNREAD = Said(
    "这一项所依据的规定还没有核对过原文,核对之前不要写进信函。",
    "What this rests on was not yet checked against the text; until then keep it out of letters.",
)
_SURE_BY = ("user", "statement", "number")  # classes that carry no doubt of the classifier


@dataclass(frozen=True, slots=True)
class Part:
    """The hits of one rule by one lender within one period.

    Attributes:
        lender: Party.id, None when nobody could be named.
        variant: name of the outcome's variant, "" for the plain one.
        rows: the hits, in order of time; empty for a state of affairs.
        standing: the state of affairs, else None.
    """

    lender: str | None
    variant: str
    period: Period
    rows: pl.DataFrame
    standing: Standing | None = None

    @property
    def events(self) -> tuple[str, ...]:
        """Return the evidence, oldest first, each event once."""
        if self.standing is not None:
            return self.standing.events
        return tuple(self.rows["event"].unique(maintain_order=True))

    @property
    def count(self) -> int:
        """Return how many occurrences."""
        return self.standing.count if self.standing is not None else self.rows["counted"].n_unique()

    def days(self, as_of: date) -> list[date]:
        """Return the days it happened, in order; of a state of affairs the day whose law binds."""
        if self.standing is not None:
            return [self.standing.day or as_of]
        return self.rows["local_date"].unique().sort().to_list()

    @property
    def subject(self) -> str:
        """Return what a state of affairs is about, "" for events."""
        return self.standing.subject if self.standing is not None else ""


def write(docket: Docket, rule: Rule, outcome: Outcome, part: Part) -> Finding:
    """Return the finding that ``part`` is."""
    days = part.days(docket.matter.as_of)
    beside = outcome.variants.get(part.variant, Variant()).beside
    cites = [
        replace(cite, carries=Carries.SUPPORT) if cite.fact.id in beside else cite for cite in _cites(part.period, days)
    ]
    kind = _kind(part)
    zh, en = told(docket, rule, part.lender, part.rows, part.count, part.standing)
    citations = tuple(cite.citation() for cite in cites)
    event_days = days if part.standing is None or part.standing.day else []
    return Finding(
        id=":".join(filter(None, (rule.id, part.lender or "?", part.subject, part.variant))) + part.period.suffix,
        rule=rule.id,
        title_zh=outcome.variants.get(part.variant, Variant()).title_zh or rule.title_zh,
        title_en=outcome.variants.get(part.variant, Variant()).title_en or rule.title_en,
        kind=kind,
        severity=outcome.variants.get(part.variant, Variant()).severity or rule.severity,
        lender=part.lender,
        sentence_zh=f"{zh}{line_zh(rule, kind, cites, days[0])}",
        sentence_en=f"{en} {line_en(rule, kind, cites, days[0])}",
        events=part.events,
        count=part.count,
        unit_zh=Said(rule.unit_zh, rule.unit_en),
        first_day=event_days[0] if event_days else None,
        last_day=event_days[-1] if event_days else None,
        citations=citations,
        rank=min((citation.rank for citation in citations), key=lambda rank: rank.order, default=None),
        confidence=_confidence(rule, cites),
        threshold_zh=_threshold(docket, rule, cites),
        product_threshold=_ours(rule, cites),
        uncertain_zh=_uncertain(docket, rule, outcome, part, cites),
        stronger_zh=rule.stronger_zh,
        review_zh=together([_review(docket, rule, outcome, part), _unread(kind, cites)]),
        told_zh=zh,
        told_en=en,
        subject=part.subject,
        exhibits=part.standing.exhibits if part.standing is not None else (),
    )


def _kind(part: Part) -> FindingKind:
    """Return what may be claimed: no breach while in every one of the hits it is unclear what was said, or who said it."""
    rows = part.rows
    unclear = (pl.col("label") == Label.UNSURE.value).fill_null(value=False) | _unsigned() | _from_recording()
    doubtful = rows.height > 0 and rows.filter(~unclear).is_empty()
    breach = part.period.kind is FindingKind.BREACH
    return FindingKind.INDICATION if breach and doubtful else part.period.kind


def _unsigned() -> pl.Expr:
    """Tell of each hit whether it shows no number and no account, and only a statement or its wording says who sent it."""
    nameless = (pl.col("address_key").fill_null("") == "") & (pl.col("kind") != EventKind.VISIT.value)
    return nameless & (pl.col("lender_by").fill_null("") != "user")


def _from_recording() -> pl.Expr:
    """Tell of each hit whether only a rule took words from a recording for this class; the user's own word is no doubt."""
    return (pl.col("label_by") == "transcript").fill_null(value=False)


def _cites(period: Period, days: Sequence[date]) -> list[Cite]:
    """Return the citations in force on at least one of the days, highest rank first, lines before principles."""
    live = {cite.fact.id for day in days for cite in in_force(period.cites, day)}
    order = list(Carries)
    return sorted(
        (cite for cite in period.cites if cite.fact.id in live),
        key=lambda cite: (order.index(cite.carries) == 2, cite.fact.law.rank.order, order.index(cite.carries)),
    )


def _confidence(rule: Rule, cites: Sequence[Cite]) -> Confidence:
    """Return the lowest confidence among what is needed: the best citation that carries, and the best source of the number."""
    if not cites:
        return rule.confidence
    order = list(Confidence)
    carrying = [cite for cite in cites if cite.carries is not Carries.SUPPORT]
    binding = [cite for cite in carrying if cite.fact.law.rank.binding] or carrying
    sources = [cite for cite in carrying if cite.fact.id in rule.threshold.sources]
    needed = [min((order.index(cite.fact.confidence) for cite in group), default=0) for group in (binding, sources)]
    return order[max(needed)]


def _ours(rule: Rule, cites: Iterable[Cite]) -> bool:
    """Tell whether the number is the product's: a setting, or no source of it may be cited."""
    sources = set(rule.threshold.sources)
    return bool(rule.threshold.settings) or (
        bool(rule.threshold.product_zh) and not sources & {cite.fact.id for cite in cites}
    )


def _threshold(docket: Docket, rule: Rule, cites: Iterable[Cite]) -> str:
    numbers = values(docket, rule)
    line = rule.threshold
    parts = [Said(line.zh, line.en), Said(line.product_zh, line.product_en) if _ours(rule, cites) else Said("")]
    return together((part.filled(**numbers) for part in parts if part), ";", "; ")


def _review(docket: Docket, rule: Rule, outcome: Outcome, part: Part) -> str:
    rows = part.rows
    by_machine = ~pl.col("label_by").is_in(_SURE_BY).fill_null(value=False)
    doubtful = rows.filter(
        by_machine
        & (pl.col("label") != Label.UNSURE.value)
        & (pl.col("label_p") < docket.settings.sure_label_p).fill_null(value=False)
    )
    unsure = rows.filter((pl.col("label") == Label.UNSURE.value).fill_null(value=False))
    guessed = rows.filter((pl.col("lender_by") == "wording").fill_null(value=False))
    return together(
        [
            rule.review_zh,
            outcome.variants.get(part.variant, Variant()).review_zh,
            Said(
                f"软件对其中{doubtful.height}条内容的类别把握不大,请先看一遍原文再使用。",
                f"The software is not sure how to class {doubtful.height} of them; read the words before using this.",
            )
            if doubtful.height
            else "",
            Said(
                f"其中{unsure.height}次说了什么没有判断清楚,这里只看有没有联系,请先看一遍。",
                f"What was said in {unsure.height} of them is not clear; here only the contact counts. Please look first.",
            )
            if unsure.height
            else "",
            Said(
                f"其中{guessed.height}条只凭措辞归到这家机构,请先确认是它发的。",
                f"{guessed.height} of them were put to this lender by their wording only; make sure first that it sent them.",
            )
            if guessed.height
            else "",
        ]
    )


def _unread(kind: FindingKind, cites: Iterable[Cite]) -> str:
    """Say that nothing it rests on was confirmed: such a finding may be shown, and stays out of letters."""
    carrying = [cite for cite in cites if cite.carries is not Carries.SUPPORT]
    memory = carrying and all(cite.fact.confidence is Confidence.MEMORY for cite in carrying)
    return UNREAD if memory and kind is not FindingKind.HINT else ""


def _uncertain(docket: Docket, rule: Rule, outcome: Outcome, part: Part, cites: Sequence[Cite]) -> tuple[str, ...]:
    return (
        *rule.uncertain_zh,
        *outcome.uncertain.get(part.lender, ()),
        *_about_period(rule, outcome, part),
        *_about_events(docket, part),
        *_about_type(docket, rule, part, cites),
        *dict.fromkeys(
            Said(cite.fact.law.caution_zh, cite.fact.law.caution_en) for cite in cites if cite.fact.law.caution_zh
        ),
    )


def _about_period(rule: Rule, outcome: Outcome, part: Part) -> tuple[str, ...]:
    """Say when hits of the same wrong lie on days under other law, or under none yet: they are not in this finding."""
    if part.standing is not None:
        return ()
    lender = pl.col("lender").eq_missing(pl.lit(part.lender, dtype=pl.String))
    both = outcome.rows.filter(lender & (pl.col("variant") == part.variant))["event"].n_unique()
    here = len(part.events)
    if both == here:
        return ()
    whole = rule.threshold.settings
    return (
        Said(
            f"同类记录共{both}条,这里只列其中{here}条:其余发生在适用其他规定、或当时还没有规定的日期。"
            f"{'是否达到次数、人数按整个过程看' if whole else ''}",
            f"There are {both} such records; {here} are listed here: the others fall on days when other rules applied, or none yet."
            f"{' Whether the number of times or people is reached is judged over all of them.' if whole else ''}",
        ),
    )


def _about_events(docket: Docket, part: Part) -> Iterable[str]:
    if part.standing is not None:
        yield from part.standing.uncertain_zh or (
            Said(
                "这一点来自您填写的情况,不是从记录里看出来的。", "This comes from what you told, not from the records."
            ),
        )
        return
    rows = part.rows.unique("event")
    wordless = rows.filter(pl.col("wordless")).height
    if wordless:
        yield Said(
            f"其中{wordless}次没有记录说了什么;因为来自这家机构的催收号码或催收人员,按催收计算。",
            f"Of {wordless} there is no record of what was said; they count as collection because they came from this "
            "lender's collection numbers or collectors.",
        )
    modelled = rows.filter((pl.col("label_by") == "model").fill_null(value=False)).height
    if modelled:
        yield Said(
            f"其中{modelled}条是软件按整体措辞判断为催收的,没有命中写明的规则,请看一遍原文。",
            f"{modelled} were classed as collection by their wording as a whole, by no written rule; please read the words.",
        )
    recorded = rows.filter((pl.col("text_by") == "transcript").fill_null(value=False)).height
    if recorded:
        yield Said(
            f"其中{recorded}次说了什么出自录音的文字稿(机器转写,经您核对并标明是对方所说);以录音为准,请附上完整录音。",
            f"What was said in {recorded} comes from a transcript (by machine, checked by you and marked as the other side's "
            "words); the recording decides, please attach it whole.",
        )
    recalled = rows.filter((pl.col("clock") == Clock.RECOLLECTED.value).fill_null(value=False)).height
    if recalled:
        yield Said(
            f"其中{recalled}次只有当事人的回忆,没有手机或运营商的记录佐证。",
            f"{recalled} rest on recollection only, without a record of the phone or the carrier.",
        )
    unsigned = rows.filter(_unsigned()).height
    if unsigned:
        yield Said(
            f"其中{unsigned}次没有显示号码或账号,是谁发的只有说明和内容可以看,请先核实。",
            f"{unsigned} showed no number or account; who sent them is told only by the statement and the content. Please "
            "check first.",
        )
    lost = docket.left_out.get(part.lender, 0)
    if lost:
        yield Said(
            f"另有{lost}条记录因为不同来源互相矛盾,没有计入。",
            f"{lost} more records were left out because sources contradict each other.",
        )


def _about_type(docket: Docket, rule: Rule, part: Part, cites: Iterable[Cite]) -> Iterable[str]:
    """Say what hangs on the type of lender."""
    who = who_zh(docket, part.lender)
    kind = docket.type_of(part.lender)
    if kind is PartyType.UNKNOWN:
        if any(cite.fact.applies_to is not None or cite.only_for is not None for cite in rule.cites):
            yield Said(
                f"{who}是哪一类机构还没有确认;确认之后,可能还有更多规定适用。",
                f"What kind of business {who_en(docket, part.lender)} is, is not confirmed; once it is, more rules may apply.",
            )
        return
    party = docket.party(part.lender)
    depends = any(cite.fact.applies_to is not None or cite.only_for is not None for cite in cites)
    if depends and party is not None and not party.type_source.startswith("register"):
        yield Said(
            f"{who}属于“{PARTY_TYPE_ZH[kind]}”是填写的,请对照合同和登记信息核实。",
            f"That {who_en(docket, part.lender)} is a {PARTY_TYPE_ZH[kind].en} is as entered; check the contract and the register.",
        )
