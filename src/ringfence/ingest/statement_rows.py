"""Statements as rows: what a person reports of each attempt, from a form or from answers at a prompt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.facts import facts
from ringfence.ingest.moment import parse_duration
from ringfence.ingest.numbers import with_numbers
from ringfence.ingest.statement_time import parse_told
from ringfence.ingest.statement_words import word_names
from ringfence.schema import CHINA, STATEMENTS, EventKind, Role, Unread, conform, empty, parse_phone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONG = 20_000  # characters of one answer


@dataclass(frozen=True, slots=True)
class Told:
    """One attempt as answers: field name -> text (names of STATEMENTS, or the form's Chinese or English words).

    Attributes:
        place: where it stands, for messages (``line:12``).
        offset, length: bytes, -1 when it came from a prompt.
    """

    answers: Mapping[str, str]
    place: str = ""
    offset: int = -1
    length: int = -1


@dataclass
class _Row:
    """A row while its answers are read; ``faults`` in (zh, en)."""

    values: dict[str, str | int | bool | None] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, zh: str, en: str) -> None:
        self.faults.append((zh, en))


def statement_rows(told: Sequence[Told], zone: str = CHINA) -> tuple[pl.DataFrame, tuple[Unread, ...]]:
    """Return a frame with schema STATEMENTS and what could not be understood; every attempt keeps its row."""
    rows: list[dict[str, str | int | bool | None]] = []
    unread: list[Unread] = []
    for number, attempt in enumerate(told, 1):
        row = _read(field_names(attempt.answers), zone)
        row.values |= {"row": number, "offset": attempt.offset, "length": attempt.length}
        rows.append(row.values)
        place = attempt.place or f"entry:{number}"
        unread += [Unread(place, f"第 {number} 条：{zh}", f"entry {number}: {en}") for zh, en in row.faults]
    if not rows:
        return empty(STATEMENTS), ()
    schema = {name: kind for name, kind in STATEMENTS.items() if name not in {"address_key", "address_kind"}}
    return conform(with_numbers(pl.DataFrame(rows, schema=schema)), STATEMENTS), tuple(unread)


def field_names(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers under the names of STATEMENTS; unknown words are left out."""
    names = word_names("fields")
    return {
        names[key.strip().casefold()]: value.strip()
        for key, value in answers.items()
        if key.strip().casefold() in names
    }


def _read(answers: dict[str, str], zone: str) -> _Row:
    row = _Row()
    text = answers.get("text", "")
    if len(text) > _LONG:
        row.fault("内容过长，只保留开头", "the text is too long; its beginning is kept")
    row.values = {
        "person": answers.get("person") or None,
        "person_key": parse_phone(answers.get("person_key", "")).key or None,
        "address": answers.get("address", ""),
        "zone": zone,
        "text": text[:_LONG] or None,
        "lender": answers.get("lender") or None,
        "repair": None,
    }
    row.values["relation"] = _word(row, answers, "relation", "relations", Role.OTHER_CONTACT.value, "关系")
    row.values["kind"] = _word(row, answers, "kind", "kinds", None, "方式")
    if row.values["kind"] is None:
        row.fault("没有写联系方式，暂按电话处理", "how is missing; taken for a call")
        row.values["kind"] = EventKind.CALL.value
    row.values["direction"] = _word(row, answers, "direction", "directions", "in", "谁联系谁")
    row.values["location"] = _word(row, answers, "location", "locations", None, "地点")
    for name in ("refused", "identified", "connected", "entered"):
        row.values[name] = _yes_no(row, answers, name)
    _counts(row, answers)
    _times(row, answers, zone)
    return row


def _word(row: _Row, answers: dict[str, str], name: str, table: str, default: str | None, zh: str) -> str | None:
    """Return the name that an answer stands for: the whole answer first, then a known word in it."""
    answer = answers.get(name, "").casefold()
    if not answer:
        return default
    words = word_names(table)
    found = words.get(answer) or next(
        (words[word] for word in sorted(words, key=len, reverse=True) if len(word) > 1 and word in answer), None
    )
    if found is None:
        row.fault(f"“{zh}”的写法不认识", f"unknown word in {name}")
    return found or ("other" if name == "location" else default)


def _yes_no(row: _Row, answers: dict[str, str], name: str) -> bool | None:
    answer = answers.get(name, "").casefold()
    words = facts("statement_form")
    if not answer or answer in words["unsure"]:
        return None
    if answer in words["yes"] or answer in words["no"]:
        return answer in words["yes"]
    row.fault(f"“{words['fields'][name][0]}”请填 是/否/不清楚", f"{name} must be yes, no or unknown")
    return None


def _counts(row: _Row, answers: dict[str, str]) -> None:
    for name, limit in (("persons", 32_767), ("audience", 2_147_483_647)):
        answer = answers.get(name, "").removesuffix("人").removesuffix("个").strip()
        row.values[name] = int(answer) if answer.isascii() and answer.isdigit() and int(answer[:12]) <= limit else None
        if answer and row.values[name] is None:
            row.fault(f"“{facts('statement_form')['fields'][name][0]}”不是人数", f"{name} is no number")
    duration = answers.get("duration_s", "")
    row.values["duration_s"] = parse_duration(duration)
    if duration and row.values["duration_s"] is None:
        row.fault("通话时长无法读懂", "unreadable duration")


def _times(row: _Row, answers: dict[str, str], zone: str) -> None:
    told = parse_told(answers.get("ts", ""), zone)
    if told is None:
        row.fault("时间要写明年月日，如 2026-03-05 早上7点左右", "the time must name year, month and day")
    minutes = answers.get("precision_s", "").removesuffix("分钟").strip()
    stated = int(minutes) * 60 if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else None
    if minutes and stated is None:
        row.fault("误差请填分钟数", "the precision must be minutes")
    row.values["ts"] = told.micros if told else None
    row.values["precision_s"] = (stated if stated is not None else told.precision_s) if told else None
    taken = parse_told(answers.get("taken_at", ""), zone)
    row.values["taken_at"] = taken.micros if taken else None
    if answers.get("taken_at") and taken is None:
        row.fault("记录时间无法读懂", "unreadable time of writing")
