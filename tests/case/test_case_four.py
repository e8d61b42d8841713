"""The four given cases, from the files to every letter and paper: findings, route, letters, and only law that applies."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from four_cases import TODAY, build

from ringfence.law import cite, load_pack
from ringfence.respond import paper_kinds
from ringfence.schema import Blank, Bullets, Confidence, DocumentKind, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.case import Case
    from ringfence.schema import Document, Dossier, Finding

PAPERS = {
    "card": ("copy", "proof_of_debt", "collector_authority", "negotiation"),
    "microloan": ("proof_of_debt", "delete", "complaint_samr", "consumer_association", "credit_objection"),
    "unlicensed": ("complaint_cac", "police_report", "civil_suit", "injunction", "fraud_report"),
    "contact": ("delete", "access", "copy", "explain", "complaint_cac", "police_report", "civil_suit", "injunction"),
}
RULES = {
    "card": {"CN-3P-002", "CN-COL-001"},
    "microloan": {"CN-COST-002", "CN-COL-002", "CN-COL-001", "CN-COST-003"},
    "unlicensed": {
        "CN-APP-001",
        "CN-APP-002",
        "CN-APP-012",
        "CN-CON-001",
        "CN-CON-005",
        "CN-COST-004",
        "CN-COST-005",
        "CN-CRM-004",
    },
    "contact": {"CN-3P-005"},
}
ROUTES = {
    "card": [(1, "ch-institution"), (2, "ch-nfra"), (3, "ch-12321")],
    "microloan": [(1, "ch-institution"), (2, "ch-local"), (3, "ch-12321"), (4, "ch-court")],
    "unlicensed": [(1, "ch-police"), (2, "ch-local"), (3, "ch-12321"), (4, "ch-court")],
    "contact": [(1, "ch-institution"), (2, "ch-nfra"), (3, "ch-cac")],
}
LETTERS = {
    "card": ["ch-institution", "ch-nfra", "ch-12321", None],
    "microloan": ["ch-institution", "ch-local", "ch-12321", None],
    "unlicensed": ["ch-police", "ch-local", "ch-12321", None],
    "contact": ["ch-institution", "ch-nfra", None],
}
ARTICLE = re.compile(
    r"第[一二三四五六七八九十百千零〇]+条(?:第[一二三四五六七八九十]+款)?(?:第[一二三四五六七八九十]+项)?"
)
QUOTED = re.compile(r"“[^”]+”")  # the collector's words are quoted as they are
BAD = (
    "None",
    "nan",
    "{{",
    "}}",
    "{%",
    "。。",
    "，，",
    "；；",
    "；。",
    "，。",
    "、、",
    "、。",
    "：。",
    "您",
    "（）",
    "“”",
)


class Built(NamedTuple):
    """One of the cases with all that it led to."""

    name: str
    case: Case
    dossier: Dossier
    letters: tuple[Document, ...]
    papers: tuple[Document, ...]
    files: tuple[Path, ...]


@pytest.fixture(scope="module", params=list(PAPERS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    name = str(request.param)
    folder = tmp_path_factory.mktemp(name)
    with build(name, folder) as case:
        made = case.write_letters(folder / "letters", as_of=TODAY)
        person = "P1" if name == "contact" else ""
        chosen = [
            case.write_paper(kind, folder / "papers", lender="L1", person=person, as_of=TODAY) for kind in PAPERS[name]
        ]
        papers = tuple(document for one in chosen for document in one.documents)
        files = (*made.files, *(path for one in chosen for path in one.files))
        yield Built(name, case, made.dossier, made.documents, papers, files)


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Bullets():
                yield from block.items
            case Table():
                yield from (cell for row in block.rows for cell in row)
            case Blank():
                yield f"{block.label}：{block.value}"


def _text(document: Document) -> str:
    return "\n".join(_lines(document))


def _named(built: Built, channel: str) -> str:
    return next(_text(one) for one in built.letters if one.channel == channel)


def _of(built: Built, rule: str) -> Finding:
    return next(one for one in built.dossier.findings if one.rule == rule)


def test_exactly_these_rules_are_found(built: Built) -> None:
    assert {one.rule for one in built.dossier.findings} == RULES[built.name]
    assert {one.lender for one in built.dossier.findings} == {"L1"}


def test_the_way_goes_to_who_is_competent_in_this_order(built: Built) -> None:
    (route,) = built.dossier.routes
    assert [(step.order, step.channel.id) for step in route.steps] == ROUTES[built.name]


def test_letters_and_chosen_papers_are_written_each_as_two_files(built: Built) -> None:
    assert [one.channel for one in built.letters] == LETTERS[built.name]
    assert built.letters[-1].kind is DocumentKind.EXHIBIT_LIST
    assert [one.paper for one in built.papers] == list(PAPERS[built.name])
    assert len(built.files) == 2 * (len(built.letters) + len(built.papers))
    assert all(path.stat().st_size > 1000 for path in built.files)


def test_nothing_is_cited_that_does_not_apply_on_its_day_to_that_lender(built: Built) -> None:
    pack = load_pack("cn")
    (party,) = built.dossier.matter.parties
    stated = {one.id: one for one in built.dossier.findings}
    for document in (*built.letters, *built.papers):
        for fact in document.citations:
            assert pack.facts[fact].confidence is not Confidence.MEMORY, f"{document.stem}: {fact}"
            mine = [one for one in map(stated.get, document.findings) if one and fact in _facts(one)]
            days = [day for one in mine for day in (one.first_day, one.last_day) if day]
            if document.paper and fact in paper_kinds()[document.paper].facts():
                days.append(TODAY)
            assert days, f"{document.stem}: {fact} rests on nothing"
            assert all(cite(pack, (fact,), day, party.type) for day in days), f"{document.stem}: {fact} {days}"


def _facts(finding: Finding) -> set[str]:
    return {one.fact for one in finding.citations}


def test_an_article_number_is_printed_only_where_its_text_was_read(built: Built) -> None:
    pack = load_pack("cn")
    for document in (*built.letters, *built.papers):
        if document.kind is DocumentKind.EXHIBIT_LIST:
            continue
        read = {
            part
            for fact in document.citations
            if pack.facts[fact].confidence is Confidence.TEXT
            for part in ARTICLE.findall(pack.facts[fact].citation().article_zh)
        }
        printed = {part for line in _lines(document) if "《" in line for part in ARTICLE.findall(line)}
        assert printed <= read, document.stem


def test_no_memory_instrument_stands_in_any_text(built: Built) -> None:
    pack = load_pack("cn")
    whole = "\n".join(_text(one) for one in (*built.letters, *built.papers))
    known: dict[str, set[Confidence]] = {}
    for fact in pack.facts.values():
        known.setdefault(fact.law.title, set()).add(fact.confidence)
    unread = [title for title, confidence in known.items() if confidence == {Confidence.MEMORY}]
    assert unread
    assert not [title for title in unread if title and f"《{title}》" in whole]


def test_every_sentence_is_the_writers_own_and_clean(built: Built) -> None:
    for document in (*built.letters, *built.papers):
        own = QUOTED.sub("“…”", _text(document))
        assert not [bad for bad in BAD if bad in own], document.stem


def test_a_message_to_pass_on_is_no_demand_on_the_colleague(built: Built) -> None:
    if built.name in {"card", "contact"}:
        assert not [one for one in built.dossier.findings if one.rule == "CN-3P-001"]


def test_the_card_is_told_below_the_law_only(built: Built) -> None:
    if built.name != "card":
        return
    assert {one.kind.value for one in built.dossier.findings} == {"benchmark"}
    assert _of(built, "CN-COL-001").count == 1
    for channel in ("ch-institution", "ch-nfra"):
        assert "我不据此主张该做法违法" in _named(built, channel)
        assert "不符合法律或者监管规定的做法" not in _named(built, channel)
    assert "card-70" in built.papers[-1].citations


def test_the_microlender_by_both_ways_of_counting_and_at_night(built: Built) -> None:
    if built.name != "microloan":
        return
    cost = _of(built, "CN-COST-002")
    assert "31.00%" in cost.sentence_zh
    assert "35.8" in cost.sentence_zh
    assert cost.first_day == date(2026, 1, 5)
    assert _of(built, "CN-COL-002").count == 2
    text = _named(built, "ch-local")
    assert "小额贷款公司" in text
    assert "12378" not in text
    assert "2、3" in text


def test_the_app_goes_to_the_police_first_and_gets_no_offer_to_talk(built: Built) -> None:
    if built.name != "unlicensed":
        return
    police = _named(built, "ch-police")
    assert "打断你的腿" in police
    assert "需要先核对原件或者经过" in police
    assert "疑似伪造传票、立案书或律师函" in police
    assert "第二百八十条" not in police
    local = _named(built, "ch-local")
    assert "正规渠道与该机构沟通" not in local
    assert "固定联系人" not in local
    assert "10000%以上" in _of(built, "CN-COST-004").sentence_zh
    report = _text(built.papers[0])
    assert "丙闪借1.0" in report.replace(" ", "")
    assert "READ_CONTACTS" in report


def test_the_contact_writes_for_themselves(built: Built) -> None:
    if built.name != "contact":
        return
    for document in built.papers:
        text = _text(document)
        assert document.person == "P1"
        assert "演示阿姨" in text
        assert "示例路" not in text
        assert "19900009001" not in text
        assert "我是贵机构的用户" not in text
        assert "不否认真实、合法的债务" not in text
    cac = _text(next(one for one in built.papers if one.paper == "complaint_cac"))
    assert "App名称" not in cac
    assert "第十六条" not in cac
    assert "拒绝提供服务" not in cac
