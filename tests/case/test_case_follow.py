"""A request walked through simulated time: sent, received, late, answered by halves, taken to 12378, "done", not done, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringfence import law, respond
from ringfence.case import Case, Follow, UnknownNameError, begun_by
from ringfence.respond import StageKind
from ringfence.respond.wording import words
from ringfence.schema import (
    Due,
    Duty,
    Matter,
    Outcome,
    Party,
    PartyType,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.respond import Stage
    from ringfence.schema import Document

FORM = """护联陈述表: 1
陈述人: 演示表姐
与借款人关系: 家人
陈述人号码: 19100000009
经过:
  - 时间: {when}
    方式: 电话
    对方号码: 19900000001
    接通了: 是
    说了什么: 让我替他赶紧还钱,不还就天天打
    自称代表: 某贷
"""
# What the law room would count, by hand: kind -> (deadline, step that starts the clock, days, set by a binding rule)
BY_HAND = {
    ProceedingKind.DELETE: ("pipl_request", StepKind.SENT, 30, False),
    ProceedingKind.COMPLAINT_INSTITUTION: ("institution_complaint", StepKind.RECEIVED, 15, True),
}


def by_hand(matter: Matter) -> tuple[Due, ...]:
    """Count as the law data says: the day after the step is the first; an answer meets it."""
    found = []
    for one in matter.proceedings:
        if one.kind not in BY_HAND:
            continue
        deadline, starts, days, hard = BY_HAND[one.kind]
        begun = next((step for step in one.steps if step.kind is starts and step.day <= matter.as_of), None)
        answer = next((step for step in one.steps if step.kind is StepKind.REPLIED and step.day <= matter.as_of), None)
        if begun is not None:
            last = begun.day + timedelta(days=days)
            found.append(
                Due(
                    f"{deadline}:{one.id}", deadline, "答复期限", one.id, begun.day, last, Duty.THEIRS, hard,
                    met=answer is not None, met_on=answer.day if answer else None,
                )
            )  # fmt: skip
    return tuple(found)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setattr("ringfence.case.dues.counted_dues", by_hand)
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        made.name_party(Party("L1", "某贷消费金融有限公司", PartyType.CONSUMER_FINANCE, ("某贷",), ("19900000001",)))
        told = tmp_path / "first.yaml"
        told.write_text(FORM.format(when="2026-02-20 10:00"), encoding="utf-8")
        made.add(told, today=date(2026, 2, 21))
        yield made


class Walk:
    """Short words for the walk: what happened on which day, and how it looks on another."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def did(self, which: str, kind: StepKind, day: str, outcome: Outcome | None = None, note: str = "") -> None:
        step = ProceedingStep(kind, date.fromisoformat(day), means="挂号信", outcome=outcome, note=note)
        self.case.note_step(which, step)

    def stage(self, which: str, day: str) -> Stage:
        follow = Follow(self.case.matter(date.fromisoformat(day)))
        return next(stage for stage in follow.stages if stage.proceeding == which)

    def letters(self, day: str) -> dict[str, Document]:
        _, documents = self.case.dossier(as_of=date.fromisoformat(day))
        return {one.stem: one for one in documents if one.stem.startswith("X")}

    def todo(self, day: str) -> list[str]:
        dossier, _ = self.case.dossier(as_of=date.fromisoformat(day))
        return [action.title_zh for action in dossier.actions]

    def next_kinds(self, which: str, day: str) -> list[str]:
        follow = Follow(self.case.matter(date.fromisoformat(day)))
        return [rung.kind.value for rung in follow.rungs(self.case.state.proceedings[which])]


