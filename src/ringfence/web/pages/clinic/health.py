"""What machines ask: does it run, how much is there. Words and counts only, nothing of any case."""

from __future__ import annotations

import secrets
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.http import require_GET

from ringfence.web.accounts.models import AccessLog, User
from ringfence.web.clinic.models import Beat, HandInLink, Waiting
from ringfence.web.clinic_server import LEAST_FREE
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.registry.models import CaseRow

if TYPE_CHECKING:
    from django.http import HttpRequest

ALIVE = timedelta(seconds=60)
NEAR = {"127.0.0.1", "::1", "localhost"}


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Say whether database, disk and workers are well: 200, or 503 with the word that is not."""
    del request
    free = shutil.disk_usage(settings.RINGFENCE_DATA).free > LEAST_FREE
    try:
        workers = Beat.objects.filter(at__gt=timezone.now() - ALIVE).exists()
        database = True
    except DatabaseError:
        workers = database = False
    found = {"database": database, "disk": free, "workers": workers}
    lines = "".join(f"{name} {'ok' if good else 'not ok'}\n" for name, good in found.items())
    return HttpResponse(lines, content_type="text/plain", status=200 if all(found.values()) else 503)


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Give counts in Prometheus's text form to this machine, or to whoever shows the token of the settings."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    wanted = settings.RINGFENCE_METRICS_TOKEN.encode()
    near = request.META.get("REMOTE_ADDR", "") in NEAR
    if not near and not (wanted and secrets.compare_digest(given, wanted)):
        return HttpResponseForbidden()
    lines = ["# TYPE ringfence_jobs gauge"]
    by_state = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    lines += [f'ringfence_jobs{{state="{state.value}"}} {by_state.get(state.value, 0)}' for state in JobState]
    now = timezone.now()
    oldest = Job.objects.filter(state=JobState.QUEUED).order_by("created").first()
    hour = AccessLog.objects.filter(at__gt=now - timedelta(hours=1))
    for name, value in {
        "ringfence_cases": CaseRow.objects.count(),
        "ringfence_accounts_active": User.objects.filter(active=True).count(),
        "ringfence_hand_in_links_open": HandInLink.objects.filter(revoked=None, until__gt=now).count(),
        "ringfence_hand_in_waiting": Waiting.objects.filter(state=Waiting.State.WAITING).count(),
        "ringfence_workers": Beat.objects.filter(at__gt=now - ALIVE).count(),
        "ringfence_oldest_job_seconds": int((now - oldest.created).total_seconds()) if oldest else 0,
        "ringfence_accesses_last_hour": hour.count(),
        "ringfence_refused_last_hour": hour.filter(result__in=[403, 404, 429]).count(),
        "ringfence_disk_free_bytes": shutil.disk_usage(settings.RINGFENCE_DATA).free,
    }.items():
        lines += [f"# TYPE {name} gauge", f"{name} {value}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
