"""Chosen papers: each can be written, says only what may be said, and none contradicts one already sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import respond_dossier as made

from ringfence.respond import (
    PaperNeedsError,
    UnknownPaperError,
    Wanted,
    inconsistencies,
    paper_kind,
    paper_kinds,
    write_paper,
)
from ringfence.respond.texts import texts
from ringfence.schema import (
    Citation,
    Confidence,
    Document,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    Rank,
    StepKind,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTACT = next(person.id for person in made.dossier().matter.people if not person.role.obliged)
LENDER = next(party.id for party in made.dossier().matter.parties)
PARENT = Proceeding(
    "X1",
    ProceedingKind.POLICE_REPORT,
    None,
    "ch-police",
    "某某派出所",
    steps=(
        ProceedingStep(StepKind.SENT, date(2026, 10, 8), reference="回执0000"),
        ProceedingStep(StepKind.NOT_ACCEPTED, date(2026, 11, 2), reference="不立字0000"),
    ),
)
FORBIDDEN = (
    *("否则", "后果自负", "曝光", "媒体", "一定会", "必须赔", "保证胜", "违法犯罪团伙", "追究刑事责任", "黑社会"),
    *("诈骗公司", "高利贷公司", "{{", "}}", "None", "您"),
)


def cited(fact: str, confidence: Confidence = Confidence.TEXT) -> Citation:
    return Citation(
        fact=fact,
        law="X",
        title=f"示例法{fact}",
        issuer="示例机关",
        doc_number="示例令第0号",
        article="1",
        rank=Rank.LAW,
        confidence=confidence,
        effective_from=date(2021, 1, 1),
        effective_to=None,
        paraphrase_zh="示例",
        paraphrase_en="example",
        source="made up",
        article_zh="第一条",
    )


def citations(kind: str) -> tuple[Citation, ...]:
    return tuple(cited(fact) for fact in paper_kind(kind).facts())


def written(kind: str, person: str = "", **more: str) -> Document:
    needs = paper_kind(kind).needs
    return write_paper(
        made.dossier(),
        Wanted(
            kind=kind,
            lender=LENDER if "lender" in needs else "",
            person=person,
            parent=PARENT if "parent" in needs else None,
            given=more,
            citations=citations(kind),
        ),
    )


def all_papers() -> Iterator[tuple[str, str]]:
    for kind in paper_kinds().values():
        for writer in kind.writers:
            yield kind.id, CONTACT if writer == "contact" else ""


@pytest.mark.parametrize(("kind", "person"), list(all_papers()))
def test_every_paper_can_be_written_and_says_nothing_it_must_not(kind: str, person: str) -> None:
    document = written(kind, person)
    whole = "\n".join(texts(document))
    ours = "\n".join(
        texts(replace(document, blocks=tuple(one for one in document.blocks if not isinstance(one, Table))))
    )
    assert not [word for word in FORBIDDEN if word in ours]
    assert document.title
    assert document.recipient
    assert "签名" in whole
    assert set(document.citations) <= set(paper_kind(kind).facts())
    assert "；；" not in whole
    assert "。。" not in whole


def test_all_papers_of_the_issue_are_there() -> None:
    assert set(paper_kinds()) == {
        *("delete", "withdraw_consent", "access", "copy", "explain"),
        *("proof_of_debt", "collector_authority", "settlement_certificate", "negotiation"),
        *("credit_objection", "complaint_credit", "complaint_cac", "complaint_samr", "consumer_association"),
        *("fraud_report", "police_report", "non_filing_notice", "reconsideration", "review", "prosecutor"),
        *("admin_reconsideration", "civil_suit", "injunction"),
    }


def test_a_contact_writes_as_nobody_who_owes_and_is_named() -> None:
    document = written("delete", CONTACT)
    whole = "\n".join(texts(document))
    person = made.dossier().matter.person(CONTACT)
    assert person is not None
    assert "没有向贵机构借款" in whole
    assert person.name in whole
    assert "贵机构的用户" not in whole
    assert document.person == CONTACT


def test_the_article_on_private_peace_stands_in_the_contacts_request_only() -> None:
    assert "cc-1033" in written("delete", CONTACT).citations
    assert "cc-1033" not in written("delete").citations


@pytest.mark.parametrize(
    ("confidence", "named", "numbered"),
    [(Confidence.TEXT, True, True), (Confidence.SECONDARY, True, False), (Confidence.MEMORY, False, False)],
)
def test_an_article_is_printed_only_as_far_as_it_was_checked(
    confidence: Confidence,
    named: bool,  # noqa: FBT001 -- a table of cases
    numbered: bool,  # noqa: FBT001 -- a table of cases
) -> None:
    source = replace(cited("pipl-47", confidence), title="某某示例法", article="47", article_zh="第四十七条")
    wanted = Wanted("delete", LENDER, citations=(source,))
    document = write_paper(made.dossier(), wanted)
    whole = "\n".join(texts(document))
    assert ("某某示例法" in whole) is named
    assert ("第四十七条" in whole) is numbered
    assert ("pipl-47" in document.citations) is named


def test_without_any_article_the_office_is_asked_to_decide() -> None:
    whole = "\n".join(texts(write_paper(made.dossier(), Wanted("delete", LENDER))))
    assert "请依职责认定适用的规定" in whole


def test_blanks_are_lines_to_fill_in_until_words_are_given() -> None:
    assert "＿＿＿" in "\n".join(texts(written("civil_suit")))
    filled = written("civil_suit", court="某某市某某区", loss="3000")
    whole = "\n".join(texts(filled))
    assert "某某市某某区人民法院" in whole
    assert "赔偿损失3000元" in whole
    assert "court" in paper_kind("civil_suit").blanks()
    assert "lender" not in paper_kind("civil_suit").blanks()


def test_given_words_are_never_read_as_a_template() -> None:
    whole = "\n".join(texts(written("civil_suit", court="{{ lender.__class__ }}")))
    assert "__class__" in whole


def test_an_appeal_takes_office_day_and_number_from_what_went_before() -> None:
    whole = "\n".join(texts(written("reconsideration")))
    for part in ("某某派出所", "2026年11月2日", "不立字0000", "七日以内"):
        assert part in whole
    assert "上一级" not in whole.split("依据")[0]


def test_public_order_goes_to_the_government_of_the_same_level() -> None:
    whole = "\n".join(texts(written("admin_reconsideration")))
    assert "本级人民政府" in whole
    assert "上一级公安机关" not in whole


def test_police_papers_state_only_what_the_police_may_look_into() -> None:
    findings = {finding.id: finding for finding in made.dossier().findings}
    for stated in written("police_report").findings:
        assert any(one.law.startswith(("PSAPL", "CRIM", "JI_")) for one in findings[stated].citations)


def test_what_a_paper_needs_is_asked_for() -> None:
    with pytest.raises(UnknownPaperError, match="nonsense"):
        write_paper(made.dossier(), Wanted("nonsense"))
    with pytest.raises(PaperNeedsError):
        write_paper(made.dossier(), Wanted("delete"))
    with pytest.raises(PaperNeedsError):
        write_paper(made.dossier(), Wanted("reconsideration"))
    with pytest.raises(PaperNeedsError):
        write_paper(made.dossier(), Wanted("proof_of_debt", LENDER, person=CONTACT))
    with pytest.raises(PaperNeedsError):
        write_paper(made.dossier(), Wanted("delete", LENDER, person="P99"))


def sent(claims: tuple[tuple[str, str], ...], lender: str = LENDER) -> Proceeding:
    step = ProceedingStep(StepKind.SENT, date(2026, 3, 2))
    return Proceeding("X1", ProceedingKind.COMPLAINT_NFRA, lender, claims=claims, steps=(step,))


def test_another_amount_than_in_a_sent_letter_is_a_contradiction() -> None:
    document = replace(written("proof_of_debt"), claims=(("stance", "neutral"), ("principal:D1", "8000.00")))
    (found,) = inconsistencies(document, [sent((("principal:D1", "9000.00"),))])
    assert "9000.00" in found.zh
    assert "8000.00" in found.zh
    assert inconsistencies(document, [sent((("principal:D1", "8000.00"),))]) == ()


def test_what_was_only_drafted_or_went_to_somebody_else_contradicts_nothing() -> None:
    document = replace(written("proof_of_debt"), claims=(("principal:D1", "8000.00"),))
    drafted = replace(sent((("principal:D1", "9000.00"),)), steps=())
    assert inconsistencies(document, [drafted, sent((("principal:D1", "9000.00"),), "L9")]) == ()


@pytest.mark.parametrize(
    ("earlier", "now", "clash"),
    [
        ("admits", "void", True),
        ("admits", "settled", True),
        ("settled", "admits", True),
        ("neutral", "void", False),
        ("admits", "neutral", False),
        ("disputes", "void", False),
        ("admits", "admits", False),
    ],
)
def test_what_papers_say_about_the_debt_must_not_exclude_each_other(earlier: str, now: str, clash: bool) -> None:  # noqa: FBT001 -- a table of cases
    document = replace(written("proof_of_debt"), claims=(("stance", now),))
    assert bool(inconsistencies(document, [sent((("stance", earlier),))])) is clash


def test_names_in_templates_are_filled_by_the_case_or_can_be_given() -> None:
    for kind in paper_kinds().values():
        written_in = " ".join((kind.to, kind.title, *kind.texts.values(), *kind.asks, *kind.asks_contact))
        assert not re.search(r"{%|{{\s*[^\w\s]", written_in), kind.id
