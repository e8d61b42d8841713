"""The report of a case shows pictures beside their text, recordings to play, and what each event stands on."""

from __future__ import annotations

import base64
import os
import re
import wave
from io import BytesIO
from typing import TYPE_CHECKING, Any

import case_with_showing as made
import numpy as np
import polars as pl
import pytest
from lxml import html
from PIL import Image
from pypdf import PdfReader

from ringfence import ingest, respond
from ringfence.case import Case
from ringfence.case import showing as room
from ringfence.cli import run
from ringfence.schema import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.case import Written


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with made.make(tmp_path_factory.mktemp("showing") / "case") as one:
        yield one


@pytest.fixture(scope="module")
def masked(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return case.write_report(tmp_path_factory.mktemp("masked"), as_of=made.TODAY)


@pytest.fixture(scope="module")
def bare(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return case.write_report(tmp_path_factory.mktemp("bare"), as_of=made.TODAY, masked=False)


def page_of(written: Written) -> html.HtmlElement:
    return html.document_fromstring(written.files[0].read_bytes())


def text_of(page: html.HtmlElement) -> str:
    for style in page.iter("style"):
        style.text = ""
    return str(page.text_content())


def paper_text(written: Written) -> str:
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in PdfReader(written.files[1]).pages))


def shots(page: html.HtmlElement) -> list[html.HtmlElement]:
    return list(page.find_class("shot"))


