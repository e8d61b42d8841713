"""An answer: its words pasted in, what they seem to say, confirmed or corrected by a person before anything is noted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import respond
from ringfence.ingest import Source
from ringfence.schema import Outcome, ProceedingStep, StepKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import DayInput
from ringfence.web.noted import said
from ringfence.web.pages.proof import ProofForm, chosen_proof, drop_files, keep_proof
from ringfence.web.pages.steps import ANSWERS
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.respond import Reading
    from ringfence.schema import Proceeding
    from ringfence.web.registry.models import CaseRow

LONGEST = 20_000  # characters of an answer


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def reply(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Take the words of an answer, show the reading, note what the reader confirms."""
    shot, say = DESK.snapshot(row), say_of(request)
    one = shot.state.proceedings.get(key)
    if one is None:
        raise Http404
    text = request.POST.get("text", "").strip()[:LONGEST]
    asked = request.POST.get("then", "")
    reading = respond.read_reply(text, one) if text else None
    content: dict[str, Any] = {
        "row": row,
        "one": one,
        "name": respond.kind_name(one.kind, say.lang),
        "text": text,
        "longest": LONGEST,
    }
    if asked != "note":
        drop_files(request)
    if request.method != "POST" or asked == "back":
        return render(request, "web/reply.html", content)
    if asked not in {"note", "read", "own"} or (asked == "read" and not text):
        return render(request, "web/reply.html", content | {"missing": True})
    given = (request.POST, request.FILES) if asked == "note" else (None, None)
    form = ReplyForm(*given, say=say, state=shot.state, today=shot.day, reading=reading)
    content |= {"form": form, "reading": _told(reading, say)}
    if asked != "note" or not form.is_valid():
        return render(request, "web/reply_read.html", content)
    seq = note(row, one, text, form, reading)
    keep_proof(row, form, key)
    said(request, say("答复已记下,原话存进了案件。", "The answer is noted; its words are kept in the case."), undo=seq)
    return redirect("proceeding", row.id, key)


def note(row: CaseRow, one: Proceeding, text: str, form: ReplyForm, reading: Reading | None) -> int:
    """Keep the answer's words and note what it comes to; return the number of the entry."""
    said = form.cleaned_data
    outcome = Outcome(said["outcome"])
    with DESK.write(row) as case:
        sources = chosen_proof(form)
        if text:
            name = f"答复-{one.id}-{said['day']:%Y%m%d}.txt"
            sources = (case.add(Source.of_bytes(name, text.encode()), password="").source.id, *sources)
        seq = case.vault.size
        step = ProceedingStep(
            StepKind.REPLIED,
            said["day"],
            reference=said["reference"],
            outcome=outcome,
            note=said["note"] or _quote(reading, outcome),
            sources=sources,
            until=said["until"],
        )
        case.note_step(one.id, step)
    return int(seq)


def _quote(reading: Reading | None, outcome: Outcome) -> str:
    """Return the words the outcome rests on, "" when it rests on the reader's own reading."""
    if reading is None:
        return ""
    if outcome is Outcome.MORE_ID and reading.beyond_zh:
        return reading.beyond_zh[0]
    return next((sign.quote for sign in reading.signs if sign.outcome is outcome), "")


def _told(reading: Reading | None, say: Say) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {
        "outcome": respond.outcome_name(reading.outcome, say.lang),
        "unsure": reading.outcome is Outcome.UNKNOWN,
        "means": say(reading.means_zh),
        "next": say(reading.next_zh),
        "signs": [(respond.outcome_name(sign.outcome, say.lang), say(sign.quote)) for sign in reading.signs],
    }


class ReplyForm(ProofForm):
    """What the answer comes to, in the reader's own judgement."""

    outcome = forms.ChoiceField(label="这份答复算哪一种?|What does the answer come to?", widget=forms.RadioSelect)
    until = forms.DateField(
        required=False,
        label="对方答应到哪一天|By which day they promised",
        help_text="没有说就空着|empty when they named none",
        widget=DayInput(),
    )
    reference = forms.CharField(required=False, max_length=80, label="对方的编号|Their number")
    field_order = ("outcome", "day", "until", "reference", "note", "file", "proof")

    def __init__(self, data: Any, files: Any, *, say: Say, state: State, today: date, reading: Reading | None) -> None:  # noqa: ANN401 -- Django's own
        self.reading = reading
        super().__init__(data, files, say=say, state=state, today=today)

    def speak(self, say: Say) -> None:
        """Fill the choices; what the reading proposes is chosen, unless it is unsure."""
        super().speak(say)
        self.choose("outcome", [(one.value, respond.outcome_name(one, say.lang)) for one in ANSWERS])
        if self.reading is not None and self.reading.outcome is not Outcome.UNKNOWN:
            self.fields["outcome"].initial = self.reading.outcome.value
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, object]:
        """Refuse a promise before its own day."""
        given = super().clean() or {}
        day, until = given.get("day"), given.get("until")
        if isinstance(day, date) and isinstance(until, date) and until < day:
            self.add_error(
                "until", self.say("答应的日期不能早于这一天。", "The promised day cannot be before that day.")
            )
        return given
