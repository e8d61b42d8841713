"""Letters: to whom, stating what, citing what, and never contradicting each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import respond_dossier as made

from ringfence.respond import CitationError, letters
from ringfence.respond.letters import _check
from ringfence.respond.papers import stem
from ringfence.respond.texts import texts
from ringfence.schema import (
    Action,
    Blank,
    Bullets,
    Document,
    DocumentKind,
    FindingKind,
    Matter,
    Paragraph,
    Party,
    PartyType,
    Route,
    RouteStep,
    Table,
)


def whole_text(document: Document) -> str:
    return "\n".join(texts(document))


def one(kind: DocumentKind, lender: str | None = None, channel: str | None = None) -> Document:
    found = [
        document
        for document in letters(made.dossier())
        if document.kind is kind and lender in {None, document.lender} and channel in {None, document.channel}
    ]
    assert len(found) == 1
    return found[0]


def test_the_letters_follow_each_lenders_route() -> None:
    written = [(one.kind, one.lender, one.channel) for one in letters(made.dossier())]
    assert written == [
        (DocumentKind.POLICE_SUMMARY, None, "ch-police"),
        (DocumentKind.COMPLAINT, made.BANK, "ch-institution"),
        (DocumentKind.COMPLAINT, made.BANK, "ch-nfra"),
        (DocumentKind.COMPLAINT, made.MICRO, "ch-institution"),
        (DocumentKind.COMPLAINT, made.MICRO, "ch-local"),
        (DocumentKind.NUMBER_REPORT, None, "ch-12321"),
        (DocumentKind.EXHIBIT_LIST, None, None),
    ]


def test_a_complaint_has_all_its_parts() -> None:
    letter = one(DocumentKind.COMPLAINT, made.MICRO, "ch-institution")
    text = whole_text(letter)
    for part in ("投诉人", "被投诉的机构", "事实", "证据", "依据", "请求", "附件", "签名", "日期"):
        assert part in text
    tables = [block for block in letter.blocks if isinstance(block, Table)]
    assert len(tables) == 1
    assert len(tables[0].rows) == 7
    blanks = {block.label: block.value for block in letter.blocks if isinstance(block, Blank)}
    assert blanks["姓名"] == "林海"
    assert blanks["身份证件号码"] == ""  # not known: left to fill in


def test_what_is_asked_depends_on_what_happened() -> None:
    third = one(DocumentKind.COMPLAINT, made.MICRO, "ch-institution")
    none = one(DocumentKind.COMPLAINT, made.BANK, "ch-institution")
    assert "停止联系借款人、担保人以外的任何人" in whole_text(third)
    assert "通讯录" in whole_text(third)
    assert "停止联系借款人、担保人以外的任何人" not in whole_text(none)
    assert "通讯录" not in whole_text(none)
    for letter in (third, none):
        text = whole_text(letter)
        assert "不否认真实、合法的债务" in text
        assert "我愿意" not in text  # a promise to pay may start the period of limitation anew
        assert "书面答复" in text
        assert "固定联系人" in text


def test_memory_is_never_cited_and_second_hand_has_no_article() -> None:
    for letter in letters(made.dossier()):
        text = whole_text(letter)
        assert "nifa-2018" not in letter.citations
        assert "互联网金融逾期债务催收自律公约" not in text
        assert "记忆条款" not in text
        assert "条号未核" not in text
        assert "5.3" not in text
        for line in text.split("\n"):
            if "小额贷款公司监督管理暂行办法》" in line:
                assert not re.search("第[一二三四五六七八九十百]+条", line)


def test_a_letter_that_cites_what_it_must_not_is_stopped() -> None:
    dossier = made.dossier()
    letter = replace(letters(dossier)[1], citations=("nifa-2018",))
    with pytest.raises(CitationError, match="nifa-2018"):
        _check(dossier, letter)


def test_standards_are_said_to_be_no_law_in_every_letter_that_uses_them() -> None:
    for letter in letters(made.dossier()):
        text = whole_text(letter)
        if "GB/T 45251" in text or "自律规则" in text:
            assert "不作为认定违法的依据" in text or "不等于违法" in text
    bank = whole_text(one(DocumentKind.COMPLAINT, made.BANK, "ch-nfra"))
    assert "我不据此主张该做法违法" in bank
    assert "不符合法律或者监管规定" not in bank


def test_a_number_report_with_a_benchmark_says_so() -> None:
    dossier = made.dossier()
    bank = replace(dossier.routes[0], steps=(RouteStep(1, made.N12321, "x", ("CN-COL-001:L1",)),))
    report = next(one for one in letters(replace(dossier, routes=(bank,))) if one.kind is DocumentKind.NUMBER_REPORT)
    assert "推荐性国家标准" in whole_text(report)
    assert "不等于违法" in whole_text(report)


def test_findings_to_be_confirmed_and_hints_are_in_no_letter() -> None:
    for letter in letters(made.dossier()):
        assert "CN-3P-005:L2" not in letter.findings
        assert "CN-HINT-001:L2" not in letter.findings
        assert "预留名单" not in whole_text(letter)


def test_letters_say_i_not_you() -> None:
    for letter in letters(made.dossier()):
        assert "您" not in whole_text(letter).replace(made.PASS_ON.replace("林秀英", "林*"), "")


def test_counts_and_dates_are_the_same_everywhere() -> None:
    written = letters(made.dossier())
    bank = [whole_text(one) for one in written if one.lender == made.BANK]
    micro = [whole_text(one) for one in written if one.lender == made.MICRO]
    for texts_, attempts, quiet in ((bank, 19, 9), (micro, 18, 3)):
        assert len(texts_) == 2
        for text in texts_:
            assert f"催收联系共{attempts}次" in text
            assert f"其中{quiet}次发生在22:00至次日8:00" in text
            assert "2026年8月3日至8月11日" in text


def test_third_parties_are_masked_and_shown_when_asked() -> None:
    for letter in letters(made.dossier()):
        text = whole_text(letter)
        for person in made.PEOPLE:
            assert person.numbers[0] not in text
            assert person.name not in text or person.name == "表姐"
        assert "110101199001011234" not in text
    open_text = "".join(whole_text(one) for one in letters(made.dossier(masked=False)))
    assert "林秀英" in open_text
    assert "已部分遮盖" not in open_text


def test_the_police_page_is_short_and_not_exaggerated() -> None:
    page = one(DocumentKind.POLICE_SUMMARY)
    text = whole_text(page)
    assert page.findings == ("CN-CON-001:L2", "CN-CON-004:L2")
    assert "登记" in text
    assert "回执" in text
    assert "由公安机关依法认定" in text
    assert "2026年1月1日起施行" in text
    assert "GB/T" not in text
    for word in ("构成犯罪", "黑社会", "非法拘禁", "要求严惩"):
        assert word not in text
    rows = next(block for block in page.blocks if isinstance(block, Table)).rows
    assert {row[4] for row in rows} >= {f"“{made.THREAT}”"}


def test_a_letter_takes_only_the_facts_of_a_sentence() -> None:
    """The finding's sentence goes on to sources that a letter must not cite."""
    dossier = made.dossier()
    line = "这不符合行业自律规则,尚未核实《互联网金融逾期债务催收自律公约(试行)》第5.3条。上述情况违反了这一规定。"
    changed = tuple(
        replace(one, told_zh="您被联系了很多次。", sentence_zh=f"您被联系了很多次。{line}") for one in dossier.findings
    )
    for letter in letters(replace(dossier, findings=changed)):
        text = whole_text(letter)
        assert "自律公约" not in text
        assert "违反了这一规定" not in text
        if letter.kind is DocumentKind.COMPLAINT:
            assert "我被联系了很多次。" in text
    only_law = tuple(replace(one, told_zh="", sentence_zh=line) for one in dossier.findings)
    assert "威胁人身安全：威胁人身安全。时间：2026年8月3日至8月11日；数量：1条。" in whole_text(
        letters(replace(dossier, findings=only_law))[0]
    )


