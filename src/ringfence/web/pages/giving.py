"""What leaves the case by the reader's own hand: originals with proof, masked copies, highlights of recordings."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.case import kind_said
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.envelope import seal
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask
from ringfence.web.outbox import kept_of, open_kept
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from ringfence.case import SourceFile
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

MASKABLE = {".txt", ".csv", ".tsv", ".md", ".log", ".pdf", ".png", ".jpg", ".jpeg", ".webp", ".bmp"}
SPANS = 6  # parts of a recording that the form offers
SHOWN = 500  # masked places that the preview lists
_BOX = re.compile(r"(?:(\d{1,3}):)?(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)")


@require_http_methods(["GET", "POST"])
@case_page(Act.PROVE)
def export(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Let the reader choose originals and say who gets them; write them with everything that proves them."""
    say = say_of(request)
    with DESK.read(row) as case:
        sources = list(case.state.sources.values())
        zone = case.state.zone
    form = ExportForm.of(request, sources=sources)
    if form.is_valid():
        job = ask_export(row, form)
        return redirect("job", row.id, job.id)
    chosen = set(request.POST.getlist("only"))
    content = {
        "row": row,
        "form": form,
        "sources": [(one, say(kind_said(one))) for one in sources],
        "chosen": chosen,
        "zone": zone,
    }
    return render(request, "web/export.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.PROVE)
def redact(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Make a copy to share in which other people's numbers, names and addresses are covered."""
    from ringfence.web.jobs.redact import line_reader

    with DESK.read(row) as case:
        sources = [one for one in case.state.sources.values() if maskable(one.name)]
    form = RedactForm.of(request, sources=sources, initial={"source": request.GET.get("source", "")[:20]})
    if form.is_valid():
        job = ask_redact(row, form)
        if form.cleaned_data["password"]:
            DESK.leave_password(job.id, form.cleaned_data["password"])
        return redirect("job", row.id, job.id)
    content = {"row": row, "form": form, "sources": sources, "reads": line_reader() is not None}
    return render(request, "web/redact.html", content)


@require_GET
@case_page(Act.PROVE)
def masked(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Show what was masked, before and after, for the reader's own eyes; the copy is downloaded from here."""
    say = say_of(request)
    one = Job.objects.filter(pk=job, case=row, what="redact", state=JobState.DONE).first()
    if one is None:
        raise Http404
    DESK.drop_password(one.id)
    with DESK.read(row) as case:
        files = kept_of(case, one.id)
        told: dict[str, Any] = {"shown": [], "warnings": [], "views": []}
        if files:
            with open_kept(case, one.id, 1) as stream:
                told = json.loads(stream.read())
    content = {
        "row": row,
        "job": one,
        "copy": files[0] if files else None,
        "shown": [
            one | {"place": say(one["place"], one["place_en"]), "why": say(one["why"], one["why_en"])}
            for one in told["shown"][:SHOWN]
        ],
        "count": len(told["shown"]),
        "warnings": [say(*one) for one in told["warnings"]],
        "views": [(say(*place), 2 + 2 * number, 3 + 2 * number) for number, place in enumerate(told["views"])],
        "source": one.given.get("source", ""),
    }
    return render(request, "web/masked.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.PROVE)
def cut(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Cut the minutes that matter from a recording; the whole original goes with them."""
    say = say_of(request)
    with DESK.read(row) as case:
        recordings = [one for one in case.state.sources.values() if "recordings" in one.tables]
        asked = (request.POST.get("source") or request.GET.get("source") or "")[:20]
        chosen = next((one for one in recordings if one.id == asked), None)
        heard = case.heard(chosen.id) if chosen is not None else ()
    problem = ""
    rows = [(request.POST.get(f"from{n}", ""), request.POST.get(f"to{n}", "")) for n in range(SPANS)]
    if request.method == "POST" and chosen is not None:
        parts = [(milliseconds(start), milliseconds(end)) for start, end in rows if start.strip() or end.strip()]
        if all(start is not None and end is not None and start < end for start, end in parts):
            job = ask_cut(row, chosen.id, sorted((start, end) for start, end in parts if start is not None and end))
            return redirect("job", row.id, job.id)
        problem = say(
            "有一段的时间看不懂,或结束不在开始之后。请写成“分:秒”,例如 0:12。",
            "A time cannot be read, or an end is not after its start. Write minutes:seconds, e.g. 0:12.",
        )
    content = {
        "row": row,
        "recordings": recordings,
        "chosen": chosen,
        "heard": [(clock(part.start_ms), clock(part.end_ms)) for part in heard[:60]],
        "rows": [(n, *one) for n, one in enumerate(rows, 1)],
        "problem": problem,
    }
    return render(request, "web/cut.html", content)


def ask_export(row: CaseRow, form: ExportForm) -> Job:
    """Ask for an export; who gets it is sealed to the case, in no row."""
    told = form.cleaned_data
    sealed = seal(row, {"only": told["only"], "receiver": told["receiver"], "recipients": told["recipients"]})
    return ask("export", ("导出证据", "Exporting evidence"), case=row, given={"spool": sealed})


def ask_redact(row: CaseRow, form: RedactForm) -> Job:
    """Ask for a masked copy; names and numbers are sealed to the case, in no row."""
    told = form.cleaned_data
    sealed = seal(row, {key: told[key] for key in ("names", "keep", "boxes", "looked")})
    title = (f"做 {told['source']} 的遮盖副本", f"A masked copy of {told['source']}")
    return ask("redact", title, case=row, given={"source": told["source"], "spool": sealed})


def ask_cut(row: CaseRow, source: str, parts: list[tuple[int, int]]) -> Job:
    """Ask for a highlight of a recording; ``parts`` in milliseconds."""
    given = {"source": source, "parts": parts}
    return ask("cut", (f"剪录音 {source}", f"Cutting {source}"), case=row, given=given)


def maskable(name: str) -> bool:
    """Tell by its name whether a masked copy of a file can be made."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower() in MASKABLE


def milliseconds(written: str) -> int | None:
    """Read ``0:12`` or ``75.5``; None when it is no time."""
    found = _CLOCK.fullmatch(written.strip().replace("\uff1a", ":"))
    if found is None:
        return None
    return int(found[1] or 0) * 60_000 + round(float(found[2]) * 1000)


def clock(ms: int) -> str:
    """Return a place as the form takes it."""
    return f"{ms // 60_000}:{ms % 60_000 / 1000:04.1f}"


class ExportForm(SpokenForm):
    """Which originals, for whom."""

    only = forms.MultipleChoiceField(label="哪几份|Which")
    receiver = forms.CharField(
        max_length=100,
        label="交给谁|To whom",
        help_text="写进清单,例如:某某区人民法院、王律师|goes into the list: a court, a lawyer",
    )
    keys = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="只让对方打开(可不填)|For their eyes only (optional)",
        help_text="对方给您的公钥,以 age1 开头,一行一个;填了就只有对方打得开|their age public keys, one a line",
    )

    def __init__(self, data: Any, *, sources: list[SourceFile], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.sources = sources
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("only", [(one.id, one.name) for one in self.sources])
        self.fields["only"].error_messages["required"] = say("请至少选一份。", "Choose at least one.")

    def clean_keys(self) -> str:
        """Check the receiver's keys."""
        from ringfence.schema import RingfenceError
        from ringfence.vault import checked_recipient

        lines = str(self.cleaned_data["keys"]).split()
        try:
            self.cleaned_data["recipients"] = [checked_recipient(line) for line in lines]
        except RingfenceError as fault:
            raise forms.ValidationError(fault.text(self.say.lang)) from fault
        return "\n".join(lines)


class RedactForm(SpokenForm):
    """What to mask besides what is found by itself."""

    source = forms.ChoiceField(label="哪一份|Which")
    names = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="还要遮住的姓名|More names to cover",
        help_text="一行一个;通讯录里的和登记过的会自动遮住|one a line; those of the address book are covered anyway",
    )
    keep = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="不要遮的号码|Numbers to leave",
        help_text="例如催收打来的号码,一行一个|such as the collectors', one a line",
    )
    boxes = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="还要涂掉的区域|Areas to paint over",
        help_text="图片写:左,上,宽,高(像素);PDF 写:页:左,上,宽,高。一行一个|"
        "left,top,width,height in pixels; in a PDF page:left,top,width,height; one a line",
    )
    looked = forms.BooleanField(
        required=False,
        label="图片里的字我已自己看过,没有别的要遮|I have looked through the picture; nothing else is to be covered",
    )
    password = forms.CharField(
        required=False,
        max_length=200,
        label="PDF 的密码(有才填)|Password of the PDF, if any",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, sources: list[SourceFile], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.sources = sources
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        del say
        self.choose("source", [(one.id, f"{one.id} · {one.name}") for one in self.sources])

    def clean_names(self) -> list[str]:
        """Take one a line."""
        return _lines(self.cleaned_data["names"])

    def clean_keep(self) -> list[str]:
        """Take one a line."""
        return _lines(self.cleaned_data["keep"])

    def clean_boxes(self) -> list[list[int]]:
        """Read one a line: left, top, width, height, page."""
        boxes = []
        for line in _lines(self.cleaned_data["boxes"]):
            found = _BOX.fullmatch(line.replace("\uff0c", ",").replace("\uff1a", ":").replace(" ", ""))
            if found is None or not (int(found[4]) and int(found[5])):
                raise forms.ValidationError(
                    self.say(
                        f"这个区域看不懂:{line}。请写成 左,上,宽,高。",
                        f"Cannot be read: {line}. Write left,top,width,height.",
                    )
                )
            boxes.append([int(found[n]) for n in (2, 3, 4, 5)] + [int(found[1] or 1)])
        return boxes


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
