"""``ringfence transcribe``: a recording as text by a model on the user's disk; checked, corrected, given out and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case, SourceTranscript

_Changes = dict[int, tuple[str | None, str | None]]
_MARKS = {"": "   ", "unknown": "核 ", "other": "对 ", "me": "我 "}


@click.command(
    cls=Verb,
    help=say(
        "把案件里的一段录音转写成文字(用您自己下载的模型,不联网)。机器转写只作线索:只有您听过、核对并标明是对方说的话,"
        "才会用来判断对方说了什么。例:ringfence transcribe S3 --model 模型文件夹;"
        "ringfence transcribe S3 --check 4 --by other;ringfence transcribe S3 --edit 4 --text “改正后的话” --by other",
        "Transcribe a recording with a model of yours, offline. A machine's words are only a pointer: only what you checked and "
        "gave to the other side counts as said by them.",
    ),
)
@click.argument("source", metavar=say("来源编号", "SOURCE"))
@click.option(
    "--model",
    envvar="RINGFENCE_ASR_MODEL",
    type=click.Path(file_okay=False),
    help=say("模型文件夹(也可设环境变量 RINGFENCE_ASR_MODEL)", "folder of the model (or RINGFENCE_ASR_MODEL)"),
)
@click.option(
    "--again", is_flag=True, help=say("重新转写(旧稿仍保留,可撤销)", "transcribe again; undo brings the old one back")
)
@click.option(
    "--check", "checked", type=int, multiple=True, help=say("核对过的段号(可多次)", "checked utterance (repeatable)")
)
@click.option("--edit", "edited", type=int, help=say("要改正的段号", "utterance to correct"))
@click.option("--text", help=say("改正后的文字", "the right words"))
@click.option(
    "--by",
    "speaker",
    type=click.Choice(["other", "me", "unknown"]),
    help=say("是谁说的:other 对方,me 自己这边,unknown 分不清(默认)", "who says it (default: unknown)"),
)
@click.option(
    "--export",
    "out",
    type=click.Path(dir_okay=False),
    help=say("写成文本文件,改好再导入", "write a text file to correct"),
)
@click.option(
    "--import",
    "back",
    type=click.Path(exists=True, dir_okay=False),
    help=say("导入改好的文本文件", "take a corrected file back"),
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def transcribe(
    ctx: click.Context,
    source: str,
    *,
    model: str | None,
    again: bool,
    checked: tuple[int, ...],
    edited: int | None,
    text: str | None,
    speaker: str | None,
    out: str | None,
    back: str | None,
    as_json: bool,
) -> int:
    """Make a transcript where there is none, else change, give out or show the one there is."""
    changes = changes_of(checked, edited, text, speaker)
    if sum(map(bool, (changes, out, back, again))) > 1:
        raise click.UsageError(
            say("核对、导出、导入、重新转写,一次只能做一样", "check, export, import or redo: one at a time")
        )
    if changes or back:
        with open_case(ctx) as case:
            count = case.correct_transcript(source, changes or changes_in(Path(str(back))))
            spoken = any(one.speaker == "other" for one in case.transcript(source).said)
        click.echo(say(f"已记下 {count} 段(机器原稿仍保留)。", f"{count} noted; the machine's version is kept."))
        if spoken:
            click.echo(
                say(
                    "标明对方所说的话已放进时间线;看过类别并用 ringfence correct 确认后,才会写进信里。",
                    "What the other side says is in the timeline; letters take it once you confirm its class (correct).",
                )
            )
        return 0
    if out:
        with look_into_case(ctx) as case:
            return give_out(case, source, Path(out))
    with look_into_case(ctx) as case:
        named = ctx.get_parameter_source("model") is click.core.ParameterSource.COMMANDLINE
        if again or source not in case.state.transcripts:
            make(case, source, model)
        elif named:
            hint = say(
                "已有文字稿,没有重新转写;要重新转写请加 --again。", "There is one already; to redo it add --again."
            )
            click.echo(hint, err=True)
        show(case.transcript(source), as_json=as_json)
    return 0


def changes_of(checked: tuple[int, ...], edited: int | None, text: str | None, speaker: str | None) -> _Changes:
    """Return what the options ask to change."""
    if (edited is None) != (text is None):
        raise click.UsageError(say("--edit 要和 --text 一起用", "--edit goes with --text"))
    if speaker and not (checked or edited is not None):
        raise click.UsageError(say("--by 要和 --check 或 --edit 一起用", "--by goes with --check or --edit"))
    changes: _Changes = dict.fromkeys(checked, (None, speaker or "unknown"))
    if edited is not None:
        changes[edited] = (text, speaker)
    return changes


def changes_in(file: Path) -> _Changes:
    """Read a corrected file."""
    from ringfence import ingest

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.BadParameter(
            say(f"{file.name} 不是 UTF-8 文本,请用“另存为 UTF-8”保存", f"{file.name} is not UTF-8 text")
        ) from None
    return dict(ingest.read_utterances(text).items())


def make(case: Case, source: str, model: str | None) -> None:
    """Run the model over the recording."""
    if model is None:
        raise click.UsageError(
            say(
                "还没有文字稿。请用 --model 写明语音识别模型的文件夹(自己下载并解压,本软件不联网)",
                "no transcript yet: name the folder of a speech model with --model",
            )
        )
    with showing_progress() as progress:
        case.transcribe(source, Path(model).expanduser(), progress)


def give_out(case: Case, source: str, target: Path) -> int:
    """Write the text file; nothing is written over."""
    from ringfence import ingest

    found = case.transcript(source)
    name = case.state.sources[source].name
    text = ingest.write_lines((one.line() for one in found.said), source=source, name=name)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        complain(say(f"{target} 已经存在,没有覆盖。请换一个文件名。", f"{target} exists and was not written over."))
        return FAULT
    click.echo(str(target))
    return 0


def show(transcript: SourceTranscript, *, as_json: bool) -> None:
    """Print a transcript, marked for what it is."""
    if as_json:
        click.echo(json.dumps(plain(transcript), ensure_ascii=False, indent=2))
        return
    made = transcript.made
    click.echo(
        say(
            f"{transcript.source} 的机器转写({made.family},{made.model}),未核对的内容不作依据;机器分不出谁在说话。",
            f"{transcript.source}, transcribed by machine ({made.family}, {made.model}); unchecked words count for nothing.",
        )
    )
    for one in transcript.said:
        place = f"{clock(one.start_ms)}-{clock(one.end_ms)}"
        click.echo(f"{_MARKS[one.speaker]}#{one.number} {place} {one.text}")
        if one.text != one.heard:
            click.echo(say(f"      机器原稿:{one.heard}", f"      the machine heard: {one.heard}"))
    checked = sum(one.checked for one in transcript.said)
    click.echo(
        say(
            f"共 {len(transcript.said)} 段,核对过 {checked} 段。",
            f"{len(transcript.said)} utterances, {checked} checked.",
        )
    )


def plain(transcript: SourceTranscript) -> dict[str, Any]:
    """Return a transcript as plain data, both versions."""
    made = transcript.made
    return {
        "source": transcript.source,
        "machine_made": True,
        "engine": f"{made.engine} {made.engine_version}",
        "family": made.family,
        "model": made.model,
        "model_sha256": made.model_digest,
        "vouched": transcript.vouched,
        "utterances": [
            {
                "number": one.number,
                "from_ms": one.start_ms,
                "to_ms": one.end_ms,
                "text": one.text,
                "machine": one.heard,
                "speaker": one.speaker or None,
                "confidence": one.confidence,
                "words": [{"at_ms": at, "text": word} for at, word in one.words],
            }
            for one in transcript.said
        ],
    }


def clock(ms: int) -> str:
    """Return a place as ``ringfence cut --span`` takes it."""
    return f"{ms // 60_000}:{ms % 60_000 // 100 / 10:04.1f}"