def test_without_a_way_to_the_police_there_is_no_police_page() -> None:
    dossier = made.dossier()
    routes = tuple(
        replace(route, steps=tuple(step for step in route.steps if step.channel.id != "ch-police"))
        for route in dossier.routes
    )
    assert DocumentKind.POLICE_SUMMARY not in {one.kind for one in letters(replace(dossier, routes=routes))}


def test_without_a_police_matter_there_is_no_police_page() -> None:
    dossier = made.dossier()
    kept = tuple(one for one in dossier.findings if not one.rule.startswith("CN-CON"))
    kinds = {one.kind for one in letters(replace(dossier, findings=kept))}
    assert DocumentKind.POLICE_SUMMARY not in kinds
    assert DocumentKind.COMPLAINT in kinds


def test_a_benchmark_never_goes_to_the_police() -> None:
    dossier = made.dossier()
    soft = tuple(replace(one, kind=FindingKind.BENCHMARK) for one in dossier.findings)
    assert DocumentKind.POLICE_SUMMARY not in {one.kind for one in letters(replace(dossier, findings=soft))}


def test_the_number_report_accuses_only_numbers_in_the_evidence() -> None:
    report = one(DocumentKind.NUMBER_REPORT)
    rows = next(block for block in report.blocks if isinstance(block, Table)).rows
    assert [row[1] for row in rows] == ["19900090001", "10690000123"]
    assert "95599" not in whole_text(report)
    assert rows[0][3] == "6"
    assert rows[0][5].count("2026-08-") == 4
    assert "不涉及债务本身" in whole_text(report)


