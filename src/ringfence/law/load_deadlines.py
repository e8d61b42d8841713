"""Deadlines: how long, what starts them, what meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.load_facts import facts_of
from ringfence.law.pack import Acts, Deadline, Longer, TimeUnit
from ringfence.schema import Duty, ProceedingKind, StepKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.law.entry import Entry
    from ringfence.law.pack import Fact


def deadline_of(entry: Entry, facts: Mapping[str, Fact]) -> tuple[Entry, Deadline]:
    """Return one period.

    Raises:
        PackError: unknown key, dangling citation, a length that is not positive, a phrase without anything that starts it.
    """
    deadline = Deadline(
        id=entry.text("id"),
        name=entry.text("name"),
        clock_starts=entry.text("clock_starts"),
        value=_whole(entry, "value"),
        unit=entry.choice("unit", TimeUnit),
        cites=facts_of(entry, "cites", facts),
        note=entry.text("note", ""),
        due_zh=entry.said("due"),
        duty=entry.choice("duty", Duty) if entry.has("duty") else Duty.THEIRS,
        kinds=frozenset(entry.choices("kinds", ProceedingKind)),
        starts=entry.choices("starts", StepKind),
        at_once=entry.texts("at_once"),
        by_post=entry.texts("by_post"),
        only_means=entry.texts("only_means"),
        unless_said=entry.texts("unless_said"),
        though_said=entry.texts("though_said"),
        unless_done=_flag(entry, "unless_done"),
        met_by=frozenset(entry.choices("met_by", StepKind)),
        kept_by=frozenset(entry.choices("kept_by", ProceedingKind)),
        longer=tuple(_longer(child, facts) for child in entry.children("longer")),
        acts=entry.choice("acts", Acts) if entry.has("acts") else None,
        practice=_flag(entry, "practice"),
        remind=_whole(entry, "remind") if entry.has("remind") else None,
        how_zh=entry.said("how"),
    )
    entry.done()
    runs = bool(deadline.kinds and deadline.starts) or deadline.acts is not None
    if bool(deadline.due_zh) is not runs:
        raise entry.fault(
            "due_zh", "有起算的步骤就要写明到期的是什么,反之亦然", "must stand with kinds and starts, or acts"
        )
    return entry, deadline


def _longer(child: Entry, facts: Mapping[str, Fact]) -> Longer:
    cited = child.text("cite")
    if cited not in facts:
        raise child.fault("cite", f"引用了不存在的条文 {cited}", f"cites {cited}, which is not in facts/")
    found = Longer(_whole(child, "add"), facts[cited])
    child.done()
    return found


def _whole(entry: Entry, name: str) -> int:
    value = entry.number(name)
    if not isinstance(value, int) or value <= 0:
        raise entry.fault(name, "应为正整数", "must be a positive whole number")
    return value


def _flag(entry: Entry, name: str) -> bool:
    value = entry.raw(name)
    if value not in {None, True, False}:
        raise entry.fault(name, "只能是 true 或 false", "must be true or false")
    return value is True
