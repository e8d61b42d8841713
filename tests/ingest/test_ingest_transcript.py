"""Transcripts by the real engine on a model of four kilobytes, and model folders as people really have them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sherpa_onnx
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import (
    BadTranscriptFileError,
    BrokenFileError,
    BrokenModelError,
    EngineFailedError,
    IngestError,
    Line,
    ModelNotFoundError,
    NeedsSpeechError,
    check_model,
    find_model,
    read_utterances,
    speech_missing,
    transcribe,
    write_lines,
)
from ringfence.ingest.sound import heard_parts, listen
from ringfence.ingest.transcript import engine as engine_module
from ringfence.ingest.transcript.onnx_about import onnx_metadata
from ringfence.ingest.transcript.stretches import LONGEST_MS, stretches, widened
from ringfence.ingest.transcript.transcribe import utterance
from ringfence.schema import CancelledError
from tiny_asr import RATE, metadata_model, model_bytes, spoken, wav_of, write_model, write_sense_voice, write_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

ALPHABET = "还钱打爆你家电话明天"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "模型", ALPHABET)


def test_the_real_engine_writes_what_it_hears_with_the_time_of_each_character(folder: Path) -> None:
    data = wav_of(spoken("明天还钱 打爆你家电话", ALPHABET))
    seen: list[int] = []
    made = transcribe(
        "a.wav",
        data,
        find_model(folder),
        listen("a.wav", data).heard,
        progress=lambda _step, done, _all=None: seen.append(done),
    )
    assert [one.text for one in made.utterances] == ["明天还钱", "打爆你家电话"]
    assert (made.engine, made.family, made.model, made.language) == ("sherpa-onnx", "WeNet CTC", "模型", "zh")
    assert made.engine_version.split(".")[0].isdigit()
    words = made.utterances[1].words
    assert [word for _, word in words] == list("打爆你家电话")
    # half a second, four characters of 0.4 s, a second of silence, then one each 0.4 s
    assert all(abs(at - (3100 + 400 * place)) <= 60 for place, (at, _) in enumerate(words))
    assert made.utterances[0].confidence is None  # a CTC model gives none
    assert seen == sorted(seen)
    assert seen[-1] == listen("a.wav", data).heard[-1][1]


def test_a_model_of_sense_voices_shape_runs_too(tmp_path: Path) -> None:
    data = wav_of(spoken("明天还钱 打爆你家电话", ALPHABET))
    model = find_model(write_sense_voice(tmp_path, ALPHABET))
    made = transcribe("a.wav", data, model, listen("a.wav", data).heard)
    assert made.family == "SenseVoice"
    assert [one.text for one in made.utterances] == ["明天还钱", "打爆你家电话"]
    words = made.utterances[1].words
    assert [word for _, word in words] == list("打爆你家电话")
    assert all(abs(at - (3100 + 400 * place)) <= 120 for place, (at, _word) in enumerate(words))


def test_an_engine_that_fails_and_says_nothing_was_heard_is_not_believed(tmp_path: Path) -> None:
    data = wav_of(spoken("还钱", ALPHABET))
    model = find_model(write_sense_voice(tmp_path, ALPHABET, bands=90))  # it catches its own fault and answers ""
    with pytest.raises(EngineFailedError):
        transcribe("a.wav", data, model, listen("a.wav", data).heard)


def test_silence_gives_no_words_and_dithered_noise_neither(folder: Path) -> None:
    silence = wav_of(np.zeros(RATE * 3, dtype=np.int16))
    assert listen("s.wav", silence).heard == ()
    assert transcribe("s.wav", silence, find_model(folder), ()).utterances == ()
    assert transcribe("s.wav", silence, find_model(folder), ((0, 3000),)).utterances == ()


def test_a_long_recording_without_a_pause_is_cut_where_it_is_quiet(folder: Path) -> None:
    row = spoken("还钱" * 100, ALPHABET)  # 80 s, pauses of 0.1 s
    data = wav_of(row)
    heard = listen("l.wav", data).heard
    assert len(heard) == 1
    made = transcribe("l.wav", data, find_model(folder), heard)
    assert "".join(one.text for one in made.utterances) == "还钱" * 100
    assert all(one.end_ms - one.start_ms <= LONGEST_MS for one in made.utterances)
    assert all(one.end_ms == after.start_ms for one, after in zip(made.utterances, made.utterances[1:], strict=False))


def test_two_hours_are_cut_in_memory_for_one_stretch() -> None:
    second = spoken("还钱", ALPHABET)[:RATE].copy()
    largest = 0

    def pieces() -> Iterator[NDArray[np.int16]]:
        for _ in range(7200):
            yield second

    count, length = 0, 0
    for one in stretches(pieces(), ((0, 7_200_000),)):
        largest = max(largest, one.samples.size)
        base = one.samples.base
        assert base is None or base.size <= 2 * RATE * LONGEST_MS // 1000
        count += 1
        length += one.samples.size
    assert largest <= RATE * LONGEST_MS // 1000
    assert length == 7200 * RATE
    assert 360 <= count <= 720


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 400), max_size=8),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(30, 30_000)), max_size=5),
    st.integers(0, 70_000),
)
def test_stretches_cover_every_part_that_is_heard(
    sizes: list[int], gaps: list[tuple[int, int]], length_ms: int
) -> None:
    row = np.arange(length_ms * RATE // 1000, dtype=np.int64).astype(np.int16)
    cuts = np.cumsum([0, *(size * 160 for size in sizes)])
    parts: list[tuple[int, int]] = []
    at = 0
    for gap, size in gaps:
        parts.append((at + gap, at + gap + size))
        at += gap + size
    pieces = [*np.split(row, [int(cut) for cut in cuts if cut <= row.size])]
    made = list(stretches(pieces, parts))
    covered = np.zeros(length_ms + 1, dtype=np.bool_)
    for one in made:
        assert 0 <= one.start_ms <= one.end_ms <= length_ms
        assert one.samples.size <= RATE * LONGEST_MS // 1000
        first = one.start_ms * RATE // 1000
        assert abs(one.samples.size - (one.end_ms - one.start_ms) * RATE // 1000) <= RATE // 1000
        assert np.array_equal(one.samples, row[first : first + one.samples.size])
        covered[one.start_ms : one.end_ms + 2] = True
    for start, end in parts:
        assert covered[start : min(end, length_ms)].all()


def test_margins_never_reach_into_a_neighbour() -> None:
    assert widened([(100, 500), (600, 900), (5000, 6000)]) == [(0, 550), (550, 1100), (4800, 6200)]
    assert widened([]) == []
    assert heard_parts([]) == ()


def test_cancel_stops_the_engine(folder: Path) -> None:
    data = wav_of(spoken("还钱 " * 5, ALPHABET))

    def stop(step: str, done: int, total: int | None = None) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        transcribe("c.wav", data, find_model(folder), listen("c.wav", data).heard, progress=stop)


def test_a_file_that_is_no_recording(folder: Path) -> None:
    with pytest.raises(BrokenFileError):
        transcribe("x.wav", b"RIFF\0\0\0\0WAVE", find_model(folder), ((0, 1000),))


def test_the_doctor_loads_the_model(folder: Path) -> None:
    assert speech_missing() is None
    model, version = check_model(folder)
    assert model.name == "WeNet CTC"
    assert version


def test_a_model_the_engine_refuses_ends_its_own_process_only(folder: Path) -> None:
    good = model_bytes(ALPHABET)
    (folder / "model.onnx").write_bytes(good.replace(b"log_probs", b"log_prob\0"))  # still protobuf, no longer a graph
    with pytest.raises(BrokenModelError) as caught:
        check_model(folder)
    assert "模型打不开" in caught.value.zh
    # a metadata entry that the engine asks for is missing: it calls exit
    (folder / "model.onnx").write_bytes(good.replace(b"subsampling_factor", b"subsampling_factoR"))
    with pytest.raises(BrokenModelError) as caught:
        check_model(folder)
    assert "subsampling_factor" in caught.value.en


def test_an_engine_that_dies_half_way_is_said_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = wav_of(spoken("还钱 打爆", ALPHABET))
    hear = engine_module.Engine.hear
    calls: list[int] = []

    def dying(self: engine_module.Engine, samples: NDArray[np.int16]) -> dict[str, object]:
        calls.append(samples.size)
        if len(calls) == 2:
            self._process.kill()
        return hear(self, samples)

    monkeypatch.setattr(engine_module.Engine, "hear", dying)
    with pytest.raises(EngineFailedError) as caught:
        transcribe("d.wav", data, find_model(folder), listen("d.wav", data).heard)
    assert "0:02" in caught.value.zh


def test_an_engine_that_hangs_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "LOAD_S", -1.0)
    monkeypatch.setattr(engine_module, "_LOOK_S", 0.001)
    with pytest.raises(BrokenModelError, match="timed out"):
        check_model(folder)


def test_without_the_extra_the_sentence_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    monkeypatch.setattr(engine_module, "find_spec", lambda _name: None)
    with pytest.raises(NeedsSpeechError) as caught:
        check_model(folder)
    assert "ringfence[asr,audio]" in caught.value.zh


def test_the_engine_gets_no_secret_of_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    class Noting(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], *, env: dict[str, str], **rest: Any) -> None:  # noqa: ANN401 -- passed on as it came
            given.append(env)
            super().__init__(command, env=env, **rest)

    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "测试口令")
    monkeypatch.setattr("subprocess.Popen", Noting)
    check_model(folder)
    assert given
    assert not any(name.startswith("RINGFENCE_") for name in given[0])


# -- folders --------------------------------------------------------------------------------------------------------

FAMILIES = {
    "sense_voice": ({"model.int8.onnx": {"model_type": "sense_voice_ctc", "vocab_size": "2"}}, "from_sense_voice"),
    "paraformer": ({"model.int8.onnx": {"lfr_window_size": "7", "vocab_size": "2"}}, "from_paraformer"),
    "zipformer_ctc": ({"model.int8.onnx": {"model_type": "zipformer2_ctc"}}, "from_zipformer_ctc"),
    "wenet_ctc": ({"model.onnx": {"model_type": "wenet_ctc", "vocab_size": "2"}}, "from_wenet_ctc"),
    "telespeech_ctc": ({"model.int8.onnx": {"model_type": "telespeech_ctc"}}, "from_telespeech_ctc"),
    "fire_red_asr_ctc": ({"model.int8.onnx": {"cmvn_mean": "1,2"}}, "from_fire_red_asr_ctc"),
    "dolphin_ctc": ({"model.int8.onnx": {"mean": "1", "invstd": "1"}}, "from_dolphin_ctc"),
    "whisper": (
        {"base-encoder.int8.onnx": {"model_type": "whisper-base"}, "base-decoder.int8.onnx": {}},
        "from_whisper",
    ),
    "fire_red_asr": ({"encoder.int8.onnx": {"cmvn_mean": "1"}, "decoder.int8.onnx": {}}, "from_fire_red_asr"),
    "transducer": (
        {
            "encoder-epoch-99-avg-1.int8.onnx": {"model_type": "zipformer2"},
            "decoder-epoch-99-avg-1.onnx": {"context_size": "2"},
            "joiner-epoch-99-avg-1.int8.onnx": {},
        },
        "from_transducer",
    ),
}


def laid_out(folder: Path, files: dict[str, dict[str, str]], tokens: str = "tokens.txt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, about in files.items():
        (folder / name).write_bytes(metadata_model(about))
    if tokens:
        (folder / tokens).write_text("<blk> 0\n还 1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("family", FAMILIES)
def test_families_are_told_by_their_files(family: str, tmp_path: Path) -> None:
    files, factory = FAMILIES[family]
    model = find_model(laid_out(tmp_path, files))
    assert model.family == family
    make, arguments = model.call()
    assert make == factory
    signature = inspect.signature(getattr(sherpa_onnx.OfflineRecognizer, make))
    signature.bind(num_threads=1, **arguments)  # the engine's factory takes exactly these
    assert len(model.digest()) == 64


def test_the_smaller_precision_is_taken_and_helpers_are_left_out(tmp_path: Path) -> None:
    about = {"model_type": "zipformer2_ctc"}
    files = dict.fromkeys(("model.onnx", "model.int8.onnx", "model.fp16.onnx"), about)
    laid_out(tmp_path, {**files, "silero_vad.onnx": {}})
    assert find_model(tmp_path).files["model"].name == "model.int8.onnx"


def test_tokens_of_whisper_carry_its_name_and_weights_beside_count_in_the_digest(tmp_path: Path) -> None:
    files = {"large-v3-encoder.onnx": {"model_type": "whisper-large-v3"}, "large-v3-decoder.onnx": {}}
    model = find_model(laid_out(tmp_path, files, "large-v3-tokens.txt"))
    assert model.files["tokens"].name == "large-v3-tokens.txt"
    before = model.digest()
    (tmp_path / "large-v3-encoder.weights").write_bytes(b"1")
    assert model.digest() != before


def test_the_folder_an_archive_unpacked_into_is_found(tmp_path: Path) -> None:
    laid_out(tmp_path / "sherpa-onnx-zh", FAMILIES["zipformer_ctc"][0])
    assert find_model(tmp_path).folder.name == "sherpa-onnx-zh"
    laid_out(tmp_path / "sherpa-onnx-zh-2", FAMILIES["zipformer_ctc"][0])
    with pytest.raises(ModelNotFoundError, match="several models"):
        find_model(tmp_path)


@pytest.mark.parametrize(
    ("files", "tokens", "said"),
    [
        ({}, "tokens.txt", "没有模型文件"),
        ({"model.onnx": {"model_type": "zipformer2_ctc"}}, "", "缺少 tokens.txt"),
        ({"encoder.onnx": {"cmvn_mean": "1"}}, "tokens.txt", "缺少 decoder*.onnx"),
        ({"decoder.onnx": {}}, "tokens.txt", "缺少 encoder*.onnx"),
        ({"encoder.onnx": {"model_type": "zipformer2"}, "decoder.onnx": {}}, "tokens.txt", "缺少 joiner*.onnx"),
        ({"model.onnx": {"model_type": "zipformer2_ctc", "decode_chunk_len": "32"}}, "tokens.txt", "流式"),
        ({"model.onnx": {"model_type": "vits"}}, "tokens.txt", "不支持这种模型"),
        ({"model.onnx": {}}, "tokens.txt", "没有写明"),
        (
            {"a.onnx": {"model_type": "wenet_ctc"}, "b.onnx": {"model_type": "wenet_ctc"}},
            "tokens.txt",
            "几套模型",
        ),
    ],
)
def test_what_is_missing_is_said(files: dict[str, dict[str, str]], tokens: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        find_model(laid_out(tmp_path, files, tokens))
    assert said in caught.value.zh
    assert "tokens.txt，加上" in caught.value.zh
    assert "不会联网下载" in caught.value.zh


def test_no_folder_and_an_archive_that_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="no such folder"):
        find_model(tmp_path / "none")
    (tmp_path / "sherpa-onnx-paraformer-zh.tar.bz2").write_bytes(b"BZh")
    with pytest.raises(ModelNotFoundError, match="unpacked"):
        find_model(tmp_path)


def test_tokens_of_another_model_are_refused(folder: Path) -> None:
    write_tokens(folder, ALPHABET[:4])
    with pytest.raises(BrokenModelError, match="has 5 tokens, the model needs 11"):
        find_model(folder)
    (folder / "tokens.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenModelError, match="not text"):
        find_model(folder)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_model_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("m") / "model.onnx"
    path.write_bytes(data)
    try:
        found = onnx_metadata(path)
    except ValueError:
        return
    assert all(isinstance(value, str) for value in found.values())


@pytest.mark.parametrize("cut", [1, 40, 500, 3000])
def test_a_download_that_broke_off_is_refused(folder: Path, cut: int) -> None:
    (folder / "model.onnx").write_bytes(model_bytes(ALPHABET)[:-cut])
    with pytest.raises(IngestError):
        find_model(folder)


# -- words ----------------------------------------------------------------------------------------------------------


def answer(text: str, tokens: list[str], times: list[float], scores: list[float] | None = None) -> dict[str, object]:
    return {"text": text, "tokens": tokens, "times": times, "scores": scores or []}


def test_words_have_times_only_where_they_spell_the_text() -> None:
    fine = utterance(
        answer("你好 loan", ["你", "好", "▁lo", "an"], [0.1, 0.2, 0.3, 9.9], [-0.1, -0.1, -0.3, -0.1]), 1000, 2000
    )
    assert fine is not None
    assert fine.words == ((1100, "你"), (1200, "好"), (1300, "lo"), (2000, "an"))
    assert fine.confidence == pytest.approx(0.861)
    bytes_ = utterance(answer("你好", ["ƋŞş", "ƌĽ"], [0.1, 0.2]), 0, 900)
    assert bytes_ is not None
    assert bytes_.words == ()
    assert utterance(answer("。", ["。"], [0.1]), 0, 900) is None
    assert utterance(answer("", [], []), 0, 900) is None
    assert getattr(utterance(answer("你\x1b[31m好", [], []), 0, 900), "text", "") == "你 [31m好"


# -- the file people correct ----------------------------------------------------------------------------------------


def test_a_transcript_goes_out_and_comes_back() -> None:
    lines = [
        Line(1, 280, 2210, "明天还钱"),
        Line(2, 62_890, 65_600, "打爆你家电话", "other"),
        Line(3, 0, 10, "好", "me"),
    ]
    text = write_lines(lines, source="S1", name="录音\n.mp3")
    assert "[ ] #1 0:00.2-0:02.2 明天还钱\n" in text
    assert "[对] #2 1:02.8-1:05.6 打爆你家电话\n" in text
    assert read_utterances(text) == {1: ("明天还钱", ""), 2: ("打爆你家电话", "other"), 3: ("好", "me")}
    edited = text.replace("[ ] #1", "［核］ #1").replace("\n", "\r\n")
    assert read_utterances("\ufeff" + edited)[1] == ("明天还钱", "unknown")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[他] #1 0:00.0-0:01.0 好", "方括号里"),
        ("明天还钱", "认不出"),
        ("[ ] #1 0:00.0-0:01.0 好\n[ ] #1 0:00.0-0:01.0 好", "出现了两次"),
    ],
)
def test_lines_that_cannot_be_understood_change_nothing(line: str, said: str) -> None:
    with pytest.raises(BadTranscriptFileError) as caught:
        read_utterances(line)
    assert said in caught.value.zh


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
    st.sampled_from(["", "other", "me", "unknown"]),
)
def test_any_words_survive_the_file(words: str, speaker: str) -> None:
    plain = " ".join(words.split())
    text = write_lines([Line(7, 0, 1000, plain, speaker)], source="S1", name="a")
    assert read_utterances(text) == {7: (plain, speaker)}
