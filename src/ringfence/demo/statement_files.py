"""What six people around the borrower wrote down: one statement form (YAML, 护联陈述表) each, in the words of the form.

As people send them: one was saved by an old Windows editor (GB18030, CRLF), one by a newer one (UTF-8 with a byte order mark).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ringfence.demo.carrier_csv import duration
from ringfence.schema import ROLE_ZH, EventKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.demo.story import Report, Story, Witness

_KINDS = {
    EventKind.CALL: "电话",
    EventKind.SMS: "短信",
    EventKind.VISIT: "上门",
    EventKind.GROUP_MSG: "微信群",
}
_RELATIONS = {Role.EMPLOYER: "单位", Role.OTHER_CONTACT: "其他"}
_PLACES = {"home": "家里", "office": "单位", "public": "公共场所"}
_ENCODINGS = ("utf-8", "utf-8", "gb18030", "utf-8-sig", "utf-8", "utf-8")
_CRLF = frozenset({"gb18030", "utf-8-sig"})  # what Windows editors write


def write_statements(folder: Path, story: Story) -> tuple[Path, ...]:
    """Write one form per person who reports something; return their paths in the order of the people."""
    paths: list[Path] = []
    for place, witness in enumerate(story.witnesses):
        lines = [*_head(witness), "经过:"]
        for report in story.reports:
            if report.person == witness.id:
                lines += _attempt(report)
        encoding = _ENCODINGS[place % len(_ENCODINGS)]
        newline = "\r\n" if encoding in _CRLF else "\n"
        path = folder / f"陈述-{witness.name}.yaml"
        path.write_bytes((newline.join(lines) + newline).encode(encoding))
        paths.append(path)
    return tuple(paths)


def _head(witness: Witness) -> list[str]:
    return [
        "护联陈述表: 1",
        f"陈述人: {witness.name}",
        f"与借款人关系: {_RELATIONS.get(witness.role, ROLE_ZH[witness.role])}",
        f'陈述人号码: "{witness.number}"',
        f"记录时间: {witness.wrote:%Y-%m-%d %H:%M}",
    ]


def _attempt(report: Report) -> Iterator[str]:
    told = report.told
    yield f"  - 时间: {told.get('when', f'{report.at:%Y-%m-%d %H:%M}')}"
    yield f"    方式: {_KINDS[EventKind(report.kind)]}"
    if report.number:
        yield f'    对方号码: "{report.number}"'
    if "lender" in told:
        yield f"    自称代表: {told['lender']}"
    if "s" in told:
        yield "    接通了: 是"
        yield f"    通话时长: {duration(told['s'])}"
    for name, word in (("identified", "说明了身份"), ("refused", "已明确拒绝"), ("entered", "未经同意进入")):
        if name in told:
            yield f"    {word}: {'是' if told[name] else '否'}"
    if "persons" in told:
        yield f"    来了几人: {told['persons']}"
    if "location" in told:
        yield f"    地点: {_PLACES[told['location']]}"
    if "audience" in told:
        yield f"    多少人看到: {told['audience']}"
    yield f"    说了什么: {json.dumps(told['text'], ensure_ascii=False)}"
