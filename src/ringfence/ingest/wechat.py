"""WeChat chats as the user exported them: MemoTrace (留痕, WeChatMsg) in CSV, workbook, HTML or text.

Only what the user exported is read; nothing is decrypted. CSV and workbook name the account (wxid) of each sender, HTML only
the shown names, text not even who the user is: there the file's name must be the other side's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.backup_columns import in_micros
from ringfence.ingest.csv_grid import decode_table, read_csv
from ringfence.ingest.errors import IngestError, UnknownFormatError
from ringfence.ingest.facts import facts
from ringfence.ingest.moment import parse_moment
from ringfence.ingest.phone_frames import Record, messages_frame
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.ingest.wechat_html import Thing, plain_text, things, title_of
from ringfence.ingest.xlsx_grid import is_workbook, read_workbook
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringfence.ingest.grid import Grid
    from ringfence.ingest.source import Source

LIMIT = 256 * 1024 * 1024
_NEEDED = frozenset({"localid", "issender", "createtime", "strcontent"})
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) (.+)")
_ROOM = "@chatroom"
_WHY = {
    "table": (0.97, "表头是留痕导出的微信消息"),
    "page": (0.97, "网页里有留痕导出的微信消息"),
    "text": (0.8, "每段以“日期 时间 姓名”开头，是留痕导出的文本"),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """One message, whatever file it came from.

    Attributes:
        kind: WeChat's type, with the sub-type after a point where there is one; "" when not told.
        mine: the user sent it; None when the file does not say.
        who: account or name of the sender; ``name``: as shown.
        chat: what tells one chat from another in the file.
    """

    kind: str
    mine: bool | None
    who: str
    name: str
    chat: str
    ts: int | None
    text: str
    offset: int = -1
    length: int = -1


class WeChat:
    """Reader of exported WeChat chats."""

    name = "wechat"
    version = 1
    kind_zh = "微信聊天记录"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the columns, objects or headings are those of MemoTrace."""
        form = _form(source)
        return Match(self.name, self.kind_zh, *_WHY[form]) if form else None

    def read(self, request: Request) -> ReadResult:
        """Read all messages.

        Raises:
            UnknownFormatError: it is no such export after all.
        """
        source = request.source
        data = source.whole(LIMIT)
        tally = Tally()
        said = list(_said(source, data, request.zone, tally))
        records = [_record(row, one, peers) for row, (one, peers) in enumerate(_with_peers(said), 1)]
        _explain(said, tally)
        frame = messages_frame(records, request.zone, tally)
        request.progress(Said("读取微信记录", "reading the WeChat chat"), len(data), len(data))
        return ReadResult(
            self.name, self.version, self.kind_zh, tally.completeness(None, len(frame), frame["ts"]), messages=frame
        )


def _form(source: Source) -> str:
    """Return ``table``, ``page`` or ``text``, "" when it is none of them."""
    if is_workbook(source):
        try:
            return "table" if any(_columns(grid) for grid in read_workbook(source.name, source.whole(LIMIT))) else ""
        except IngestError:
            return ""
    if b"\x00" in source.head:
        return ""
    if _columns(read_csv(source.name, source.head.split(b"\n", 1)[0] + b"\n")) is not None:
        return "table"
    text = decode_table(source.head)[0]
    return "page" if _is_page(source, text) else "text" if _is_text(source.name, text) else ""


def _is_page(source: Source, text: str) -> bool:
    """Tell whether it is a page with messages; they may stand behind much style."""
    if text.lstrip("\ufeff \t\r\n")[:1] != "<" or not source.name.casefold().endswith((".html", ".htm")):
        return False
    if "is_send:" in text:
        return True
    try:
        return b"is_send:" in source.whole(LIMIT)
    except IngestError:
        return False


def _is_text(name: str, text: str) -> bool:
    blocks = [block for block in re.split(r"\r?\n\s*\r?\n", text.lstrip("\ufeff"))[:20] if block.strip()]
    heads = sum(_LINE.match(block.lstrip()) is not None for block in blocks)
    return name.casefold().endswith(".txt") and heads >= 1 and heads * 2 > len(blocks)


