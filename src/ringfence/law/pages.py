"""A page per rule, for whoever wants to know what is judged and why: written from the pack, never by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.explain import explain
from ringfence.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.law.explain import Basis, Explanation
    from ringfence.law.pack import Pack, Rule

_CONFIDENCE_EN = {
    Confidence.TEXT: "read in the text",
    Confidence.SECONDARY: "second source, article not confirmed",
    Confidence.MEMORY: "not confirmed; never in a letter",
}
_YES = {True: "是", False: "否"}
_MADE = "<!-- written by `ringfence law pages`; edit the law data instead -->\n\n"


def pages(pack: Pack) -> Mapping[str, str]:
    """Return the pages of a pack as Markdown by file name: one per rule and ``README.md`` that lists them."""
    written = {f"{rule.id}.md": _page(rule, pack) for rule in pack.rules.values()}
    return {"README.md": _index(pack), **written}


def _index(pack: Pack) -> str:
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {_cell(rule.title_zh)} | {_cell(rule.title_en)} | {_YES[rule.judged]} |\n"
        for rule in pack.rules.values()
    )
    judged = sum(rule.judged for rule in pack.rules.values())
    return (
        f"{_MADE}# {pack.jurisdiction_zh}的规则(数据截至 {pack.as_of.isoformat()})\n\n"
        f"共{len(pack.rules)}条,其中{judged}条由程序判断。{pack.note.strip()}\n\n"
        f"| 规则 | 名称 | name | 判断 |\n|---|---|---|---|\n{rows}"
    )


def _page(rule: Rule, pack: Pack) -> str:
    told = explain(rule.id, pack)
    english = told.condition_en if told.condition_en != told.condition_zh else ""
    line = rule.threshold.en.format(**(rule.threshold.values or {})) if _plain(rule) else ""
    bound = rule.applies_to_text if rule.applies_to else "不限"
    parts = [
        f"{_MADE}# {rule.id} {told.title_zh}\n\n{told.title_en or rule.when}\n",
        _list("条件 Condition", (told.condition_zh, english)),
        _list("界线 Line", (*told.thresholds_zh, line)),
        f"## 性质 Kind\n\n{told.kind_zh};严重程度 {rule.severity.value};适用对象 {bound}\n",
        f"## 依据 Basis\n\n{_bases(told)}",
        _list("不能确定的 Uncertain", rule.uncertain_zh),
        _list("怎样更有力 Stronger", rule.stronger_zh),
        _list("先由人看 Review", (rule.review_zh, told.needs_human_zh)),
        "" if told.judged else f"## 目前不判断 Not judged\n\n{told.not_judged_zh}\n",
    ]
    return "\n".join(part for part in parts if part)


def _plain(rule: Rule) -> bool:
    """Tell whether the English line needs nothing but the rule's own numbers."""
    return bool(rule.threshold.en) and not rule.threshold.settings


def _list(heading: str, sentences: tuple[str, ...]) -> str:
    said = "".join(f"- {sentence}\n" for sentence in sentences if sentence)
    return f"## {heading}\n\n{said}" if said else ""


def _bases(told: Explanation) -> str:
    if not told.bases:
        return "没有法定依据,只是提示。No legal basis; a hint.\n"
    head = "| 依据 | 条 | 位阶 | 有效 | 适用 | 内容 | 核对 |\n|---|---|---|---|---|---|---|\n"
    return head + "".join(_row(basis) for basis in told.bases)


def _row(basis: Basis) -> str:
    cells = (
        basis.title,
        basis.article,
        basis.rank_zh,
        basis.in_force_zh,
        basis.applies_to_zh,
        f"{basis.says_zh}<br>{basis.says_en}" if basis.says_en else basis.says_zh,
        f"{basis.confidence_zh}({_CONFIDENCE_EN[basis.confidence]})<br>{basis.source}",
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
