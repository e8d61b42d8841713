"""Follow-up letters: one for each place a proceeding can stand, plain and polite, citing only what is confirmed and applies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import respond_dossier as made

from ringfence.respond import CitationError, follow_ups, later_contact, own_dues, same_glyphs, standing, write_document
from ringfence.respond.texts import texts
from ringfence.respond.wording import words
from ringfence.schema import (
    Borrower,
    Citation,
    Confidence,
    DocumentKind,
    Due,
    Duty,
    Outcome,
    PartyType,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    Rank,
    StepKind,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Document

START = date(2026, 3, 2)
TODAY = date(2026, 4, 10)
PIPL = "中华人民共和国个人信息保护法"


def cite(fact: str, kind: PartyType) -> Citation | None:
    del kind
    return made.citation(
        fact, "PIPL", PIPL, "主席令第91号(2021)", "50", Rank.LAW, Confidence.TEXT, "说明理由", place="第五十条"
    )


def nothing(fact: str, kind: PartyType) -> Citation | None:
    del fact, kind
    return None


def walked(
    outcome: Outcome | None, kind: ProceedingKind = ProceedingKind.DELETE, note: str = "", person: str = "",
    check: Outcome | None = None,
) -> Proceeding:  # fmt: skip
    """Return a proceeding sent on 2026-03-02 and answered on 2026-03-20 with ``outcome`` (None: not at all)."""
    steps = [ProceedingStep(StepKind.SENT, START, "挂号信", "XA00000000000")]
    if outcome is not None:
        steps.append(ProceedingStep(StepKind.REPLIED, date(2026, 3, 20), outcome=outcome, note=note))
    if check is not None:
        steps.append(ProceedingStep(StepKind.CHECKED, date(2026, 4, 1), outcome=check))
    return Proceeding("X1", kind, made.MICRO, steps=tuple(steps), person=person)


def letter(proceeding: Proceeding, how: object = cite, **changes: object) -> Document:
    dossier = made.dossier()
    matter = replace(dossier.matter, as_of=TODAY, proceedings=(proceeding,), **changes)  # type: ignore[arg-type]  # fields of Matter
    late = Due(
        "made_up:X1", "made_up", "答复", "X1", START, START + timedelta(days=30), Duty.THEIRS, hard=True,
        met=proceeding.last(StepKind.REPLIED) is not None,
    )  # fmt: skip
    dues = (late, *own_dues((proceeding,), (late,), TODAY))
    stage = standing(proceeding, dues, TODAY)
    (document,) = follow_ups(replace(dossier, matter=matter), (stage,), how, TODAY)  # type: ignore[arg-type]  # a stand-in
    return document


def whole(document: Document) -> str:
    return "\n".join(texts(document))


CASES = {
    "催办函": walked(None),
    "尚未办理事项": walked(Outcome.PARTIAL, note="通讯录已删除;紧急联系人暂予保留"),
    "核实身份的材料": walked(Outcome.MORE_ID, note="手持身份证的照片或视频、户口本"),
    "请说明由谁办理": walked(Outcome.NOT_US),
    "请说明理由": walked(Outcome.REFUSED_NO_REASON),
    "请逐项答复": walked(Outcome.NO_ANSWER),
    "请求告知办理结果": walked(None, ProceedingKind.REPORT_CAC),
    "核对情况": walked(Outcome.DONE, check=Outcome.NOT_DONE),
    "办结告知": walked(Outcome.DONE, check=Outcome.CONFIRMED),
}


@pytest.mark.parametrize("stem", CASES)
def test_each_stage_has_its_letter(stem: str) -> None:
    document = letter(CASES[stem])
    assert (document.stem, document.kind) == (f"X1-{stem}", DocumentKind.FOLLOW_UP)
    text = whole(document)
    assert "2026年3月2日以挂号信（单号XA00000000000）向" in text
    assert "{{" not in text
    assert "None" not in text
    assert "，，" not in text
    assert "。。" not in text


@pytest.mark.parametrize("stem", CASES)
def test_no_letter_threatens_promises_or_admits(stem: str) -> None:
    text = whole(letter(CASES[stem]))
    forbidden = "否则|后果自负|追究|曝光|必须立即|保证|一定会|肯定|媒体|起诉|举报你|承认欠|愿意还|X1"
    assert re.search(forbidden, text.replace("X1-", "")) is None


def test_only_confirmed_articles_are_printed_and_cited() -> None:
    document = letter(CASES["请说明理由"])
    assert document.citations == ("pipl-50",)
    assert f"《{PIPL}》" in whole(document)
    assert "第五十条：拒绝个人行使权利的请求的，应当说明理由。" in whole(document)


def test_what_is_known_from_memory_or_does_not_apply_is_left_out() -> None:
    def from_memory(fact: str, kind: PartyType) -> Citation | None:
        found = cite(fact, kind)
        return replace(found, confidence=Confidence.MEMORY) if found else None

    for how in (nothing, from_memory):
        document = letter(CASES["请说明理由"], how)
        assert document.citations == ()
        assert "《" not in whole(document)


def test_a_standard_is_never_cited_as_law() -> None:
    def standard(fact: str, kind: PartyType) -> Citation | None:
        found = cite(fact, kind)
        return replace(found, rank=Rank.RECOMMENDED_STANDARD) if found else None

    with pytest.raises(CitationError):
        letter(CASES["请说明理由"], standard)


def test_articles_about_requests_are_not_cited_in_a_complaint() -> None:
    document = letter(walked(Outcome.REFUSED_NO_REASON, ProceedingKind.COMPLAINT_INSTITUTION))
    assert document.citations == ()


def test_a_late_answer_is_said_with_its_day_only_when_a_rule_sets_it() -> None:
    assert "期限到2026年4月1日为止" in whole(letter(CASES["催办函"]))
    promised = walked(None)
    dossier = made.dossier()
    matter = replace(dossier.matter, as_of=TODAY, proceedings=(promised,))
    stage = standing(promised, own_dues((promised,), (), TODAY), TODAY)
    (document,) = follow_ups(replace(dossier, matter=matter), (stage,), cite, TODAY)
    assert "期限到" not in whole(document)


def test_the_answers_words_are_quoted_with_others_masked() -> None:
    text = whole(letter(walked(Outcome.PARTIAL, note="林秀英 19900010001 的号码已删除,其余保留")))
    assert "答复中写道" in text
    assert "19900010001" not in text
    assert "林秀英" not in text


def test_a_letter_for_a_contact_shows_nothing_of_the_borrower() -> None:
    document = letter(
        walked(Outcome.MORE_ID, person="P1"), borrower=Borrower("陈示例", ("19900000000",), "110101199001011234")
    )
    text = whole(document)
    assert "陈示例" not in text
    assert "19900000000" not in text
    assert "本人手机号" in text


def test_what_was_stated_first_is_repeated_unchanged() -> None:
    stated = replace(walked(Outcome.PARTIAL), claims=(("请求删除的范围", "通讯录和通话记录"), ("internal_key", "8000")))
    text = whole(letter(stated))
    assert "请求删除的范围：通讯录和通话记录" in text
    assert "internal_key" not in text


def test_later_contact_is_counted_in_the_letter() -> None:
    done = walked(Outcome.DONE, check=Outcome.NOT_DONE)
    done = replace(done, steps=tuple(replace(step, day=date(2026, 8, 1)) for step in done.steps))
    dossier = made.dossier()
    matter = replace(dossier.matter, as_of=date(2026, 9, 1), proceedings=(done,))
    found = later_contact(done, matter, matter.as_of)
    assert found is not None
    stage = standing(done, (), matter.as_of)
    (document,) = follow_ups(replace(dossier, matter=matter), (stage,), cite, matter.as_of)
    assert f"还有{len(found.events)}次向我以外的人联系的情形，涉及{len(found.people)}人" in whole(document)


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.DONE, Outcome.REFUSED, Outcome.MORE_TIME])
def test_what_waits_for_a_person_or_a_check_gets_no_letter(outcome: Outcome) -> None:
    proceeding = walked(outcome)
    dossier = made.dossier()
    matter = replace(dossier.matter, as_of=date(2026, 3, 22), proceedings=(proceeding,))
    stage = standing(proceeding, own_dues((proceeding,), (), matter.as_of), matter.as_of)
    assert follow_ups(replace(dossier, matter=matter), (stage,), cite, matter.as_of) == ()


def test_a_hostile_answer_stays_text(tmp_path: Path) -> None:
    document = letter(walked(Outcome.PARTIAL, note=made.HOSTILE))
    files = write_document(document, tmp_path)
    assert all(path.stat().st_size > 1000 for path in files)


def test_documents_written_together_embed_one_font() -> None:
    first, second = same_glyphs((letter(CASES["催办函"]), letter(CASES["请说明理由"])))
    assert first.glyphs == second.glyphs
    assert set(whole(first) + whole(second)) - {"\n"} <= set(first.glyphs)


def test_every_letter_says_what_it_is_for() -> None:
    ids = [one["id"] for one in words("follow_up")["letters"]]
    assert len(ids) == len(set(ids)) == len(CASES)
