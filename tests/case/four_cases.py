"""The four given cases, small and made up: what each person's phone, paper and memory holds, entered as a user enters it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from ringfence.case import Case
from ringfence.schema import (
    AppFacts,
    Borrower,
    Circumstances,
    Debt,
    Extra,
    Flow,
    FlowKind,
    Loan,
    Party,
    PartyType,
    Person,
    Role,
    parse_phone,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TODAY = date(2026, 11, 21)


def keys(*written: str) -> tuple[str, ...]:
    """Return numbers as the case keeps them."""
    return tuple(parse_phone(one).key for one in written)


BORROWER = Borrower("演示甲", keys("19900009001"), "", "示例市示例路1号", "示例市")


def _millis(when: str) -> int:
    return int(datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


def calls(folder: Path, name: str, rows: Sequence[tuple[str, str, int]]) -> Path:
    """Write a call log: (time, number, seconds), 0 seconds for a missed call."""
    lines = "".join(
        f'<call number="{number}" duration="{seconds}" date="{_millis(at)}" type="{1 if seconds else 3}" />\n'
        for at, number, seconds in rows
    )
    path = folder / name
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<calls count="{len(rows)}">\n{lines}</calls>', encoding="utf-8"
    )
    return path


def texts(folder: Path, name: str, rows: Sequence[tuple[str, str, str]]) -> Path:
    """Write received messages: (time, number, text)."""
    lines = "".join(
        f'<sms address="{number}" date="{_millis(at)}" type="1" body={quoteattr(text)} read="1" />\n'
        for at, number, text in rows
    )
    path = folder / name
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{len(rows)}">\n{lines}</smses>', encoding="utf-8"
    )
    return path


def statement(folder: Path, who: str, role: str, number: str, at: str, caller: str, said: str, lender: str) -> Path:
    """Write what a contact remembers of one call, on the form they were given."""
    path = folder / f"{who}.txt"
    path.write_text(
        f"护联陈述表: 1\n陈述人: {who}\n与借款人关系: {role}\n陈述人号码: {number}\n经过:\n"
        f"  - 时间: {at}\n    方式: 电话\n    对方号码: {caller}\n    接通了: 是\n    说了什么: {said}\n"
        f"    自称代表: {lender}\n",
        encoding="utf-8",
    )
    return path


def card(case: Case, folder: Path) -> None:
    """A bank's credit card, 20 days late: calls within limits, one at night, one to a colleague."""
    case.name_borrower(BORROWER)
    case.name_party(
        Party(
            "L1",
            "甲示例银行股份有限公司",
            PartyType.CREDIT_CARD,
            ("甲银行信用卡",),
            keys("059100000001", "059100000002"),
        )
    )
    case.note_debt(Debt("D1", "L1", "信用卡", 12000.0, date(2025, 3, 1), date(2026, 11, 1), "K0000001"))
    rows = [
        ("2026-11-03 10:05:00", "059100000001", 64),
        ("2026-11-06 15:10:00", "059100000001", 51),
        ("2026-11-10 11:20:00", "059100000002", 0),
        ("2026-11-12 22:40:00", "059100000001", 45),
        ("2026-11-17 16:00:00", "059100000002", 38),
    ]
    case.add(calls(folder, "card-calls.xml", rows), today=TODAY)
    bill = [("2026-11-04 09:30:00", "10690000001", "【甲银行信用卡】您的信用卡账单已逾期3天,请尽快还款。")]
    case.add(texts(folder, "card-texts.xml", bill), today=TODAY)
    said = "说他的信用卡欠款逾期了,让我转告他还钱"
    page = statement(
        folder, "演示同事", "同事", "19100000001", "2026-11-13 15:00", "059100000001", said, "甲银行信用卡"
    )
    case.add(page, today=TODAY)


