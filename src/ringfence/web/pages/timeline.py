"""The timeline: what happened, filtered and searched; one event with its sources; a class corrected with one click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ringfence.analyze import reason_in_english
from ringfence.case import kind_said
from ringfence.schema import (
    AGREEMENT_ZH,
    FLAG_ZH,
    KIND_ZH,
    LABEL_ZH,
    EventKind,
    Flag,
    Label,
    display_phone,
    parse_phone,
)
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK, NotReadyError
from ringfence.web.noted import said
from ringfence.web.pages.recognised import pieces
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    import polars as pl
    from django.http import HttpRequest, HttpResponse, QueryDict

    from ringfence.case import State
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

PAGE = 50
_RULE = re.compile(r"\s*\([a-z0-9_]+\)")  # the machine's own name of a rule, which tells a reader nothing


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader wants to see. ``everything``: also what has nothing to do with collection."""

    words: str = ""
    label: str = ""
    kind: str = ""
    person: str = ""
    lender: str = ""
    number: str = ""
    first: date | None = None
    last: date | None = None
    night: bool = False
    everything: bool = False
    page: int = 1

    @classmethod
    def of(cls, asked: QueryDict) -> Chosen:
        """Read the filters of an address; what cannot be read is left out."""
        return cls(
            words=asked.get("q", "").strip()[:200],
            label=asked.get("label", "") if asked.get("label", "") in set(Label) else "",
            kind=asked.get("kind", "") if asked.get("kind", "") in set(EventKind) else "",
            person=asked.get("person", "")[:40],
            lender=asked.get("lender", "")[:40],
            number=asked.get("number", "").strip()[:40],
            first=_day(asked.get("from", "")),
            last=_day(asked.get("to", "")),
            night=asked.get("night") == "1",
            everything=asked.get("all") == "1",
            page=max(1, int(asked.get("page", "1"))) if asked.get("page", "1").isdigit() else 1,
        )

    def query(self, page: int) -> str:
        """Return the address of another page of the same."""
        parts = {
            "q": self.words,
            "label": self.label,
            "kind": self.kind,
            "person": self.person,
            "lender": self.lender,
            "number": self.number,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "night": "1" if self.night else "",
            "all": "1" if self.everything else "",
            "page": str(page) if page > 1 else "",
        }
        return urlencode({key: value for key, value in parts.items() if value})


