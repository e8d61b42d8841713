"""Requests, complaints and reports on their way: the board of all, one with its steps, a new one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence import respond
from ringfence.respond import StageKind
from ringfence.schema import Proceeding, ProceedingKind, ProceedingStep, StepKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.follow import COLUMNS, MOVES, card_of, due_of, follow_of
from ringfence.web.forms import DayInput, SpokenForm
from ringfence.web.jobs.models import Job
from ringfence.web.letters import paper_key
from ringfence.web.noted import said
from ringfence.web.pages.steps import VERBS
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Follow, State
    from ringfence.respond import Rung, Stage
    from ringfence.web.registry.models import CaseRow

SHOWN = 12  # events against "done"


@require_GET
@case_page(Act.SEE)
def board(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show every proceeding as a card in the column of whose move it is."""
    shot, say = DESK.snapshot(row), say_of(request)
    day = asked_day(request) or shot.day
    follow = follow_of(row, shot, day)
    cards = [
        card_of(one, stage, follow, say) for one, stage in zip(follow.matter.proceedings, follow.stages, strict=True)
    ]
    cards.sort(key=lambda card: (card["due"] is None, card["due"]["day"] if card["due"] else day))
    columns = [(key, say(zh, en), [card for card in cards if card["kind"] in kinds]) for key, zh, en, kinds in COLUMNS]
    content = {"row": row, "columns": columns, "any": bool(cards), "day": day, "other": day != shot.day}
    return render(request, "web/board.html", content)


