"""Handing in without an account: the visitor's page, the links to it, what came in and waits to be taken into the case."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.schema import RingfenceError
from ringfence.vault import recipient_bytes, sealing_script
from ringfence.web.access import Act, case_page, hand_in_link, who_of
from ringfence.web.accounts import throttle
from ringfence.web.accounts.log import note_access
from ringfence.web.clinic.handing import about_of, drop, note_answers, note_file, note_sealed
from ringfence.web.clinic.models import HandInLink, Waiting
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.queue import ask
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.spool import SpooledFile, spooled
from ringfence.web.templatetags.ringfence import size
from ringfence.web.words import language_of, say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ringfence.web.clinic.handing import About
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

PER_HOUR = 120  # times one link is sent to in an hour
LONGEST = 20_000  # characters of one answer
DAYS = (3, 7, 14, 30)


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """Take files and words from whoever has the link; show nothing about the case."""
    del token  # read from the address by access.hand_in_link
    link = hand_in_link(request)
    if link is None or not link.case.recipient:
        note_access(request, "", 404)
        return render(request, "web/server/spent.html", status=404)
    if request.method == "GET":
        return _form(request, link)
    if throttle.count("hand-in-link", str(link.pk), timedelta(hours=1)) > PER_HOUR:
        note_access(request, "", 429, case=link.case_id)
        return _form(request, link, too_often=True, status=429)
    uploads = [one for name in request.FILES for one in request.FILES.getlist(name) if isinstance(one, SpooledFile)]
    too_much = getattr(request, "too_much", False)  # known once the uploads were read, one line above
    came = [] if too_much else _take(request, link)
    for upload in uploads if not came else ():
        upload.discard()
    left = link.most_files - link.files - len(came)
    note_access(request, "", 200 if came else 400, act=Act.ADD, case=link.case_id)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"came": len(came)}, status=200 if came else 400)
    if not came:
        return _form(request, link, too_much=too_much, empty=True, status=400)
    return render(request, "web/server/thanks.html", {"count": len(came), "left": max(0, left)})


def _take(request: HttpRequest, link: HandInLink) -> list[Waiting]:
    from ringfence.ingest import statement_questions

    row, came = link.case, []
    files = [one for one in request.FILES.getlist("files") if isinstance(one, SpooledFile) and one.name]
    sealed = [one for one in request.FILES.getlist("sealed") if isinstance(one, SpooledFile)]
    abouts = [one for one in request.FILES.getlist("about") if isinstance(one, SpooledFile)]
    came += [note_file(row, file, link=link) for file in files]
    came += [note_sealed(row, file, about, link=link) for file, about in zip(sealed, abouts, strict=False)]
    given = {one.field: request.POST.get(f"q-{one.field}", "").strip()[:LONGEST] for one in statement_questions()}
    answers = {field: answer for field, answer in given.items() if answer}
    if answers and link.files + len(came) < link.most_files:
        came.append(note_answers(row, answers, link=link))
    return came


def _form(request: HttpRequest, link: HandInLink, status: int = 200, **why: bool) -> HttpResponse:
    from ringfence.ingest import statement_questions

    asked = [(one, request.POST.get(f"q-{one.field}", "")) for one in statement_questions(language_of(request))]
    shown = {
        "questions": asked,
        "key": recipient_bytes(link.case.recipient).hex(),
        "files": max(0, link.most_files - link.files),
        "left_size": size(max(0, link.most_bytes - link.size)),
        "last_day": timezone.localtime(link.until).strftime("%Y-%m-%d"),
        **why,
    }
    return render(request, "web/server/hand_in.html", shown, status=status)


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """Give the script that seals in the browser: the one every intake page carries."""
    del request
    return HttpResponse(sealing_script(), content_type="text/javascript; charset=utf-8")


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def links(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Make a link for somebody, show those that are there."""
    say = say_of(request)
    form = NewLink(request.POST or None, say=say)
    made = ""
    if request.method == "POST" and form.is_valid():
        token = HandInLink.make(
            row,
            who_of(request).id,
            form.cleaned_data["label"],
            int(form.cleaned_data["days"]),
            settings.RINGFENCE_HAND_IN,
        )
        made = request.build_absolute_uri(reverse("hand-in", args=[token]))
    shown = {"row": row, "form": form, "made": made, "links": HandInLink.objects.filter(case=row)}
    return render(request, "web/server/links.html", shown)