def microloan(case: Case, folder: Path) -> None:
    """A microlender at 31 % a year, loan of 2026-01-05; contacts rung at 23:10."""
    case.name_borrower(BORROWER)
    case.name_party(Party("L1", "乙示例小额贷款有限公司", PartyType.MICROLOAN, ("乙小贷",), keys("059100000011")))
    case.note_debt(Debt("D1", "L1", "信用贷", 10000.0, date(2026, 1, 5), date(2026, 10, 5), "X0000002"))
    day = date(2026, 1, 5)
    back = tuple(
        Flow(
            date(2027, 1, 5) if month == 13 else date(2026, month, 5),
            Decimal("979.80"),
            FlowKind.REPAID,
            "月供",
            paid=month < 10,
        )
        for month in range(2, 14)
    )
    got = Flow(day, Decimal(10000), FlowKind.RECEIVED, "到手")
    case.note_loan(Loan("D1", day, Decimal(10000), Decimal(10000), (got, *back), consumer=True))
    rows = [("2026-10-12 10:00:00", "059100000011", 70), ("2026-10-20 14:00:00", "059100000011", 0)]
    case.add(calls(folder, "micro-calls.xml", rows), today=TODAY)
    for who, role, number, at in (
        ("演示表姐", "家人", "19100000011", "2026-10-21 23:10"),
        ("演示朋友", "朋友", "19100000012", "2026-10-22 23:10"),
    ):
        page = statement(folder, who, role, number, at, "059100000011", "说他欠了钱,让我催他赶紧还", "乙小贷")
        case.add(page, today=TODAY)


def unlicensed(case: Case, folder: Path) -> None:
    """An app without a licence: threats, a made-up court paper, money on top, the address book taken."""
    case.name_borrower(BORROWER)
    case.name_party(Party("L1", "丙闪借", PartyType.UNLICENSED, ("丙闪借",), keys("19900000021")))
    case.note_debt(Debt("D1", "L1", "七天借款", 3000.0, date(2026, 10, 8), date(2026, 10, 15)))
    flows = (
        Flow(date(2026, 10, 8), Decimal(2100), FlowKind.RECEIVED, "到手"),
        Flow(date(2026, 10, 15), Decimal(3000), FlowKind.REPAID, "到期应还", paid=False),
    )
    case.note_loan(Loan("D1", date(2026, 10, 8), Decimal(3000), Decimal(2100), flows, consumer=True))
    rows = [
        ("2026-10-18 10:00:00", "19900000021", "【丙闪借】今天再不还钱,我带人上你家,打断你的腿。"),
        (
            "2026-10-19 11:00:00",
            "19900000021",
            "【丙闪借】法院传票:你已被立案起诉,案号(2026)示0000号,今日不还款即强制执行,明日公安上门拘留。",
        ),
        ("2026-10-20 12:00:00", "19900000021", "【丙闪借】再加2000元封口费,不给就把你的照片群发给通讯录所有人。"),
    ]
    case.add(texts(folder, "app-texts.xml", rows), today=TODAY)
    case.note_app(
        AppFacts(
            "",
            "丙闪借",
            "L1",
            "example.bing",
            "1.0",
            observed=date(2026, 10, 10),
            category="loan",
            permissions=("android.permission.READ_CONTACTS",),
            capture_contacts=True,
        )
    )
    case.note_circumstances(
        Circumstances("L1", extras=(Extra(date(2026, 10, 20), Decimal(2000)),), captured=True, debt_unlawful=None)
    )


def contact(case: Case, folder: Path) -> None:
    """Somebody who owes nothing is rung and written to; their own phone shows it."""
    case.name_borrower(BORROWER)
    case.name_party(
        Party("L1", "丁示例消费金融有限公司", PartyType.CONSUMER_FINANCE, ("丁消金",), keys("059100000031"))
    )
    case.name_person(Person("P1", "演示阿姨", Role.FAMILY, keys("19100000031"), declared=False))
    case.note_debt(Debt("D1", "L1", "消费贷", 8000.0, date(2026, 2, 3), date(2026, 9, 3)))
    rows = [("2026-10-12 10:00:00", "059100000031", 40), ("2026-10-14 19:30:00", "059100000031", 25)]
    case.add(calls(folder, "aunt-calls.xml", rows), owner="P1", today=TODAY)
    said = [("2026-10-15 09:00:00", "10690000031", "【丁消金】您的亲友演示甲借款逾期未还,请转告其尽快还款。")]
    case.add(texts(folder, "aunt-texts.xml", said), owner="P1", today=TODAY)


BUILDERS: dict[str, Callable[[Case, Path], None]] = {
    "card": card,
    "microloan": microloan,
    "unlicensed": unlicensed,
    "contact": contact,
}


def build(name: str, folder: Path) -> Case:
    """Return one of the four cases, open; the caller closes it."""
    folder.mkdir(parents=True, exist_ok=True)
    case, _ = Case.create(folder / "case", "测试口令-不要用", name="演示", work_factor=2)
    BUILDERS[name](case, folder)
    return case
