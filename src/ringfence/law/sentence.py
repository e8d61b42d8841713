"""The sentence of a finding: what happened, then which line, with no legal conclusion beyond the finding's kind."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ringfence.law.pack import Carries, RuleKind
from ringfence.law.words import (
    MEANS_EN,
    MEANS_ZH,
    RANK_EN,
    article_en,
    article_zh,
    means,
    rank_note_zh,
    span_en,
    span_zh,
    times_zh,
    when_en,
    when_zh,
    who_en,
    who_zh,
    whom_en,
    whom_zh,
)
from ringfence.schema import Confidence, FindingKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Cite, Rule
    from ringfence.law.rules.outcome import Standing

HINT_ZH = "这只是提示,不是对任何一方的结论。"
HINT_EN = "A hint, no conclusion about anybody."
NO_BASIS_ZH = "这只是提示,没有生效的法律依据。"
NO_BASIS_EN = "A hint without any law in force behind it."
SHOWN = 2  # articles named in a sentence; all of them stand in the finding's citations


def told(
    docket: Docket, rule: Rule, lender: str | None, rows: pl.DataFrame, count: int, standing: Standing | None = None
) -> tuple[str, str]:
    """Return (Chinese, English): what happened; ``standing`` brings words of its own for the rule's slots."""
    days = rows["local_date"].unique().sort().to_list()
    most = rows["most"].max()
    numbers = {**values(docket, rule), "count": count, "most": count if most is None else most}
    zh = {
        "who": who_zh(docket, lender),
        "whom": whom_zh(rows),
        "when": when_zh(rows) if rows.height else "",
        "span": span_zh(days) if days else "",
        "means": means(rows, MEANS_ZH, "、"),
        "times": times_zh(rows, count),
    }
    en = {
        "who": who_en(docket, lender),
        "whom": whom_en(rows),
        "when": when_en(rows) if rows.height else "",
        "span": span_en(days) if days else "",
        "means": means(rows, MEANS_EN, ", "),
        "times": f"{count} time(s)",
    }
    own_zh, own_en = (standing.words_zh, standing.words_en) if standing is not None else ({}, {})
    return (
        rule.says_zh.format(**{**numbers, **zh, **own_zh}),
        _capital(rule.says_en.format(**{**numbers, **en, **own_en})),
    )


def values(docket: Docket, rule: Rule) -> Mapping[str, int | float]:
    """Return the numbers a rule's sentences may name."""
    settings = asdict(docket.settings)
    return {**(rule.threshold.values or {}), **{name: settings[name] for name in rule.threshold.settings}}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def line_zh(rule: Rule, kind: FindingKind, cites: Sequence[Cite], first: date | None) -> str:
    """Return which line was crossed or pointed to, in Chinese; of a reminder of a deadline only what it rests on."""
    binding, softer = _split(kind, cites)
    if kind is FindingKind.HINT:
        if rule.kind is RuleKind.DEADLINE:
            rests = ";".join(f"{_named_short_zh(cite, first)}:{cite.line_zh}" for cite in (*binding, *softer))
            return f"依据:{rests}。" if rests else ""
        carrying = [cite for cite in cites if cite.carries is not Carries.SUPPORT]
        return f"{_named_zh(carrying, first)}{HINT_ZH if carrying else NO_BASIS_ZH}"
    parts: list[str] = []
    if binding:
        parts.append(_named_zh(binding, first))
        if rule.closes_zh:
            parts.append(rule.closes_zh)
        elif kind is FindingKind.BREACH:
            read = any(cite.fact.confidence is Confidence.TEXT for cite in binding)
            parts.append(f"上述情况违反了这一规定{'' if read else '(规定的内容据二手资料,请核对原文)'}。")
        else:
            parts.append(rule.ends_zh or "这些情况可能违反上述规定,是否违法由主管机关或法院认定。")
    if softer:
        said = ",也不符合".join(
            f"{rank_note_zh(group[0].fact.citation())}{article_zh(group[0].fact.citation())}{_since_zh(group[0], first)}"
            f"({';'.join(cite.line_zh for cite in group)})"
            for group in _by_law(softer)
        )
        parts.append(f"{'另外也' if binding else '这'}不符合{said}。标准和自律规则不是法律,可以作为是否规范的参照。")
    return "".join(parts)


