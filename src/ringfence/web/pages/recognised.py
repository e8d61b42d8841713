"""A screenshot's fields beside their place on the picture: looked at, corrected, added, dropped; every act can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.case import FIELDS, FieldValueError, NoPictureError, UnknownNameError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.noted import said
from ringfence.web.pages.sources import picture_kind, source_of
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Case, SourceFile
    from ringfence.schema import ReadField, Reading, ReadRecord
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

PAGE = 20  # records on a page
UNSURE = 0.8
MARGIN = 12  # pixels around a place
NAMES = {
    "side": ("收还是发", "received or sent"),
    "direction": ("打来还是打出", "in or out"),
    "address": ("对方号码或名称", "number or name"),
    "time": ("时间", "time"),
    "text": ("内容", "text"),
    "kind": ("短信还是聊天", "kind"),
    "duration": ("通了多久", "length"),
    "answered": ("有没有接通", "answered"),
}
CHOICES = {
    "side": {"in": ("收到的", "received"), "out": ("我发的", "sent"), "failed": ("没发出去", "not sent")},
    "direction": {
        "in": ("打来", "in"),
        "out": ("打出", "out"),
        "missed": ("未接", "missed"),
        "rejected": ("拒接", "rejected"),
        "blocked": ("被拦截", "blocked"),
    },
    "kind": {"sms": ("短信", "SMS"), "im": ("聊天", "chat"), "mms": ("彩信", "MMS")},
    "answered": {"": ("图上看不出", "not shown"), "yes": ("接通了", "yes"), "no": ("没接通", "no")},
}
HINTS = {
    "time": ("写成 2026-10-01 09:12;图上看不到就空着", "as 2026-10-01 09:12; empty when not shown"),
    "duration": ("写成 75 或 1分15秒", "75 or 1:15"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture: drawn by the browser out of the whole, so the picture is loaded once."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the page shows it."""

    name: str
    label: str
    value: str
    shown: str = ""
    was: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    by_user: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the page shows it."""

    row: int
    call: bool
    box: Box | None
    fields: tuple[Field, ...]
    added: bool
    dropped: bool


@require_GET
@case_page(Act.SEE)
def recognised(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Show what was recognised, record by record."""
    return _page(request, row, source)


@require_POST
@case_page(Act.CORRECT)
def correct_record(request: HttpRequest, row: CaseRow, source: str, record: int) -> HttpResponse:
    """Take what the reader says of one record; shown again with the reason when it cannot be."""
    say = say_of(request)
    drop = request.POST.get("act") == "drop"
    with DESK.write(row) as case:
        try:
            if drop:
                fix = case.drop_record(source, record)
            else:
                fix = case.correct_fields(source, record, _given(request, case, source, record))
        except (NoPictureError, UnknownNameError) as gone:
            raise Http404 from gone
        except FieldValueError as fault:
            return _page(request, row, source, wrong=(record, fault.text(say.lang)))
    told = (
        say("已去掉,它不再出现在时间线里;原图没有动。", "Dropped; the picture is untouched.")
        if drop
        else say("已改正并记下;机器原来认的内容也留着。", "Corrected; what the machine read is kept beside it.")
    )
    said(request, told, undo=fix.seq)
    return redirect(_back(request, row, source))


