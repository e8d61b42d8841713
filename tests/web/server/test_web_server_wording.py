"""Every address, kind of work and state has a name in both languages, and a log line shows no raw name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern

from ringfence.web import urls_server
from ringfence.web.access import Role
from ringfence.web.clinic.wording import result_words, table, words_of
from ringfence.web.jobs.kinds import KINDS
from ringfence.web.jobs.models import Job, JobState
from web.server.clinic_people import Person

if TYPE_CHECKING:
    from ringfence.web.registry.models import CaseRow


def test_everything_has_a_name_in_both_languages() -> None:
    addresses = {one.name for one in urls_server.urlpatterns if isinstance(one, URLPattern)} - {"health", "seal"}
    assert addresses - set(table("pages")) == set()
    assert set(KINDS) - set(table("work")) == set()
    assert {state.value for state in JobState} - set(table("states")) == set()
    for name in ("pages", "work", "states"):
        assert all(zh and en for zh, en in table(name).values())
    assert words_of("pages", "none-such") == ("none-such", "none-such")


@pytest.mark.parametrize(
    ("status", "word"),
    [(200, "成功"), (302, "成功"), (403, "没让进"), (404, "没让进"), (429, "太频繁,没让进"), (500, "出错了")],
)
def test_a_result_is_told_in_words(status: int, word: str) -> None:
    assert result_words(status)[0] == word


@pytest.mark.usefixtures("clinic")
def test_the_lists_show_words(row: CaseRow) -> None:
    lead = Person("方圆", Role.ADMIN, Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    Job.objects.create(case=row, what="verify", state=JobState.DONE)
    lead.client.get(f"/case/{row.id}/findings/")
    log = lead.client.get("/office/log/").content.decode()
    assert "哪里不对" in log
    assert "成功" in log
    assert "<td>findings" not in log
    work = lead.client.get("/office/work/").content.decode()
    assert "检查证据" in work
    assert "做好了" in work
    assert "<td>verify" not in work
