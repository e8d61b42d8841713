"""Proceedings and circumstances from short Chinese descriptions, for the cases a lawyer can read (tests/law/cases/*.yaml)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ringfence.schema import Circumstances, Extra, Outcome, Post, Proceeding, ProceedingKind, ProceedingStep, StepKind

PROCEEDINGS = {
    "删除": ProceedingKind.DELETE,
    "查阅": ProceedingKind.ACCESS,
    "复制": ProceedingKind.COPY,
    "解释": ProceedingKind.EXPLAIN,
    "撤回同意": ProceedingKind.WITHDRAW_CONSENT,
    "结清证明": ProceedingKind.SETTLEMENT_CERTIFICATE,
    "机构投诉": ProceedingKind.COMPLAINT_INSTITUTION,
    "12378投诉": ProceedingKind.COMPLAINT_NFRA,
    "12315投诉": ProceedingKind.COMPLAINT_SAMR,
    "征信投诉": ProceedingKind.COMPLAINT_CREDIT,
    "征信异议": ProceedingKind.CREDIT_OBJECTION,
    "电信申诉": ProceedingKind.TELECOM_APPEAL,
    "报警": ProceedingKind.POLICE_REPORT,
    "索要不立案通知": ProceedingKind.NON_FILING_NOTICE,
    "刑事复议": ProceedingKind.RECONSIDERATION,
    "刑事复核": ProceedingKind.REVIEW,
    "行政复议": ProceedingKind.ADMIN_RECONSIDERATION,
    "行政诉讼": ProceedingKind.ADMIN_SUIT,
    "民事诉讼": ProceedingKind.CIVIL_SUIT,
}
STEPS = {
    "起草": StepKind.DRAFTED,
    "发出": StepKind.SENT,
    "收到": StepKind.RECEIVED,
    "受理": StepKind.ACCEPTED,
    "不受理": StepKind.NOT_ACCEPTED,
    "通话": StepKind.CALLED,
    "延期": StepKind.EXTENDED,
    "答复": StepKind.REPLIED,
    "决定": StepKind.DECIDED,
    "核对": StepKind.CHECKED,
    "结束": StepKind.CLOSED,
    "备注": StepKind.NOTE,
}
OUTCOMES = {
    "已办": Outcome.DONE,
    "部分": Outcome.PARTIAL,
    "拒绝": Outcome.REFUSED,
    "拒绝无理由": Outcome.REFUSED_NO_REASON,
    "要更多证件": Outcome.MORE_ID,
    "要更多时间": Outcome.MORE_TIME,
    "不是我们": Outcome.NOT_US,
    "没答到点": Outcome.NO_ANSWER,
    "核实已办": Outcome.CONFIRMED,
    "核实未办": Outcome.NOT_DONE,
    "待看": Outcome.UNKNOWN,
}
PROCEEDING_KEYS = {"类型", "机构", "对象", "为谁", "接续", "步骤", "请求"}
STEP_KEYS = {"步", "日", "方式", "结果", "说明", "文号", "附件"}
CIRCUMSTANCE_KEYS = {
    *("机构", "结清", "撤回同意", "撤回后使用", "泄露知悉", "泄露已告知", "联系人条数", "通信记录条数", "服务中取得"),
    *("债务违法", "额外索要", "诽谤帖", "蜜罐", "抓包", "改号"),
}
TRUTH = {"是": True, "否": False, None: None}


def proceedings_of(rows: list[dict[str, Any]]) -> tuple[Proceeding, ...]:
    """Return proceedings ``X1``, ``X2`` ... in the order given."""
    return tuple(_proceeding(place, row) for place, row in enumerate(rows, start=1))


def _proceeding(place: int, row: dict[str, Any]) -> Proceeding:
    assert set(row) <= PROCEEDING_KEYS, set(row) - PROCEEDING_KEYS
    return Proceeding(
        id=f"X{place}",
        kind=PROCEEDINGS[row["类型"]],
        lender=row.get("机构", "L1"),
        office=row.get("对象", ""),
        person=row.get("为谁", ""),
        parent=row.get("接续", ""),
        claims=tuple((name, str(value)) for name, value in row.get("请求", {}).items()),
        steps=tuple(_step(step) for step in row.get("步骤", [])),
    )


def _step(row: dict[str, Any]) -> ProceedingStep:
    assert set(row) <= STEP_KEYS, set(row) - STEP_KEYS
    return ProceedingStep(
        kind=STEPS[row["步"]],
        day=row["日"],
        means=row.get("方式", ""),
        reference=row.get("文号", ""),
        outcome=OUTCOMES[row["结果"]] if "结果" in row else None,
        note=row.get("说明", ""),
        sources=tuple(row.get("附件", [])),
    )


def circumstances_of(rows: list[dict[str, Any]]) -> tuple[Circumstances, ...]:
    """Return what is told about lenders."""
    return tuple(_circumstances(row) for row in rows)


def _circumstances(row: dict[str, Any]) -> Circumstances:
    assert set(row) <= CIRCUMSTANCE_KEYS, set(row) - CIRCUMSTANCE_KEYS
    return Circumstances(
        lender=row.get("机构", "L1"),
        settled=row.get("结清"),
        consent_withdrawn=row.get("撤回同意"),
        used_after=row.get("撤回后使用"),
        leak_known=row.get("泄露知悉"),
        leak_told=TRUTH[row.get("泄露已告知")],
        contact_records=row.get("联系人条数"),
        communication_records=row.get("通信记录条数"),
        in_service=TRUTH[row.get("服务中取得")],
        debt_unlawful=TRUTH[row.get("债务违法")],
        extras=tuple(Extra(one["日"], Decimal(str(one["金额"]))) for one in row.get("额外索要", [])),
        posts=tuple(Post(one["日"], one.get("浏览"), one.get("转发")) for one in row.get("诽谤帖", [])),
        canary=tuple(row.get("蜜罐", [])),
        captured=TRUTH[row.get("抓包")],
        spoofed=tuple(row.get("改号", [])),
    )
