"""A recording: heard in the page, the parts that are not silent, what a machine wrote down and what the user made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ringfence.case import NoTranscriptError, UnknownNameError
from ringfence.schema import RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask
from ringfence.web.noted import refused, said
from ringfence.web.pages.sources import source_of
from ringfence.web.speech import missing, model_folder, set_model_folder
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import SourceTranscript
    from ringfence.web.registry.models import CaseRow

PAGE = 40  # utterances on a page
SPEAKERS = {
    "": ("还没核对", "not checked"),
    "other": ("对方说的", "the other side"),
    "me": ("我这边说的", "my side"),
    "unknown": ("核对过,分不清谁说的", "checked, speaker unclear"),
}


@require_GET
@case_page(Act.SEE)
def recording(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Show the player, the parts heard and the transcript."""
    say = say_of(request)
    with DESK.read(row) as case:
        one = source_of(case, source)
        try:
            heard = case.heard(source)
        except UnknownNameError as fault:
            raise Http404 from fault
        try:
            transcript: SourceTranscript | None = case.transcript(source)
        except NoTranscriptError:
            transcript = None
    said = transcript.said if transcript is not None else ()
    pages = max(1, -(-len(said) // PAGE))
    asked = request.GET.get("page", "1")
    number = min(max(1, int(asked)), pages) if asked.isdigit() else 1
    job = Job.objects.filter(case=row, what="transcribe", given__source=source).order_by("-created").first()
    content = {
        "row": row,
        "one": one,
        "heard": [(clock(part.start_ms), clock(part.end_ms), part.start_ms / 1000) for part in heard],
        "transcript": transcript,
        "said": [
            {"one": it, "from": clock(it.start_ms), "to": clock(it.end_ms), "at": it.start_ms / 1000}
            for it in said[(number - 1) * PAGE : number * PAGE]
        ],
        "checked": sum(it.checked for it in said),
        "speakers": [(key, say(*word)) for key, word in SPEAKERS.items()],
        "page": number,
        "pages": pages,
        "missing": missing(say),
        "model": model_folder(),
        "local": settings.RINGFENCE_MODE == "local",
        "packed": one.reader != "recording",
        "job": job if job is not None and (not job.over or job.state == "failed") else None,
    }
    return render(request, "web/recording.html", content)


@require_POST
@case_page(Act.CORRECT)
def transcript(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Take what the reader heard: words and side of each utterance on the page, as one act."""
    say = say_of(request)
    changes: dict[int, tuple[str | None, str | None]] = {}
    for key, text in request.POST.items():
        number = key.removeprefix("t")
        if key.startswith("t") and number.isdigit():
            by = request.POST.get(f"s{number}", "")
            changes[int(number)] = (str(text)[:5000], by if by in SPEAKERS else "")
    with DESK.write(row) as case:
        try:
            count = case.correct_transcript(source, changes)
        except (UnknownNameError, NoTranscriptError) as fault:
            raise Http404 from fault
        seq = case.vault.size - 1
    if count:
        told = say(f"已记下 {count} 段;机器原稿也留着。", f"{count} noted; the machine's words are kept too.")
        said(request, told, undo=seq)
    else:
        messages.info(request, say("没有改动。", "Nothing was changed."))
    page = request.POST.get("page", "")
    return redirect(_address(row, source) + (f"?page={page}" if page.isdigit() else ""))


@require_POST
@case_page(Act.ADD)
def transcribe(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Start a transcript, when this computer can make one."""
    say = say_of(request)
    with DESK.read(row) as case:
        one = source_of(case, source)
    if one.reader != "recording":
        raise Http404
    folder = request.POST.get("model", "").strip().strip('"')[:2000]
    if folder and settings.RINGFENCE_MODE == "local":
        try:
            set_model_folder(folder)
        except RingfenceError as fault:
            refused(request, fault.text(say.lang))
            return redirect(_address(row, source))
    lacking = missing(say) or (
        "" if model_folder() else say("请先写明听写模型放在哪个文件夹。", "Say where the speech model lies first.")
    )
    if lacking:
        refused(request, lacking)
    else:
        ask("transcribe", ("把录音写成文字", "Writing down a recording"), case=row, given={"source": source})
    return redirect(_address(row, source))


def clock(ms: int) -> str:
    """Return a place in a recording as 1:05."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def _address(row: CaseRow, source: str) -> str:
    from django.urls import reverse

    return reverse("recording", args=[row.id, source])
