"""Loans, agreements, entries of credit reports, apps, budgets and objections from short Chinese descriptions (see cases/*.yaml)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ringfence.schema import (
    AgreementFacts,
    AppFacts,
    Budget,
    Cost,
    CreditEntry,
    Flow,
    FlowKind,
    Loan,
    PolicyNaming,
    Presence,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    StepKind,
)

PAPER_KEYS = ("合同", "协议", "征信", "应用", "预算", "异议")
YES = {"是": True, "否": False, None: None, "不知": None}
FLOWS = {"到手": FlowKind.RECEIVED, "还款": FlowKind.REPAID, "费用": FlowKind.FEE}
HOW = {"有": Presence.PRESENT, "含糊": Presence.VAGUE, "缺": Presence.MISSING}
NAMING = {"清楚": PolicyNaming.CLEAR, "含糊": PolicyNaming.VAGUE, "没写": PolicyNaming.ABSENT, None: None}
STEPS = {"寄出": StepKind.SENT, "收到": StepKind.RECEIVED, "答复": StepKind.REPLIED}
PERMISSIONS = {"通讯录": "READ_CONTACTS", "短信": "READ_SMS", "通话记录": "READ_CALL_LOG", "相机": "CAMERA"}
LOAN_KEYS = {
    *("借款", "日期", "本金", "到手", "写明", "宣传", "显示年化", "明示表", "余额", "消费"),
    *("名义", "实际", "测算", "收支", "缺什么", "算法"),
}
AGREEMENT_KEYS = {"机构", "签订", "要素", "有害", "期数", "月供", "首付", "承认", "原到期", "借款", "来源"}
ENTRY_KEYS = {"机构", "种类", "报告日", "终止", "发生", "告知", "同意", "来源"}
APP_KEYS = {
    *("机构", "名称", "版本", "查看", "类别", "权限", "代码外传", "抓包外传", "仅哈希", "同意前", "拒绝即停", "再问"),
    *("政策", "接收方", "单独同意", "提供", "一揽子", "能删除", "点击", "备案", "金融备案", "来源"),
}


def papers_of(case: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Matter that a case describes besides its timeline."""
    told = case.get("合同", [])
    budget = case.get("预算")
    return {
        "loans": tuple(_loan(one) for one in told),
        "costs": tuple(_cost(one) for one in told if one.get("测算", "是") == "是"),
        "agreements": tuple(_agreement(place, one) for place, one in enumerate(case.get("协议", []), start=1)),
        "credit_entries": tuple(_entry(place, one) for place, one in enumerate(case.get("征信", []), start=1)),
        "apps": tuple(_app(place, one) for place, one in enumerate(case.get("应用", []), start=1)),
        "budget": Budget(income=_money(budget.get("收入"))) if budget is not None else None,
        "proceedings": tuple(_objection(place, one) for place, one in enumerate(case.get("异议", []), start=1)),
    }


def _money(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _known(told: dict[str, Any], keys: set[str]) -> None:
    assert set(told) <= keys, f"unknown keys {set(told) - keys}"


def _loan(told: dict[str, Any]) -> Loan:
    _known(told, LOAN_KEYS)
    return Loan(
        debt=told.get("借款", "D1"),
        contract_day=told.get("日期"),
        principal=_money(told.get("本金")),
        received=_money(told.get("到手")),
        flows=tuple(
            Flow(day, Decimal(str(amount)), FLOWS[kind], name, paid=not name.startswith("应还"))
            for day, amount, kind, name in told.get("收支", [])
        ),
        annual_shown=_money(told.get("写明")),
        rate_wording=told.get("宣传", ""),
        annual_displayed=YES[told.get("显示年化")],
        cost_table=YES[told.get("明示表")],
        balance=_money(told.get("余额")),
        consumer=YES[told.get("消费")],
    )


def _cost(told: dict[str, Any]) -> Cost:
    return Cost(
        debt=told.get("借款", "D1"),
        nominal=told.get("名义"),
        effective=told.get("实际"),
        method_zh=told.get("算法", ""),
        missing_zh=tuple(told.get("缺什么", ())),
    )


def _agreement(place: int, told: dict[str, Any]) -> AgreementFacts:
    _known(told, AGREEMENT_KEYS)
    elements, harmful = told.get("要素"), told.get("有害")
    return AgreementFacts(
        id=f"G{place}",
        lender=told.get("机构", "L1"),
        debt=told.get("借款", ""),
        signed=told.get("签订"),
        elements=None if elements is None else tuple((name, HOW[how]) for name, how in elements.items()),
        harmful=None if harmful is None else tuple(harmful),
        months=told.get("期数"),
        monthly=_money(told.get("月供")),
        first_paid=told.get("首付"),
        acknowledges=YES[told.get("承认")],
        old_due=told.get("原到期"),
        source=told.get("来源", "user"),
    )


def _entry(place: int, told: dict[str, Any]) -> CreditEntry:
    _known(told, ENTRY_KEYS)
    return CreditEntry(
        id=f"C{place}",
        lender=told.get("机构", "L1"),
        kind={"逾期": "overdue", "查询": "query"}[told["种类"]],
        shown_on=told["报告日"],
        ended=told.get("终止"),
        day=told.get("发生"),
        told_before=YES[told.get("告知")],
        authorised=YES[told.get("同意")],
        source=told.get("来源", "user"),
    )


def _app(place: int, told: dict[str, Any]) -> AppFacts:
    _known(told, APP_KEYS)
    permissions = told.get("权限")
    return AppFacts(
        id=f"APP{place}",
        name=told.get("名称", "示例贷"),
        lender=told.get("机构", "L1"),
        version=told.get("版本", ""),
        observed=told.get("查看"),
        category={"借贷": "loan", "银行": "bank", "其他": "other", None: ""}[told.get("类别")],
        permissions=None
        if permissions is None
        else tuple(f"android.permission.{PERMISSIONS[name]}" for name in permissions),
        uploads_contacts=YES[told.get("代码外传")],
        capture_contacts=YES[told.get("抓包外传")],
        hashed_only=YES[told.get("仅哈希")],
        before_consent=YES[told.get("同意前")],
        refused_no_service=YES[told.get("拒绝即停")],
        prompts=told.get("再问"),
        policy_contacts=NAMING[told.get("政策")],
        policy_recipients=YES[told.get("接收方")],
        separate_consent=YES[told.get("单独同意")],
        provided=YES[told.get("提供")],
        bundled_consent=YES[told.get("一揽子")],
        deletion_works=YES[told.get("能删除")],
        policy_clicks=told.get("点击"),
        icp_filed=YES[told.get("备案")],
        nifa_filed=YES[told.get("金融备案")],
        source=told.get("来源", "user"),
    )


def _objection(place: int, told: dict[str, Any]) -> Proceeding:
    _known(told, {"机构", "渠道", "单位", *STEPS})
    steps = tuple(ProceedingStep(kind, told[name]) for name, kind in STEPS.items() if name in told)
    return Proceeding(
        id=f"X{place}",
        kind=ProceedingKind.CREDIT_OBJECTION,
        lender=told.get("机构", "L1"),
        channel=told.get("渠道", ""),
        office=told.get("单位", ""),
        steps=steps,
    )
