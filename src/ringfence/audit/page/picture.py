"""A flow as a picture: source, what happens on the way, sink, from top to bottom; words large, the place in the code beneath."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.page.cards import short_permission
from ringfence.audit.page.plain import shown
from ringfence.schema import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.audit.page.weight import FlowGroup
    from ringfence.audit.page.wording import Wording
    from ringfence.schema import CodePlace, DataFlow, FlowStep, Sdk

    _Stop = tuple[str, str, FlowStep | None, int]  # role, what it does, the step, number of steps left out

WIDTH = 340  # units of the drawing; about the pixels of a phone's column
_TEXT_COLUMNS = 44  # of small type that fit beside the rail
_WORD_COLUMNS = 38
_LINE, _SMALL, _SPACE = 19, 14, 16
_MOST_NODES = 8
_MOST_OTHERS = 20
_MOST_HOSTS = 3
_CHANGES = frozenset({"encode", "encrypt", "hash", "compress", "json"})
_TELLING = _CHANGES | {"icc", "reflect"}
_API = re.compile(r"L([^;]*);->([^(:]+)")


@dataclass(frozen=True, slots=True)
class Node:
    """One node. ``role``: ``source``, ``sink``, ``change``, ``step``, ``skip``; ``y`` units from the top to its middle."""

    role: str
    icon: str
    y: int
    lines: tuple[tuple[int, str], ...]
    small: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A group of flows as it is shown: its first flow drawn, the others listed."""

    id: str
    title: str
    possible: bool
    marks: tuple[str, ...]
    nodes: tuple[Node, ...]
    height: int
    facts: tuple[tuple[str, str], ...]
    more: str
    others: tuple[str, ...]
    left: str


def picture(group: FlowGroup, words: Wording, makers: Mapping[str, Sdk]) -> Picture:
    """Return the picture of a group."""
    flow, rest = group.first, group.flows[1:]
    nodes, height = _drawn(flow, words)
    marks = [words("flows.possible") if flow.certainty is Certainty.POSSIBLE else words("flows.resolved")]
    if flow.reachable is False:
        marks.append(words("flows.unreached"))
    return Picture(
        id=shown(flow.id, 12),
        title=flow_title(flow, words),
        possible=flow.certainty is Certainty.POSSIBLE,
        marks=tuple(marks),
        nodes=nodes,
        height=height,
        facts=tuple(_facts(flow, words, dict(makers))),
        more=words("flows.more", n=len(rest)) if rest else "",
        others=tuple(ends(one, words) for one in rest[:_MOST_OTHERS]),
        left=words("flows.left", n=len(rest) - _MOST_OTHERS) if len(rest) > _MOST_OTHERS else "",
    )


def flow_title(flow: DataFlow, words: Wording) -> str:
    """Return "contacts → sends it over the network"."""
    return words("flows.title", what=words.category(flow.category), way=words.way(flow.kind))


def ends(flow: DataFlow, words: Wording) -> str:
    """Return one line: id, "possible" where it is, where it begins and where it ends."""
    possible = words.aside(words("flows.possible")) if flow.certainty is Certainty.POSSIBLE else ""
    places = [place_line(step.place, words) for step in (flow.steps[:1] + flow.steps[-1:])]
    return f"{shown(flow.id, 12)}{possible} {' → '.join(places)}"


def place_line(place: CodePlace, words: Wording, limit: int = 90) -> str:
    """Return class, method and line of a place in the code on one line."""
    line = f" · {words('flows.line', n=place.line)}" if place.line is not None else ""
    return f"{shown(place.class_name, limit // 2)}.{shown(place.method.partition('(')[0], limit // 3)}(){line}"


def api_line(api: str, limit: int = 60) -> str:
    """Return ``ContentResolver.query`` for ``Landroid/content/ContentResolver;->query(...)...``."""
    found = _API.match(api)
    return shown(f"{found[1].rpartition('/')[2]}.{found[2]}" if found else api, limit)


