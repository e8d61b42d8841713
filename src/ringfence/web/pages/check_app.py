"""Checking an app without a case: upload, progress, what was found, two versions compared, keeping it as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.web.access import visible_cases, who_of
from ringfence.web.checked import audits_of, forget, package_of
from ringfence.web.drawn import drawn
from ringfence.web.inert import audit_answer, change_answer
from ringfence.web.jobs.models import JobState
from ringfence.web.jobs.queue import ask, cancel
from ringfence.web.spool import SpooledFile, spooled
from ringfence.web.visit import check_page, mark_of, own_job
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.schema import AppAudit
    from ringfence.web.jobs.models import Job

WHAT = "check_app"


@require_http_methods(["GET", "POST"])
@check_page
def ask_for(request: HttpRequest) -> HttpResponse:
    """Take a package, or two versions of one; the work is a job that only this browser sees."""
    say = say_of(request)
    if request.method != "POST":
        return render(request, "web/check_app.html")
    sent = [(name, request.FILES.get(name)) for name in ("older", "app")]
    files = [one for _, one in sent if isinstance(one, SpooledFile) and one.size]
    if not any(name == "app" and one in files for name, one in sent):
        for _, one in sent:
            if isinstance(one, SpooledFile):
                one.discard()
        fault = say("请选一个安装包文件;空文件看不了。", "Please choose a package; an empty file cannot be looked at.")
        return render(request, "web/check_app.html", {"fault": fault}, status=400)
    given = {"files": [{"spool": one.spool, "name": one.name or "app.apk"} for one in files]}
    title = ("检查 App", "Looking at an app") if len(files) == 1 else ("比较两个版本", "Comparing two versions")
    job = ask(WHAT, title, session=mark_of(request), given=given)
    return redirect("checked_app", job.id)


@require_GET
@check_page
def checked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far it is, then what was found."""
    job = own_job(request, key, WHAT)
    if job.state != JobState.DONE:
        return render(request, "web/check_app_job.html", {"job": job})
    found = audits_of(job.id)
    if not found:
        return render(request, "web/check_app_job.html", {"job": job, "gone": True})
    return render(request, "web/checked_app.html", _content(request, job, found))


@require_POST
@check_page
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop it; what was sent is removed."""
    job = own_job(request, key, WHAT)
    waiting = job.state == JobState.QUEUED
    cancel(job)
    if waiting:
        for one in job.given["files"]:
            spooled(one["spool"]).unlink(missing_ok=True)
    return redirect("checked_app", key)


@require_POST
@check_page
def throw_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Remove the package and what was found."""
    job = own_job(request, key, WHAT)
    if job.over:
        forget(job.id)
        job.delete()
    return redirect("checks")


@require_GET
@check_page
def whole(request: HttpRequest, key: UUID, what: str, form: str) -> HttpResponse:
    """Give the audit room's own page or file: of one version (``0``, ``1``) or of the comparison (``change``)."""
    from ringfence.audit import compare_audits

    found = audits_of(own_job(request, key, WHAT).id)
    lang = say_of(request).lang
    if what == "change" and len(found) == 2:
        return change_answer(compare_audits(*found), form, lang)
    if what.isdecimal() and int(what) < len(found):
        return audit_answer(found[int(what)], form, lang)
    raise Http404


def _content(request: HttpRequest, job: Job, found: list[AppAudit]) -> dict[str, object]:
    from ringfence.audit import audit_rows, change_rows, compare_audits, verdict_sentences

    lang = say_of(request).lang
    change = compare_audits(*found) if len(found) == 2 else None
    blocks = change_rows(change, lang) if change is not None else audit_rows(found[0], lang, commands=False)
    return {
        "job": job,
        "change": change,
        "name": found[-1].label or found[-1].package or found[-1].file,
        "verdict": found[-1].verdict.value if change is None else "",
        "parts": drawn(blocks),
        "apps": [
            {
                "number": number,
                "one": one,
                "sentence": verdict_sentences(one, lang)[0],
                "kept": package_of(job.id, number) is not None,
            }
            for number, one in enumerate(found)
        ],
        "rows": list(visible_cases(who_of(request))),
    }
