"""Transcripts in a case: a machine's words change nothing, checked words of the other side count at a lower confidence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ringfence.case import Case, NoTranscriptError, PackedRecordingError, UnknownNameError
from ringfence.case.state import EntryKind, fold
from ringfence.case.transcripts import Said, SourceTranscript, places_to_check, with_transcripts
from ringfence.ingest import BrokenModelError, Source, Transcript, Utterance
from ringfence.schema import EVENTS, CancelledError, Debt, Finding, FindingKind, Label, Party, PartyType, Role, conform
from ringfence.vault import RedactedBlobError
from tiny_asr import spoken, wav_of, write_model

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "测试口令-不要用"
ALPHABET = "再不还钱就打死你家人好的"
NUMBER = "19900001234"
NAME = f"通话录音@王演示({NUMBER})_20260105101112.wav"
SPOKEN = "再不还钱就打死你家人 好的"
DAY = date(2026, 11, 21)


def calls(*, direction: int = 1) -> Source:
    """Return the phone's log with the recorded call (2026-01-05 10:11:10 in China)."""
    row = f'<call number="{NUMBER}" duration="12" date="1767579070000" type="{direction}" presentation="1" />'
    return Source.of_bytes("calls.xml", f'<?xml version="1.0"?><calls count="1">{row}</calls>'.encode())