def _facts(flow: DataFlow, words: Wording, makers: dict[str, Sdk]) -> list[tuple[str, str]]:
    facts = [
        (words("flows.reader"), words.maker(flow.reader, makers)),
        (words("flows.sender"), words.maker(flow.sender, makers)),
    ]
    if flow.through:
        facts.append((words("flows.through"), words.join(_changes(flow, words))))
    if flow.hosts:
        many = words("gap") + words("flows.hosts_more", n=len(flow.hosts)) if len(flow.hosts) > _MOST_HOSTS else ""
        facts.append((words("flows.hosts"), words.join(shown(host, 60) for host in flow.hosts[:_MOST_HOSTS]) + many))
    if flow.uri:
        facts.append((words("flows.uri"), shown(flow.uri, 70)))
    if flow.permissions:
        names = [shown(short_permission(name), 50) for name in flow.permissions[:_MOST_HOSTS]]
        facts.append((words("flows.needs"), words.join(names)))
    return facts


def _changes(flow: DataFlow, words: Wording) -> list[str]:
    told = []
    for one in dict.fromkeys(flow.through):
        note = words.pick("through_note", one, "")
        told.append(words.pick("through", one, shown(one, 20)) + words.aside(note))
    return told[:6]


def _drawn(flow: DataFlow, words: Wording) -> tuple[tuple[Node, ...], int]:
    """Lay the nodes out from the top; a change that is known but belongs to no step is drawn before the sink."""
    nodes: list[Node] = []
    top = 4
    for role, does, step, skipped in _chosen(flow):
        if role == "skip":
            label = words("flows.skipped", n=skipped)
        else:
            label = words.pick("does", does, words("does.other")).format_map(
                {"what": words.category(flow.category), "way": words.way(flow.kind)}
            )
        node, top = _node(role, _icon(role, does, flow), textwrap.wrap(label, _WORD_COLUMNS), _small(step, words), top)
        nodes.append(node)
    return tuple(nodes), top


def _node(role: str, icon: str, lines: list[str], small: list[str], top: int) -> tuple[Node, int]:
    placed = tuple((top + 20 + index * _LINE, line) for index, line in enumerate(lines))
    under = placed[-1][0] + _SMALL + 1
    beneath = tuple((under + index * _SMALL, line) for index, line in enumerate(small))
    end = (beneath or placed)[-1][0] + _SPACE
    return Node(role, icon, top + 15, placed, beneath), end


def _small(step: FlowStep | None, words: Wording) -> list[str]:
    if step is None:
        return []
    place = step.place
    line = f" · {words('flows.line', n=place.line)}" if place.line is not None else ""
    calls = f" → {api_line(step.api, 60)}" if step.api else ""
    method = shown(place.method.partition("(")[0], 18)
    return [shown(place.class_name, _TEXT_COLUMNS), shown(f"{method}(){line}{calls}", _TEXT_COLUMNS)]


def _icon(role: str, does: str, flow: DataFlow) -> str:
    return {"source": flow.category.value, "sink": f"way-{flow.kind.value}", "change": f"do-{does}"}.get(role, "")


def _chosen(flow: DataFlow) -> list[_Stop]:
    """Return both ends, all that changes the data, and as many other steps as there is room for."""
    middle = flow.steps[1:-1]
    stops = [
        ("source", "source", flow.steps[0] if flow.steps else None, 0),
        *_middle(middle),
        ("sink", "sink", flow.steps[-1] if len(flow.steps) > 1 else None, 0),
    ]
    drawn = {step.does for step in middle} | ({"json"} if any(step.does == "build" for step in middle) else set())
    changes = [one for one in dict.fromkeys(flow.through) if one in _CHANGES]
    for index, one in enumerate(changes):
        if one not in drawn:
            later = set(changes[index + 1 :])
            at = next((place for place, stop in enumerate(stops) if stop[1] in later), len(stops) - 1)
            stops.insert(at, ("change", one, None, 0))
    return stops


def _middle(steps: tuple[FlowStep, ...]) -> list[_Stop]:
    room = _MOST_NODES - 2
    telling = [index for index, step in enumerate(steps) if step.does in _TELLING][:room]
    others = [index for index in range(len(steps)) if index not in telling][: room - len(telling)]
    stops: list[_Stop] = []
    before = -1
    for index in [*sorted({*telling, *others}), len(steps)]:
        if index - before > 1:
            stops.append(("skip", "", None, index - before - 1))
        if index < len(steps):
            does = steps[index].does
            stops.append(("change" if does in _CHANGES else "step", does, steps[index], 0))
        before = index
    return stops
