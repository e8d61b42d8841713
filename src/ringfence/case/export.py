"""What an export says of each original: category, format, device, how it was read, which clock its times are from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence import __version__
from ringfence.case.faults import NothingToReportError, UnknownNameError
from ringfence.case.sources import load_records
from ringfence.case.unknowns import clock_notes
from ringfence.schema import Clock, from_micros
from ringfence.vault import ExportItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ringfence.case.join import ClockOffset
    from ringfence.case.state import SourceFile, State
    from ringfence.schema import FieldFix
    from ringfence.vault import Exported, Vault

_CLOCKS = {
    Clock.CLAIMED: "内容里自述的时间 / as claimed in the content",
    Clock.DEVICE: "手机自己的时钟,可能不准 / the device's own clock",
    Clock.CARRIER: "运营商的时钟 / the carrier's clock",
    Clock.RECOLLECTED: "陈述人的回忆,精度见陈述 / as recollected by the person",
    Clock.VAULT: "保存证据的电脑的时钟 / the clock of the computer that keeps the case",
}


def export_items(vault: Vault, state: State, only: Iterable[str]) -> tuple[ExportItem, ...]:
    """Return the chosen sources, all when none is chosen, in the order of the case.

    Raises:
        UnknownNameError: the case has no such source.
        NothingToReportError: the case has no source at all.
    """
    chosen = tuple(dict.fromkeys(only))
    for name in chosen:
        if name not in state.sources:
            raise UnknownNameError("证据编号", "source", name)
    if not state.sources:
        raise NothingToReportError
    sources = [source for name, source in state.sources.items() if not chosen or name in chosen]
    return tuple(
        ExportItem(source.id, source.name, source.blob, source.seq, _facts(vault, source, state)) for source in sources
    )


def export_lead(state: State, offsets: Sequence[ClockOffset], receiver: str, day: date) -> tuple[tuple[str, str], ...]:
    """Return what is said of the whole export: for whom, when, with what, and how far clocks were off."""
    return (
        ("交给 / for", receiver),
        ("导出日期 / date", day.isoformat()),
        ("时区 / time zone", state.zone),
        ("软件 / software", f"ringfence {__version__}"),
        *(("时钟 / clocks", note) for note in clock_notes(tuple(offsets), state)),
    )


def export_body(
    made: Exported, items: Sequence[ExportItem], receiver: str, recipients: Sequence[str]
) -> dict[str, Any]:
    """Return the log body of ``export.made``."""
    return {
        "exhibits": [item.id for item in items],
        "for": receiver,
        "recipients": list(recipients),
        "head": made.head,
        "digest": made.digest,
        "bytes": made.bytes,
    }


def _facts(vault: Vault, source: SourceFile, state: State) -> tuple[tuple[str, str, str], ...]:
    person = state.people.get(source.owner)
    owner = "本人 / the borrower" if source.owner == "debtor" else (person.name if person else source.owner)
    fixes = [fix for fix in state.fixes if fix.source == source.id]
    more = (("人工更正", "corrections by the user", _corrections(fixes, state.zone)),) if fixes else ()
    return (
        ("类别", "category", source.kind_zh or "未能识别的文件 / not recognised"),
        ("格式", "format", source.name.rpartition(".")[2].lower() if "." in source.name else ""),
        ("来源", "whose", owner),
        ("来源设备", "source device", source.device or "文件里没有写 / the file does not say"),
        ("存入时间", "kept at", f"{from_micros(source.added_micros, state.zone):%Y-%m-%d %H:%M:%S %z}"),
        ("提取步骤", "steps of extraction", _steps(source)),
        ("记录时间的时钟", "clock of the records", _clocks(vault, source)),
        *more,
    )


def _corrections(fixes: Sequence[FieldFix], zone: str) -> str:
    """Say how much of what was recognised the user corrected; the words themselves stay in the case."""
    times = sorted(fix.at_micros for fix in fixes)
    first, last = (f"{from_micros(at, zone):%Y-%m-%d %H:%M %z}" for at in (times[0], times[-1]))
    return (
        f"当事人对照原图更正识别结果 {len(fixes)} 次({first} 至 {last}),原件没有改动 / "
        f"{len(fixes)} corrections of what was recognised, by the user; the original is unchanged"
    )


def _steps(source: SourceFile) -> str:
    """Say how the original was taken in and read, so that it can be repeated."""
    steps = ["原样存入(逐字节),计算 SHA-256 与 SM3,写入日志 / kept byte for byte, digested, logged"]
    if not source.reader:
        return "; ".join([*steps, f"未能读出内容:{source.problem_zh}"])
    steps.append(
        f"用读取器 {source.reader} 第 {source.version} 版读出 / read with {source.reader} version {source.version}"
    )
    if source.read_seq != source.seq:
        steps.append(
            f"这是存入之后再次读取的结果,见日志第 {source.read_seq} 项 / read again later, log entry {source.read_seq}"
        )
    if source.mapping is not None:
        steps.append("表格各列由当事人确认 / columns confirmed by the user")
    told = source.completeness
    if told is not None:
        declared = "未声明" if told.declared is None else str(told.declared)
        steps.append(
            f"读出 {told.found} 条,文件自述 {declared} 条,未读懂 {told.unread_count} 处,修补 {len(told.repairs)} 处"
        )
    return "; ".join(steps)


def _clocks(vault: Vault, source: SourceFile) -> str:
    """Say whose clocks the times of a source's records are from, by what its reader noted with each record."""
    records = load_records(vault, source)
    clocks = {Clock.RECOLLECTED} if records.statements is not None else set()
    for frame in (records.messages, records.calls):
        if frame is not None:
            clocks |= {Clock(name) for name in frame["clock"].unique() if name}
    return "; ".join(_CLOCKS[clock] for clock in Clock if clock in clocks)