def recording(name: str = NAME, words: str = SPOKEN) -> Source:
    return Source.of_bytes(name, wav_of(spoken(words, ALPHABET)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("asr") / "示例模型", ALPHABET)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    assert made.add(calls(), today=DAY).source.id == "S1"
    assert made.add(recording(), today=DAY).source.kind_zh == "通话录音"
    made.name_party(Party("L1", "演示小额贷款有限公司", PartyType.MICROLOAN, ("演示贷",), (f"+86{NUMBER}",)))
    made.note_debt(Debt("D1", "L1", due=date(2025, 12, 1)))
    return made


def findings(case: Case) -> tuple[Finding, ...]:
    return case.dossier(as_of=DAY)[0].findings


def test_a_transcript_is_kept_with_engine_model_and_the_time_of_each_character(case: Case, model: Path) -> None:
    with case:
        made = case.transcribe("S2", model)
        assert [one.text for one in made.said] == ["再不还钱就打死你家人", "好的"]
        assert [word for _, word in made.said[0].words] == list("再不还钱就打死你家人")
        assert made.vouched == "machine"
        entry = list(case.vault.entries())[-1]
        assert entry.kind == EntryKind.TRANSCRIBED
        body = entry.body
        assert (body["source"], body["engine"], body["family"], body["model"], body["utterances"]) == (
            *("S2", "sherpa-onnx", "WeNet CTC", "示例模型", 2),
        )
        assert len(body["model_digest"]) == 64
        assert "打死" not in json.dumps(body, ensure_ascii=False)  # words can be destroyed, the log cannot
        kept = json.loads(case.vault.read_blob(body["blob"]))
        assert kept["recording"] == case.state.sources["S2"].sha256


def test_what_a_machine_heard_changes_nothing_that_counts(case: Case, model: Path) -> None:
    with case:
        before, found = case.events(), findings(case)
        case.transcribe("S2", model)
        after = case.events()
        added = ["transcript", "transcript_by", "heard"]
        assert after.drop(added).equals(before.drop(added))
        row = after.row(0, named=True)
        assert row["refs"] == ["S1#1", "S2#1"]
        assert (row["text"], row["text_by"]) == (None, None)
        assert row["transcript"] == "再不还钱就打死你家人\n好的"
        assert row["transcript_by"] == "machine"
        assert row["heard"] == ["S2#1@280:threat"]
        dossier, letters = case.dossier(as_of=DAY)
        assert dossier.findings == found
        assert "打死" not in repr(letters)
        assert any("录音 S2 在 0:00 处" in line and "没有计入任何结论" in line for line in dossier.unknowns_zh)


def test_only_words_given_to_the_other_side_count_and_at_a_lower_confidence(case: Case, model: Path) -> None:
    with case:
        case.transcribe("S2", model)
        for speaker in ("unknown", "me"):
            assert case.correct_transcript("S2", {1: (None, speaker)}) == 1
            row = case.events().row(0, named=True)
            assert (row["text"], row["transcript_by"], row["heard"]) == (None, "mixed", [])
            assert row["label_by"] == "number"
            assert not any(one.rule == "CN-CON-001" for one in findings(case))

        assert case.correct_transcript("S2", {1: (None, "other"), 2: (None, "me")}) == 2
        row = case.events().row(0, named=True)
        assert (row["text"], row["text_by"]) == ("再不还钱就打死你家人", "transcript")
        assert (row["label"], row["label_by"], row["transcript_by"]) == ("threat", "transcript", "checked")
        assert row["label_p"] == pytest.approx(0.6)
        assert "threat_violence" in row["flags"]
        assert row["reason"].startswith("出自录音文字稿")
        assert row["lender_by"] == "number"

        threat = next(one for one in findings(case) if one.rule == "CN-CON-001")
        assert threat.kind is FindingKind.INDICATION
        assert "先看一遍原文" in threat.review_zh
        assert any("出自录音的文字稿" in line for line in threat.uncertain_zh)
        assert "打死" not in repr(case.dossier(as_of=DAY)[1])  # a class the user has not confirmed goes into no letter

        case.correct(row["event"], Label.THREAT)
        threat = next(one for one in findings(case) if one.rule == "CN-CON-001")
        assert threat.review_zh == ""
        assert any("出自录音的文字稿" in line for line in threat.uncertain_zh)
        letters = repr(case.dossier(as_of=DAY)[1])
        assert "录音中对方说“再不还钱就打死你家人”（机器转写，经本人核对，以录音为准）" in letters
        assert "好的" not in letters


@pytest.mark.parametrize("direction", [2, 3])
def test_words_count_only_in_calls_that_came_in(tmp_path: Path, model: Path, direction: int) -> None:
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    with made as case:
        case.add(
            recording(), today=DAY
        )  # alone, or beside an outgoing call: who rang whom is not known, or it was the user
        if direction == 2:
            case.add(calls(direction=2), today=DAY)
        case.transcribe("S1", model)
        case.correct_transcript("S1", {1: (None, "other")})
        row = case.events().row(0, named=True)
        assert row["text"] == "再不还钱就打死你家人"
        assert row["label"] is None
        assert row["direction"] == ("out" if direction == 2 else "recorded")


def test_corrected_words_replace_the_machines_and_both_stay(case: Case, model: Path) -> None:
    with case:
        case.transcribe("S2", model)
        assert case.correct_transcript("S2", {2: ("  好的 你等着 ", "other")}) == 1
        assert case.correct_transcript("S2", {2: ("好的 你等着", "other")}) == 0
        second = case.transcript("S2").said[1]
        assert (second.heard, second.text, second.speaker) == ("好的", "好的 你等着", "other")
        assert case.correct_transcript("S2", {1: ("再不还钱", None)}) == 1
        assert case.transcript("S2").said[0].speaker == "unknown"
        assert case.transcript("S2").vouched == "checked"

        case.undo()
        assert case.transcript("S2").said[0].text == "再不还钱就打死你家人"
        case.undo()
        assert case.transcript("S2").said[1].text == "好的"
        assert case.correct_transcript("S2", {2: ("", "other")}) == 1  # nothing was said there
        assert case.events()["text"].to_list() == [None]


def test_a_second_transcript_takes_the_place_of_the_first_and_undo_brings_it_back(case: Case, model: Path) -> None:
    with case:
        first = case.transcribe("S2", model)
        case.correct_transcript("S2", {1: (None, "other")})
        assert case.transcribe("S2", model).seq > first.seq
        assert case.transcript("S2").vouched == "machine"
        case.undo()
        assert case.transcript("S2").seq == first.seq
        assert case.transcript("S2").said[0].speaker == "other"
        case.undo()
        case.undo()
        with pytest.raises(NoTranscriptError):
            case.transcript("S2")
        assert case.events()["transcript"].to_list() == [None]


def test_destroying_a_recording_destroys_every_version_of_its_words(case: Case, model: Path) -> None:
    with case:
        case.transcribe("S2", model)
        case.correct_transcript("S2", {1: ("再不还钱就打死", "other")})
        case.undo()
        blobs = [entry.body["blob"] for entry in case.vault.entries() if entry.kind.startswith("transcript.")]
        assert len(blobs) == 2
        case.destroy("S2", "测试")
        for blob in blobs:
            with pytest.raises(RedactedBlobError):
                case.vault.read_blob(blob)
        assert case.state.transcripts == {}
        assert case.events()["transcript"].to_list() == [None]
        assert fold(case.vault.entries()).transcripts == {}
    with Case.open(case.vault.folder, passphrase=PASSPHRASE) as again:
        assert again.events().height == 1


def test_two_recordings_without_a_word_have_transcripts_of_their_own(case: Case, model: Path) -> None:
    with case:
        for number in (1, 2):
            silent = wav_of(spoken(" " * number, ALPHABET))
            added = case.add(Source.of_bytes(f"通话录音@王演示({NUMBER})_2026010611111{number}.wav", silent), today=DAY)
            assert case.transcribe(added.source.id, model).said == ()
        case.destroy("S3")
        assert case.transcript("S4").said == ()
        assert case.transcript("S4").vouched == "machine"


def test_what_cannot_be_transcribed_is_said_and_keeps_nothing(case: Case, model: Path, tmp_path: Path) -> None:
    with case:
        size = case.vault.size
        with pytest.raises(UnknownNameError):
            case.transcribe("S1", model)
        with pytest.raises(UnknownNameError):
            case.transcribe("S9", model)
        with pytest.raises(NoTranscriptError):
            case.correct_transcript("S2", {1: (None, "other")})
        broken = write_model(tmp_path / "broken", ALPHABET)
        (broken / "model.onnx").write_bytes((model / "model.onnx").read_bytes()[:-100])
        with pytest.raises(BrokenModelError):
            case.transcribe("S2", broken)

        def stop(_step: str, done: int, total: int | None = None) -> None:
            del done, total
            raise CancelledError

        with pytest.raises(CancelledError):
            case.transcribe("S2", model, lambda step, done, total=None: stop(step, done, total))
        assert case.vault.size == size
        case.transcribe("S2", model)
        for changes in ({9: (None, "other")}, {0: (None, "other")}, {1: (None, "他")}):
            with pytest.raises(UnknownNameError):
                case.correct_transcript("S2", changes)
        state = case.state
        state.sources["S2"] = replace(state.sources["S2"], reader="zip")
        with pytest.raises(PackedRecordingError):
            case.transcribe("S2", model)


# -- placing, without an engine -------------------------------------------------------------------------------------


def transcript(source: str, *said: tuple[str, str]) -> SourceTranscript:
    made = Transcript(
        "sherpa-onnx", "2", "WeNet CTC", "m", "0" * 64, "zh", tuple(Utterance(0, 1, text) for text, _ in said)
    )
    lines = (
        Said(number, number * 1000, number * 1000 + 900, text, text, who) for number, (text, who) in enumerate(said, 1)
    )
    return SourceTranscript(source, 1, made, tuple(lines))


def event(refs: list[str], text: str | None = None) -> pl.DataFrame:
    row = {"event": "E1", "kind": "call", "direction": "in", "role": Role.DEBTOR.value, "refs": refs, "text": text}
    return conform(pl.DataFrame([row], schema_overrides={"text": pl.String}), EVENTS)


def test_an_account_stays_the_text_and_pieces_of_one_call_are_joined() -> None:
    one, two = transcript("S3", ("喂", "me"), ("还钱", "other")), transcript("S4", ("明天", "other"), ("好", ""))
    row = with_transcripts(event(["S1#1", "S4#1", "S3#1"]), {"S3": one, "S4": two}).row(0, named=True)
    assert row["text"] == "还钱\n明天"
    assert row["transcript"] == "喂\n还钱\n明天\n好"
    assert row["transcript_by"] == "mixed"
    told = with_transcripts(event(["S3#1"], "他骂我"), {"S3": one}).row(0, named=True)
    assert (told["text"], told["text_by"], told["transcript"]) == ("他骂我", None, "喂\n还钱")
    untouched = event(["S30#1"])
    assert with_transcripts(untouched, {"S3": one}).equals(untouched)
    assert with_transcripts(untouched.clear(), {"S3": one}).is_empty()


def test_places_to_check_are_those_nobody_has_checked() -> None:
    found = transcript(
        "S3", ("您好", ""), ("你再不还钱", ""), ("我就去你家打断你的腿", ""), ("再不还钱就打死你家人", "me")
    )
    assert places_to_check(found) == ["S3#2@2000:threat", "S3#3@3000:threat"]
    assert places_to_check(transcript("S3", ("喂你好", ""), ("我是快递员", ""), ("您的包裹到了", ""))) == []
    assert places_to_check(transcript("S3")) == []