@require_POST
@case_page(Act.ADD)
def revoke(request: HttpRequest, row: CaseRow, key: UUID) -> HttpResponse:
    """Take a link back; what came in by it stays."""
    say = say_of(request)
    HandInLink.objects.filter(pk=key, case=row, revoked=None).update(revoked=timezone.now())
    messages.success(request, say("链接已收回。", "The link was taken back."), extra_tags="good")
    return redirect("links", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD, locked=True)
def bring(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Let somebody with an account hand files in to a case they need not see into; show how their own are getting on."""
    who = who_of(request)
    if request.method == "POST":
        for file in request.FILES.getlist("files"):
            if isinstance(file, SpooledFile):
                note_file(row, file, by=who.id)
        return redirect("bring", row.id)
    mine = Waiting.objects.filter(case=row, by=who.id).order_by("-created")[:100]
    return render(request, "web/server/bring.html", {"row": row, "mine": mine, "ready": bool(row.recipient)})


@require_GET
@case_page(Act.ADD)
def waiting(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show what waits, by the names that only the opened case can read."""
    items: list[tuple[Waiting, About | None]] = []
    with DESK.read(row) as case:
        people = list(case.state.people.values())
        for item in Waiting.objects.filter(case=row, state=Waiting.State.WAITING).select_related("link", "job"):
            try:
                items.append((item, about_of(case, item)))
            except (RingfenceError, OSError):
                items.append((item, None))
    return render(request, "web/server/waiting.html", {"row": row, "items": items, "people": people})


@require_POST
@case_page(Act.ADD)
def decide(request: HttpRequest, row: CaseRow, key: UUID) -> HttpResponse:
    """Take an item into the case as a job, or refuse it."""
    say, item = say_of(request), _item(row, key)
    if "refuse" in request.POST:
        drop(item, Waiting.State.REFUSED)
        messages.success(request, say("已退掉,没有收进案件。", "Refused; it is not in the case."), extra_tags="good")
        return redirect("waiting", row.id)
    title = ("收进递交的材料", "Taking in what was handed in")
    job = ask(
        "take_in", title, case=row, given={"waiting": str(item.pk), "owner": request.POST.get("owner", "debtor")[:40]}
    )
    Waiting.objects.filter(pk=item.pk).update(job=job)
    return redirect("job", row.id, job.id)


@require_GET
@case_page(Act.ADD)
def look(request: HttpRequest, row: CaseRow, key: UUID) -> HttpResponseBase:
    """Give the file itself, as a download that runs nothing."""
    del request
    item = _item(row, key)
    with DESK.read(row) as case:
        about = about_of(case, item)
        stream = case.vault.open_packet(spooled(item.spool))
    answer = FileResponse(stream, as_attachment=True, filename="statement.json" if about.statement else about.name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Content-Type"] = "application/octet-stream"
    return answer


def _item(row: CaseRow, key: UUID) -> Waiting:
    found = Waiting.objects.filter(pk=key, case=row, state=Waiting.State.WAITING).first()
    if found is None:
        raise Http404
    return found


class NewLink(SpokenForm):
    """Whom a link is for, how long it works."""

    label = forms.CharField(
        max_length=40,
        label="给谁(只有您看得到;不用写真名)|For whom (only you see it; no real name needed)",
    )
    days = forms.ChoiceField(label="几天有效|Works for")

    def speak(self, say: Say) -> None:
        """Fill the days."""
        self.choose("days", [(str(one), say(f"{one} 天", f"{one} days")) for one in DAYS])