def test_a_request_from_sending_to_the_closing_notice(case: Case, tmp_path: Path) -> None:  # noqa: PLR0915 -- one story
    walk = Walk(case)
    case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1"))
    assert walk.stage("X1", "2026-03-01").kind is StageKind.DRAFTED

    walk.did("X1", StepKind.SENT, "2026-03-02")
    walk.did("X1", StepKind.RECEIVED, "2026-03-05")
    waiting = walk.stage("X1", "2026-03-20")
    assert waiting.kind is StageKind.WAITING
    assert waiting.due is not None
    assert waiting.due.day == date(2026, 4, 1)
    assert walk.letters("2026-03-20") == {}

    assert walk.stage("X1", "2026-04-02").kind is StageKind.OVERDUE
    assert "X1 删除个人信息请求:催办,或者走下一步" in walk.todo("2026-04-02")
    assert set(walk.letters("2026-04-02")) == {"X1-催办函"}
    walk.did("X1", StepKind.SENT, "2026-04-02")
    assert walk.stage("X1", "2026-04-05").kind is StageKind.WAITING

    half = "您的通讯录信息我司已删除,但紧急联系人信息因仍在还款期内暂予保留。"
    reading = respond.read_reply(half, case.state.proceedings["X1"])
    assert reading.outcome is Outcome.PARTIAL
    walk.did("X1", StepKind.REPLIED, "2026-04-07", reading.outcome, reading.signs[0].quote)
    assert walk.stage("X1", "2026-04-07").kind is StageKind.TO_ANSWER
    assert set(walk.letters("2026-04-07")) == {"X1-尚未办理事项"}
    walk.did("X1", StepKind.SENT, "2026-04-08")
    assert walk.stage("X1", "2026-04-09").kind is StageKind.WAITING

    refusal = respond.read_reply("您的请求我们不予支持,感谢您的理解与配合。", case.state.proceedings["X1"])
    walk.did("X1", StepKind.REPLIED, "2026-04-20", refusal.outcome)
    assert walk.stage("X1", "2026-04-20").kind is StageKind.ESCALATE
    assert walk.next_kinds("X1", "2026-04-20")[0] == "complaint_institution"

    case.open_proceeding(Proceeding("", ProceedingKind.COMPLAINT_INSTITUTION, "L1", parent="X1"))
    walk.did("X2", StepKind.SENT, "2026-04-21")
    walk.did("X2", StepKind.RECEIVED, "2026-04-22")
    assert walk.stage("X1", "2026-04-22").kind is StageKind.FOLLOWED
    assert walk.stage("X2", "2026-05-07").kind is StageKind.WAITING
    assert walk.stage("X2", "2026-05-08").kind is StageKind.OVERDUE
    assert "complaint_nfra" in walk.next_kinds("X2", "2026-05-08")

    case.open_proceeding(Proceeding("", ProceedingKind.COMPLAINT_NFRA, "L1", "ch-nfra", parent="X2"))
    walk.did("X3", StepKind.SENT, "2026-05-09")
    walk.did("X3", StepKind.ACCEPTED, "2026-05-12")
    walk.did("X3", StepKind.REPLIED, "2026-05-25", Outcome.DONE)
    assert walk.stage("X3", "2026-05-26").kind is StageKind.TO_CHECK

    told = tmp_path / "second.yaml"
    told.write_text(FORM.format(when="2026-05-29 10:00"), encoding="utf-8")
    case.add(told, today=date(2026, 5, 30))
    later = Follow(case.matter(date(2026, 6, 1))).later_contact(case.state.proceedings["X3"])
    assert later is not None
    assert (later.since, len(later.events), later.people) == (date(2026, 5, 25), 1, ("P1",))
    assert any("之后还有联系" in title for title in walk.todo("2026-06-01"))

    walk.did("X3", StepKind.CHECKED, "2026-06-01", Outcome.NOT_DONE)
    stage = walk.stage("X3", "2026-06-01")
    assert (stage.kind, stage.trigger) == (StageKind.ESCALATE, "not_done")
    assert {"report_cac", "civil_suit", "injunction"} <= set(walk.next_kinds("X3", "2026-06-01"))
    assert "X3-核对情况" in walk.letters("2026-06-01")
    walk.did("X3", StepKind.SENT, "2026-06-02")
    assert walk.stage("X3", "2026-06-03").kind is StageKind.WAITING

    walk.did("X3", StepKind.REPLIED, "2026-06-15", Outcome.DONE)
    assert Follow(case.matter(date(2026, 6, 24))).later_contact(case.state.proceedings["X3"]) is None
    walk.did("X3", StepKind.CHECKED, "2026-06-25", Outcome.CONFIRMED)
    assert walk.stage("X3", "2026-06-25").kind is StageKind.SETTLED
    closing = walk.letters("2026-06-25")["X3-办结告知"]
    assert closing.lender == "L1"
    for which in ("X3", "X2", "X1"):
        walk.did(which, StepKind.CLOSED, "2026-06-26")
    assert {stage.kind for stage in Follow(case.matter(date(2026, 6, 27))).stages} == {StageKind.CLOSED}
    assert walk.letters("2026-06-27") == {}
    assert not any(title.startswith("X") for title in walk.todo("2026-06-27"))


def test_undo_brings_the_stage_back(case: Case) -> None:
    walk = Walk(case)
    case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1"))
    walk.did("X1", StepKind.SENT, "2026-03-02")
    walk.did("X1", StepKind.REPLIED, "2026-03-09", Outcome.DONE)
    assert walk.stage("X1", "2026-03-10").kind is StageKind.TO_CHECK
    case.undo()
    assert walk.stage("X1", "2026-03-10").kind is StageKind.WAITING


def test_the_promised_day_comes_back_from_the_log(case: Case) -> None:
    case.open_proceeding(Proceeding("", ProceedingKind.COPY, "L1"))
    told = ProceedingStep(StepKind.CALLED, date(2026, 3, 3), agent="0000", until=date(2026, 3, 20))
    assert case.note_step("X1", told).steps == (told,)


