"""Proof by the browser: checking, timestamps, anchors, exports, masked copies; what was given to whom."""

from __future__ import annotations

import io
import wave
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ringfence.ingest import Source
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.outbox import clear_old, outbox, workshop
from ringfence.web.pages.giving import clock, maskable, milliseconds
from ringfence.web.spool import spool_folder
from web.borrowed import load

Authority = load("tests/vault/vault_authority.py").Authority

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

    Worker = Callable[[], Job | None]

NOTES = "张测试 的电话 19900000001,还有 19900000002\n"
AGE_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def filled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("notes.txt", NOTES.encode()))
    return opened


def body(answer: object) -> bytes:
    data: bytes = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file response
    return data


def done(work: Worker) -> Job:
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    return job


def test_a_sound_case_is_said_to_be_sound_and_what_was_checked(visitor: Client, filled: CaseRow, work: Worker) -> None:
    assert "还没有检查过" in visitor.get(f"/case/{filled.id}/prove/").content.decode()
    went = visitor.post(f"/case/{filled.id}/prove/check/")
    job = done(work)
    assert "看结果" in visitor.get(went.headers["Location"]).content.decode()
    page = visitor.get(f"/case/{filled.id}/prove/check/{job.id}/").content.decode()
    assert "没有被动过" in page
    assert "原件 1 份" in page
    assert "完好" in visitor.get(f"/case/{filled.id}/prove/").content.decode()


def test_damage_is_named_by_the_material_it_is_in(visitor: Client, filled: CaseRow, work: Worker) -> None:
    with DESK.read(filled) as case:
        blob = case.state.sources["S1"].blob
    path = next(path for path in (filled.path / "blobs").rglob("*") if path.is_file() and blob in path.name)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    visitor.post(f"/case/{filled.id}/prove/check/")
    job = done(work)
    page = visitor.get(f"/case/{filled.id}/prove/check/{job.id}/").content.decode()
    assert "材料 S1(notes.txt)" in page
    assert "没有被动过" not in page


def test_a_code_noted_earlier_shows_a_case_set_back(visitor: Client, filled: CaseRow, work: Worker) -> None:
    visitor.post(f"/case/{filled.id}/prove/check/", {"anchor": "900-" + "ab" * 32})
    job = done(work)
    assert "退回" in visitor.get(f"/case/{filled.id}/prove/check/{job.id}/").content.decode()
    told = visitor.post(f"/case/{filled.id}/prove/check/", {"anchor": "nonsense"}, follow=True)
    assert "看不懂" in told.content.decode()
    assert work() is None


def test_nothing_goes_online_without_a_yes(visitor: Client, filled: CaseRow, work: Worker) -> None:
    page = visitor.get(f"/case/{filled.id}/prove/stamp/").content.decode()
    assert "会上网" in page
    answer = visitor.post(f"/case/{filled.id}/prove/stamp/", {"address": "http://timestamp.digicert.com"})
    assert "什么也没有发出" in answer.content.decode()
    assert work() is None


@pytest.mark.parametrize("other", ["ftp://x.example", "file:///etc/passwd", "javascript:alert(1)"])
def test_only_addresses_of_the_web_are_asked(visitor: Client, filled: CaseRow, work: Worker, other: str) -> None:
    answer = visitor.post(f"/case/{filled.id}/prove/stamp/", {"other": other, "yes": "on"})
    assert answer.status_code == 200
    assert work() is None


def test_the_authority_is_asked_for_a_digest_only(
    visitor: Client, filled: CaseRow, work: Worker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path / "tsa")
    asked: list[tuple[str, bytes]] = []

    def ask(url: str, request: bytes) -> bytes:
        asked.append((url, request))
        return bytes(authority.answer(request))

    monkeypatch.setattr("ringfence.vault.ask_authority", ask)
    root = SimpleUploadedFile("root.pem", (authority.folder / "root.pem").read_bytes())
    visitor.post(
        f"/case/{filled.id}/prove/stamp/", {"other": "https://tsa.example/", "yes": "on", "root": root, "address": ""}
    )
    assert "Made-up TSA" in done(work).told_zh
    assert asked[0][0] == "https://tsa.example/"
    assert len(asked[0][1]) < 100
    assert "Made-up TSA" in visitor.get(f"/case/{filled.id}/prove/").content.decode()
    assert not list(spool_folder().iterdir())