@require_GET
@case_page(Act.SEE)
def timeline(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show a page of events, the newest first."""
    shot, chosen, say = DESK.snapshot(row), Chosen.of(request.GET), say_of(request)
    found = choose(shot.events, chosen)
    pages = max(1, -(-found.height // PAGE))
    number = min(chosen.page, pages)
    part = found.slice((number - 1) * PAGE, PAGE)
    content = {
        "row": row,
        "chosen": chosen,
        "count": found.height,
        "whole": shot.events.height,
        "events": [told(one, shot.state, say) for one in part.iter_rows(named=True)],
        "page": number,
        "pages": pages,
        "before": chosen.query(number - 1) if number > 1 else None,
        "after": chosen.query(number + 1) if number < pages else None,
        "labels": [(label.value, say(LABEL_ZH[label])) for label in Label],
        "kinds": [(kind.value, say(word)) for kind, word in KIND_ZH.items()],
        "people": [("debtor", say("本人", "you")), *((one.id, one.name) for one in shot.state.people.values())],
        "lenders": [(one.id, one.name) for one in shot.state.parties.values()],
    }
    page = "web/_events.html" if request.headers.get("HX-Target") == "events" else "web/timeline.html"
    return render(request, page, content)


@require_GET
@case_page(Act.SEE)
def event(request: HttpRequest, row: CaseRow, event: str) -> HttpResponse:
    """Show one event: what it says, where it comes from, what the machine thinks of it and why."""
    shot, say = DESK.snapshot(row), say_of(request)
    one = _event(shot, event)
    sources = [
        (ref, shot.state.sources[source])
        for ref in one["refs"]
        if (source := ref.partition("#")[0]) in shot.state.sources
    ]
    pictures = sorted({source.id for _, source in sources if "regions" in source.tables})
    content = {
        "row": row,
        "one": told(one, shot.state, say) | {"raw": one},
        "sources": [(ref, source, say(kind_said(source))) for ref, source in sources],
        "pictures": pictures,
        "pieces": pieces(row, [ref for ref, source in sources if source.id in pictures]),
        "recordings": sorted({source.id for _, source in sources if source.reader == "recording"}),
        "agreement": say(AGREEMENT_ZH[one["agreement"]]) if one["agreement"] in AGREEMENT_ZH else "",
        "labels": [(label.value, say(LABEL_ZH[label])) for label in Label],
        "findings": [
            finding
            for finding in (shot.dossier.findings if shot.dossier is not None else ())
            if one["event"] in finding.events
        ],
    }
    return render(request, "web/event.html", content)


@require_POST
@case_page(Act.CORRECT)
def correct(request: HttpRequest, row: CaseRow, event: str) -> HttpResponse:
    """Take the reader's class; it counts for this event and for the same text from the same number."""
    say = say_of(request)
    label = request.POST.get("label", "")
    if label not in set(Label):
        raise Http404
    try:
        shown = DESK.snapshot(row).events  # where the reader saw it: nothing has to be worked out before it is noted
    except NotReadyError:
        shown = None
    with DESK.write(row) as case:
        case.correct(event, Label(label), events=shown)
        seq = case.vault.size - 1
    said(
        request,
        say(
            "已改正并记住;同一号码发来的同样内容也一起改了。",
            "Corrected and remembered, for the same text from the same number too.",
        ),
        undo=seq,
    )
    return redirect("event", row.id, event)


@require_POST
@case_page(Act.CORRECT)
def undo(request: HttpRequest, row: CaseRow, seq: int) -> HttpResponse:
    """Take an entry back; that is an entry too."""
    with DESK.write(row) as case:
        case.undo(seq)
    said(request, say_of(request)("已撤销。", "Taken back."))
    back = request.POST.get("back", "")
    return redirect(back) if back.startswith(f"/case/{row.id}/") else redirect("overview", row.id)


def choose(events: pl.DataFrame, chosen: Chosen) -> pl.DataFrame:
    """Return the events that the filters leave, the newest first; columns as EVENTS."""
    tests = [*_whom(chosen), *_when(chosen), *_what(chosen)]
    found = events.filter(*tests) if tests else events
    return found.sort("ts", descending=True, nulls_last=True)


def _what(chosen: Chosen) -> list[pl.Expr]:
    import polars as pl

    tests: list[pl.Expr] = []
    if not (chosen.everything or chosen.label or chosen.number or chosen.words):
        collecting = [label.value for label in Label if label.collects]
        tests.append(pl.col("label").is_in(collecting) | pl.col("lender").is_not_null())
    if chosen.label:
        tests.append(pl.col("label") == chosen.label)
    if chosen.kind:
        tests.append(pl.col("kind") == chosen.kind)
    seen = ["text", "transcript", "name", "address", "signature"]
    inside = pl.concat_str(seen, separator="\n", ignore_nulls=True)
    return [*tests, *(inside.str.contains(word, literal=True) for word in chosen.words.split())]


def _whom(chosen: Chosen) -> list[pl.Expr]:
    import polars as pl

    tests: list[pl.Expr] = []
    if chosen.person:
        tests.append(pl.col("person") == chosen.person)
    if chosen.lender:
        tests.append((pl.col("lender") == chosen.lender) | (pl.col("speaker") == chosen.lender))
    if chosen.number:
        key = parse_phone(chosen.number).key
        tests.append((pl.col("address_key") == key) | pl.col("address").str.contains(chosen.number, literal=True))
    return tests


def _when(chosen: Chosen) -> list[pl.Expr]:
    import polars as pl

    tests: list[pl.Expr] = []
    if chosen.first:
        tests.append(pl.col("local_date") >= chosen.first)
    if chosen.last:
        tests.append(pl.col("local_date") <= chosen.last)
    if chosen.night:
        hour = pl.col("local_second") // 3600
        tests.append((hour >= 22) | (hour < 8))
    return tests


def told(one: dict[str, Any], state: State, say: Say) -> dict[str, Any]:
    """Return one event in words."""
    parties, people = state.parties, state.people
    who = one["speaker"] or one["lender"]
    return {
        "id": one["event"],
        "ts": one["ts"],
        "zone": one["zone"] or state.zone,
        "precision": (one["precision_s"] or 0) >= 3600,
        "kind": say(KIND_ZH[EventKind(one["kind"])]),
        "call": one["kind"] in {"call", "voice_robot"},
        "out": one["direction"] == "out",
        "number": display_phone(one["address_key"]) if one["address_key"] else "",
        "key": one["address_key"] or "",
        "name": one["name"] or "",
        "person": say("本人", "you") if one["person"] == "debtor" else _name(people, one["person"]),
        "lender": parties[who].name if who in parties else "",
        "text": one["text"] or "",
        "heard": one["transcript"] if not one["text"] else "",
        "label": one["label"] or "",
        "label_word": say(LABEL_ZH[Label(one["label"])]) if one["label"] else "",
        "by_user": one["label_by"] == "user",
        "severe": one["label"] in {"threat", "impersonation", "fraud"},
        "collects": bool(one["label"]) and Label(one["label"]).collects,
        "flags": [say(FLAG_ZH[Flag(flag)]) for flag in one["flags"] or [] if flag in set(Flag)],
        "reason": _RULE.sub("", one["reason"] or "") if say.lang == "zh" else reason_in_english(one["reason"] or ""),
        "connected": one["connected"],
        "seconds": one["duration_s"],
        "sources": len(one["refs"]),
        "agreement": one["agreement"],
    }


def _name(people: Any, key: str) -> str:  # noqa: ANN401 -- the state's people by id
    return people[key].name if key in people else key


def _event(shot: Snapshot, event: str) -> dict[str, Any]:
    import polars as pl

    rows = shot.events.filter(pl.col("event") == event)
    if rows.is_empty():
        raise Http404
    return rows.row(0, named=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