@require_GET
@case_page(Act.SEE)
def proceeding(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Show one proceeding: where it stands, what to do, what happened, by when, which ways there are."""
    shot, say = DESK.snapshot(row), say_of(request)
    follow = follow_of(row, shot, asked_day(request))
    one = _known(follow, key)
    stage = follow.stage(one)
    today = follow.matter.as_of
    later = follow.later_contact(one)
    letter = next((doc for doc in shot.letters(masked=True) if doc.stem.startswith(f"{one.id}-")), None)
    content = {
        "row": row,
        "one": one,
        "card": card_of(one, stage, follow, say),
        "stage": stage,
        "steps": [_step(step, shot.state, say) for step in one.steps if step.day <= today],
        "dues": [due_of(due, today, say) for due in follow.dues if due.proceeding == one.id],
        "moves": [(verb, say(*VERBS[verb].title)) for verb in MOVES[stage.kind]],
        "others": [(verb, say(*told.title)) for verb, told in VERBS.items() if verb not in MOVES[stage.kind]],
        "check": [say(text) for text in respond.to_check(one.kind)] if stage.kind is StageKind.TO_CHECK else (),
        "where": say(stage.sentence_zh),
        "lapsed": [say(line) for line in stage.lapsed_zh],
        "next": say(stage.next_zh),
        "later": later,
        "later_said": say(later.sentence_zh) if later is not None else "",
        "later_events": later.events[:SHOWN] if later is not None else (),
        "rungs": [_rung(rung, one, stage, follow, say) for rung in follow.rungs(one)],
        "letter": letter,
        "letter_title": say(letter.title) if letter is not None else "",
        "person": shot.state.people[one.person].name if one.person in shot.state.people else "",
        "other": today != shot.day,
        "proofs": [job for job in Job.objects.filter(case=row, what="proof", given__proceeding=one.id) if not job.over],
    }
    return render(request, "web/proceeding.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def new(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Note something that was begun without a letter of ours: a call to 12378, a report at the police station."""
    shot, say = DESK.snapshot(row), say_of(request)
    initial = {"kind": request.GET.get("kind", ""), "parent": request.GET.get("parent", "")}
    form = NewForm.of(request, state=shot.state, today=shot.day, given=initial)
    if not form.is_valid():
        return render(request, "web/proceeding_new.html", {"row": row, "form": form})
    kept, first = note_new(row, form)
    said(request, say(f"已登记,编号 {kept.id}。", f"Noted: {kept.id}."), undo=first)
    return redirect("proceeding", row.id, kept.id)


def note_new(row: CaseRow, form: NewForm) -> tuple[Proceeding, int]:
    """Note what was begun; return it and the number of its first entry."""
    told = form.cleaned_data
    steps = (ProceedingStep(StepKind.SENT, told["day"], told["means"], told["reference"]),) if told["day"] else ()
    with DESK.write(row) as case:
        first = case.vault.size
        kept = case.open_proceeding(
            Proceeding(
                "",
                ProceedingKind(told["kind"]),
                told.get("lender") or None,
                office=told["office"],
                parent=told.get("parent", ""),
                steps=steps,
            )
        )
    return kept, int(first)


def asked_day(request: HttpRequest) -> date | None:
    """Return the day a page is to be shown as of (``?on=2026-12-01``), None for today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _known(follow: Follow, key: str) -> Proceeding:
    found = next((one for one in follow.matter.proceedings if one.id == key), None)
    if found is None:
        raise Http404
    return found


def _step(step: ProceedingStep, state: State, say: Say) -> dict[str, Any]:
    return {
        "day": step.day,
        "name": respond.step_name(step.kind, say.lang),
        "means": step.means,
        "reference": step.reference,
        "agent": step.agent,
        "outcome": respond.outcome_name(step.outcome, say.lang) if step.outcome else "",
        "note": step.note,
        "until": step.until,
        "document": step.document,
        "proof": [state.sources[one] for one in step.sources if one in state.sources],
    }


def _rung(rung: Rung, one: Proceeding, stage: Stage, follow: Follow, say: Say) -> dict[str, Any]:
    del stage
    channel, paper = follow.channel(rung), follow.paper(rung)
    return {
        "name": respond.kind_name(rung.kind, say.lang),
        "where": say(channel.name) if channel else "",
        "contact": say(channel.contact) if channel and channel.contact not in {"", "—"} else "",
        "checked": channel is None or channel.confidence.value != "memory",
        "why": say(rung.why_zh),
        "only": say(rung.only_zh),
        "bring": [say(text) for text in rung.papers_zh],
        "facts": [say(text) for text in follow.facts(rung)],
        "open": rung.open,
        "paper": paper_key(paper, one.lender or "", one.person, one.id) if paper else "",
        "kind": rung.kind.value,
    }


class NewForm(SpokenForm):
    """What was begun, about whom, when."""

    kind = forms.ChoiceField(label="是哪一种事|What kind")
    lender = forms.ChoiceField(required=False, label="关于哪一家机构|About which lender")
    office = forms.CharField(required=False, max_length=120, label="向哪个单位(全称)|To which office (full name)")
    day = forms.DateField(
        required=False,
        label="哪一天提出的|Which day",
        help_text="还没有提出就空着|empty when not yet",
        widget=DayInput(),
    )
    means = forms.CharField(
        required=False,
        max_length=60,
        label="怎么提出的|By which means",
        widget=forms.TextInput(attrs={"list": "means"}),
    )
    reference = forms.CharField(required=False, max_length=80, label="受理编号|Number")
    parent = forms.ChoiceField(required=False, label="从哪一件转来|Follows from")

    def __init__(self, data: Any, *, say: Say, state: State, today: date, given: dict[str, str]) -> None:  # noqa: ANN401 -- Django's own
        self.state, self.today = state, today
        super().__init__(data, say=say, initial=given)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("kind", [(kind.value, respond.kind_name(kind, say.lang)) for kind in ProceedingKind])
        lenders = [(one.id, one.name) for one in self.state.parties.values()]
        self.choose("lender", [("", say("不关于哪一家", "none")), *lenders])
        parents = [
            (one.id, f"{one.id} {respond.kind_name(one.kind, say.lang)}") for one in self.state.proceedings.values()
        ]
        if parents:
            self.choose("parent", [("", say("不是转来的", "none")), *parents])
        else:
            del self.fields["parent"]

    def clean_day(self) -> date | None:
        """Refuse what has not happened yet."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and day > self.today:
            raise forms.ValidationError(
                self.say("这一天还没到。发生以后再来记。", "That day has not come yet; note it when it has happened.")
            )
        return day