def test_a_complaint_lists_only_the_exhibits_it_stands_on() -> None:
    dossier = made.dossier()
    other = replace(dossier.exhibits[0], id="S9", name="另一件事.xml")
    letter = letters(replace(dossier, exhibits=(*dossier.exhibits, other)))[1]
    attachments = [block for block in letter.blocks if isinstance(block, Bullets)][-1]
    assert not any("另一件事" in item for item in attachments.items)
    assert any("短信备份（S1）" in item for item in attachments.items)


def test_the_exhibit_list_holds_both_digests_and_what_is_missing() -> None:
    listed = one(DocumentKind.EXHIBIT_LIST)
    text = whole_text(listed).replace(" ", "")
    for exhibit in made.dossier().exhibits:
        assert exhibit.sha256 in text
        assert exhibit.sm3 in text
    assert "29/30" in text
    assert "12/未写明" in text
    assert "S1有1处没有读懂" in text


def test_nobody_unknown_is_complained_of() -> None:
    dossier = made.dossier()
    route = Route(None, (RouteStep(1, made.INSTITUTION, "x", ("CN-COL-001:L1",)),))
    assert letters(replace(dossier, routes=(route,))) == ()


def test_an_empty_case_has_no_letters() -> None:
    dossier = made.dossier(findings=(), routes=(), exhibits=())
    assert letters(dossier) == ()
    assert letters(replace(dossier, matter=Matter(made.events().head(0), date(2026, 1, 1)))) == ()


def test_the_type_of_a_lender_says_where_it_comes_from() -> None:
    dossier = made.dossier()

    def line(party: Party) -> str:
        matter = replace(dossier.matter, parties=(party, *made.PARTIES[1:]))
        text = whole_text(letters(replace(dossier, matter=matter))[1])
        return next(row for row in text.split("\n") if row.startswith("机构名称"))

    bank = made.PARTIES[0]
    assert "由投诉人根据合同填写" in line(bank)
    assert "核对自2026-11-01" in line(replace(bank, type_source="register:2026-11-01"))
    assert "类型尚未确认" in line(replace(bank, type=PartyType.UNKNOWN))


def test_stems_are_safe_and_distinct() -> None:
    stems = [one.stem for one in letters(made.dossier())]
    assert len(set(stems)) == len(stems)
    for name in stems:
        assert re.fullmatch(r"[0-9]+-[0-9A-Za-z\u4e00-\u9fff-]{1,58}", name)
    assert stem(3, 'a/../../b:*?"<>|\x00 CON') == "3-a-b-CON"
    assert stem(3, "///") == "3-letter"


def test_a_hostile_party_name_stays_text() -> None:
    dossier = made.dossier()
    party = Party(made.BANK, "../../坏<b>银行</b>{{ 7*7 }}#panic()", PartyType.BANK)
    matter = replace(dossier.matter, parties=(party, *made.PARTIES[1:]))
    letter = letters(replace(dossier, matter=matter))[1]
    assert "{{ 7*7 }}" in whole_text(letter)
    assert "49" not in whole_text(letter)
    assert "/" not in letter.stem
    assert ".." not in letter.stem


