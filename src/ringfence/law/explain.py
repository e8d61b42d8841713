"""A rule in words: its condition, its line, what it rests on and how sure that is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ringfence.law.errors import RuleMissingError
from ringfence.law.load import load_pack
from ringfence.law.pack import RuleKind
from ringfence.schema import PARTY_TYPE_ZH, RANK_ZH, Confidence

if TYPE_CHECKING:
    from ringfence.law.pack import Cite, Pack, Rule
    from ringfence.schema import PartyType

CONFIDENCE_ZH = {
    Confidence.TEXT: "已核对条文",
    Confidence.SECONDARY: "据二手资料,条号未核对",
    Confidence.MEMORY: "尚未核实,不得写进信函",
}
KIND_ZH = {
    RuleKind.BRIGHT_LINE: "有明确界线",
    RuleKind.INDICATOR: "线索,由主管机关认定",
    RuleKind.DEADLINE: "期限",
    RuleKind.DRAFT: "征求意见稿,只作提示",
    RuleKind.INFO: "提示",
    RuleKind.HEURISTIC: "产品提示,无法定依据",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """One citation of a rule in words."""

    fact: str
    title: str
    article: str
    rank_zh: str
    confidence: Confidence
    confidence_zh: str
    in_force_zh: str
    applies_to_zh: str
    says_zh: str
    says_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule in words.

    Attributes:
        thresholds_zh: the lines it measures, each a sentence; product values say that they are ours.
        judged: the engine judges it; else ``not_judged_zh`` says what is missing.
    """

    rule: str
    title_zh: str
    title_en: str
    kind_zh: str
    condition_zh: str
    condition_en: str
    thresholds_zh: tuple[str, ...]
    bases: tuple[Basis, ...]
    judged: bool
    not_judged_zh: str
    needs_human_zh: str

    def lines(self) -> tuple[str, ...]:
        """Return it as lines of Chinese text."""
        found = [f"{self.rule} {self.title_zh}", f"性质:{self.kind_zh}", f"条件:{self.condition_zh}"]
        found += [f"界线:{threshold}" for threshold in self.thresholds_zh]
        found += [
            f"依据:{base.title} {base.article}({base.rank_zh},{base.in_force_zh},适用:{base.applies_to_zh},{base.confidence_zh}):"
            f"{base.says_zh}"
            for base in self.bases
        ]
        if not self.judged:
            found.append(f"目前不判断:{self.not_judged_zh}")
        if self.needs_human_zh:
            found.append(f"须由人判断:{self.needs_human_zh}")
        return tuple(found)

    def lines_en(self) -> tuple[str, ...]:
        """Return it as lines of English text; thresholds and the reasons for not judging are Chinese only."""
        found = [f"{self.rule} {self.title_en or self.title_zh}", f"Condition: {self.condition_en}"]
        for base in self.bases:
            since = base.in_force_zh.replace("起", " on").replace("至", " to ")
            found.append(f"Basis: {base.title} {base.article} ({since}, {base.confidence.value}): {base.says_en}")
        return (*found, *(() if self.judged else ("Not judged at present.",)))


def explain(rule_id: str, pack: Pack | None = None) -> Explanation:
    """Return a rule in words.

    Raises:
        RuleMissingError: the pack (``cn`` when none is given) has no such rule.
    """
    law = pack or load_pack("cn")
    rule = law.rules.get(rule_id)
    if rule is None:
        raise RuleMissingError(rule_id)
    return Explanation(
        rule=rule.id,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        kind_zh=KIND_ZH[rule.kind],
        condition_zh=rule.condition_zh or rule.when,
        condition_en=rule.condition_en or rule.when,
        thresholds_zh=_thresholds(rule, law),
        bases=tuple(_basis(cite) for cite in rule.cites),
        judged=rule.judged,
        not_judged_zh=rule.not_judged_zh,
        needs_human_zh=rule.needs_human,
    )


def _thresholds(rule: Rule, pack: Pack) -> tuple[str, ...]:
    settings = asdict(pack.settings)
    numbers = {**(rule.threshold.values or {}), **{name: settings[name] for name in rule.threshold.settings}}
    said = [text.format(**numbers) for text in (rule.threshold.zh, rule.threshold.product_zh) if text]
    said += [f"产品值 {name} = {settings[name]}:{pack.settings_why[name]}" for name in rule.threshold.settings]
    return tuple(said) or ((rule.threshold.original,) if rule.threshold.original else ())


def _basis(cite: Cite) -> Basis:
    fact = cite.fact
    since = fact.effective_from.isoformat() if fact.effective_from else "生效日未知"
    until = f"至{fact.effective_to.isoformat()}" if fact.effective_to else "起"
    return Basis(
        fact=fact.id,
        title=f"《{fact.law.title}》",
        article=fact.article,
        rank_zh=RANK_ZH[fact.law.rank],
        confidence=fact.confidence,
        confidence_zh=CONFIDENCE_ZH[fact.confidence],
        in_force_zh=f"{since}{until}" if fact.effective_from else since,
        applies_to_zh=_types(cite.only_for if cite.only_for is not None else fact.applies_to),
        says_zh=cite.line_zh or fact.paraphrase_zh,
        says_en=cite.line_en or fact.paraphrase_en,
        source=fact.source,
    )


def _types(kinds: frozenset[PartyType] | None) -> str:
    if kinds is None:
        return "不限类型"
    return "、".join(PARTY_TYPE_ZH[kind] for kind in PARTY_TYPE_ZH if kind in kinds) or "无法按类型确定"
