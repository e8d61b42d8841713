"""What to do today, and every deadline: as a list, as a month, as a file for a calendar."""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ringfence import respond
from ringfence.case import agenda
from ringfence.respond import StageKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.follow import card_of, due_of, follow_of
from ringfence.web.letters import key_of
from ringfence.web.pages.proceedings import asked_day
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.schema import Action
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

# where an action that has no letter is done: page, Chinese, English
PLACES = {
    "danger": ("help", "可以打的电话", "Lines to ring"),
    "evidence": ("add", "加材料", "Add material"),
    "lender": ("people", "登记机构", "Name the lender"),
    "numbers": ("people", "认号码", "Look at the numbers"),
    "people": ("notices", "写好的通知", "The notices"),
}


@require_GET
@case_page(Act.SEE)
def today(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show what to do now, why, by when, each with its page; and what is waited for."""
    shot, say = DESK.snapshot(row), say_of(request)
    follow = follow_of(row, shot)
    actions = shot.dossier.actions if shot.dossier is not None else agenda((), follow, ())
    waiting = [
        card_of(one, stage, follow, say)
        for one, stage in zip(follow.matter.proceedings, follow.stages, strict=True)
        if stage.kind in {StageKind.WAITING, StageKind.FOLLOWED}
    ]
    content = {
        "row": row,
        "todo": [told(one, row, shot, say) for one in actions],
        "waiting": waiting,
        "day": shot.day,
    }
    return render(request, "web/today.html", content)


def told(one: Action, row: CaseRow, shot: Snapshot, say: Say) -> dict[str, Any]:
    """Return one action in words, with the pages on which it is done."""
    return {
        "title": say(one.title_zh),
        "why": say(one.why_zh),
        "due": say(one.due_zh),
        "urgent": one.urgent,
        "links": links_of(row, shot, one.document, one.about, say),
    }


def links_of(row: CaseRow, shot: Snapshot, stem: str, about: str, say: Say) -> list[tuple[str, str]]:
    """Return where an action is done: (address, words), the likeliest first."""
    links: list[tuple[str, str]] = []
    letter = next((key_of(doc) for doc in shot.documents if doc.stem == stem), "") if stem else ""
    if letter:
        links.append((reverse("paper", args=[row.id, letter]), say("看这封信", "The letter")))
    if about in shot.state.proceedings:
        links.append((reverse("proceeding", args=[row.id, about]), say("看这件事", "How it stands")))
    elif about in PLACES:
        name, zh, en = PLACES[about]
        links.append((reverse(name, args=[] if name == "help" else [row.id]), say(zh, en)))
    return links


@require_GET
@case_page(Act.SEE)
def calendar(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show a month as a table, each deadline on its day, and the same as a list."""
    shot, say = DESK.snapshot(row), say_of(request)
    follow = follow_of(row, shot, asked_day(request))
    day = follow.matter.as_of
    first = _month(request.GET.get("month", "")) or day.replace(day=1)
    dues = [due for due in follow.dues if not due.met or due.day >= day]
    by_day: dict[date, list[dict[str, Any]]] = {}
    for due in dues:
        by_day.setdefault(due.day, []).append((due_of(due, day, say) or {}) | {"proceeding": due.proceeding})
    weeks = [
        [
            {"day": one, "inside": one.month == first.month, "now": one == day, "dues": by_day.get(one, [])}
            for one in week
        ]
        for week in months.Calendar(0).monthdatescalendar(first.year, first.month)
    ]
    content = {
        "row": row,
        "first": first,
        "title": say(f"{first.year} 年 {first.month} 月", f"{first:%B %Y}"),
        "weeks": weeks,
        "names": [say(zh, en) for zh, en in WEEK],
        "before": (first - timedelta(days=1)).replace(day=1) if first > FIRST else None,
        "after": (first + timedelta(days=32)).replace(day=1) if first < LAST else None,
        "listed": [one for group in (by_day[key] for key in sorted(by_day)) for one in group if not one["met"]],
        "now": day,
    }
    return render(request, "web/calendar.html", content)


WEEK = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))
FIRST, LAST = date(2000, 2, 1), date(2100, 1, 1)


@require_GET
@case_page(Act.SEE)
def calendar_file(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Give the open deadlines as an iCalendar file; neutral words unless ``?full=1``."""
    follow = follow_of(row, DESK.snapshot(row))
    content = respond.calendar_file(
        follow.dues, follow.matter, case=row.vault, made=datetime.now(UTC), full=request.GET.get("full") == "1"
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return response


def _month(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if FIRST <= first <= LAST else None
