"""Letters about more than collecting: the loan, the agreement, the credit record, the app."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import respond_dossier as made

from ringfence.respond import letters
from ringfence.respond.texts import texts
from ringfence.respond.themes import Themes, about_collecting
from ringfence.respond.view import Desk
from ringfence.schema import Document, DocumentKind, Dossier, Finding, FindingKind, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable

COST = "“东海示例银行股份有限公司”2026年1月5日的“随心借”借款连同各项费用折算,按月内部收益率乘12为年32.76%,两种算法都超过24%。"
APP = "2026年10月1日查看“东海示例”App时,按您的说明,拒绝通讯录权限之后不能继续借款。"


def noted(rule: str, told: str, unit: str, day: date | None, **more: Any) -> Finding:  # noqa: ANN401 -- the optional fields of Finding, passed on
    """A finding on papers: no event behind it."""
    model = made.findings(made.events())[0]
    plain = replace(
        model,
        id=f"{rule}:{made.BANK}:X",
        rule=rule,
        title_zh={"CN-COST-001": "综合融资成本超过年24%"}.get(rule, "不给通讯录权限就不能借款"),
        kind=FindingKind.BREACH,
        lender=made.BANK,
        told_zh=told,
        sentence_zh=told,
        events=(),
        count=1,
        unit_zh=unit,
        first_day=day,
        last_day=day,
        rank=Rank.LAW,
        review_zh="",
    )
    return replace(plain, **more)


def dossier(findings: Iterable[Finding], *, with_others: bool) -> Dossier:
    """The dossier whose bank has these findings, alone or beside its old ones, along its old route."""
    plain = made.dossier()
    added = tuple(findings)
    kept = tuple(one for one in plain.findings if with_others or one.lender != made.BANK)
    ids = tuple(one.id for one in added)
    routes = tuple(
        replace(
            route,
            steps=tuple(
                replace(step, findings=(*(step.findings if with_others else ()), *ids))
                for step in route.steps
                if step.channel.id in {"ch-institution", "ch-nfra"}
            ),
        )
        if route.lender == made.BANK
        else route
        for route in plain.routes
    )
    return replace(plain, findings=(*kept, *added), routes=routes)


def complaint(case: Dossier, channel: str = "ch-institution") -> Document:
    (found,) = [
        one
        for one in letters(case)
        if (one.kind, one.lender, one.channel) == (DocumentKind.COMPLAINT, made.BANK, channel)
    ]
    return found


def text_of(document: Document) -> str:
    return "\n".join(texts(document))


def test_a_letter_on_papers_alone_says_nothing_of_collecting() -> None:
    case = dossier([noted("CN-COST-001", COST, "笔借款", date(2026, 1, 5))], with_others=False)
    said = text_of(complaint(case))
    assert "在办理借款过程中有下列做法" in said
    assert "不否认真实、合法的债务" in said
    for word in ("只谈催收方式", "催收人员在", "0条", "数量：1", "外呼记录", "委托催收的机构名称"):
        assert word not in said
    assert "有超过规定标准的部分，请予调减或者退还" in said
    assert "事实1不是逐次的联系" in said


def test_a_letter_on_both_names_both_and_calls_nobody_they_who_is_no_collector() -> None:
    found = [noted("CN-COST-001", COST, "笔借款", date(2026, 1, 5), exhibits=("S10", "S2"))]
    document = complaint(dossier(found, with_others=True), "ch-nfra")
    said = text_of(document)
    assert "办理借款和催收问题" in document.title
    assert "在办理借款和催收等方面有下列做法" in said
    assert "“东海示例银行股份有限公司”2026年1月5日的“随心借”借款" in said
    assert "证物S2、S10" in said


def test_in_a_letter_the_borrower_states_everything() -> None:
    found = noted("CN-APP-004", APP, "个App", date(2026, 10, 1))
    said = text_of(complaint(dossier([found], with_others=False)))
    assert "说明，拒绝通讯录" not in said
    assert "拒绝通讯录权限之后不能继续借款" in said
    assert "收集使用个人信息" in said
    assert "停止使用、依法删除" in said  # asked although nobody else was contacted


def test_old_letters_are_about_collecting_only() -> None:
    said = text_of(complaint(made.dossier()))
    assert "在催收过程中有下列做法" in said
    assert "本信只谈催收方式" in said
    assert "综合融资成本" not in said


def test_the_report_says_on_which_papers_a_finding_rests() -> None:
    found = [noted("CN-COST-001", COST, "笔借款", date(2026, 1, 5), exhibits=("S1",))]
    shown = Desk.of(dossier(found, with_others=False)).view()
    notes = next(one["notes"] for one in shown["findings"] if one["rule"] == "CN-COST-001")
    assert notes == ["这一项不是从逐条记录看出来的，依据的材料：S1。"]


@pytest.mark.parametrize(
    ("rules", "about"),
    [
        ((), "催收"),
        (("CN-COL-001",), "催收"),
        (("PH-COL-001", "CN-APP-001"), "收集使用个人信息和催收"),
        (("CN-COST-001", "CN-AGR-001", "CN-CRD-003"), "办理借款、订立还款协议和征信报送"),
    ],
)
def test_what_a_letter_is_about(rules: tuple[str, ...], about: str) -> None:
    findings = [noted(rule, COST, "笔", None) for rule in rules]
    assert Themes.of(findings).said()["about"] == about
    assert [about_collecting(one) for one in findings] == [one.rule.split("-")[1] == "COL" for one in findings]
