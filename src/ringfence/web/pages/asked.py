"""What a file asks before it can be read: the password of a backup, what the columns of a table are. One question a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence.ingest import FIELDS, Column, IngestError, Mapping, propose_mapping
from ringfence.ingest import TABLES as KINDS
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.add import original
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import again
from ringfence.web.noted import said
from ringfence.web.waiting import Waiting, about, leave
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Case
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

PREVIEW, WIDEST = 6, 40  # rows and columns shown
FIELD_EN = {
    "time": "time",
    "date": "date (the clock is in another column)",
    "clock": "clock (the date is in another column)",
    "number": "the other side's number",
    "duration": "length of the call",
    "direction": "direction (in, out)",
    "text": "text",
    "name": "name",
    "location": "place",
    "line": "own number or SIM",
    "org": "company",
    "note": "remark",
}
KIND_EN = {"calls": "calls", "messages": "messages", "contacts": "address book"}


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def asked(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Ask what a waiting file needs, or take the answer and go on."""
    one = Job.objects.filter(pk=job, case=row, state=JobState.ASKING).first()
    if one is None:
        if not Job.objects.filter(pk=job, case=row).exists():
            raise Http404
        return redirect("add", row.id)  # answered in another window, or stopped
    page = {"password": _password, "columns": _columns}.get(str(one.result.get("ask")))
    if page is None:
        raise Http404
    return page(request, row, one)


class PasswordForm(SpokenForm):
    """The password of a backup."""

    password = forms.CharField(
        required=False,
        strip=False,
        max_length=1000,
        label="备份的密码|Password of the backup",
        help_text="做备份时自己设的密码,不是案件口令,也不是手机锁屏密码。只在这一次用,不会保存。|"
        "Set when the backup was made; not the case's passphrase. Used once, never kept.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "aria-describedby": "id_password_helptext"}),
    )


def _password(request: HttpRequest, row: CaseRow, job: Job) -> HttpResponse:
    say = say_of(request)
    form = PasswordForm.of(request)
    if form.is_valid():
        unread = request.POST.get("unread") == "1"
        if form.cleaned_data["password"] or unread:
            DESK.leave_password(job.pk, "" if unread else form.cleaned_data["password"])
            again(job)
            return redirect("add", row.id)
        form.add_error("password", say("请写密码,或选“只保存,不读取”。", "Give the password, or keep it unread."))
    name = _name(row, job)
    content = {
        "row": row,
        "job": job,
        "form": form,
        "name": name,
        "wrong": job.result.get("wrong"),
        "known": "source" in job.result,
    }
    return render(request, "web/asked_password.html", content)


def _columns(request: HttpRequest, row: CaseRow, job: Job) -> HttpResponse:
    say = say_of(request)
    with DESK.read(row) as case:
        spool = str(job.given["spool"])
        known = about(case, spool)
        if known is None:
            raise Http404
        proposal = _proposal(case, spool, known)
        lines = _first_lines(case, spool, known, proposal)
        recipient = case.vault.recipient()
    width = min(
        WIDEST, max([len(line) for line in lines] + [column.index + 1 for column in proposal.columns], default=0)
    )
    given = request.POST if request.method == "POST" else None
    chosen = {column.index: column.field for column in proposal.columns}
    if given is not None:
        chosen = {index: field for index in range(width) if (field := given.get(f"c{index}", "")) in FIELDS}
    table = given.get("table", "") if given is not None else proposal.table
    clock = given.get("clock", "") if given is not None else proposal.clock
    fault = _fault(chosen, table, say) if given is not None else ""
    if given is not None and not fault:
        mapping = _mapping(proposal, chosen, table, clock, lines)
        leave(spool, recipient, replace(known, mapping=mapping.to_dict()))
        again(job)
        said(request, say("谢谢,正在按这样读取。", "Thank you; it is read so now."))
        return redirect("add", row.id)
    content = {
        "row": row,
        "job": job,
        "name": known.name,
        "fault": fault,
        "notes": proposal.notes,
        "tables": [(kind, say(zh, KIND_EN[kind])) for kind, zh in KINDS.items()],
        "table": table if table in KINDS else proposal.table,
        "carrier": clock == "carrier",
        "fields": [(field, say(zh, FIELD_EN[field])) for field, zh in FIELDS.items()],
        "columns": [
            {
                "index": index,
                "head": _cell(lines, 0, index) if proposal.header_row else "",
                "chosen": chosen.get(index, ""),
                "samples": [_cell(lines, at, index) for at in range(1 if proposal.header_row else 0, len(lines))],
            }
            for index in range(width)
        ],
    }
    return render(request, "web/asked_columns.html", content)


def _name(row: CaseRow, job: Job) -> str:
    with DESK.read(row) as case:
        source = case.state.sources.get(str(job.result.get("source", "")))
        if source is not None:
            return source.name
        known = about(case, str(job.given.get("spool", ""))) if "spool" in job.given else None
        return known.name if known is not None else ""


def _proposal(case: Case, spool: str, known: Waiting) -> Mapping:
    if known.mapping:
        return Mapping.from_dict(known.mapping)
    try:
        return propose_mapping(original(case, spool, known))
    except IngestError as fault:
        raise Http404 from fault


def _first_lines(case: Case, spool: str, known: Waiting, proposal: Mapping) -> list[list[str]]:
    """Return the header (when there is one) and the first rows below it, as text."""
    from ringfence.ingest import first_rows

    return first_rows(original(case, spool, known), proposal, PREVIEW)


def _cell(lines: list[list[str]], at: int, index: int) -> str:
    return lines[at][index][:80] if at < len(lines) and index < len(lines[at]) else ""


def _fault(chosen: dict[int, str], table: str, say: Say) -> str:
    names = list(chosen.values())
    twice = next((name for name in names if names.count(name) > 1), None)
    if table not in KINDS:
        return say("请选这张表记的是什么。", "Say what the table lists.")
    if twice is not None:
        return say(
            f"有两列都选了“{FIELDS[twice]}”,请改掉一列。", f"Two columns are given as {FIELD_EN[twice]}; change one."
        )
    if "number" not in names and "name" not in names:
        return say("请指出哪一列是对方的号码(或姓名)。", "Say which column holds the number (or name).")
    return ""


def _mapping(proposal: Mapping, chosen: dict[int, str], table: str, clock: str, lines: list[list[str]]) -> Mapping:
    before: dict[int, Any] = {column.index: column for column in proposal.columns}
    columns = []
    for index, field in sorted(chosen.items()):
        known = before.get(index)
        header = known.header if known is not None else _header(proposal, lines, index)
        columns.append(replace(known, field=field) if known is not None else Column(field, index, header))
    return Mapping(
        table,
        tuple(columns),
        proposal.header_row,
        proposal.sheet,
        "carrier" if clock == "carrier" else "device",
        proposal.notes,
    )


def _header(proposal: Mapping, lines: list[list[str]], index: int) -> str:
    head = lines[0][index] if proposal.header_row and lines and index < len(lines[0]) else ""
    return head.strip()