@require_POST
@case_page(Act.CORRECT)
def retitle(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Take the counterpart of the whole conversation."""
    say = say_of(request)
    with DESK.write(row) as case:
        try:
            fix = case.correct_title(source, request.POST.get("title", ""))
        except (NoPictureError, UnknownNameError) as gone:
            raise Http404 from gone
        except FieldValueError as fault:
            return _page(request, row, source, wrong=(0, _web_words(fault.text(say.lang))))
    said(request, say("整张图的对方已改好。", "The other side of the whole picture is set."), undo=fix.seq)
    return redirect(_back(request, row, source))


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def add_record(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Take down a record that recognition missed: first which kind, then its fields."""
    say = say_of(request)
    call = (request.POST if request.method == "POST" else request.GET).get("call") == "1"
    table = "calls" if call else "messages"
    given = {name: request.POST.get(name, "") for name in FIELDS[table]} if request.method == "POST" else {}
    fault = ""
    with DESK.read(row) as case:
        one, reading = _reading(case, source)
    if request.method == "POST":
        after = request.POST.get("after", "")
        with DESK.write(row) as case:
            try:
                values = {name: value for name, value in given.items() if value}
                fix = case.add_record(source, values, call=call, after=int(after) if after.isdigit() else None)
            except (FieldValueError, UnknownNameError) as wrong:
                fault = wrong.text(say.lang)
            else:
                said(request, say("已补记。", "Added."), undo=fix.seq)
                return redirect("recognised", row.id, source)
    content = {
        "row": row,
        "one": one,
        "call": call,
        "fault": fault,
        "fields": [_blank(name, given.get(name, ""), say) for name in FIELDS[table]],
        "after": request.POST.get("after", ""),
        "rows": [record.row for record in reading.records if not record.added and not record.dropped],
    }
    return render(request, "web/record_new.html", content)


def pieces(row: CaseRow, refs: Sequence[str]) -> list[dict[str, object]]:
    """Return the pieces of pictures that an event's refs (``S3#4``) name; nothing is opened when there are none."""
    if not refs:
        return []
    found: list[dict[str, object]] = []
    with DESK.read(row) as case:
        for ref in refs:
            source, _, number = ref.partition("#")
            try:
                one, reading = source_of(case, source), case.recognised(source)
            except (NoPictureError, UnknownNameError):
                continue
            record = next((it for it in reading.records if str(it.row) == number), None)
            if record is not None:
                found.append(
                    {"source": one, "box": _box(record.place), "picture": picture_kind(case, one), "row": record.row}
                )
    return found


def _page(request: HttpRequest, row: CaseRow, source: str, wrong: tuple[int, str] | None = None) -> HttpResponse:
    say = say_of(request)
    with DESK.read(row) as case:
        one, reading = _reading(case, source)
        kind = picture_kind(case, one)
    pages = max(1, -(-len(reading.records) // PAGE))
    asked = request.GET.get("page", "1")
    if wrong is not None and wrong[0]:
        at = next((index for index, record in enumerate(reading.records) if record.row == wrong[0]), 0)
        asked = str(at // PAGE + 1)
    number = min(max(1, int(asked)), pages) if asked.isdigit() else 1
    typed = request.POST if wrong is not None else None
    records = [
        _record(record, say, typed if wrong is not None and record.row == wrong[0] else None)
        for record in reading.records[(number - 1) * PAGE : number * PAGE]
    ]
    senders = {field.value for record in reading.records for field in record.fields if field.field == "address"}
    content = {
        "row": row,
        "one": one,
        "picture": kind,
        "records": records,
        "page": number,
        "pages": pages,
        "wrong": wrong[0] if wrong is not None else None,
        "fault": wrong[1] if wrong is not None else "",
        "title": next(iter(senders)) if len(senders) == 1 else "",
        "talk": any(record.table == "messages" for record in reading.records),
        "lines": [(line.value or line.was or line.shown, _box(line.place)) for line in reading.lines],
        "lost": len(reading.lost),
    }
    return render(request, "web/recognised.html", content, status=200 if wrong is None else 422)


def _reading(case: Case, source: str) -> tuple[SourceFile, Reading]:
    one = source_of(case, source)
    try:
        return one, case.recognised(source)
    except NoPictureError as fault:
        raise Http404 from fault


def _given(request: HttpRequest, case: Case, source: str, record: int) -> dict[str, str]:
    """Return the fields that the form changed: what stands there as before is no correction."""
    reading = case.recognised(source)
    known = next((one for one in reading.records if one.row == record), None)
    if known is None:
        raise UnknownNameError("记录编号", "record", f"{source}#{record}")
    before = {field.field: field.value for field in known.fields}
    given = {name: request.POST[name] for name in FIELDS[known.table] if name in request.POST}
    changed = {name: value for name, value in given.items() if _flat(value) != _flat(before.get(name, ""))}
    return changed or {name: value for name, value in given.items() if name == "time" and value}


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _record(record: ReadRecord, say: Say, typed: object) -> Record:
    named = {field.field: field for field in record.fields}
    fields = [
        _field(named[name], say, typed.get(name) if typed is not None else None)  # type: ignore[attr-defined]  # a QueryDict
        for name in FIELDS[record.table]
        if name in named
    ]
    return Record(record.row, record.table == "calls", _box(record.place), tuple(fields), record.added, record.dropped)


def _field(one: ReadField, say: Say, typed: str | None) -> Field:
    words = CHOICES.get(one.field, {})
    choices = [(value, say(*word)) for value, word in words.items()]
    value = one.value if typed is None else typed
    if choices and value not in words:
        choices.insert(0, (value, say("分不清", "cannot be told")))
    return Field(
        name=one.field,
        label=say(*NAMES[one.field]),
        value=value,
        shown=one.shown if one.field == "time" else "",
        was=say(*words[one.was]) if one.was in words else one.was,
        hint=say(*HINTS[one.field]) if one.field in HINTS else "",
        choices=tuple(choices),
        long=one.field == "text",
        by_user=one.by_user,
        unsure=one.confidence is not None and one.confidence < UNSURE and not one.by_user,
    )


def _blank(name: str, value: str, say: Say) -> Field:
    choices = tuple((key, say(*word)) for key, word in CHOICES.get(name, {}).items())
    hint = say(*HINTS[name]) if name in HINTS else ""
    return Field(name, say(*NAMES[name]), value, hint=hint, choices=choices, long=name == "text")


def _box(place: str) -> Box | None:
    kind, _, numbers = place.partition(":")
    parts = numbers.split(",")
    if kind != "box" or len(parts) != 4 or not all(part.strip("-").isdigit() for part in parts):
        return None
    x, y, width, height = (int(part) for part in parts)
    left, top = max(0, x - MARGIN), max(0, y - MARGIN)
    return Box(left, top, width + 2 * MARGIN, height + 2 * MARGIN)


def _back(request: HttpRequest, row: CaseRow, source: str) -> str:
    from django.urls import reverse

    page = request.POST.get("page", "")
    return reverse("recognised", args=[row.id, source]) + (f"?page={page}" if page.isdigit() and page != "1" else "")


def _web_words(text: str) -> str:
    """Return a fault of the command line in this page's words."""
    return text.replace("用 --from 改", "改").replace("correct each record with --from", "correct each record")
