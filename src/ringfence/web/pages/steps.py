"""What happened in a proceeding, one page for each sort of step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import respond
from ringfence.schema import Outcome, ProceedingStep, StepKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import DayInput
from ringfence.web.noted import said
from ringfence.web.pages.proof import ProofForm, chosen_proof, keep_proof
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.web.registry.models import CaseRow

ANSWERS = tuple(one for one in Outcome if one not in {Outcome.CONFIRMED, Outcome.NOT_DONE})
CHECKS = (Outcome.CONFIRMED, Outcome.NOT_DONE, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Verb:
    """One sort of step: what it notes, its title and question, the fields asked beside day, proof and note."""

    kind: StepKind
    title: tuple[str, str]
    ask: tuple[str, str]
    fields: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    must: tuple[str, ...] = ()


VERBS = {
    "sent": Verb(
        StepKind.SENT,
        ("寄出了(或又催了一次)", "It was sent (or sent again)"),
        ("哪天、怎么寄出的?", "When and how was it sent?"),
        ("means", "reference"),
    ),
    "reply": Verb(StepKind.REPLIED, ("收到了答复", "An answer came"), ("", "")),
    "received": Verb(
        StepKind.RECEIVED,
        ("对方签收了", "They received it"),
        ("对方哪天收到的?有没有编号?", "When did they receive it? Is there a number?"),
        ("reference",),
    ),
    "accepted": Verb(
        StepKind.ACCEPTED,
        ("对方受理了", "They accepted it"),
        ("哪天受理的?受理编号是多少?", "When did they accept it, under which number?"),
        ("reference", "until"),
    ),
    "refused": Verb(
        StepKind.NOT_ACCEPTED,
        ("对方不受理", "They did not accept it"),
        ("哪天告诉您不受理的?有没有书面通知?", "When did they say so? Is there a notice?"),
        ("reference",),
    ),
    "called": Verb(
        StepKind.CALLED,
        ("通了电话或当面谈过", "There was a talk"),
        ("和谁谈的?工号是多少?说了什么?", "With whom, which number, what was said?"),
        ("agent", "means", "until"),
    ),
    "extended": Verb(
        StepKind.EXTENDED,
        ("对方说要延期", "They took more time"),
        ("延到哪一天?", "Until which day?"),
        ("until",),
        (),
        ("until",),
    ),
    "decided": Verb(
        StepKind.DECIDED,
        ("收到决定书", "A decision came"),
        ("决定的结果是什么?", "What was decided?"),
        ("outcome", "reference"),
        ANSWERS,
        ("outcome",),
    ),
    "checked": Verb(
        StepKind.CHECKED,
        ("核实过了", "I looked again"),
        ("对方说的,真的做到了吗?", "Was it really done?"),
        ("outcome",),
        CHECKS,
        ("outcome",),
    ),
    "closed": Verb(StepKind.CLOSED, ("这件事结束了", "It is over"), ("哪天结束的?", "When did it end?")),
    "note": Verb(
        StepKind.NOTE, ("只记一句话", "Just a note"), ("要记什么?", "What is to be noted?"), (), (), ("note",)
    ),
}


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def step(request: HttpRequest, row: CaseRow, key: str, verb: str) -> HttpResponse:
    """Ask about one sort of step; note it."""
    if verb not in VERBS:
        raise Http404
    if verb == "reply":
        return redirect("reply", row.id, key)
    shot, say = DESK.snapshot(row), say_of(request)
    one = shot.state.proceedings.get(key)
    if one is None:
        raise Http404
    told = VERBS[verb]
    form = StepForm(request.POST or None, request.FILES or None, say=say, state=shot.state, today=shot.day, verb=told)
    content = {
        "row": row,
        "form": form,
        "one": one,
        "name": respond.kind_name(one.kind, say.lang),
        "title": say(*told.title),
        "ask": say(*told.ask),
        "check": [say(text) for text in respond.to_check(one.kind)] if verb == "checked" else (),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/step.html", content)
    seq = note(row, key, form)
    keep_proof(row, form, key)
    said(request, say("已记下。", "Noted."), undo=seq)
    return redirect("proceeding", row.id, key)


def note(row: CaseRow, key: str, form: StepForm) -> int:
    """Write the step into the log and return its number there."""
    said = form.cleaned_data
    with DESK.write(row) as case:
        seq = case.vault.size
        case.note_step(
            key,
            ProceedingStep(
                form.verb.kind,
                said["day"],
                said.get("means", ""),
                said.get("reference", ""),
                said.get("agent", ""),
                Outcome(said["outcome"]) if said.get("outcome") else None,
                said.get("note", ""),
                chosen_proof(form),
                until=said.get("until"),
            ),
        )
    return int(seq)


class StepForm(ProofForm):
    """The fields of one sort of step."""

    outcome = forms.ChoiceField(label="结果|Outcome", widget=forms.RadioSelect)
    means = forms.CharField(
        required=False,
        max_length=60,
        label="用什么方式|By which means",
        help_text="例如:挂号信、App内客服、12378电话|for example: registered letter",
        widget=forms.TextInput(attrs={"list": "means"}),
    )
    reference = forms.CharField(required=False, max_length=80, label="单号或编号|Number")
    agent = forms.CharField(
        required=False,
        max_length=60,
        label="对方的工号或称呼|Agent's number or name",
        help_text="下次通话先问工号|ask for it first next time",
    )
    until = forms.DateField(
        required=False,
        label="对方答应到哪一天|By which day they promised",
        help_text="没有说就空着|empty when they named none",
        widget=DayInput(),
    )
    field_order = ("outcome", "day", "until", "agent", "means", "reference", "note", "file", "proof")

    def __init__(self, data: Any, files: Any, *, say: Say, state: State, today: date, verb: Verb) -> None:  # noqa: ANN401 -- Django's own
        self.verb = verb
        super().__init__(data, files, say=say, state=state, today=today)

    def speak(self, say: Say) -> None:
        """Keep the fields of this sort and fill the choices."""
        super().speak(say)
        for name in ("outcome", "means", "reference", "agent", "until"):
            if name not in self.verb.fields:
                del self.fields[name]
        for name in self.verb.must:
            self.fields[name].required = True
            if name == "note":
                self.fields[name].help_text = ""
            if name == "until":
                self.fields[name].help_text = ""
        if "outcome" in self.fields:
            self.choose("outcome", [(one.value, respond.outcome_name(one, say.lang)) for one in self.verb.outcomes])
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
