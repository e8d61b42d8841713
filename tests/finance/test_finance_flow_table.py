"""Tables of payments: many forms read alike, nothing guessed or left out silently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.finance import FlowTableError, read_flows
from ringfence.schema import Flow, FlowKind

TODAY = date(2026, 4, 1)
WANTED = (
    Flow(date(2026, 2, 5), Decimal(9400), FlowKind.RECEIVED),
    Flow(date(2026, 3, 5), Decimal("1888.49"), FlowKind.REPAID),
    Flow(date(2026, 4, 5), Decimal(50), FlowKind.FEE, paid=False),
)


@pytest.mark.parametrize(
    "text",
    [
        "日期,金额,类型\n2026-02-05,9400,到手\n2026-03-05,1888.49,还款\n2026-04-05,50,担保费\n",
        '\ufeffDay;Amount;Kind\r\n2026/2/5;9400.00;received\r\n2026/3/5;"1,888.49";Repaid\r\n2026/4/5;50;fee\r\n',
        "应还日期(公历)\t应还金额(元)\t类型\n2026年2月5日\t¥9,400\t放款\n20260305\t1888.49元\t月供\n2026.4.5\t５０\t平台服务费\n",
        "类型，金额，日期\n到手，9400，2026-02-05 10:11:12\n\n还款，1888.49，2026-03-05\n费用，50，2026-04-05\n",
    ],
)  # fmt: skip
def test_forms_that_mean_the_same(text: str) -> None:
    assert read_flows(text, today=TODAY) == WANTED


def test_the_sign_tells_where_no_kind_is_written() -> None:
    flows = read_flows("日期,金额\n2026-02-05,+9400\n2026-03-05,-888.49\n", today=TODAY)
    assert [flow.kind for flow in flows] == [FlowKind.RECEIVED, FlowKind.REPAID]
    assert all(flow.amount > 0 for flow in flows)
    plain = read_flows("还款日,月供\n2026-03-05,888.49\n", today=TODAY)
    assert plain[0].kind is FlowKind.REPAID


def test_the_total_is_taken_where_parts_stand_beside_it() -> None:
    flows = read_flows("应还日期,应还本金,应还利息,应还总额\n2026-03-05,788.49,100,888.49\n", today=TODAY)
    assert flows[0].amount == Decimal("888.49")


def test_names_and_states_are_kept() -> None:
    flows = read_flows(
        "日期,金额,项目,状态\n2026-03-05,800,第1期,未还\n2026-05-05,30,逾期违约金,已还\n2026-03-09,5,退费,\n",
        today=TODAY,
    )
    assert [(flow.kind, flow.paid) for flow in flows] == [
        (FlowKind.REPAID, False),
        (FlowKind.PENALTY, True),
        (FlowKind.REFUND, True),
    ]
    assert flows[0].name == "第1期"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "没有内容"),
        ("日期,金额\n", "没有内容"),
        ("甲,乙\n1,2\n", "没有认出"),
        ("日期,金额\n2026-02-30,5\n", "第2行的日期"),
        ("日期,金额\n\x1b[31m2026,5\n", "第2行的日期"),
        ("日期,金额\n2026-02-03,五元\n", "第2行的金额"),
        ("日期,金额\n2026-02-03,5\n2026-02-04\n", "第3行的金额"),
        ("日期,金额,类型\n2026-02-03,5,其他\n", "第2行没有说清"),
        ("日期,金额,状态\n2026-02-03,5,不知道\n", "已还还是未还"),
        ("日期,金额\n" + "2026-02-03,5\n" * 2001, "2000"),
        ("应还日期,应还本金,应还利息\n2026-02-03,5,1\n", "好几列金额"),
        ('日期,金额\n"2026-02-03,5\n', "日期"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row(text: str, word: str) -> None:
    with pytest.raises(FlowTableError) as fault:
        read_flows(text, today=TODAY)
    assert word in fault.value.zh
    assert fault.value.en
    assert fault.value.zh.isprintable()


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=300) | st.text(alphabet='日期金额,\n2026-0351."\t;', max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        flows = read_flows(text, today=TODAY)
    except FlowTableError:
        return
    assert flows
