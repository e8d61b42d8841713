"""A large case is worked out by a process of its own; pages show how it stood before, or that it is being put in order."""

from __future__ import annotations

import importlib
import io
import struct
import time
from typing import TYPE_CHECKING

import pytest

from ringfence.ingest import Source
from ringfence.schema import Label
from ringfence.web import desk
from ringfence.web.builder import pack, unpack
from ringfence.web.desk import DESK, Snapshot

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

analysis = importlib.import_module("ringfence.case.analysis")
opened_case = importlib.import_module("ringfence.case.opened")
SMS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><smses count="1"><sms protocol="0" address="106900001111" '
    'date="1760000000000" type="1" body="已逾期,请立即还款" read="1" status="-1" /></smses>'
)


@pytest.fixture
def large(opened: CaseRow, monkeypatch: pytest.MonkeyPatch) -> CaseRow:
    """A case that counts as large."""
    monkeypatch.setattr(desk, "ASIDE", 1)
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS.encode()))
    return opened


def settled(row: CaseRow) -> Snapshot:
    """Wait until nothing is being worked out and return the newest."""
    wait(row)
    return DESK.snapshot(row)


def wait(row: CaseRow) -> None:
    """Wait until nothing is being worked out, at most three minutes: a busy machine starts processes slowly."""
    end = time.monotonic() + 180
    while DESK.is_behind(row) and time.monotonic() < end:
        time.sleep(0.05)


def test_while_it_is_first_worked_out_the_page_says_so(
    visitor: Client, large: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_PATIENCE_S", 0.0)
    answer = visitor.get(f"/case/{large.id}/")
    assert answer.status_code == 202
    assert "正在整理材料" in answer.content.decode()
    assert settled(large).events.height == 1
    assert visitor.get(f"/case/{large.id}/").status_code == 200


def test_after_a_change_it_shows_how_it_stood_before_and_says_so(
    visitor: Client, large: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_PATIENCE_S", 180.0)
    monkeypatch.setattr(desk, "PATIENCE_S", 0.0)
    event = DESK.snapshot(large).events["event"][0]
    with DESK.write(large) as case:
        case.correct(event, Label.MARKETING)
    page = visitor.get(f"/case/{large.id}/timeline/").content.decode()
    assert "正在重新整理" in page
    assert settled(large).events["label"].to_list() == ["marketing"]
    assert "正在重新整理" not in visitor.get(f"/case/{large.id}/timeline/").content.decode()


def test_a_snapshot_goes_through_the_pipe_and_its_tables_once(large: CaseRow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "ASIDE", 10)
    made = DESK.snapshot(large)
    pipe = io.BytesIO()
    pack(made, pipe)
    pipe.seek(0)
    back = unpack(pipe)
    assert back.events.equals(made.events)
    assert back.dossier is not None
    assert back.dossier.matter.events is back.events
    assert (back.head, back.day, back.documents, back.view("zh")) == (
        made.head,
        made.day,
        made.documents,
        made.view("zh"),
    )
    assert back.state.sources == made.state.sources
    for size in (0, 3, 11, len(pipe.getvalue()) - 1):
        with pytest.raises((EOFError, struct.error)):
            unpack(io.BytesIO(pipe.getvalue()[:size]))


def test_a_correction_waits_for_nothing_to_be_worked_out(
    visitor: Client, large: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_PATIENCE_S", 60.0)
    monkeypatch.setattr(desk, "PATIENCE_S", 60.0)
    event = DESK.snapshot(large).events["event"][0]

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError

    with monkeypatch.context() as here:
        here.setattr(analysis, "analyse", refuse)
        here.setattr(opened_case, "analyse", refuse)
        assert visitor.post(f"/case/{large.id}/timeline/{event}/correct/", {"label": "marketing"}).status_code == 302
    assert settled(large).events["label"].to_list() == ["marketing"]


def test_nothing_is_kept_of_a_case_locked_meanwhile(
    visitor: Client, large: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_PATIENCE_S", 0.0)
    visitor.get(f"/case/{large.id}/")
    DESK.put_away(large)
    wait(large)
    assert not DESK._snapshots