def test_a_timestamp_in_two_steps_without_a_network(visitor: Client, filled: CaseRow, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    came = visitor.get(f"/case/{filled.id}/prove/stamp/request/")
    assert "attachment" in came.headers["Content-Disposition"]
    reply = authority.answer(came.content)
    place = f"/case/{filled.id}/prove/stamp/answer/"
    refused = visitor.post(place, {"answer": SimpleUploadedFile("a.tsr", reply)}, follow=True)
    assert "没有被采用" in refused.content.decode()
    junk = visitor.post(place, {"answer": SimpleUploadedFile("a.tsr", b"\x30\x82" + b"x" * 3_000_000)}, follow=True)
    assert "没有被采用" in junk.content.decode()
    root = (authority.folder / "root.pem").read_bytes()
    files = {"answer": SimpleUploadedFile("a.tsr", reply), "own_root": SimpleUploadedFile("r.pem", root)}
    assert "Made-up TSA" in visitor.post(place, files, follow=True).content.decode()
    assert not list(spool_folder().iterdir())


def test_the_code_is_shown_given_and_noted_as_it_was_shown(visitor: Client, filled: CaseRow) -> None:
    with DESK.read(filled) as case:
        code = case.vault.head().code
    page = visitor.get(f"/case/{filled.id}/prove/anchor/").content.decode()
    assert "<svg" in page
    assert code in page
    with DESK.write(filled) as case:  # something is added between showing and noting
        case.add(Source.of_bytes("more.bin", b"\1\2"))
    told = visitor.post(
        f"/case/{filled.id}/prove/anchor/", {"to": "王律师<b>", "how": "打印", "code": code}, follow=True
    ).content.decode()
    assert "王律师&lt;b&gt;" in told
    with DESK.read(filled) as case:
        assert [one.code for one in case.vault.anchors()] == [code]
    other = {"to": "x", "code": "3-" + "cd" * 32}
    assert "不是本案的" in visitor.post(f"/case/{filled.id}/prove/anchor/", other).content.decode()
    sheet = visitor.get(f"/case/{filled.id}/prove/anchor/page/")
    assert "attachment" in sheet.headers["Content-Disposition"]
    assert "sandbox" in sheet.headers["Content-Security-Policy"]


def test_chosen_originals_come_down_with_their_proof(visitor: Client, filled: CaseRow, work: Worker) -> None:
    with DESK.write(filled) as case:
        case.add(Source.of_bytes("other.bin", b"\1\2\3"))
    page = visitor.post(f"/case/{filled.id}/prove/export/", {"receiver": "某某区人民法院"}).content.decode()
    assert "请至少选一份" in page
    assert "某某区人民法院" in page
    went = visitor.post(f"/case/{filled.id}/prove/export/", {"only": ["S1"], "receiver": "某某区人民法院"})
    job = done(work)
    assert "法院" not in str(job.given) + job.title_zh + job.told_zh + str(job.result)
    data = body(visitor.get(f"{went.headers['Location']}files/0/"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert any(name.endswith("verify.py") for name in names)
    assert any("notes.txt" in name for name in names)
    assert not any("other.bin" in name for name in names)
    assert "某某区人民法院" in visitor.get(f"/case/{filled.id}/prove/").content.decode()
    assert not list(spool_folder().iterdir())
    left = [path for path in outbox().rglob("*") if path.is_file()]
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in left)


def test_an_export_for_one_receiver_only_is_encrypted_to_them(visitor: Client, filled: CaseRow, work: Worker) -> None:
    wrong = visitor.post(f"/case/{filled.id}/prove/export/", {"only": ["S1"], "receiver": "x", "keys": "age1nonsense"})
    assert "公钥不对" in wrong.content.decode()
    told = {"only": ["S1"], "receiver": "王律师", "keys": AGE_KEY}
    went = visitor.post(f"/case/{filled.id}/prove/export/", told)
    done(work)
    data = body(visitor.get(f"{went.headers['Location']}files/0/"))
    assert data.startswith(b"age-encryption.org/v1")


def test_a_masked_copy_is_seen_before_it_is_downloaded(visitor: Client, filled: CaseRow, work: Worker) -> None:
    told = {"source": "S1", "names": "张测试", "keep": "19900000002", "boxes": ""}
    went = visitor.post(f"/case/{filled.id}/prove/redact/", told)
    job = done(work)
    assert "张测试" not in str(job.given) + str(job.result)
    assert "/files/" not in visitor.get(went.headers["Location"]).content.decode()
    page = visitor.get(f"/case/{filled.id}/prove/redact/{job.id}/").content.decode()
    assert "19900000001" in page
    assert "给您自己看" in page
    copy = body(visitor.get(f"/case/{filled.id}/jobs/{job.id}/files/0/")).decode()
    assert "张测试" not in copy
    assert "19900000001" not in copy
    assert "19900000002" in copy
    with DESK.read(filled) as case:
        assert case.vault.read_blob(case.state.sources["S1"].blob).decode() == NOTES


@pytest.mark.parametrize("boxes", ["1,2,3", "a,b,c,d", "1,2,0,4", "1,2,3,4;5,6,7,8"])
def test_an_area_that_cannot_be_read_is_said_at_its_field(visitor: Client, filled: CaseRow, boxes: str) -> None:
    page = visitor.post(f"/case/{filled.id}/prove/redact/", {"source": "S1", "boxes": boxes}).content.decode()
    assert "这个区域看不懂" in page
    assert boxes in page


def test_the_clear_leftovers_of_a_dead_worker_are_removed(tmp_path: Path) -> None:
    del tmp_path
    with workshop() as alive:
        gone = outbox() / "make-4194305-x"  # above the greatest number a process gets
        gone.mkdir()
        (gone / "clear.txt").write_text("x")
        clear_old()
        assert alive.exists()
        assert not gone.exists()


@pytest.mark.parametrize(
    ("written", "ms"),
    [("0:12", 12_000), ("75.5", 75_500), ("1:02.25", 62_250), ("x", None), ("", None), ("1:2:3", None)],
)
def test_times_of_a_recording(written: str, ms: int | None) -> None:
    assert milliseconds(written) == ms
    assert ms is None or milliseconds(clock(ms)) is not None


def test_what_can_be_masked_is_told_by_its_name() -> None:
    assert maskable("a.PNG")
    assert maskable("..\\x.pdf")
    assert not maskable("pdf")
    assert not maskable("a.apk")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), "white").save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_shown_before_and_after(
    visitor: Client, opened: CaseRow, work: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ringfence.web.jobs.redact.line_reader", lambda: None)
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("p.png", picture()))
    assert "没有装文字识别" in visitor.get(f"/case/{opened.id}/prove/redact/").content.decode()
    visitor.post(f"/case/{opened.id}/prove/redact/", {"source": "S1"})
    job = work()
    assert job is not None
    assert job.state == JobState.FAILED
    assert "我已看过" in job.told_zh
    assert "--" not in job.told_zh
    visitor.post(f"/case/{opened.id}/prove/redact/", {"source": "S1", "boxes": "1:10,10,30,20"})
    job = done(work)
    page = visitor.get(f"/case/{opened.id}/prove/redact/{job.id}/").content.decode()
    assert f"/jobs/{job.id}/files/2/" in page
    shown = visitor.get(f"/case/{opened.id}/jobs/{job.id}/files/2/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert body(shown).startswith(b"\xff\xd8")


def tone(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x20\x00\xe0" * (4000 * seconds))
    return out.getvalue()


def test_a_highlight_is_cut_and_comes_with_the_whole(visitor: Client, opened: CaseRow, work: Worker) -> None:
    place = f"/case/{opened.id}/prove/cut/"
    assert "还没有录音" in visitor.get(place).content.decode()
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("call.wav", tone(4)))
    assert "source=S1" in visitor.get(place).content.decode()
    assert "第 1 段" in visitor.get(place, {"source": "S1"}).content.decode()
    wrong = visitor.post(place, {"source": "S1", "from0": "0:03", "to0": "0:01"}).content.decode()
    assert "看不懂" in wrong
    assert 'value="0:03"' in wrong
    went = visitor.post(place, {"source": "S1", "from0": "0:01", "to0": "0:02"})
    done(work)
    page = visitor.get(went.headers["Location"]).content.decode()
    assert "节选.wav" in page
    assert "剪辑表.json" in page
    assert "原件-call.wav" in page


def test_a_log_too_damaged_to_open_is_still_checked(visitor: Client, filled: CaseRow, work: Worker) -> None:
    path = next((filled.path / "log").iterdir())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    visitor.post(f"/case/{filled.id}/prove/check/")
    job = done(work)
    assert job.result["bad"]
    page = visitor.get(f"/case/{filled.id}/prove/check/{job.id}/").content.decode()
    assert "发现了问题" in page
    again = visitor.get(f"/case/{filled.id}/prove/")
    assert again.status_code == 200
    assert "现在检查一遍" in again.content.decode()
    assert "给出存证码" not in again.content.decode()