def pixels(shot: html.HtmlElement) -> Any:  # noqa: ANN401 -- a numpy array
    source = next(iter(shot.iter("img"))).get("src") or ""
    head, _, data = source.partition(";base64,")
    assert head in {"data:image/png", "data:image/jpeg"}
    return np.asarray(Image.open(BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)


def test_every_picture_decodes_and_stands_beside_its_text_never_as_certain(masked: Written) -> None:
    page = page_of(masked)
    found = shots(page)
    assert len(found) == 5
    for shot in found:
        assert "对照原图" in str(shot.text_content())
        assert min(pixels(shot).shape[:2]) > 20
        assert np.ptp(pixels(shot)) > 100
    told = " ".join(str(shot.text_content()) for shot in found)
    for part in (made.THREAT, made.PHONE_TOO, "图上的时间", "证据6 短信截图", "S6#2", "手机记录里也有这一条", "未接"):
        assert part in told
    assert "用在第1项" in told
    findings = next(one for one in page.iter("section") if one.get("id") == "findings")
    rows = [row for row in findings.iter("tr") if "S6#" in str(row.text_content())]
    assert rows
    for row in rows:
        alone = "S2#" not in str(row.text_content())
        assert ("请对照原图核对" in str(row.text_content())) == alone
        assert [link.get("href", "")[:2] for link in row.iter("a")] == ["#p"]


def test_on_a_masked_picture_the_private_lines_are_painted_over(masked: Written, bare: Written) -> None:
    snippet = next(
        one for one in masked.dossier.showing.snippets if any(made.SISTER_NUMBER in f.text for f in one.fields)
    )
    assert snippet.lines is not None
    place = masked.dossier.showing.snippets.index(snippet)
    covered, shown = (pixels(shots(page_of(one))[place]) for one in (masked, bare))
    assert covered.shape == shown.shape
    scale = shown.shape[1] / Image.open(BytesIO(snippet.png)).width
    private = [line for line in snippet.lines if made.SISTER in line.text or made.SISTER_NUMBER in line.text]
    assert len(private) == 2
    for line in private:
        top, low = round(line.y * scale) + 2, round((line.y + line.height) * scale) - 2
        left, right = round(line.x * scale) + 2, round((line.x + line.width) * scale) - 2
        assert np.ptp(shown[top:low, left:right]) > 150  # written there
        assert np.ptp(covered[top:low, left:right].reshape(-1, 3), axis=0).max() <= 3  # one colour, nothing left
    assert any("遮住了2行" in str(shot.text_content()) for shot in shots(page_of(masked)))
    for written, there in ((masked, False), (bare, True)):
        for path in written.files:
            text = paper_text(written) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
            assert (made.SISTER in text) == there, path
            assert (made.SISTER_NUMBER in text) == there, path
    assert "--unmasked" not in text_of(page_of(bare))


def test_without_known_lines_a_masked_report_shows_no_picture_and_says_so(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_lines", lambda *_: None)
    page = page_of(case.write_report(tmp_path, as_of=made.TODAY))
    assert shots(page) == []
    assert "有5条没有放图：不能确定要遮住的字在图上哪里" in text_of(page)
    assert "机器从截图上认出，请打开原图核对" in text_of(page)


def test_the_number_of_pictures_is_bounded_and_findings_come_first(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SNIPPETS", 3)
    written = case.write_report(tmp_path, as_of=made.TODAY)
    page = page_of(written)
    assert len(shots(page)) == 3
    named = {event for finding in written.dossier.findings for event in finding.events}
    assert {one.event for one in written.dossier.showing.snippets} <= named
    assert "另有2条来自截图的催收记录没有在这里放图" in text_of(page)
    monkeypatch.setattr(room, "SNIPPETS", 60)
    monkeypatch.setattr(room, "PICTURES", 1)  # originals that are opened
    again = case.write_report(tmp_path, as_of=made.TODAY).dossier.showing
    assert {one.exhibit for one in again.snippets} == {"S6"}
    assert again.snippets_left == 2


def test_a_picture_that_cannot_be_opened_is_counted_not_fatal(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str, *_: object) -> None:
        raise ingest.OcrMissingError(name)

    monkeypatch.setattr(ingest, "crops", broken)
    written = case.write_report(tmp_path, as_of=made.TODAY)
    assert written.dossier.showing.snippets == ()
    assert written.dossier.showing.snippets_left == 5
    assert "另有5条" in text_of(page_of(written))


def test_what_the_borrower_wrote_is_not_shown(masked: Written) -> None:
    for snippet in masked.dossier.showing.snippets:
        assert all("不要再联系" not in field.text for field in snippet.fields)


# -- what an event stands on ----------------------------------------------------------------------------------------


def test_each_event_names_its_exhibits_its_independent_sources_and_its_clock(masked: Written) -> None:
    text = re.sub(r"\s+", "", text_of(page_of(masked)))
    for part in (
        "运营商时钟", "手机时钟", "证据3中国移动通话详单S3#4", "证据1通话记录备份S1#3", "2个独立来源，互相印证",
        "证据2短信备份S2#1证据6短信截图S6#11个独立来源", "录音、运营商详单、一位亲友的说明各算一个",
    ):  # fmt: skip
        assert part in text, part
    assert "2个独立来源，互相印证" in paper_text(masked)
    annex = masked.files[2].read_text(encoding="utf-8-sig")
    assert "运营商时钟,证据3 中国移动通话详单、证据1 通话记录备份,2个独立来源，互相印证" in annex
    assert "机器识别，请对照原图核对" in annex


def test_a_contradiction_is_shown_plainly_and_no_finding_counts_it(masked: Written) -> None:
    (one,) = masked.dossier.showing.contradictions
    assert all(one.event not in finding.events for finding in masked.dossier.findings)
    section = next(part for part in page_of(masked).iter("section") if part.get("id") == "disputes")
    text = re.sub(r"\s+", "", str(section.text_content()))
    for part in (
        "两份记录说法不一：",
        "证据3中国移动通话详单（S3#3，运营商时钟2026-03-0722:30:06）：记为接通，通话31秒",
        "证据1通话记录备份（S1#2，手机时钟2026-03-0722:30:00）：记为没有接通",
        "没有一条规则单独拿它作依据",
    ):
        assert part in text, part
        assert part in paper_text(masked), part


def test_a_case_without_any_of_it_has_none_of_the_sections(tmp_path: Path) -> None:
    with made.make(tmp_path / "case", pictures=False) as plain:
        events = plain.events()
        calm = events.filter(pl.col("agreement") != "contradicted")
        told = room.showing_of(plain.vault, plain.state, calm, (), silent)
        assert (told.snippets, told.snippets_left, told.contradictions, told.names) == ((), 0, (), ())
        page = page_of(plain.write_report(tmp_path / "out", as_of=made.TODAY))
    ids = {section.get("id") for section in page.iter("section")}
    assert "shots" not in ids
    assert {"sounds", "disputes"} <= ids


# -- recordings -----------------------------------------------------------------------------------------------------


def test_no_sound_is_written_unless_asked_and_how_to_get_it_is_said(masked: Written, bare: Written) -> None:
    for written in (masked, bare):
        folder = written.files[0].parent
        assert sorted(path.name for path in folder.iterdir()) == ["evidence.csv", "report.html", "report.pdf"]
        page = page_of(written)
        assert not list(page.iter("audio", "source", "embed", "object"))
        assert "media-src" not in written.files[0].read_text(encoding="utf-8")
        assert "ringfence report --with-recordings" in text_of(page)
        assert "ringfencereport--with-recordings" in paper_text(written)


def test_recordings_are_told_with_clocks_kept_apart_and_what_they_joined(masked: Written) -> None:
    section = next(part for part in page_of(masked).iter("section") if part.get("id") == "sounds")
    text = re.sub(r"\s+", "", str(section.text_content()))
    for part in (
        "证据4通话录音", "2026-03-0610:11:05（手机时钟）", "38秒，其中有声38秒（按音量判断）",
        "2026-03-0610:11:05（运营商时钟），对方19900001234，接通41秒；3个独立来源，互相印证",
        "没有对上任何一次通话", "199****9999",
    ):  # fmt: skip
        assert part in text, part
        assert part in paper_text(masked), part
    assert "19900009999" not in text_of(page_of(masked))  # of a call that nobody is known to have collected with


def test_asked_for_copies_lie_beside_the_report_and_play(case: Case, tmp_path: Path) -> None:
    written = case.write_report(tmp_path, as_of=made.TODAY, sounds=True)
    source = written.files[0].read_text(encoding="utf-8")
    assert "media-src 'self' file:" in source
    page = page_of(written)
    players = list(page.iter("audio"))
    assert [one.get("src") for one in players] == ["report_files/S4.wav", "report_files/S5.wav"]
    for one in players:
        assert one.get("preload") == "none"
        assert one.get("autoplay") is None
        with wave.open(str(tmp_path / (one.get("src") or ""))) as sound:
            assert sound.getnframes() / sound.getframerate() in {38, 12}
    assert "声音也没有遮盖" in text_of(page)
    assert "report_files/S4.wav" in paper_text(written)
    assert {path.name for path in written.files} >= {"S4.wav", "S5.wav", "report.html"}
    assert not any(
        path.stat().st_mode & 0o077 for path in written.files if path.suffix == ".wav" and os.name == "posix"
    )
    logged = case.state.documents[-1]["files"]
    assert set(logged) == {"report.html", "report.pdf", "evidence.csv", "S4.wav", "S5.wav"}


def test_a_recording_that_cannot_be_decoded_is_said_and_the_others_are_written(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ingest.playable_copy

    def play(name: str, data: bytes) -> bytes:
        if "9999" in name:
            raise ingest.NeedsAudioError
        return whole(name, data)

    monkeypatch.setattr(ingest, "playable_copy", play)
    page = page_of(case.write_report(tmp_path, as_of=made.TODAY, sounds=True))
    assert [one.get("src") for one in page.iter("audio")] == ["report_files/S4.wav"]
    assert "ringfence[audio]" in text_of(page)
    assert [path.name for path in (tmp_path / "report_files").iterdir()] == ["S4.wav"]


def test_when_the_report_fails_no_voice_is_left_behind(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(respond, "write_report", fail)
    with pytest.raises(OSError, match="no space"):
        case.write_report(tmp_path, as_of=made.TODAY, sounds=True)
    assert list(tmp_path.rglob("*.wav")) == []


def test_in_english(case: Case, tmp_path: Path) -> None:
    page = page_of(case.write_report(tmp_path, as_of=made.TODAY, lang="en", sounds=True))
    text = re.sub(r"\s+", " ", text_of(page))
    for part in ("2 records differ:", "Exhibit 3", "2 independent sources", "compare with the picture", "report_files"):
        assert part in text, part


# -- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("door")
    with made.make(folder / "case", pictures=False):
        pass
    return folder


@pytest.fixture
def unlocked(door: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", made.PASSPHRASE)
    (door / "runtime").mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(door / "runtime"))
    monkeypatch.setenv("COLUMNS", "80")
    return door


def test_the_report_command_says_what_was_written_and_what_was_not(
    unlocked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = unlocked / "out"
    command = ["--case", str(unlocked / "case"), "report", "--out", str(out)]
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "案件里有 2 段录音,没有写出" in told
    assert not (out / "report_files").exists()
    assert run([*command, "--with-recordings"]) == 0
    told = capsys.readouterr().out
    assert "2 段录音的播放副本(1.6 MB)" in told
    assert "没有加密、没有遮盖" in told
    assert run(command) == 0
    assert "还有以前写出的 2 段录音" in capsys.readouterr().out


def test_the_timeline_shows_sources_and_contradictions_in_80_columns(
    unlocked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len  # noqa: PLC0415 -- only here

    assert run(["--case", str(unlocked / "case"), "timeline", "--sources"]) == 0
    told = capsys.readouterr().out
    assert max(cell_len(line) for line in told.splitlines()) <= 80
    for part in (
        "2个独立来源，说法不一；没有一条规则单独拿它作依据",
        "证据3 中国移动通话详单 S3#3  运营商时钟 2026-03-07 22:30:06  记为接通，31 秒",
        "证据1 通话记录备份 S1#2  手机时钟 2026-03-07 22:30:00  记为没有接通",
        "3个独立来源，互相印证",
    ):
        assert part in told, part
    assert run(["--case", str(unlocked / "case"), "timeline"]) == 0
    assert "详情加 --sources" in capsys.readouterr().out