def line_en(rule: Rule, kind: FindingKind, cites: Sequence[Cite], first: date | None) -> str:
    """Return which line was crossed or pointed to, in English; of a reminder of a deadline only what it rests on."""
    binding, softer = _split(kind, cites)
    if kind is FindingKind.HINT:
        if rule.kind is RuleKind.DEADLINE:
            rests = "; ".join(f"{article_en(cite.citation())}: {cite.line_en}" for cite in (*binding, *softer))
            return f"See {rests}." if rests else ""
        carrying = [cite for cite in cites if cite.carries is not Carries.SUPPORT]
        return f"{_named_en(carrying, first)} {HINT_EN if carrying else NO_BASIS_EN}".strip()
    parts: list[str] = []
    if binding:
        parts.append(_named_en(binding, first))
        if rule.closes_en:
            parts.append(rule.closes_en)
        elif kind is FindingKind.BREACH:
            read = any(cite.fact.confidence is Confidence.TEXT for cite in binding)
            parts.append(
                "This was broken." if read else "This was broken (reported by a second source: check the text)."
            )
        else:
            parts.append(rule.ends_en or "The facts point to it; the authority or the court decides.")
    if softer:
        said = " and of the ".join(
            f"{RANK_EN[group[0].fact.law.rank]} {article_en(group[0].fact.citation())}{_since_en(group[0], first)} "
            f"({'; '.join(cite.line_en for cite in group)})"
            for group in _by_law(softer)
        )
        lead = "It also falls" if binding else "This falls"
        parts.append(f"{lead} short of the {said}. A standard is a yardstick, not law.")
    return " ".join(parts)


def _named_short_zh(cite: Cite, first: date | None) -> str:
    """Return an article with its rank where that is not law, and that it was not confirmed."""
    citation = cite.citation()
    binding = citation.rank.binding
    unread = "(尚未核实)" if binding and citation.confidence is Confidence.MEMORY else ""
    return f"{'' if binding else rank_note_zh(citation)}{article_zh(citation)}{_since_zh(cite, first)}{unread}"


def _named_zh(cites: Sequence[Cite], first: date | None) -> str:
    """Return what each of the first few citations says; one from memory is marked."""
    said = ";".join(
        f"{article_zh(cite.citation())}{'(尚未核实)' if cite.fact.confidence is Confidence.MEMORY else ''}"
        f"{_since_zh(cite, first)}规定:{cite.line_zh}"
        for cite in cites[:SHOWN]
    )
    return said and said + "。"


def _named_en(cites: Sequence[Cite], first: date | None) -> str:
    said = "; ".join(
        f"{article_en(cite.fact.citation())}{' (not confirmed)' if cite.fact.confidence is Confidence.MEMORY else ''}"
        f"{_since_en(cite, first)}: {cite.line_en}"
        for cite in cites[:SHOWN]
    )
    return said and said + "."


def _split(kind: FindingKind, cites: Sequence[Cite]) -> tuple[list[Cite], list[Cite]]:
    """Return the binding citations that carry the kind (for a breach only those that are the line), and the benchmarks.

    A citation that is the very line goes before a principle of higher rank: it says more plainly what was crossed. What was
    confirmed goes before memory, which never stands for a breach.
    """
    memory = Confidence.MEMORY
    carrying = [cite for cite in cites if cite.carries is not Carries.SUPPORT]
    binding = sorted(
        (cite for cite in carrying if cite.fact.law.rank.binding),
        key=lambda cite: (cite.carries is not Carries.LINE, cite.fact.confidence is memory),
    )
    if kind is FindingKind.BREACH:
        binding = [cite for cite in binding if cite.carries is Carries.LINE and cite.fact.confidence is not memory]
    softer = [cite for cite in carrying if not cite.fact.law.rank.binding]
    return binding[:SHOWN], softer[:SHOWN]


def _by_law(cites: Sequence[Cite]) -> list[list[Cite]]:
    """Return the benchmarks by instrument; their clause numbers were not checked, so one title stands for all its lines."""
    groups: dict[str, list[Cite]] = {}
    for cite in cites:
        groups.setdefault(cite.fact.law.id, []).append(cite)
    return list(groups.values())


def _since_zh(cite: Cite, first: date | None) -> str:
    since = cite.fact.effective_from
    return f"({since.isoformat()}起)" if since and first and since > first else ""


def _since_en(cite: Cite, first: date | None) -> str:
    since = cite.fact.effective_from
    return f" (from {since.isoformat()})" if since and first and since > first else ""
