"""What is not known and would matter: said in the report instead of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.case.merge import RECORDED
from ringfence.case.screens import screen_gaps
from ringfence.schema import Clock, Label, NumberKind, PartyType, Said, display_phone, english, from_micros, mask_phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.analyze import PartySuggestion
    from ringfence.case.join import ClockOffset
    from ringfence.case.state import State


def unknowns_of(state: State, events: pl.DataFrame, suggestions: Sequence[PartySuggestion]) -> tuple[str, ...]:
    """Return sentences about gaps in sources, parties and classes."""
    return (*_sources(state, events), *_parties(state), *_numbers(suggestions), *_classes(events), *_heard(events))


def _heard(events: pl.DataFrame) -> list[str]:
    """Say where unchecked machine transcripts read like collection or threats: places to listen to, nothing that counts."""
    found = events["heard"].drop_nulls().explode(empty_as_null=False).to_list() if events.height else []
    said: list[str] = []
    for place in found[:5]:
        source, _, rest = place.partition("#")
        rest = rest.partition("@")[2]
        at = int(rest.partition(":")[0]) // 1000
        said.append(
            Said(
                f"录音 {source} 在 {at // 60}:{at % 60:02d} 处,机器听到的话像催收或威胁,未经核对,没有计入任何结论。"
                f"请听录音核对;确是对方所说的,改正文字后标明是对方说的。",
                f"Recording {source} at {at // 60}:{at % 60:02d}: by machine it sounds like collection or a threat; not "
                "checked, and in no conclusion. Please listen; if the other side said it, correct the words and mark them as "
                "said by the other side.",
            )
        )
    if len(found) > len(said):
        more = len(found) - len(said)
        said.append(
            Said(
                f"另有 {more} 处机器转写也请听录音核对。",
                f"{more} more places of machine transcripts to listen to.",
            )
        )
    return said


def clock_notes(offsets: Sequence[ClockOffset], state: State) -> tuple[str, ...]:
    """Return a sentence per noticed clock difference."""
    notes: list[str] = []
    for offset in offsets:
        person = state.people.get(offset.person)
        whose = Said("本人", "Your") if person is None else Said(person.name, f"{person.name}'s")
        way = Said("慢", "behind") if offset.seconds > 0 else Said("快", "ahead of")
        pairs = offset.pairs
        if abs(offset.seconds) < 1:
            notes.append(
                Said(
                    f"{whose}手机的时钟与运营商详单一致(比对 {pairs} 次通话)。",
                    f"{whose.en} phone's clock agrees with the carrier's ({pairs} calls compared).",
                )
            )
        else:
            notes.append(
                Said(
                    f"{whose}手机的时钟比运营商详单{way}约 {abs(offset.seconds):g} 秒(比对 {pairs} 次通话);"
                    "两者都有记录的通话以运营商时间为准。",
                    f"{whose.en} phone's clock is about {abs(offset.seconds):g} s {way.en} the carrier's ({pairs} calls compared); "
                    "calls in both go by the carrier's time.",
                )
            )
    return tuple(notes)


def _sources(state: State, events: pl.DataFrame) -> list[str]:
    said: list[str] = []
    proofs = {name for one in state.proceedings.values() for step in one.steps for name in step.sources}
    for source in state.sources.values():
        if not source.reader and source.id in proofs:
            continue  # a receipt or an answer is kept as proof; nothing has to be read from it
        if not source.reader:
            said.append(
                Said(
                    f"{source.id}《{source.name}》没有读懂,原件已保存:{source.problem_zh}",
                    f"{source.id} “{source.name}” was not understood; the original is kept: {source.problem_en}",
                )
            )
            continue
        told = source.completeness
        if told is None:
            continue
        if told.declared is not None and told.declared != told.found:
            said.append(
                Said(
                    f"{source.id}《{source.name}》自称有 {told.declared} 条,实际读到 {told.found} 条。",
                    f"{source.id} “{source.name}” declares {told.declared}, {told.found} were read.",
                )
            )
        if told.unread_count:
            said.append(
                Said(
                    f"{source.id}《{source.name}》有 {told.unread_count} 处没有读懂,原件完整保存,位置见附件清单。",
                    f"{source.id} “{source.name}”: {told.unread_count} place(s) were not understood; the original is kept "
                    "whole, the "
                    "places stand in the list of exhibits.",
                )
            )
    shots = frozenset(source.id for source in state.sources.values() if "regions" in source.tables)
    said += [
        Said(
            f"截图 {gap.before} 与 {gap.after} 是同一个对话,但中间没有接上,可能缺少消息:请补截中间的部分。",
            f"Screenshots {gap.before} and {gap.after} are one chat but do not meet; messages may be missing: take the part "
            "between.",
        )
        for gap in screen_gaps(events, shots)
    ]
    clocks = set(events["clocks"].explode(empty_as_null=False).to_list())
    if Clock.CARRIER.value not in clocks:
        said.append(
            Said(
                "没有运营商详单:通话只有手机自己的记录,建议尽快导出(一般只能查最近 6 个月)。",
                "No carrier's call record: calls rest on the phone's own list. Export it soon (usually only the last 6 months).",
            )
        )
    return said


def _parties(state: State) -> list[str]:
    said: list[str] = []
    lenders = [party for party in state.parties.values() if party.type is not PartyType.AGENCY]
    if not lenders:
        said.append(
            Said(
                "还没有写明放款机构:同一行为对不同类型的机构适用不同规则,请先登记机构和类型。",
                "No lender is named: different rules apply to different kinds of lenders. Name it and its kind first.",
            )
        )
    said += [
        Said(
            f"{party.name}({party.id})的类型没有确认:只按对所有机构都适用的规则判断。",
            f"The kind of {party.name} ({party.id}) is not confirmed: only rules for all lenders were applied.",
        )
        for party in lenders
        if party.type is PartyType.UNKNOWN
    ]
    if not state.declared_known:
        said.append(
            Said(
                "没有说明借款时预留了哪些联系人:无法判断被联系的人是不是来自通讯录。",
                "Whom you named as contacts when borrowing was not told: whether those reached came from your contacts "
                "cannot be judged.",
            )
        )
    return said


def _numbers(suggestions: Sequence[PartySuggestion]) -> list[str]:
    return [_unnamed(one) for one in suggestions[:5]]


def _unnamed(one: PartySuggestion) -> Said:
    name = suggestion_name(one)
    return Said(
        f"{name}有 {one.events} 次催收类联系,还没有归到任何机构。",
        f"{english(name)}: {one.events} collection contact(s), put to no lender yet.",
    )


def suggestion_name(one: PartySuggestion, *, masked: bool = True) -> str:
    """Return whom a suggestion is about: its signature and how many numbers, or its number (its middle hidden)."""
    number = display_phone(one.numbers[0]) if one.numbers else Said("未显示的号码", "withheld number")
    shown = mask_phone(number) if masked and one.numbers else number
    if not one.signature:
        return shown
    count = len(one.numbers)
    more = Said(f"等 {count} 个号码", f" and others, {count} numbers") if count > 1 else Said("")
    return Said(f"签名“{one.signature}”({shown}{more})", f"signed “{one.signature}” ({english(shown)}{more.en})")


def _classes(events: pl.DataFrame) -> list[str]:
    said: list[str] = []
    unsure = events.filter(pl.col("label") == Label.UNSURE).height
    if unsure:
        said.append(
            Said(
                f"有 {unsure} 条信息机器拿不准,没有计入任何结论,请您看一看(时间线里选“拿不准”)。",
                f"{unsure} message(s) the software cannot class; they are in no conclusion. Please look (in the timeline: "
                "not sure).",
            )
        )
    timeless = events.filter(pl.col("ts").is_null()).height
    if timeless:
        said.append(
            Said(
                f"有 {timeless} 条记录的时间读不出来,没有计入与时间有关的结论。",
                f"The time of {timeless} record(s) could not be read; they are in no conclusion about time.",
            )
        )
    recorded = events.filter(pl.col("direction") == RECORDED).height
    if recorded:
        said.append(
            Said(
                f"有 {recorded} 段录音没有对上任何一次通话:不知道是谁打给谁,没有计入任何结论;加入手机通话记录或详单后会自动核对。",
                f"{recorded} recording(s) match no call: who called whom is not known, and they are in no conclusion. They "
                "are compared "
                "again when call lists are added.",
            )
        )
    logged = events.filter((pl.col("kind") == "call") & (pl.col("direction") != RECORDED))
    hidden = logged.filter(pl.col("address_kind") == NumberKind.WITHHELD).height
    if hidden:
        said.append(
            Said(
                f"有 {hidden} 个来电没有显示号码,无法知道是谁,没有计入任何结论。",
                f"{hidden} call(s) showed no number; who they were cannot be known, and they are in no conclusion.",
            )
        )
    contradicted = events.filter(pl.col("agreement") == "contradicted")
    if contradicted.height:
        days = contradicted["ts"].drop_nulls().head(3).to_list()
        when = "、".join(f"{from_micros(ts):%Y-%m-%d}" for ts in days)
        said.append(
            Said(
                f"有 {contradicted.height} 次通话各来源说法不一({when} 等),没有单独作为依据。",
                f"Sources disagree on {contradicted.height} call(s) ({when.replace('、', ', ')} …); none of them stands alone.",
            )
        )
    return said