def _said(source: Source, data: bytes, zone: str, tally: Tally) -> Iterator[_Said]:
    form = _form(source)
    if form == "table":
        for grid in read_workbook(source.name, data) if is_workbook(source) else [read_csv(source.name, data)]:
            yield from _of_grid(grid, zone, tally)
    elif form == "page":
        text, encoding, mark = decode_table(data)
        yield from _of_page(text, encoding, mark, tally)
    elif form == "text":
        yield from _of_text(source.name, decode_table(data)[0], zone, tally)
    else:
        raise UnknownFormatError(source.name)


# -- CSV and workbook -----------------------------------------------------------------------------------------------------


def _columns(grid: Grid) -> dict[str, int] | None:
    """Return column name -> index, None when the first row is not MemoTrace's header."""
    if not grid.rows:
        return None
    names = [cell.strip("\ufeff \t").casefold() for cell in grid.rows[0].cells]
    return {name: names.index(name) for name in names} if set(names) >= _NEEDED else None


def _of_grid(grid: Grid, zone: str, tally: Tally) -> Iterator[_Said]:
    columns = _columns(grid)
    if columns is None:
        return
    for kind, place in grid.repairs:
        tally.repair(kind, place)
    for fault in grid.faults:
        tally.unread(*fault)
    for row in grid.rows[1:]:
        if row.blank:
            continue
        cell = {name: row.cell(index).strip() for name, index in columns.items()}
        sender = cell.get("issender", "")
        if sender not in {"0", "1"}:
            tally.unread(
                grid.place(row), "看不出是谁发的，记录已保留", "who sent it cannot be told; the record is kept"
            )
        kind, sub = cell.get("type", ""), cell.get("subtype", "")
        who = cell.get("sender", "")
        yield _Said(
            kind=f"{kind}.{sub}" if kind == "49" and sub not in {"", "0"} else kind,
            mine={"0": False, "1": True}.get(sender),
            who=who,
            name=cell.get("remark", "") or cell.get("nickname", ""),
            chat=cell.get("talkerid", ""),
            ts=_moment(cell.get("createtime", ""), cell.get("strtime", ""), zone),
            text=row.cell(columns["strcontent"]),
            offset=row.offset,
            length=row.length,
        )


def _moment(stamp: str, written: str, zone: str) -> int | None:
    """Return the time: the stamp, which has no zone to be wrong about, else the written one."""
    if stamp.isdecimal() and len(stamp) < 15 and (exact := in_micros(int(stamp))) is not None:
        return exact
    moment = parse_moment(written)
    return moment.micros(None, zone) if moment else None


# -- HTML -----------------------------------------------------------------------------------------------------------------


def _of_page(page: str, encoding: str, mark: int, tally: Tally) -> Iterator[_Said]:
    chat = title_of(page)
    at, before = mark, 0
    for found in things(page):
        start, end = (found.start, found.end) if isinstance(found, Thing) else found
        at += len(page[before:start].encode(encoding, "replace"))
        length = len(page[start:end].encode(encoding, "replace"))
        if isinstance(found, Thing):
            yield _of_thing(found.fields, chat, at, length)
        else:
            tally.unread(f"bytes:{at}+{length}", "一条消息的写法无法读懂", "a message that cannot be read")
        at, before = at + length, end


def _of_thing(fields: dict[str, str], chat: str, offset: int, length: int) -> _Said:
    kind, sub = fields.get("type", ""), fields.get("sub_type", "")
    text = plain_text(fields.get("text", ""))
    if kind == "49" and sub == "5":
        text = "\n".join(filter(None, (fields.get("title", ""), fields.get("description", ""), fields.get("url", ""))))
    if fields.get("refer_text"):
        text += f"\n引用：{plain_text(fields['refer_text'])}"
    if fields.get("voice_to_text", "") not in {"", "None"}:
        text = f"[语音转文字]{plain_text(fields['voice_to_text'])}"
        kind = "34.1"
    stamp = fields.get("timestamp", "")
    name = plain_text(fields.get("displayname", ""))
    return _Said(
        kind=f"{kind}.{sub}" if kind == "49" and sub else kind,
        mine={"0": False, "1": True}.get(fields.get("is_send", "")),
        who=name,
        name=name,
        chat=f"{chat}{_ROOM}" if fields.get("is_chatroom") == "1" else chat,
        ts=in_micros(int(stamp)) if stamp.isdecimal() and len(stamp) < 15 else None,
        text=text,
        offset=offset,
        length=length,
    )


# -- text -----------------------------------------------------------------------------------------------------------------


