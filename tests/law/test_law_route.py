"""Where to go: the order per type of lender, and what never goes to the police."""

from __future__ import annotations

from typing import Any

import pytest
from law_builder import matter_of

from ringfence.law import judge, load_pack, routes
from ringfence.schema import FindingKind, Matter, Route

NIGHT = {"时": "2026-03-02 23:00"}
THREAT = {"时": "2026-03-02 11:00", "方式": "短信", "类别": "威胁", "标记": ["威胁人身"]}
AMOUNT = {"时": "2026-03-02 12:00", "方式": "短信", "对象": "妈妈", "标记": ["说出金额"]}
BURST = {"时": "2026-03-03 09:00", "次": 6, "间隔分": 5}
AGAIN = {"时": "2026-03-05 11:00", "对象": "妈妈"}


def ways(case: dict[str, Any]) -> tuple[Matter, tuple[Route, ...]]:
    matter = matter_of({"人物": {"妈妈": {"关系": "家人", **case.pop("妈妈", {})}}, **case})
    pack = load_pack("cn")
    return matter, routes(matter, judge(matter, pack).findings, pack)


def steps(route: Route) -> list[tuple[int, str]]:
    return [(step.order, step.channel.id) for step in route.steps]


@pytest.mark.parametrize("lender", ["银行", "信用卡", "消费金融"])
def test_banks_and_consumer_finance_go_by_12378(lender: str) -> None:
    _, (route,) = ways({"放款方": lender, "事件": [NIGHT, THREAT, AMOUNT]})
    assert steps(route) == [
        (1, "ch-institution"),
        (2, "ch-nfra"),
        (3, "ch-cac"),
        (3, "ch-12321"),
        (4, "ch-police"),
        (5, "ch-court"),
    ]


def test_a_microloan_company_goes_to_the_local_office_never_to_12378() -> None:
    _, (route,) = ways({"放款方": "小贷", "事件": [NIGHT, THREAT, AMOUNT]})
    assert [channel for _, channel in steps(route)] == [
        *("ch-institution", "ch-local", "ch-cac", "ch-12321", "ch-police", "ch-court")
    ]
    assert "12378" in route.note_zh
    assert any("12378一般不受理小额贷款公司" in step.why_zh for step in route.steps)


def test_an_unlicensed_lender_goes_to_the_police_first() -> None:
    _, (route,) = ways({"放款方": "无资质", "事件": [THREAT]})
    assert steps(route)[0] == (1, "ch-police")
    assert [channel for _, channel in steps(route)][1:] == ["ch-local", "ch-12321", "ch-court"]


def test_an_unlicensed_lender_without_an_offence_does_not_go_to_the_police() -> None:
    """Night calls to a contact are the court's, not the police's; the numbering starts with what is left."""
    _, (route,) = ways({"放款方": "无资质", "事件": [{"时": "2026-03-02 22:30", "对象": "妈妈"}]})
    assert "ch-police" not in dict.fromkeys(channel for _, channel in steps(route))
    assert steps(route)[0] == (1, "ch-local")


def test_an_unknown_lender_is_identified_first() -> None:
    _, (route,) = ways({"放款方": "未知", "事件": [THREAT]})
    assert route.note_zh.startswith("先用合同")
    assert [channel for _, channel in steps(route)] == ["ch-12321", "ch-police"]


def test_a_platform_whose_lender_is_not_known_goes_by_its_own_plan() -> None:
    _, (route,) = ways({"机构": {"L1": {"类型": "助贷平台"}}, "事件": [THREAT]})
    assert steps(route)[0] == (1, "ch-institution")
    assert "贷款人" in route.note_zh
    assert "ch-nfra" not in [channel for _, channel in steps(route)]


def test_a_platform_and_its_lender_are_written_to_together() -> None:
    parties = {"L1": {"类型": "银行"}, "L2": {"类型": "助贷平台", "代表": "L1", "名称": "示例平台"}}
    _, (route,) = ways({"机构": parties, "事件": [{**THREAT, "机构": "L2"}]})
    assert route.lender == "L1"
    assert "示例平台" in route.note_zh
    assert "同时投诉" in route.note_zh


def test_a_pure_dispute_never_goes_to_the_police() -> None:
    """Night calls, a burst, an undeclared contact: nothing like an offence, nobody told them to stop."""
    _, (route,) = ways({"妈妈": {"预留": "否"}, "事件": [NIGHT, BURST, AGAIN]})
    assert "ch-police" not in [channel for _, channel in steps(route)]


def test_pestering_goes_to_the_police_once_somebody_said_stop() -> None:
    _, (route,) = ways({"妈妈": {"拒绝于": "2026-03-04 10:00"}, "事件": [BURST, AGAIN]})
    police = next(step for step in route.steps if step.channel.id == "ch-police")
    assert set(police.findings) == {"CN-3P-004:L1", "CN-COL-007:L1"}


def test_a_benchmark_never_goes_to_the_police() -> None:
    matter, (route,) = ways(
        {"事件": [THREAT, {"时": "2026-03-04 10:00", "方式": "上门", "地点": "住所", "进入": "是"}]}
    )
    found = {finding.id: finding for finding in judge(matter, load_pack("cn")).findings}
    assert found["CN-COL-009:L1"].kind is FindingKind.BENCHMARK
    police = next(step for step in route.steps if step.channel.id == "ch-police")
    assert police.findings == ("CN-CON-001:L1",)


def test_every_finding_has_a_way_and_every_way_its_reason() -> None:
    matter, found = ways({"事件": [NIGHT, THREAT, AMOUNT, BURST, AGAIN]})
    listed = {finding for route in found for step in route.steps for finding in step.findings}
    assert {finding.id for finding in judge(matter, load_pack("cn")).findings} == listed
    assert all(step.why_zh for route in found for step in route.steps)


def test_one_route_per_lender_the_unknown_one_last() -> None:
    parties = {"L2": {"类型": "小贷"}, "L1": {"类型": "银行"}}
    _, found = ways({"机构": parties, "事件": [{**THREAT, "机构": name} for name in ("L1", "L2", None)]})
    assert [route.lender for route in found] == ["L2", "L1", None]


def test_no_finding_no_route() -> None:
    _, found = ways({"事件": []})
    assert found == ()