def test_contact_on_the_very_day_or_by_others_does_not_speak_against_done(case: Case) -> None:
    done = (
        ProceedingStep(StepKind.SENT, date(2026, 2, 1)),
        ProceedingStep(StepKind.REPLIED, date(2026, 2, 20), outcome=Outcome.DONE),
    )
    case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1", steps=done))  # the only contact is on 2026-02-20
    matter = case.matter(date(2026, 6, 1))
    follow = Follow(matter)
    assert follow.later_contact(matter.proceedings[0]) is None
    earlier = replace(done[1], day=date(2026, 2, 19))
    assert follow.later_contact(replace(matter.proceedings[0], steps=(done[0], earlier))) is not None
    other = replace(matter.proceedings[0], steps=(done[0], earlier), lender="L2")
    assert follow.later_contact(other) is None
    somebody = replace(matter.proceedings[0], steps=(done[0], earlier), person="P9")
    assert follow.later_contact(somebody) is None
    no_contacts = replace(matter.proceedings[0], steps=(done[0], earlier), kind=ProceedingKind.SETTLEMENT_CERTIFICATE)
    assert follow.later_contact(no_contacts) is None


def test_a_letter_that_was_written_begins_its_proceeding(case: Case, tmp_path: Path) -> None:
    case.write_letters(tmp_path / "out", as_of=date(2026, 3, 1))
    stems = {str(one["stem"]): one for one in case.state.documents}
    complaint = next(stem for stem, body in stems.items() if body.get("channel") == "ch-nfra")
    begun = begun_by(case.state.documents, complaint)
    assert begun is not None
    assert (begun.kind, begun.lender, begun.channel) == (ProceedingKind.COMPLAINT_NFRA, "L1", "ch-nfra")
    assert begun.findings
    assert begun_by(case.state.documents, "没有这封信") is None
    assert begun_by(case.state.documents, next(stem for stem in stems if "证物清单" in stem)) is None


def test_a_paper_that_was_chosen_begins_its_proceeding_with_what_it_states(case: Case, tmp_path: Path) -> None:
    written = case.write_paper("delete", tmp_path / "out", lender="L1", person="P1", as_of=date(2026, 3, 1))
    begun = begun_by(case.state.documents, written.documents[0].stem)
    assert begun is not None
    assert (begun.kind, begun.lender, begun.person) == (ProceedingKind.DELETE, "L1", "P1")
    assert begun.claims == written.documents[0].claims


def test_ones_own_deadlines_come_right_after_danger(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def yours(name: str, day: date, proceeding: str = "", *, met: bool = False) -> Due:
        return Due(
            f"{name}:{proceeding}", name, name, proceeding, date(2026, 3, 1), day, Duty.YOURS, hard=True, met=met
        )

    case.open_proceeding(Proceeding("", ProceedingKind.POLICE_REPORT, "L1"))
    dues = (
        yours("近的", date(2026, 3, 12)), yours("不远的", date(2026, 4, 5)), yours("远的", date(2027, 3, 1)),
        yours("过去的", date(2026, 3, 9)), yours("做到的", date(2026, 3, 11), met=True),
        yours("复议", date(2026, 3, 15), "X1"), yours("还早的复议", date(2026, 4, 1), "X1"),
    )  # fmt: skip
    monkeypatch.setattr("ringfence.case.dues.counted_dues", lambda _matter: dues)
    dossier, _ = case.dossier(as_of=date(2026, 3, 10))
    titles = [action.title_zh for action in dossier.actions]
    near = [title for title in titles if "期限快到了" in title]
    assert set(near) == {"近的:期限快到了", "不远的:期限快到了", "X1 复议:期限快到了"}
    assert [action.urgent for action in dossier.actions if action.title_zh == "近的:期限快到了"] == [True]
    assert all("110" in title for title in titles[: titles.index("近的:期限快到了")])


def test_a_letter_that_went_out_is_not_asked_for_again(case: Case) -> None:
    walk = Walk(case)
    assert any("核对并寄出" in title for title in walk.todo("2026-03-01"))
    sent = (ProceedingStep(StepKind.SENT, date(2026, 3, 1)),)
    for kind in (ProceedingKind.COMPLAINT_INSTITUTION, ProceedingKind.COMPLAINT_NFRA):
        case.open_proceeding(Proceeding("", kind, "L1", steps=sent))
    assert not any("核对并寄出" in title for title in walk.todo("2026-03-02"))


def test_the_ladder_and_the_letters_name_only_what_the_law_data_has() -> None:
    """Facts, channels and deadlines exist; nothing from memory is in a letter; every outcome and kind is one of the schema's."""
    pack = law.load_pack("cn")
    for row in words("ladder")["rungs"]:
        assert {ProceedingKind(kind) for kind in (*row["from"], row["next"])}
        assert all(why in {"overdue", "not_accepted"} or Outcome(why) for why in row["when"])
        assert {PartyType(kind) for kind in row.get("lender", ["bank"])}
        assert set(row.get("cites", ())) <= set(pack.facts)
        assert row["channel"] in {"", *pack.channels}
        assert row.get("deadline", "pipl_request") in pack.deadlines
    for letter in words("follow_up")["letters"]:
        for line in letter["basis"]:
            fact = pack.facts[line["fact"]]
            assert fact.citation().in_letters, line["fact"]
            assert fact.law.rank.binding, line["fact"]
            assert set(line.get("kinds", ())) <= {kind.value for kind in ProceedingKind}


def test_a_proceeding_that_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(UnknownNameError):
        case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1", parent="X9"))
