"""After sending: a letter opens a proceeding or goes on with one, with day, means, number and proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import respond
from ringfence.case import begun_with
from ringfence.schema import DocumentKind, Proceeding, ProceedingStep, StepKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.letters import Letter, UnknownLetterError, letter_of
from ringfence.web.noted import said
from ringfence.web.pages.proof import ProofForm, chosen_proof, keep_proof
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.web.registry.models import CaseRow


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def sent(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Ask when and how it was sent; note it."""
    shot, say = DESK.snapshot(row), say_of(request)
    try:
        letter = letter_of(row, shot, key)
    except (UnknownLetterError, respond.InconsistentPaperError, respond.PaperNeedsError):
        raise Http404 from None
    begun = begun_by(letter, shot.state)
    if begun is None:
        raise Http404
    form = SentForm(request.POST or None, request.FILES or None, say=say, state=shot.state, today=shot.day, begun=begun)
    if request.method != "POST" or not form.is_valid():
        content = {"row": row, "key": key, "form": form, "title": say_of(request)(letter.document.title)}
        return render(request, "web/sent.html", content)
    kept, first = note_sent(row, letter, begun, form)
    keep_proof(row, form, kept.id)
    said(
        request,
        say(
            f"已记下寄出,编号 {kept.id}。期限从那天算起。", f"Noted as sent: {kept.id}. Deadlines count from that day."
        ),
        undo=first,
    )
    return redirect("proceeding", row.id, kept.id)


def note_sent(row: CaseRow, letter: Letter, begun: Proceeding, form: SentForm) -> tuple[Proceeding, int]:
    """Note a letter as sent, in its own proceeding or the chosen one; return it and the number of the first entry."""
    told = form.cleaned_data
    with DESK.write(row) as case:
        first = case.vault.size
        step = ProceedingStep(
            StepKind.SENT,
            told["day"],
            told["means"],
            told["reference"],
            note=told["note"],
            sources=chosen_proof(form),
            document=letter.document.stem,
        )
        goal = begun.id or told.get("which", "")
        if goal in case.state.proceedings:
            return case.note_step(goal, step), int(first)
        return case.open_proceeding(replace(begun, office=told["office"], steps=(step,))), int(first)


def begun_by(letter: Letter, state: State) -> Proceeding | None:
    """Return the proceeding that sending a letter begins or goes on with, None when it is not for sending."""
    if letter.document.kind is DocumentKind.FOLLOW_UP:
        return state.proceedings.get(letter.key.partition(".")[2])
    begun = begun_with(letter.document) if letter.sends else None
    after = letter.key.split(".")[4] if letter.key.startswith("paper.") else ""
    return begun if begun is None or after not in state.proceedings else replace(begun, parent=after)


class SentForm(ProofForm):
    """When, how, to whom, with which number and proof; and whether it goes on with what is there."""

    which = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    office = forms.CharField(
        required=False,
        max_length=120,
        label="寄给哪个单位(写在信封上的)|Which very office (as on the envelope)",
        help_text="可以不填|may stay empty",
    )
    means = forms.CharField(
        required=False,
        max_length=60,
        label="怎么寄的|By which means",
        help_text="例如:挂号信、App内客服、12378电话|for example: registered letter",
        widget=forms.TextInput(attrs={"list": "means"}),
    )
    reference = forms.CharField(required=False, max_length=80, label="单号或受理编号|Number of the parcel or case")

    field_order = ("day", "which", "office", "means", "reference", "file", "proof", "note")

    def __init__(self, data: Any, files: Any, *, say: Say, state: State, today: date, begun: Proceeding) -> None:  # noqa: ANN401 -- Django's own
        self.begun = begun
        super().__init__(data, files, say=say, state=state, today=today)
        self.order_fields(self.field_order)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        super().speak(say)
        same = [
            one
            for one in self.state.proceedings.values()
            if (one.kind, one.lender, one.person) == (self.begun.kind, self.begun.lender, self.begun.person)
            and one.last(StepKind.CLOSED) is None
        ]
        if self.begun.id:
            del self.fields["office"]
        if self.begun.id or not same:
            del self.fields["which"]
            return
        name = respond.kind_name(self.begun.kind, say.lang)
        self.fields["which"].label = say("是新的一件,还是接着已有的?", "A new one, or going on with one?")
        self.choose(
            "which",
            [
                *((one.id, say(f"接着 {one.id} {name}", f"goes on with {one.id} {name}")) for one in same),
                ("", say("新的一件", "a new one")),
            ],
        )
        self.fields["which"].initial = same[0].id
