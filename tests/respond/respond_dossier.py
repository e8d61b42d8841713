"""A believable small dossier by hand: a bank, a microloan company, an agency; nine days in August 2026; all made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from ringfence.schema import (
    EVENTS,
    Action,
    Borrower,
    Channel,
    Citation,
    Completeness,
    Confidence,
    Debt,
    Dossier,
    Exhibit,
    Finding,
    FindingKind,
    Matter,
    Metrics,
    Party,
    PartyType,
    Person,
    Rank,
    Repair,
    Role,
    Route,
    RouteStep,
    RuleGap,
    Severity,
    conform,
    parse_phone,
    to_micros,
)

BANK, MICRO, AGENCY = "L1", "L2", "A1"
THREAT = "再不还钱就去你老家找你妈，到时候别怪我们不客气🔪"
PASS_ON = "林秀英,请转告您儿子林海尽快处理欠款3,200元,联系19900090001"
FALSE_POLICE = "这里是市公安局经侦支队,你涉嫌贷款诈骗,今晚24点前还清,身份证110101199001011234"
REMINDER = "【东海示例银行】您的贷款已逾期,请尽快还款。"
HOSTILE = "<script>alert('x')</script> #panic(\"x\") *粗* $x$ {{ 7*7 }} ]] @label </w:t> 𠮷"

PEOPLE = (
    Person("P1", "林秀英", Role.FAMILY, ("19900010001",), declared=True),
    Person("P2", "欧阳小川", Role.COLLEAGUE, ("19900010002",), declared=False),
    Person("P3", "赵明", Role.FRIEND, ("19900010003",), declared=False),
    Person("P4", "表姐", Role.FAMILY, ("19900010004",), declared=False),
)
PARTIES = (
    Party(BANK, "东海示例银行股份有限公司", PartyType.BANK, ("东海示例银行",), ("95599",)),
    Party(MICRO, "青禾示例小额贷款有限公司", PartyType.MICROLOAN, ("青禾快贷",), ()),
    Party(AGENCY, "中正示例信用管理有限公司", PartyType.AGENCY, (), ("+8619900090001",), acts_for=MICRO),
)


def citation(
    fact: str,
    law: str,
    title: str,
    number: str,
    article: str,
    rank: Rank,
    confidence: Confidence,
    meaning: str,
    start: date = date(2026, 1, 1),
    place: str = "",
) -> Citation:
    """Return one citation; ``place``: its article as Chinese writing cites it."""
    return Citation(
        fact, law, title, "某机关", number, article, rank, confidence, start, None, f"表中写法≤{meaning}", f"({fact})", "example",
        line_zh=meaning, line_en=f"({fact})", article_zh=place,
    )  # fmt: skip


PS50_1 = citation(
    "ps-50-1-1",
    "PSAPL2025",
    "中华人民共和国治安管理处罚法(2025修订)",
    "2025-06-27通过",
    "50(1)(1)",
    Rank.LAW,
    Confidence.TEXT,
    "写恐吓信或者以其他方法威胁他人人身安全",
    place="第五十条第一款第一项",
)
PS62 = citation(
    "ps-62",
    "PSAPL2025",
    "中华人民共和国治安管理处罚法(2025修订)",
    "2025-06-27通过",
    "62",
    Rank.LAW,
    Confidence.TEXT,
    "冒充国家机关工作人员招摇撞骗;盗用、冒用组织名义",
    place="第六十二条",
)
CC1033 = citation(
    "cc-1033",
    "CIVIL",
    "中华人民共和国民法典",
    "主席令第45号(2020)",
    "1033(1)",
    Rank.LAW,
    Confidence.TEXT,
    "未经同意不得以电话、短信等侵扰他人的私人生活安宁",
    date(2021, 1, 1),
    "第一千零三十三条第一项",
)
MICRO6 = citation(
    "micro-6",
    "MICRO2025",
    "小额贷款公司监督管理暂行办法",
    "金规〔2024〕26号",
    "消保章(条号未核)",
    Rank.DEPT_RULE,
    Confidence.SECONDARY,
    "不得向债务人、担保人以外的主体催收等六类禁止",
    date(2025, 1, 17),
)
GBTIME = citation(
    "gb-time",
    "GBT45251",
    "GB/T 45251—2025 互联网金融 个人网络消费信贷 贷后催收风控指引",
    "GB/T 45251-2025",
    "5.3(条号未核)",
    Rank.RECOMMENDED_STANDARD,
    Confidence.SECONDARY,
    "未约定时,催收不应在22:00至次日8:00进行",
    date(2025, 2, 28),
)
CBATIME = citation(
    "cba-time",
    "CBA2026",
    "金融机构个人消费类贷款催收工作指引(试行)",
    "2026-01-30发布,7章54条",
    "三章",
    Rank.SELF_REGULATION,
    Confidence.SECONDARY,
    "未经债务人同意,严禁22:00至次日8:00催收",
    date(2026, 1, 30),
)
NIFA = citation(
    "nifa-2018",
    "NIFA2018",
    "互联网金融逾期债务催收自律公约(试行)",
    "2018-03-28",
    "记忆条款",
    Rank.SELF_REGULATION,
    Confidence.MEMORY,
    "恰当时间、不得频繁致电",
    date(2018, 3, 28),
)


def _raw() -> list[dict[str, Any]]:
    """Forty contacts between 3 and 11 August 2026."""
    rows: list[dict[str, Any]] = []
    for day in range(3, 12):
        rows += [
            _one(
                day, "10:12:05", "call", "95599", BANK, BANK, connected=day % 2 == 0, duration=70 if day % 2 == 0 else 0
            ),
            _one(day, "22:41:30", "call", "95599", BANK, BANK, connected=False, duration=0),
            _one(day, "15:20:00", "call", "19900090001", MICRO, AGENCY, connected=True, duration=95),
        ]
    rows += [
        _one(4, "07:02:00", "call", "19900090001", MICRO, AGENCY, "P4", Role.FAMILY, connected=True, duration=60,
             clock="recollected", precision=1800, refused=True),
        _one(5, "11:30:00", "sms", "10690000123", MICRO, AGENCY, "P1", Role.FAMILY, text=PASS_ON, label="collection_third"),
        _one(6, "11:31:00", "call", "19900090001", MICRO, AGENCY, "P2", Role.COLLEAGUE, connected=True, duration=41),
        _one(6, "14:00:00", "sms", "19900090001", MICRO, AGENCY, text=THREAT, label="threat", flags=["threat_violence"]),
        _one(7, "23:15:44", "sms", "19900090001", MICRO, AGENCY, text=FALSE_POLICE, label="impersonation"),
        _one(8, "09:10:00", "call", "19900090001", MICRO, AGENCY, "P3", Role.FRIEND, connected=True, duration=33),
        _one(8, "09:15:00", "call", "19900090001", MICRO, AGENCY, "P4", Role.FAMILY, connected=False, duration=0),
        _one(9, "10:00:00", "sms", "10690000123", MICRO, AGENCY, text=HOSTILE, label="collection_self"),
        _one(10, "16:00:00", "sms", "10690000555", BANK, BANK, text=REMINDER, label="reminder"),
        _one(11, "23:58:10", "call", "19900090001", MICRO, AGENCY, connected=True, duration=180),
        _one(11, "23:59:40", "voice_robot", "19900090002", None, None, connected=True, duration=20),
    ]  # fmt: skip
    for index, row in enumerate(rows):
        row["event"] = f"E{index:012x}"
        row["refs"] = [f"S1#{index + 1}"] if index % 4 else [f"S1#{index + 1}", f"S2#{index + 2}"]
        row["agreement"] = "single" if index % 4 else "corroborated"
    return rows


def _one(
    day: int,
    clock_time: str,
    kind: str,
    number: str,
    lender: str | None,
    speaker: str | None,
    person: str = "debtor",
    role: Role = Role.DEBTOR,
    *,
    connected: bool | None = None,
    duration: int | None = None,
    clock: str = "carrier",
    precision: int = 0,
    text: str | None = None,
    label: str | None = None,
    flags: list[str] | None = None,
    refused: bool | None = None,
) -> dict[str, Any]:
    moment = datetime.fromisoformat(f"2026-08-{day:02d}T{clock_time}")
    parsed = parse_phone(number)
    return {
        "kind": kind,
        "direction": "in",
        "ts": to_micros(moment),
        "zone": "Asia/Shanghai",
        "clock": clock,
        "precision_s": precision,
        "local_date": moment.date(),
        "local_second": moment.hour * 3600 + moment.minute * 60 + moment.second,
        "address": number,
        "address_key": parsed.key,
        "address_kind": parsed.kind.value,
        "person": person,
        "role": role.value,
        "line": "",
        "known": False,
        "connected": connected,
        "duration_s": duration,
        "text": text,
        "label": label,
        "flags": flags or [],
        "lender": lender,
        "speaker": speaker,
        "lender_by": "number",
        "refused": refused,
        "clocks": [clock],
    }


def events() -> pl.DataFrame:
    """Return the timeline."""
    return conform(pl.DataFrame(_raw(), infer_schema_length=None), EVENTS).sort("ts")


def metrics_of(frame: pl.DataFrame) -> Metrics:
    """Count ``frame`` as the analyze room does."""
    timed = frame.with_columns((pl.col("local_second") // 3600).cast(pl.Int8).alias("hour"))
    call = pl.col("kind").is_in(["call", "voice_robot"])
    hourly = timed.group_by("local_date", "hour", "kind", "role", "lender").agg(pl.len().cast(pl.UInt32).alias("n"))
    daily = frame.group_by("local_date", "lender", "address_key").agg(
        pl.len().cast(pl.UInt32).alias("attempts"),
        pl.col("connected").sum().cast(pl.UInt32).alias("connected"),
        (call & ~pl.col("connected").fill_null(value=True)).sum().cast(pl.UInt32).alias("unanswered"),
        (call & (pl.col("duration_s") >= 10)).sum().cast(pl.UInt32).alias("effective"),
    )
    people = frame.group_by("person", "role").agg(
        pl.len().cast(pl.UInt32).alias("attempts"),
        pl.col("connected").sum().cast(pl.UInt32).alias("connected"),
        pl.col("ts").min().alias("first_ts"),
        pl.col("ts").max().alias("last_ts"),
        pl.col("lender").drop_nulls().unique().sort().alias("lenders"),
    )
    numbers = frame.group_by("address_key", "address_kind", "lender", "speaker").agg(
        pl.len().cast(pl.UInt32).alias("attempts"),
        (~call).sum().cast(pl.UInt32).alias("sms"),
        call.sum().cast(pl.UInt32).alias("calls"),
        pl.col("person").n_unique().cast(pl.UInt32).alias("people"),
        pl.col("ts").min().alias("first_ts"),
        pl.col("ts").max().alias("last_ts"),
    )
    bursts = pl.DataFrame(
        schema={"lender": pl.String, "person": pl.String, "start_ts": pl.Int64, "end_ts": pl.Int64, "n": pl.UInt32}
    )
    night = frame.filter((pl.col("local_second") >= 22 * 3600) | (pl.col("local_second") < 8 * 3600)).height
    return Metrics(
        hourly, daily, people, numbers, bursts, quiet=night, attempts=frame.height, effective_s=10, burst_min=3
    )


def _finding(
    rule: str,
    lender: str,
    title: str,
    kind: FindingKind,
    severity: Severity,
    sentence: str,
    ids: list[str],
    unit: str,
    citations: tuple[Citation, ...],
    **more: Any,  # noqa: ANN401 -- the optional fields of Finding, passed on
) -> Finding:
    return Finding(
        id=f"{rule}:{lender}",
        rule=rule,
        title_zh=title,
        title_en=f"English title of {rule}",
        kind=kind,
        severity=severity,
        lender=lender,
        sentence_zh=f"{sentence}《某法》第一条规定:不得如此。上述情况违反了这一规定。",
        told_zh=sentence,
        told_en=f"English sentence of {rule}.",
        sentence_en=f"English sentence of {rule}. Law.",
        events=tuple(ids),
        count=len(ids),
        unit_zh=unit,
        first_day=date(2026, 8, 3),
        last_day=date(2026, 8, 11),
        citations=citations,
        rank=min((one.rank for one in citations), key=lambda rank: rank.order, default=None),
        confidence=citations[0].confidence if citations else Confidence.MEMORY,
        **more,
    )


def findings(frame: pl.DataFrame) -> tuple[Finding, ...]:
    """Return seven findings: every kind, rank and confidence, one to be confirmed first."""

    def ids(condition: pl.Expr) -> list[str]:
        return frame.filter(condition)["event"].to_list()

    night = (pl.col("local_second") >= 22 * 3600) | (pl.col("local_second") < 8 * 3600)
    third = pl.col("person") != "debtor"
    return (
        _finding(
            "CN-COL-001", BANK, "夜间催收(22:00–08:00)", FindingKind.BENCHMARK, Severity.HIGH,
            "东海示例银行在夜间22:00至次日8:00拨打了您的电话,共9天。", ids(night & (pl.col("lender") == BANK)), "天",
            (GBTIME, CBATIME), threshold_zh="22:00至次日8:00", stronger_zh=("运营商详单能证明通话时间。",),
        ),
        _finding(
            "CN-3P-001", MICRO, "向联系人催收(要求还款)", FindingKind.BREACH, Severity.CRITICAL,
            "青禾示例小额贷款有限公司向不欠这笔钱的人催收,共联系了4人。", ids(third), "次", (CC1033, MICRO6, GBTIME),
            uncertain_zh=("是否取得联系人同意,记录里看不出来。",),
        ),
        _finding(
            "CN-CON-001", MICRO, "威胁人身安全", FindingKind.INDICATION, Severity.CRITICAL,
            "信息里写有威胁人身安全的话(1条)。", ids(pl.col("label") == "threat"), "条", (PS50_1,),
        ),
        _finding(
            "CN-CON-004", MICRO, "冒充公检法/政府", FindingKind.INDICATION, Severity.CRITICAL,
            "对方自称公安机关催款(1条)。", ids(pl.col("label") == "impersonation"), "条", (PS62, MICRO6),
        ),
        _finding(
            "CN-COL-009", BANK, "频繁致电", FindingKind.BENCHMARK, Severity.LOW,
            "同一天多次拨打。", ids(pl.col("lender") == BANK)[:4], "次", (NIFA,), product_threshold=True, threshold_zh="每天3次",
        ),
        _finding(
            "CN-HINT-001", MICRO, "建议要求对方出示委托证明", FindingKind.HINT, Severity.INFO,
            "催收机构没有出示委托证明。", ids(pl.col("speaker") == AGENCY)[:2], "次", (),
        ),
        _finding(
            "CN-3P-005", MICRO, "联系人不在预留名单(疑似通讯录)", FindingKind.INDICATION, Severity.HIGH,
            "有3人不在您预留的联系人里。", ids(third & (pl.col("person") != "P1")), "人", (CC1033,),
            review_zh="请确认您当时只预留了林秀英一人。",
        ),
    )  # fmt: skip


def channel(name: str, title: str, contact: str) -> Channel:
    """Return one office."""
    return Channel(name, title, title, contact, "受理", "不受理", ("身份证",), "时限", (), Confidence.SECONDARY)


INSTITUTION = channel("ch-institution", "放贷机构/平台客服与投诉专线", "App/合同/官网公示")
NFRA = channel("ch-nfra", "12378 / 金融监管总局投诉", "12378")
LOCAL = channel("ch-local", "地方金融管理局(金融办) / 12345", "12345转办")
N12321 = channel("ch-12321", "12321 网络不良与垃圾信息举报受理中心", "010-12321")
POLICE = channel("ch-police", "派出所/110", "110")


def dossier(**changes: Any) -> Dossier:  # noqa: ANN401 -- any field of Dossier
    """Return the dossier; ``changes`` replace its fields."""
    frame = events()
    found = findings(frame)
    bank = tuple(one.id for one in found if one.lender == BANK)
    micro = tuple(one.id for one in found if one.lender == MICRO)
    matter = Matter(
        events=frame,
        as_of=date(2026, 8, 12),
        parties=PARTIES,
        people=PEOPLE,
        debts=(
            Debt("D1", BANK, "示例消费贷", 30000.0, date(2025, 3, 1), date(2026, 6, 20), "HT2025030100017"),
            Debt("D2", MICRO, "青禾快贷", 3000.0, date(2025, 9, 1), date(2026, 5, 8), "QH-88231"),
        ),
        borrower=Borrower("林海", ("19900000001",), "", "", "示例市"),
        address_book=frozenset(parse_phone(number).key for person in PEOPLE for number in person.numbers),
        declared_known=True,
    )
    base = Dossier(
        case_name="我的案件",
        made=datetime(2026, 8, 12, 9, 30, tzinfo=UTC) + timedelta(0),
        matter=matter,
        metrics=metrics_of(frame),
        findings=found,
        gaps=(RuleGap("CN-COL-007", "未约定时段", ("合同约定的联系时间",)),),
        routes=(
            Route(
                BANK,
                (RouteStep(1, INSTITUTION, "先向机构投诉", bank), RouteStep(2, NFRA, "银行归金融监管总局管", bank)),
            ),
            Route(
                MICRO,
                (
                    RouteStep(1, INSTITUTION, "先向机构投诉", micro),
                    RouteStep(2, LOCAL, "小贷公司由地方金融管理机构监管", micro),
                    RouteStep(3, N12321, "骚扰号码", micro),
                    RouteStep(3, POLICE, "威胁、冒充", micro),
                ),
            ),
        ),
        exhibits=(
            Exhibit(
                "S1", "sms-20260812.xml", "短信备份", 412_000, "a1" * 32, "b2" * 32,
                datetime(2026, 8, 12, 9, 0, tzinfo=UTC), "sms-backup-restore/1",
                Completeness(30, 29, unread_count=1, repairs=(Repair("surrogate_pair", 2, "bytes:10"),),
                             first_micros=to_micros(datetime.fromisoformat("2026-08-03T10:12:05")),
                             last_micros=to_micros(datetime.fromisoformat("2026-08-11T23:59:40"))),
            ),
            Exhibit(
                "S2", "移动详单202608.csv", "运营商通话详单", 88_000, "c3" * 32, "d4" * 32,
                datetime(2026, 8, 12, 9, 5, tzinfo=UTC), "china-mobile/1", Completeness(None, 12),
            ),
        ),
        head="e5" * 32,
        log_size=57,
        unknowns_zh=("还不知道19900090002代表谁。",),
        clock_notes_zh=("手机时钟比运营商详单快约3秒(比对8次通话)。",),
        actions=(
            Action("有人上门、跟踪或威胁要动手:马上拨打110", "记录里有威胁人身安全的内容。", "随时", urgent=True),
            Action("带上一页纸案情和证据清单去派出所报案,并索取回执", "恐吓、冒充不属于普通债务纠纷。", "今天", "1-报警情况摘要"),
            Action("核对并寄出《致东海示例银行股份有限公司的投诉信》", "先向机构投诉并留下凭证。", "今天", "2-投诉信"),
            Action("提交《骚扰号码举报》", "由12321核查这些骚扰号码,债务本身它不管。", "本周内", "5-骚扰号码"),
            Action("告诉被打扰的亲友:他们不欠这笔钱", "请他们记下日期、时间、号码和原话发给您。", "今天"),
        ),
    )  # fmt: skip
    return replace(base, **changes)