def test_letters_do_not_depend_on_the_actions() -> None:
    dossier = made.dossier()
    assert letters(dossier) == letters(replace(dossier, actions=(Action("x", "y", "z"),)))


def test_indentation_marks_running_text_only() -> None:
    letter = one(DocumentKind.COMPLAINT, made.BANK, "ch-institution")
    first = next(block for block in letter.blocks if isinstance(block, Paragraph))
    assert first.text.endswith("部门：")
    assert not first.indent


def test_an_official_reads_the_letter_in_three_lines() -> None:
    letter = one(DocumentKind.COMPLAINT, made.MICRO, "ch-local")
    summary = next(block for block in letter.blocks if isinstance(block, Bullets))
    counts, faults, asks = summary.items
    assert "催收联系共18次" in counts
    assert "威胁人身安全（1条）" in faults
    assert "督促该机构停止联系借款人、担保人以外的人" in asks
    assert letter.blocks.index(summary) < 6


def test_the_criminal_law_is_for_the_police_only() -> None:
    dossier = made.dossier()
    crime = replace(made.PS62, fact="cr-279", law="CRIM", title="中华人民共和国刑法", article_zh="第二百七十九条")
    changed = tuple(
        replace(one, citations=(*one.citations, crime)) if one.rule == "CN-CON-004" else one for one in dossier.findings
    )
    for letter in letters(replace(dossier, findings=changed)):
        assert ("刑法" in whole_text(letter)) is (letter.kind is DocumentKind.POLICE_SUMMARY)
        assert ("cr-279" in letter.citations) is (letter.kind is DocumentKind.POLICE_SUMMARY)


def test_the_basis_says_which_facts_each_article_is_about() -> None:
    letter = one(DocumentKind.COMPLAINT, made.MICRO, "ch-local")
    listed = [block for block in letter.blocks if isinstance(block, Bullets)][1]
    assert listed.items[0].endswith(
        "第一千零三十三条第一项，未经同意不得以电话、短信等侵扰他人的私人生活安宁（事实1）。"
    )
    rules = next(item for item in listed.items if item.startswith("《小额贷款公司监督管理暂行办法》"))
    assert rules == (
        "《小额贷款公司监督管理暂行办法》（金规〔2024〕26号，部门规章）：不得向债务人、担保人以外的主体催收等六类禁止（事实1、3）。"
    )
    assert "≤" not in whole_text(letter)


def test_the_lender_is_named_once_and_then_the_other_side() -> None:
    dossier = made.dossier()
    told = f"“{made.PARTIES[1].name}”在夜里向您催收。"
    changed = tuple(replace(one, told_zh=told) for one in dossier.findings)
    written = letters(replace(dossier, findings=changed))
    text = whole_text(next(one for one in written if one.channel == "ch-local"))
    assert "对方在夜里向我催收。" in text
    assert "“对方”指" in text
    assert f"“{made.PARTIES[1].name}”在夜里" in whole_text(written[0])  # the police page speaks of several lenders


def test_a_state_of_affairs_does_not_stand_beside_every_row() -> None:
    dossier = made.dossier()
    changed = tuple(
        replace(one, first_day=None, last_day=None, events=tuple(dossier.matter.events["event"]))
        if one.rule == "CN-CON-001"
        else one
        for one in dossier.findings
    )
    letter = next(one for one in letters(replace(dossier, findings=changed)) if one.channel == "ch-local")
    table = next(block for block in letter.blocks if isinstance(block, Table))
    text = whole_text(letter)
    number = next(n for n in "123" if f"{n}. 威胁人身安全" in text)
    assert not any(number in row[6].split() for row in table.rows)


def test_the_number_report_asks_for_no_more_about_the_reporter_than_it_needs() -> None:
    report = one(DocumentKind.NUMBER_REPORT)
    assert {block.label for block in report.blocks if isinstance(block, Blank)} == {
        "姓名",
        "联系电话",
        "举报人（签名）",
        "日期",
    }
    rows = next(block for block in report.blocks if isinstance(block, Table)).rows
    assert all("威胁人身安全" in row[6] or "联系人催收" in row[6] or "冒充" in row[6] for row in rows)
    assert "请核查认定" in whole_text(report)
