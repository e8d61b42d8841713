"""Small matters from short Chinese descriptions, for the cases a lawyer can read (tests/law/cases/*.yaml)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from law_papers import papers_of
from law_proceedings import circumstances_of, proceedings_of

from ringfence.schema import EVENTS, Borrower, Debt, Matter, Party, PartyType, Person, Role, conform, to_micros

TYPES = {
    "银行": PartyType.BANK,
    "信用卡": PartyType.CREDIT_CARD,
    "消费金融": PartyType.CONSUMER_FINANCE,
    "小贷": PartyType.MICROLOAN,
    "助贷平台": PartyType.ASSIST_PLATFORM,
    "催收机构": PartyType.AGENCY,
    "无资质": PartyType.UNLICENSED,
    "未知": PartyType.UNKNOWN,
}
ROLES = {
    "本人": Role.DEBTOR,
    "共同借款人": Role.CO_DEBTOR,
    "担保人": Role.GUARANTOR,
    "家人": Role.FAMILY,
    "朋友": Role.FRIEND,
    "同事": Role.COLLEAGUE,
    "单位": Role.EMPLOYER,
    "其他": Role.OTHER_CONTACT,
}
KINDS = {
    "电话": "call",
    "机器人": "voice_robot",
    "短信": "sms",
    "聊天": "im",
    "上门": "visit",
    "群消息": "group_msg",
    "发帖": "post",
    "张贴": "poster",
    "信函": "letter",
}
LABELS = {
    "催本人": "collection_self",
    "催他人": "collection_third",
    "威胁": "threat",
    "冒充": "impersonation",
    "提醒": "reminder",
    "营销": "marketing",
    "通知": "notice",
    "诈骗": "fraud",
    "私人": "personal",
    "不确定": "unsure",
}
FLAGS = {
    "说出金额": "amount_disclosed",
    "威胁人身": "threat_violence",
    "曝光": "exposure",
    "辱骂": "insult",
    "淫秽": "obscene",
    "冒充国家机关": "impersonate_state",
    "冒充他人": "impersonate_org",
    "假文书": "fake_document",
    "虚构后果": "false_consequence",
    "以贷还贷": "borrow_to_repay",
    "私人账户": "personal_account",
    "额外收费": "extra_fee",
}
MODES = {"告知": "notify", "交互": "interactive", "不明": "unknown"}
YES = {"是": True, "否": False, None: None, "不知": None, True: True, False: False}
PLACES = {"住所": "home", "单位": "office", "公共场所": "public"}
EVENT_KEYS = {
    "时",
    "方式",
    "对象",
    "方向",
    "类别",
    "标记",
    "接通",
    "秒",
    "号码",
    "被叫",
    "机构",
    "发话",
    "次",
    "间隔分",
    "误差分",
    "判类",
    "要求还款",
    "金额",
    "语音",
    "内容",
    "拒绝",
    "表明身份",
    "人数",
    "地点",
    "进入",
    "看到人数",
    "把握",
    "矛盾",
    "时钟",
    "换号",
    "归属",
    "熟人",
}


def moment(written: str | datetime) -> datetime:
    """Read ``2026-03-02 22:00`` with or without seconds (YAML has read the latter already)."""
    return datetime.fromisoformat(written) if isinstance(written, str) else written


def events_frame(rows: list[dict[str, Any]], people: dict[str, Person]) -> pl.DataFrame:
    """Return EVENTS from short descriptions; ``次`` repeats a row every ``间隔分`` minutes, ``换号`` from new numbers."""
    built: list[dict[str, Any]] = []
    for row in rows:
        stray = set(row) - EVENT_KEYS
        assert not stray, f"unknown keys {stray}"
        for step in range(row.get("次", 1)):
            built.append(_event(row, step, len(built), people))
    return conform(pl.DataFrame(built, infer_schema_length=None), EVENTS) if built else pl.DataFrame(schema=EVENTS)


def _event(row: dict[str, Any], step: int, nth: int, people: dict[str, Person]) -> dict[str, Any]:
    kind = KINDS[row.get("方式", "电话")]
    local = moment(row["时"]) + timedelta(minutes=row.get("间隔分", 10) * step) if row.get("时") else None
    whom = row.get("对象", "本人")
    person = people.get(whom)
    label = row.get("类别", "催本人" if whom == "本人" else "催他人")
    by_phone = kind in {"call", "voice_robot"}
    number = row.get("号码", "10690000001")
    key = number if number == "" else f"{number}{step:02d}" if row.get("换号") else str(number)
    return {
        "event": f"E{nth:012x}",
        "kind": kind,
        "direction": "out" if row.get("方向") == "去" else "in",
        "ts": to_micros(local) if local else None,
        "zone": "Asia/Shanghai",
        "clock": row.get("时钟", "device"),
        "precision_s": row.get("误差分", 0) * 60,
        "local_date": local.date() if local else None,
        "local_second": local.hour * 3600 + local.minute * 60 + local.second if local else None,
        "address": key,
        "address_key": key,
        "address_kind": {"1": "mobile", "9": "public"}.get(key[:1], "service_106")
        if not key.startswith("106")
        else "service_106",
        "known": row.get("熟人", False),
        "person": person.id if person else ("debtor" if whom == "本人" else f"?{whom}"),
        "role": (person.role if person else ROLES.get(whom, Role.OTHER_CONTACT)).value,
        "line": row.get("被叫", person.numbers[0] if person and person.numbers else "+8619900000000"),
        "connected": YES[row.get("接通")] if by_phone else None,
        "duration_s": row.get("秒"),
        "text": row.get("内容"),
        "label": LABELS[label] if label != "无" else None,
        "label_p": row.get("把握", 0.95),
        "label_by": row.get("判类", "rule"),
        "flags": [FLAGS[flag] for flag in row.get("标记", [])],
        "demand": YES[row.get("要求还款")],
        "amount": row.get("金额"),
        "mode": MODES[row["语音"]] if "语音" in row else "unknown",
        "lender": row.get("机构", "L1"),
        "speaker": row.get("发话", row.get("机构", "L1")),
        "lender_by": row.get("归属", "signature"),
        "refused": YES[row.get("拒绝")],
        "identified": YES[row.get("表明身份")],
        "persons": row.get("人数"),
        "location": PLACES[row["地点"]] if "地点" in row else None,
        "entered": YES[row.get("进入")],
        "audience": row.get("看到人数"),
        "refs": [f"S1#{nth}"],
        "clocks": [row.get("时钟", "device")],
        "agreement": "contradicted" if row.get("矛盾") else "single",
    }


def matter_of(case: dict[str, Any]) -> Matter:
    """Return the matter a case describes."""
    people = _people(case.get("人物", {}))
    papers = papers_of(case)
    return Matter(
        events=events_frame(case.get("事件", []), people),
        as_of=case.get("判断日", date(2026, 11, 21)),
        parties=_parties(case),
        people=tuple(people.values()),
        debts=_debts(case),
        borrower=Borrower(name=case.get("借款人", "")),
        address_book=frozenset(case.get("通讯录", [])),
        declared_known=case.get("已说明预留", False),
        **{**papers, "proceedings": (*papers["proceedings"], *proceedings_of(case.get("程序", [])))},
        circumstances=circumstances_of(case.get("情况", [])),
    )


def _people(table: dict[str, Any]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for place, (name, told) in enumerate(table.items(), start=1):
        said = told if isinstance(told, dict) else {"关系": told}
        refused = said.get("拒绝于")
        found[name] = Person(
            id=f"P{place}",
            name=name,
            role=ROLES[said["关系"]],
            numbers=(said.get("号码", f"+86199000010{place:02d}"),) if said.get("号码", "") is not None else (),
            declared=YES[said.get("预留")],
            refused_at=to_micros(moment(refused)) if refused else None,
        )
    return found


def _parties(case: dict[str, Any]) -> tuple[Party, ...]:
    table = case.get("机构", {"L1": {"类型": case.get("放款方", "消费金融")}})
    return tuple(
        Party(id=name, name=told.get("名称", f"示例{name}"), type=TYPES[told["类型"]], acts_for=told.get("代表"))
        for name, told in table.items()
    )


def _debts(case: dict[str, Any]) -> tuple[Debt, ...]:
    if "借款" not in case:
        return (Debt(id="D1", lender="L1", due=case.get("逾期日", date(2020, 1, 1))),)
    return tuple(
        Debt(
            id=f"D{place}",
            lender=told.get("机构", "L1"),
            product=told.get("产品", ""),
            opened=told.get("签约日"),
            due=told.get("到期日"),
            agreed_hours=tuple(told["约定时段"]) if "约定时段" in told else None,
            outsourced=YES[told.get("外包")],
            outsource_notice=YES[told.get("告知外包")],
            assignee=told.get("受让方"),
            assignment_notice=told.get("转让通知日"),
            principal=told.get("本金"),
        )
        for place, told in enumerate(case["借款"], start=1)
    )
