"""The material: originals come down whole and inert; fields and words are corrected and taken back."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from ringfence.ingest import Source
from ringfence.vault import PacketWriter
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.pages.how import facts
from ringfence.web.pages.sources import sound_kind
from tiny_asr import spoken, wav_of, write_model
from web.borrowed import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

    Work = Callable[[], Job | None]

ALPHABET = "再不还钱就打死你家人好的"
WAV = "通话录音@王演示(19900001234)_20260105101112.wav"
SMS = '<?xml version="1.0"?><smses count="1"><sms address="106900001111" date="1760000000000" type="1" body="请还款" /></smses>'
HOSTILE = b"<!doctype html><script>alert(1)</script>"


def put(row: CaseRow, name: str, data: bytes) -> str:
    with DESK.write(row) as case:
        return case.add(Source.of_bytes(name, data)).source.id


def body(answer: Any) -> bytes:  # noqa: ANN401 -- Django's streaming response
    return b"".join(answer.streaming_content)


def page_of(visitor: Client, row: CaseRow, tail: str) -> str:
    answer = visitor.get(f"/case/{row.id}/{tail}")
    assert answer.status_code == 200, tail
    return answer.content.decode()


def test_the_list_and_a_page_for_each(visitor: Client, opened: CaseRow) -> None:
    assert "还没有材料" in page_of(visitor, opened, "material/")
    put(opened, "短信.xml", SMS.encode())
    put(opened, "<b>x</b>.bin", b"\0\1\2")
    page = page_of(visitor, opened, "material/")
    assert "短信.xml" in page
    assert "<b>x" not in page
    assert "没读懂,已保存" in page
    for query in ("page=99", "page=-1", "page=x"):
        assert "短信.xml" in page_of(visitor, opened, f"material/?{query}")
    one = page_of(visitor, opened, "material/S1/")
    assert "指纹" in one
    assert "齐全" in one
    assert visitor.get(f"/case/{opened.id}/material/S99/").status_code == 404


def test_an_original_comes_down_byte_for_byte_and_inert(visitor: Client, opened: CaseRow) -> None:
    put(opened, "page.html", HOSTILE)
    answer = visitor.get(f"/case/{opened.id}/material/S1/original/")
    assert body(answer) == HOSTILE
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", HOSTILE),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.pdf", b"%PDF-1.4"),
        ("x.jpg", b""),
    ],
)
def test_only_png_and_jpeg_are_shown_in_place(visitor: Client, opened: CaseRow, name: str, data: bytes) -> None:
    put(opened, name, data)
    assert visitor.get(f"/case/{opened.id}/material/S1/picture/").status_code == 404
    assert "<img" not in page_of(visitor, opened, "material/S1/")
    assert visitor.get(f"/case/{opened.id}/material/S1/fields/").status_code == 404
    assert visitor.get(f"/case/{opened.id}/material/S1/sound/").status_code == 404


def test_reading_again_is_a_job_that_changes_nothing_when_there_is_no_more(
    visitor: Client, opened: CaseRow, work: Work
) -> None:
    put(opened, "sms.xml", SMS.encode())
    put(opened, "odd.bin", b"\0\1\2")
    visitor.post(f"/case/{opened.id}/material/S1/again/")
    job = work()
    assert job is not None
    assert job.state == JobState.DONE
    assert "没有读出更多" in page_of(visitor, opened, "add/")
    visitor.post(f"/case/{opened.id}/material/all/again/")
    assert [one.given["source"] for one in Job.objects.filter(state=JobState.QUEUED)] == ["S2"]


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, None),
        ("bytes=-10", 206, -10, None),
        ("bytes=5-999999999", 206, 5, None),
        ("bytes=0-1,5-9", 200, 0, None),
        ("nonsense", 200, 0, None),
    ],
)
def test_a_recording_is_heard_by_parts(
    visitor: Client, opened: CaseRow, asked: str, status: int, start: int, stop: int | None
) -> None:
    data = wav_of(spoken("好的", ALPHABET))
    put(opened, WAV, data)
    answer = visitor.get(f"/case/{opened.id}/material/S1/sound/", headers={"Range": asked})
    assert answer.status_code == status
    assert body(answer) == data[start:stop]
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    beyond = visitor.get(f"/case/{opened.id}/material/S1/sound/", headers={"Range": f"bytes={len(data)}-"})
    assert beyond.status_code == 416


def test_a_recording_that_no_browser_plays_comes_as_a_copy_that_it_does(visitor: Client, opened: CaseRow) -> None:
    samples = bytes([0x55, 0xD5] * 4000)  # A-law, as telephone exchanges have it
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 6, 1, 8000, 8000, 1, 8)
    data = b"WAVE" + form + b"data" + struct.pack("<I", len(samples)) + samples
    put(opened, WAV, b"RIFF" + struct.pack("<I", len(data)) + data)
    answer = visitor.get(f"/case/{opened.id}/material/S1/sound/", headers={"Range": "bytes=0-"})
    assert answer.status_code == 206
    assert sound_kind(body(answer)[:64]) == "audio/wav"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"ID3\x04", "audio/mpeg"),
        (b"\0\0\0 ftypM4A ", "audio/mp4"),
        (b"\0\0\0 ftyp3gp4", ""),
        (b"#!AMR\n", ""),
        (b"", ""),
    ],
)
def test_only_what_browsers_play_is_played_as_it_is(head: bytes, kind: str) -> None:
    assert sound_kind(head) == kind


def test_a_recording_is_written_down_and_its_words_checked(
    visitor: Client, opened: CaseRow, work: Work, tmp_path: Path
) -> None:
    put(opened, WAV, wav_of(spoken("再不还钱就打死你家人 好的", ALPHABET)))
    page = page_of(visitor, opened, "material/S1/recording/")
    assert "有声音的" in page
    wrong = visitor.post(f"/case/{opened.id}/material/S1/recording/write/", {"model": "/no/such"}, follow=True)
    assert "模型不能用" in wrong.content.decode()
    assert not Job.objects.exists()
    model = write_model(tmp_path / "模型", ALPHABET)
    visitor.post(f"/case/{opened.id}/material/S1/recording/write/", {"model": str(model)})
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert "再不还钱就打死你家人" in page_of(visitor, opened, "material/S1/recording/")
    told = {"t1": "再不还钱就打死你全家人", "s1": "other", "t2": "好的", "s2": "me"}
    answer = visitor.post(f"/case/{opened.id}/material/S1/recording/words/", told, follow=True)
    page = answer.content.decode()
    assert "已核对 2 段" in page
    assert "机器原稿:" in page
    with DESK.read(opened) as case:
        assert "再不还钱就打死你全家人" in case.events()["text"].to_list()
    seq = page.split("/undo/")[1].split("/")[0]
    visitor.post(f"/case/{opened.id}/undo/{seq}/")
    assert "已核对 0 段" in page_of(visitor, opened, "material/S1/recording/")
    nothing = visitor.post(f"/case/{opened.id}/material/S1/recording/words/", {"t99": "x"})
    assert nothing.status_code == 404


def test_what_is_missing_to_write_it_down_is_said_in_plain_words(
    visitor: Client, opened: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(opened, WAV, wav_of(spoken("好的", ALPHABET)))
    monkeypatch.setattr("ringfence.ingest.speech_missing", lambda: "sherpa_onnx")
    page = page_of(visitor, opened, "material/S1/recording/")
    assert "没有装“听写组件”" in page
    assert "pip install" not in page
    answer = visitor.post(f"/case/{opened.id}/material/S1/recording/write/", follow=True)
    assert "没有装“听写组件”" in answer.content.decode()


@pytest.mark.slow
def test_a_screenshot_is_checked_corrected_and_taken_back(visitor: Client, opened: CaseRow) -> None:
    draw = load("benchmarks/screens.py")
    scene, image, _ = draw.scene_of("mi", 3, width=540)
    data = draw.as_png(image)
    put(opened, scene.name, data)
    shown = visitor.get(f"/case/{opened.id}/material/S1/picture/")
    assert body(shown) == data
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    page = page_of(visitor, opened, "material/S1/fields/")
    assert page.count('class="piece"') == len(scene.told)
    assert "viewBox=" in page
    fields = f"/case/{opened.id}/material/S1/fields/"
    answer = visitor.post(f"{fields}1/", {"text": "改过的内容<script>"}, follow=True)
    page = answer.content.decode()
    assert "改过的内容&lt;script&gt;" in page
    assert "您改过" in page
    wrong = visitor.post(f"{fields}1/", {"time": "昨天"})
    assert wrong.status_code == 422
    assert "2026-10-01 09:12" in wrong.content.decode()
    assert visitor.post(f"{fields}99/", {"text": "x"}).status_code == 404
    visitor.post(f"{fields}2/", {"act": "drop"})
    assert "已去掉" in page_of(visitor, opened, "material/S1/fields/")
    assert "去掉第 2 条" in page_of(visitor, opened, "material/S1/")
    assert visitor.post(f"{fields}title/", {"title": "19900007777"}).status_code == 302
    visitor.post(f"{fields}new/", {"side": "in", "text": "漏掉的一条", "after": "1"})
    page = page_of(visitor, opened, "material/S1/fields/")
    assert "您补记的" in page
    assert "19900007777" in page
    empty = visitor.post(f"{fields}new/", {"call": "1"}).content.decode()
    assert "补记时必须写明" in empty
    events = DESK.snapshot(opened).events
    event = events.filter(events["text"].str.contains("改过的内容"))["event"][0]
    assert 'class="piece"' in page_of(visitor, opened, f"timeline/{event}/")
    page = page_of(visitor, opened, "material/S1/")
    for seq in [part.split("/")[0] for part in page.split("/undo/")[1:]]:
        visitor.post(f"/case/{opened.id}/undo/{seq}/")
    assert "您改过" not in page_of(visitor, opened, "material/S1/fields/")
    packed = BytesIO()
    image.convert("RGB").save(packed, "WEBP", lossless=True)
    put(opened, scene.name.replace(".png", ".webp"), packed.getvalue())
    shown = visitor.get(f"/case/{opened.id}/material/S2/picture/")
    assert shown.headers["Content-Type"] == "image/png"
    assert body(shown).startswith(b"\x89PNG")


def test_the_event_of_a_recording_has_its_player(visitor: Client, opened: CaseRow) -> None:
    put(opened, WAV, wav_of(spoken("好的", ALPHABET)))
    event = DESK.snapshot(opened).events["event"][0]
    page = page_of(visitor, opened, f"timeline/{event}/")
    assert "/material/S1/sound/" in page


def test_a_statement_is_taken_down_as_an_original(visitor: Client, opened: CaseRow) -> None:
    told = {
        "person": "妈妈",
        "relation": "family",
        "day": "2026-01-05",
        "clock": "7:12",
        "kind": "call",
        "address": "19900001234",
        "connected": "yes",
        "text": "说要上门",
    }
    answer = visitor.post(f"/case/{opened.id}/add/statement/", told, follow=True)
    assert "陈述-" in answer.content.decode()
    with DESK.read(opened) as case:
        events = case.events()
        assert [person.name for person in case.state.people.values()] == ["妈妈"]
    assert events["text"].to_list() == ["说要上门"]
    assert events["kind"].to_list() == ["call"]
    again = visitor.post(f"/case/{opened.id}/add/statement/", told | {"clock": "7:30", "more": "1"}, follow=True)
    assert 'value="妈妈"' in again.content.decode()


def test_what_a_statement_leaves_unclear_is_said_first(visitor: Client, opened: CaseRow) -> None:
    told = {"person": "妈妈", "relation": "family", "clock": "很早", "kind": "call"}
    page = visitor.post(f"/case/{opened.id}/add/statement/", told).content.decode()
    assert "有几处看不懂" in page
    with DESK.read(opened) as case:
        assert not case.state.sources
    visitor.post(f"/case/{opened.id}/add/statement/", told | {"anyway": "1"})
    with DESK.read(opened) as case:
        assert len(case.state.sources) == 1
    assert "请填写" in visitor.post(f"/case/{opened.id}/add/statement/", {"kind": "call"}).content.decode()


def test_others_hand_in_with_a_page_of_the_case(visitor: Client, opened: CaseRow, work: Work, tmp_path: Path) -> None:
    answer = visitor.get(f"/case/{opened.id}/add/others/page/")
    assert "attachment" in answer.headers["Content-Disposition"]
    with DESK.read(opened) as case:
        recipient = case.vault.recipient()
    assert recipient in answer.content.decode()
    with PacketWriter(tmp_path / "sms.xml.age", recipient) as packet:
        packet.write(SMS.encode())
    other = "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq"
    files = [
        SimpleUploadedFile("sms.xml.age", (tmp_path / "sms.xml.age").read_bytes()),
        SimpleUploadedFile("broken.age", (tmp_path / "sms.xml.age").read_bytes()[:150] + other.encode()),
    ]
    visitor.post(f"/case/{opened.id}/add/", {"files": files})
    work()
    work()
    with DESK.read(opened) as case:
        assert [(one.name, one.reader) for one in case.state.sources.values()] == [("sms.xml", "sms-backup-restore")]
    assert "不是给这个案件的" in page_of(visitor, opened, "add/")


def test_every_how_to_card_is_whole_in_both_languages(visitor: Client, opened: CaseRow) -> None:
    for key, card in facts()["cards"].items():
        page = page_of(visitor, opened, f"add/how/{key}/")
        assert card["title"][0] in page
        assert "<svg" in page
        for pair in [card["title"], card["what"], *card["steps"], *card["mind"]]:
            assert len(pair) == 2
            assert all(pair)
        visitor.cookies["ringfence_lang"] = "en"
        assert escape(card["title"][1]) in page_of(visitor, opened, f"add/how/{key}/")
        visitor.cookies["ringfence_lang"] = "zh"
    assert visitor.get(f"/case/{opened.id}/add/how/none/").status_code == 404
