"""The agreement check over thirty texts written for it, and piece by piece."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.respond import AgreementCheck, Known, Verdict, agreement_words, check_agreement, write_document
from ringfence.respond.agreement import clauses_of, read_plan
from ringfence.respond.agreement.figures import amount, amounts, count, days
from ringfence.schema import Document, DocumentKind, Paragraph, PartyType, Presence

TODAY = date(2026, 11, 21)
DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return found


TEXTS = read("agreements_seen") + read("agreements_held_back")
MORE = read("agreements_fresh")


def check(text: str, **known: Any) -> AgreementCheck:  # noqa: ANN401 -- any of Known's fields
    return check_agreement(text, today=TODAY, known=Known(**known))


def checked(entry: dict[str, Any]) -> AgreementCheck:
    facts = dict(entry.get("facts", {}))
    principal = Decimal(facts["principal"]) if "principal" in facts else None
    return check(entry["text"], principal=principal, type=PartyType(facts.get("type", "unknown")))


def of(name: str) -> AgreementCheck:
    return checked(next(entry for entry in TEXTS if entry["id"] == name))


@pytest.mark.parametrize("entry", TEXTS + MORE, ids=lambda entry: str(entry["id"]))
def test_each_text_is_judged_right_and_each_named_fault_is_found(entry: dict[str, Any]) -> None:
    found = checked(entry)
    assert (found.verdict is Verdict.SOUND) is (entry["verdict"] == "sound"), found.faults
    assert set(entry.get("faults", [])) <= set(found.faults)
    if entry["verdict"] == "sound":
        assert not found.faults


def test_the_faults_named_in_the_texts_are_in_the_table() -> None:
    table = agreement_words()
    kinds = {"missing": table.elements, "vague": table.vague, "harmful": table.harmful, "sums": table.sums}
    assert len(TEXTS) == 30
    assert sum(entry["verdict"] == "sound" for entry in TEXTS) == 10
    for entry in TEXTS + MORE:
        for fault in entry.get("faults", []):
            kind, _, name = fault.partition(":")
            assert name in kinds[kind], fault


def test_no_dangerous_clause_is_seen_where_none_was_written() -> None:
    """A false alarm about a clause would be an accusation: only what the text was written to have."""
    for entry in TEXTS + MORE:
        extra = {one for one in checked(entry).faults if one.startswith("harmful:")} - set(entry.get("faults", []))
        assert not extra, f"{entry['id']} {extra}"


def test_what_the_first_payment_does_is_said_first_with_its_articles() -> None:
    found = of("A01")
    assert "重新算起" in found.effect_zh[0]
    assert found.facts_used == ("cc-195", "cc-188", "ag-561")
    old = check(TEXTS[0]["text"], due=date(2022, 5, 1))
    assert "2022-05-01" in old.effect_zh[1]
    assert "12348" in old.effect_zh[1]
    assert not any("已满三年" in line for line in check(TEXTS[0]["text"], due=date(2024, 5, 1)).effect_zh)


def test_every_point_shows_the_words_and_the_place() -> None:
    found = of("A01")
    stop = next(point for point in found.points if point.name == "collection_stop")
    assert stop.presence is Presence.PRESENT
    assert stop.place == "第3.1条"
    assert "停止催收" in stop.quote
    warned = of("A08").harmful[0]
    assert warned.place == "第四条"
    assert "撤回已提交的全部投诉" in warned.quote


def test_it_becomes_what_the_law_judges() -> None:
    facts = of("A09").facts("L1", debt="D1")
    assert facts.elements is not None
    assert dict(facts.elements)["collection_stop"] is Presence.PRESENT
    assert dict(facts.elements)["no_third_party"] is Presence.MISSING
    assert facts.harmful == ("authorise_contacts", "relative_guarantee")
    assert (facts.months, facts.monthly, facts.acknowledges) == (6, Decimal(1200), True)
    wanted = {"parties", "ids", "debt_balance", "currency", "schedule", "per_amount", "dates", "interest_or_fee"}
    assert wanted | {"breach", "collection_stop"} <= set(dict(facts.elements))
    with pytest.raises(ValueError, match="no agreement"):
        check("今天吃饭").facts("L1")


def test_amounts_and_numbers_as_people_write_them() -> None:
    assert amount("人民币13,200.00元") == Decimal("13200.00")
    assert amount("1.2万元") == Decimal(12000)
    assert amount("壹万柒仟元整") == Decimal(17000)
    assert [value for _, _, value in amounts("分12期,每期1,075.00元,¥300")] == [Decimal("1075.00"), Decimal(300)]
    assert (count("十二"), count("36"), count("二十四"), count("哈")) == (12, 36, 24, None)
    assert [day for _, _, day in days("2026年12月10日、2026-02-30、2027/1/5")] == [date(2026, 12, 10), date(2027, 1, 5)]


def test_the_instalments_are_counted_as_written() -> None:
    plan = read_plan(clauses_of("欠款合计17,000元。分16期：第一期归还2,000元，其余15期每期归还1,000元。"))
    assert plan.payable == Decimal(17000)
    plan = read_plan(clauses_of("前11期每期1,000元，最后一期1,050元，分12期还清。"))
    assert plan.payable == Decimal(12050)


def names(text: str, **known: Any) -> set[str]:  # noqa: ANN401 -- as above
    return {one for one in check(text, **known).faults if not one.startswith("missing:")}


def test_arithmetic_that_does_not_hold() -> None:
    assert "sums:words_differ" in names("欠款人民币壹万贰仟元整(¥12,500.00)。")
    assert "sums:past" in names("欠款1000元，分2期，每期500元，首期2026年10月1日。")
    assert "sums:extra_fee" in names("欠款1200元，分12期，每期100元，每期另收手续费20元。")
    assert "sums:contract" in names("借款合同编号AB-2024-001，欠款1000元。", contract_no="XY-2025-999")
    assert "sums:contract" not in names("借款合同编号AB-2024-001，欠款1000元。", contract_no="AB2024001")


def test_protective_clauses_are_no_danger() -> None:
    """Sentences with the same words that protect the borrower."""
    for text in (
        "甲方不得因乙方投诉而取消分期，欠款1000元。",
        "乙方有权向金融监管部门投诉、举报，不受本协议影响；欠款1000元。",
        "甲方不得读取乙方通讯录，不得联系乙方亲属、同事，欠款1000元。",
        "甲方承诺不再追究剩余罚息，欠款1000元。",
        "请勿向个人账户转账，还款请通过官方App。",
        "乙方连续三期逾期的，甲方有权取消分期，欠款1000元。",
        "因本协议发生争议的，由乙方住所地法院管辖，欠款1000元。",
        "甲方应对乙方的个人信息保密，不得向任何第三方提供，欠款1000元。",
        "违约金按每日万分之五计算，欠款1000元。",
        "无需家人担保，欠款1000元。",
    ):
        assert not [one for one in check(text).faults if one.startswith("harmful:")], text


def test_dangers_in_other_words() -> None:
    for text, name in (
        ("债务人需提供3名联系人，欠款1000元", "authorise_contacts"),
        ("逾期一天，全部欠款一次性还清", "due_at_once"),
        ("每逾期一天罚款50元，欠款1000元", "high_penalty"),
        ("欠款请转账到业务员微信", "private_account"),
        ("本协议经公证后具有强制执行效力，欠款1000元", "direct_enforcement"),
        ("办理减免需先缴纳诚意金500元，欠款1000元", "upfront_fee"),
        ("请办理一笔新的贷款结清旧欠款", "new_loan"),
        ("分____期偿还，每期____元", "blank_later"),
    ):
        assert f"harmful:{name}" in check(text).faults, text


def test_blank_places_for_names_and_signatures_are_usual() -> None:
    assert "harmful:blank_later" not in check("欠款1000元。\n乙方（签字）：______ 日期：____年__月__日").faults


@pytest.mark.parametrize("text", ["", "   \n", "今天吃饭", "hello world", "\0\0\0", "😀" * 50])
def test_what_is_no_agreement_is_said_to_be_none(text: str) -> None:
    found = check(text)
    assert found.verdict is Verdict.NONE
    assert not found.faults


def test_huge_and_hostile_text_ends_soon() -> None:
    assert check("还款" * 200_000).verdict is not Verdict.SOUND
    assert check("不得" * 100_000 + "还款").verdict is not Verdict.SOUND
    assert check("每期" + "1,000" * 50_000 + "元还款").verdict is not Verdict.SOUND


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet="甲乙方还款欠元期每月不得联系第三人，。；：0123456789年月日%()（）\n一二三本金利息¥ ", max_size=200
    )
)
def test_any_words_are_read_without_a_fault(text: str) -> None:
    check(text)


@pytest.mark.parametrize("name", ["A01", "A05", "A13", "B07", "C04"])
def test_the_same_text_from_word_and_pdf_is_judged_alike(name: str, tmp_path: Path) -> None:
    entry = next(one for one in TEXTS + MORE if one["id"] == name)
    lines = tuple(Paragraph(line, indent=False) for line in entry["text"].splitlines() if line.strip())
    word, paper = write_document(Document(name, DocumentKind.PAPER, name, "", lines), tmp_path)
    with pypdfium2.PdfDocument(paper) as pdf:
        from_pdf = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    from_word = "\n".join(one.text for one in docx.Document(str(word)).paragraphs)
    for text in (from_pdf, from_word):
        assert set(check(text).faults) == set(check(entry["text"]).faults)


def test_words_cut_by_what_is_not_seen_are_read() -> None:
    hidden = "\u200b".join("乙方应撤回投诉")
    assert "harmful:waive_complaint" in check(f"{hidden}，欠款1000元。").faults


def test_a_page_number_does_not_cut_a_sentence() -> None:
    found = clauses_of("甲方及其委托的机构只与乙方本人联系，不得联系乙方的\n第 1 页，共 2 页\n亲属、同事、朋友。")
    assert [one.written for one in found] == ["甲方及其委托的机构只与乙方本人联系，不得联系乙方的亲属、同事、朋友。"]


def test_a_limited_company_beside_the_borrower_is_no_promise_to_ring_nobody_else() -> None:
    """有限公司 乙方 was once read as 限…乙方."""
    found = check("甲方：示例红河小额贷款有限公司 乙方：某某\n欠款1000元，甲方签约后停止催收。")
    assert "missing:no_third_party" in found.faults


def test_lines_that_a_page_broke_are_joined() -> None:
    broken = "第三条 甲方及其委托的机构只与乙方本人联系，不得联系乙方\n的亲属、同事、朋友等任何第三人。\n第四条 征信"
    found = clauses_of(broken)
    assert found[0].written.endswith("任何第三人。")
    assert [one.place for one in found] == ["第三条", "第四条"]


def test_a_ban_in_one_half_of_a_sentence_does_not_excuse_the_other_half() -> None:
    text = "还款协议。乙方不得向任何部门投诉,同意甲方联系其通讯录联系人。乙方分12期还款,每期900元。"
    found = {clause.name for clause in check_agreement(text, today=TODAY).harmful}
    assert {"waive_complaint", "authorise_contacts"} <= found
