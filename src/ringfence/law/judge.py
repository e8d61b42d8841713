"""Judge a matter: every rule looks, the law of the day and of the lender's type decides what may be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.deadlines import running
from ringfence.law.docket import prepare
from ringfence.law.errors import PackError
from ringfence.law.finding import Part, write
from ringfence.law.period import Period, periods
from ringfence.law.rules import JUDGES, Variant
from ringfence.law.words import span_en, span_zh, who_en, who_zh
from ringfence.schema import PARTY_TYPE_ZH, Finding, PartyType, RuleGap, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Pack, Rule
    from ringfence.law.rules import Outcome, Standing
    from ringfence.law.settings import Settings
    from ringfence.schema import Matter


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, gravest first, and what could not be judged."""

    findings: tuple[Finding, ...]
    gaps: tuple[RuleGap, ...]


def judge(matter: Matter, pack: Pack, *, settings: Settings | None = None) -> Judgement:
    """Return the findings of ``pack`` on ``matter`` and the gaps.

    Args:
        matter: the classified and attributed timeline (EVENTS) with parties, people and debts.
        pack: law data of :func:`ringfence.law.load_pack`.
        settings: product values instead of the pack's own.

    Raises:
        PackError: the pack holds a rule to be judged for which there is no function.
    """
    plain = prepare(matter, settings or pack.settings)
    docket = replace(plain, lpr=pack.lpr, deadlines=pack.deadlines, dues=running(plain, pack), calendar=pack.calendar)
    findings: list[Finding] = []
    gaps: list[RuleGap] = []
    for rule in pack.rules.values():
        if not rule.judged:
            continue
        look = JUDGES.get(rule.id)
        if look is None:
            raise PackError("rules", rule.id, "程序里没有判断这条规则的办法", "no function judges this rule")
        found, missing = _apply(docket, rule, look(docket, rule))
        findings += found
        if missing:
            gaps.append(RuleGap(rule.id, Said(rule.title_zh, rule.title_en), tuple(missing)))
    return Judgement(tuple(sorted(findings, key=_gravity)), tuple(gaps))


def _gravity(finding: Finding) -> tuple[int, int, int, str]:
    kinds = ("breach", "indication", "benchmark", "hint")
    rank = finding.rank.order if finding.rank is not None else 99
    return finding.severity.order, kinds.index(finding.kind), rank, finding.id


def _apply(docket: Docket, rule: Rule, outcome: Outcome) -> tuple[list[Finding], list[str]]:
    """Return the findings one outcome leads to, and what is missing."""
    findings: list[Finding] = []
    missing = list(outcome.missing)
    for lender, name, rows in _groups(outcome.rows):
        variant = outcome.variants.get(name, Variant())
        spans = periods(rule, docket.type_of(lender), without=variant.without, claims=variant.claims)
        for span in spans:
            part = rows.filter(_inside(span))
            if part.height:
                findings.append(write(docket, rule, outcome, Part(lender, name, span, part)))
        lost = rows.filter(~pl.any_horizontal(pl.lit(value=False), *[_inside(span) for span in spans]))
        if lost.height:
            missing.append(_no_basis(docket, lender, lost))
    for standing in outcome.standing:
        finding = _state_of_affairs(docket, rule, outcome, standing)
        if finding is None:
            missing.append(_no_basis(docket, standing.lender, None))
        else:
            findings.append(finding)
    return findings, missing


def _groups(rows: pl.DataFrame) -> Iterator[tuple[str | None, str, pl.DataFrame]]:
    """Yield (lender, variant, rows in order of time)."""
    keys = rows.select("lender", "variant").unique().sort("lender", "variant", nulls_last=True)
    for lender, name in keys.iter_rows():
        mine = pl.col("lender").eq_missing(pl.lit(lender, dtype=pl.String)) & (pl.col("variant") == name)
        yield lender, name, rows.filter(mine).sort("ts", "event")


def _inside(span: Period) -> pl.Expr:
    since = pl.col("local_date") >= span.first
    return since if span.last is None else since & (pl.col("local_date") <= span.last)


def _state_of_affairs(docket: Docket, rule: Rule, outcome: Outcome, standing: Standing) -> Finding | None:
    day = standing.day or docket.matter.as_of
    variant = outcome.variants.get(standing.variant, Variant())
    spans = periods(rule, docket.type_of(standing.lender), without=variant.without, claims=variant.claims)
    span = next((one for one in spans if one.holds(day)), None)
    if span is None:
        return None
    rows = outcome.rows.clear()
    return write(docket, rule, outcome, Part(standing.lender, standing.variant, span, rows, standing))


def _no_basis(docket: Docket, lender: str | None, rows: pl.DataFrame | None) -> str:
    """Say that something was seen for which nothing may be cited, and why."""
    who = who_zh(docket, lender)
    kind = docket.type_of(lender)
    seen = Said("")
    if rows is not None:
        days = rows["local_date"].unique().sort().to_list()
        seen = Said(
            f"(涉及{rows['event'].n_unique()}条记录,{span_zh(days)})",
            f" ({rows['event'].n_unique()} record(s), {span_en(days)})",
        )
    if kind is PartyType.UNKNOWN:
        return Said(
            f"{who}是哪一类机构还没有确认,不知道适用哪些规定{seen}。请先找出合同里的贷款人。",
            f"What kind of business {who_en(docket, lender)} is, is not confirmed, so which rules apply is not known{seen.en}"
            ". Find the lender named in the contract first.",
        )
    return Said(
        f"{who}按“{PARTY_TYPE_ZH[kind]}”看,现有法规数据里没有当时对它适用的依据,不作结论{seen}。",
        f"For {who_en(docket, lender)} as a {PARTY_TYPE_ZH[kind].en} the law data hold nothing that applied to it then; no "
        f"conclusion{seen.en}.",
    )
