"""English pages that the walk does not reach: proceedings, answers, an agreement's check, talks, what marks Chinese in a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringfence.schema import (
    AgreementFacts,
    Outcome,
    Party,
    PartyType,
    Person,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    Role,
    Said,
    StepKind,
)
from ringfence.web import desk
from ringfence.web.desk import DESK
from ringfence.web.jobs.kinds import Work
from ringfence.web.jobs.link import Secrets
from ringfence.web.jobs.models import Job
from ringfence.web.middleware.tongue import marked
from web.browser.chinese import Known, chinese_in, of_case, proper_names

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

TODAY = date(2026, 4, 20)
OFFER = "还款协议:欠款尽快减免,逾期一日全部到期,请付到个人微信。乙方分12期还,每期500元,共7000元。合同编号以后另行协商。"


@pytest.fixture
def english(visitor: Client) -> Client:
    """A browser that chose English."""
    visitor.cookies["ringfence_lang"] = "en"
    return visitor


@pytest.fixture
def begun(opened: CaseRow, monkeypatch: pytest.MonkeyPatch) -> CaseRow:
    """A case with proceedings at many stages."""
    monkeypatch.setattr(desk, "_today", lambda _zone: TODAY)
    first = ProceedingStep(StepKind.SENT, date(2026, 3, 2), "挂号信")
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构消费金融有限公司", PartyType.CONSUMER_FINANCE))
        case.name_person(Person("", "小红", Role.FRIEND, ("+8619900000003",)))
        kinds = (
            ProceedingKind.COMPLAINT_INSTITUTION,
            ProceedingKind.DELETE,
            ProceedingKind.POLICE_REPORT,
            ProceedingKind.COPY,
        )
        answers = (None, Outcome.DONE, Outcome.REFUSED, Outcome.PARTIAL)
        for kind, outcome in zip(kinds, answers, strict=True):
            then = (
                ()
                if outcome is None
                else (ProceedingStep(StepKind.REPLIED, date(2026, 4, 1), "邮件", outcome=outcome),)
            )
            case.open_proceeding(Proceeding("", kind, "L1", steps=(first, *then)))
        case.open_proceeding(Proceeding("", ProceedingKind.ACCESS, "L1", steps=()))
        case.note_agreement(AgreementFacts("", "L1"))
    return opened


def material(row: CaseRow, *more: str) -> Known:
    with DESK.read(row) as case:
        return Known([*proper_names(), *of_case(case), row.title, *more])


def test_proceedings_speak_english(english: Client, begun: CaseRow) -> None:
    known = material(begun)
    base = f"/case/{begun.id}"
    for number in range(1, 6):
        page = english.get(f"{base}/proceedings/X{number}/").content.decode()
        assert chinese_in(page, known) == [], f"X{number}"
    for path in ("proceedings/", "today/", "calendar/", "papers/", "findings/", "proceedings/new/"):
        assert chinese_in(english.get(f"{base}/{path}").content.decode(), known) == [], path


@pytest.mark.parametrize(
    "answer",
    [
        "您的通讯录已删除。",
        "无法为您删除。",
        "请手持身份证拍照并提供户口本。",
        "我们不归公安管,请联系放款机构。",
        "祝您生活愉快。",
    ],
)
def test_an_answer_is_read_in_english(english: Client, begun: CaseRow, answer: str) -> None:
    page = english.post(f"/case/{begun.id}/proceedings/X1/reply/", {"text": answer, "day": "2026-04-10"}, follow=True)
    assert page.status_code == 200
    assert chinese_in(page.content.decode(), material(begun, answer)) == []


def test_an_agreement_is_checked_in_english_with_the_words_to_say(english: Client, begun: CaseRow) -> None:
    page = english.post("/check/agreement/", {"text": OFFER}).content.decode()
    assert 'lang="zh">请写明' in page, "what to ask the lender is said in Chinese too"
    assert chinese_in(page, material(begun, OFFER)) == []


def test_talking_about_terms_is_explained_in_english(english: Client, begun: CaseRow) -> None:
    page = english.post(
        f"/case/{begun.id}/negotiate/", {"about": "L1", "month": "500", "reserve": "800"}
    ).content.decode()
    assert "800 yuan a month" in page
    assert chinese_in(page, material(begun)) == []


def test_a_job_tells_its_step_in_both_languages(english: Client, begun: CaseRow) -> None:
    job = Job.objects.create(case=begun, what="paper", title_zh="写信", title_en="Letters", state="running")
    Work(job, lambda: Secrets(None, None)).progress(Said("写信", "writing the letters"), 1, 4)
    page = english.get(f"/case/{begun.id}/jobs/{job.id}/").content.decode()
    assert "writing the letters · 25%" in page
    english.cookies["ringfence_lang"] = "zh"
    assert "写信 · 25%" in english.get(f"/case/{begun.id}/jobs/{job.id}/").content.decode()


def test_what_is_chinese_in_an_english_page_is_marked_once() -> None:
    said = "<p>“虚构公司” wrote to 小红, twice.</p>"
    assert marked(said) == (
        '<p>“<span lang="zh" class="own">虚构公司</span>” wrote to <span lang="zh" class="own">小红</span>, twice.</p>'
    )
    assert marked(marked(said)) == marked(said)
    for whole in (
        '<div lang="zh-Hans"><p>信<b>里</b></p></div>',
        "<title>案件</title>",
        "<script>'中'</script>",
        "<p>plain</p>",
    ):
        assert marked(whole) == whole
    assert (
        marked('<div lang="zh"><div>里</div>里</div>外')
        == '<div lang="zh"><div>里</div>里</div><span lang="zh" class="own">外</span>'
    )
    assert marked('<option value="1">小红</option>') == '<option value="1" lang="zh">小红</option>'
    assert marked('<input value="小红"/>') == '<input value="小红" lang="zh"/>'


def test_the_reader_of_pages_finds_a_sentence_without_english() -> None:
    known = Known(["小红"])
    assert chinese_in(marked("<p>小红 wrote.</p>"), known) == []
    assert chinese_in(marked("<p>小红 wrote. 这一句没有英文。</p>"), known) != []
    assert chinese_in("<p>小红</p>", known) != [], "not marked"
    assert chinese_in(marked('<p aria-label="没有英文">x</p>'), known) != []
    assert chinese_in('<div lang="zh"><p>一封信</p></div>', known) == []