def _of_text(name: str, text: str, zone: str, tally: Tally) -> Iterator[_Said]:
    """Yield the messages of a text export: a line with time and name, the words, an empty line."""
    other = re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0]
    blocks = list(_blocks(text.lstrip("\ufeff").replace("\r\n", "\n").split("\n"), tally))
    people = {who for _, who, body in blocks if body}
    known = other in people and len(people) <= 2
    if not known and people:
        tally.note(
            Said(
                f"文本格式没有写明哪一方是本人，而文件名“{other}”与聊天双方的名字对不上：收发方向不明，不会作为事件。"
                "请用留痕导出 CSV 或 HTML，或把文件改名为对方的名字。",
                f"The text does not say which side is yours, and the file name “{other}” is neither side's name: who sent "
                "what is unclear, so "
                "there are no events. Export as CSV or HTML, or rename the file to the other side's name.",
            )
        )
    for written, who, body in blocks:
        moment = parse_moment(written)
        yield _Said(
            kind="" if body else "10000",
            mine=(who != other) if known and body else None,
            who=who if body else "",
            name=who if body else "",
            chat=other,
            ts=moment.micros(None, zone) if moment else None,
            text=body or who,
        )


def _blocks(lines: list[str], tally: Tally) -> Iterator[tuple[str, str, str]]:
    """Yield (time, name, words); a heading stands at the start or after an empty line."""
    open_head: tuple[str, str] | None = None
    words: list[str] = []
    empty = True
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line) if empty else None
        if found is not None:
            if open_head is not None:
                yield (*open_head, "\n".join(words).strip())
            open_head, words = (found.group(1), found.group(2)), []
        elif open_head is not None:
            words.append(line)
        elif line.strip():
            tally.unread(f"line:{number}", "不属于任何一条消息", "belongs to no message")
        empty = not line.strip()
    if open_head is not None:
        yield (*open_head, "\n".join(words).strip())


# -- records --------------------------------------------------------------------------------------------------------------


def _with_peers(said: list[_Said]) -> Iterable[tuple[_Said, str]]:
    """Return each message with the other side of its chat: the one account that is not the user's, or the group."""
    others: dict[str, set[str]] = {}
    for one in said:
        if one.mine is False and one.who:
            others.setdefault(one.chat, set()).add(one.who)
    for one in said:
        found = others.get(one.chat, set())
        alone = len(found) == 1 and not one.chat.endswith(_ROOM)
        yield one, next(iter(found)) if alone else one.chat.removesuffix(_ROOM) or "微信"


def _record(row: int, one: _Said, peer: str) -> Record:
    known = facts("wechat_kinds")
    system = one.kind in known["system"]
    name = known["names"].get(one.kind) or known["names"].get(one.kind.split(".", 1)[0])
    body = one.text
    if name and (not body or body.lstrip().startswith("<") or one.kind in known["attach"]) and one.kind != "34.1":
        body = name
    mine = None if system else one.mine
    return {
        "row": row,
        "kind": "im",
        "direction": "unknown" if mine is None else "out" if mine else "in",
        "address": (peer if mine else one.who or peer) if not system else "",
        "ts": one.ts,
        "name": (one.name or None) if mine is False else None,
        "body": body,
        "attachments": int(one.kind in known["attach"]),
        "offset": one.offset,
        "length": one.length,
    }


def _explain(said: list[_Said], tally: Tally) -> None:
    """Say what is not in the file."""
    known = facts("wechat_kinds")
    systems = sum(one.kind in known["system"] for one in said)
    if systems:
        tally.note(
            Said(
                f"{systems} 条是系统提示（如撤回、入群），保留在来源里，不作为事件。",
                f"{systems} are notices of the system (recalled, joined) and stay in the source, no events.",
            )
        )
    wordless = sum(one.kind.split(".", 1)[0] in known["names"] and one.kind != "34.1" for one in said)
    if wordless:
        tally.note(
            Said(
                f"{wordless} 条是图片、语音、文件、链接等，内容不在此文件中，以方括号标明；请把图片和语音另行加入。",
                f"{wordless} are pictures, voice, files or links whose content is not in this file, shown in brackets; add "
                "pictures and voice apart.",
            )
        )
    tally.note(
        Said(
            "这是软件导出的聊天记录，请保留手机或电脑里的原始聊天，以便当面核对。",
            "A chat exported by software; keep the original chat on the phone or computer so that it can be compared.",
        )
    )
