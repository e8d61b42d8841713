"""Everything that can be written: one list in the order of what to do; each paper previewed, filled in, written as Word and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence import law, respond
from ringfence.schema import DocumentKind, RingfenceError, StepKind
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask
from ringfence.web.letters import Letter, UnknownLetterError, key_of, letter_of, paper_key
from ringfence.web.noted import said
from ringfence.web.pages.preview import shown
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.schema import Document, Proceeding
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

GROUPS_EN = {
    "request": "Requests about personal information",
    "demand": "Requests to the lender",
    "complaint": "Complaints and objections",
    "report": "Reports",
    "police": "Police and what follows",
    "court": "Court (drafts)",
}


@require_GET
@case_page(Act.SEE)
def papers(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """List every paper in the order of what to do."""
    shot, say = DESK.snapshot(row), say_of(request)
    letters = shot.letters(masked=True)
    order = [action.document for action in shot.dossier.actions] if shot.dossier is not None else []
    ranked = sorted(letters, key=lambda one: (one.kind is DocumentKind.EXHIBIT_LIST, _place(order, one)))
    lines = [_line(one, shot, say) for one in ranked]
    content = {
        "row": row,
        "first": [line for line in lines if not line["again"] and not line["sent"]],
        "again": [line for line in lines if line["again"]],
        "gone": [line for line in lines if not line["again"] and line["sent"]],
        "groups": [
            (
                say(title, GROUPS_EN.get(group, title)),
                [_choice(kind, shot, say) for kind in respond.paper_kinds().values() if kind.group == group],
            )
            for group, title in respond.paper_groups().items()
        ],
        "empty": shot.dossier is None,
        "named": any(shot.state.parties),
    }
    return render(request, "web/papers.html", content)


@require_POST
@case_page(Act.WRITE)
def write_all(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Write all letters of the case at once."""
    letters = DESK.snapshot(row).letters(masked=True)
    if not letters:
        return redirect("papers", row.id)
    return _ask(request, row, [key_of(one) for one in letters])


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def choose(request: HttpRequest, row: CaseRow, kind: str) -> HttpResponse:
    """Ask what a chosen paper needs: to whom, in whose name, after what; nothing is asked that has one answer only."""
    if kind not in respond.paper_kinds():
        raise Http404
    shot, say = DESK.snapshot(row), say_of(request)
    form = ChooseForm.of(request, paper=respond.paper_kind(kind), shot=shot)
    if not form.fields:
        return redirect("paper", row.id, form.key({}))
    if form.is_valid():
        return redirect("paper", row.id, form.key(form.cleaned_data))
    content = {
        "row": row,
        "form": form,
        "title": _title(kind, say),
        "purpose": respond.paper_purpose(kind, say.lang),
        "missing": form.missing,
    }
    return render(request, "web/paper_choose.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def paper(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Show a paper as it will be written, with its blanks as fields; keep the words."""
    shot, say = DESK.snapshot(row), say_of(request)
    masked = request.GET.get("whole") != "1"
    try:
        letter = letter_of(row, shot, key, masked=masked)
    except UnknownLetterError:
        raise Http404 from None
    except RingfenceError as fault:
        return _refused(request, row, key, fault)
    form = FillForm.of(request, letter=letter)
    if form.is_valid():
        with DESK.write(row) as case:
            seq = case.fill_letter(key, form.words())
        said(
            request,
            say("填的内容已记下,预览和下载的文件里都会有。", "Noted; the preview and the files have it."),
            undo=seq,
        )
        if request.POST.get("then") == "write":
            return _ask(request, row, [key])
        return redirect("paper", row.id, key)
    return render(request, "web/paper.html", _shown(row, shot, letter, form, say) | {"masked": masked})


@require_POST
@case_page(Act.WRITE)
def write(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Write one paper as Word and PDF."""
    try:
        letter_of(row, DESK.snapshot(row), key)
    except UnknownLetterError:
        raise Http404 from None
    except RingfenceError as fault:
        return _refused(request, row, key, fault)
    return _ask(request, row, [key])


def _ask(request: HttpRequest, row: CaseRow, keys: list[str]) -> HttpResponse:
    given = {"keys": keys, "masked": request.POST.get("whole") != "1"}
    title = ("写成 Word 和 PDF", "Writing Word and PDF")
    job = ask("paper", title, case=row, given=given)
    return redirect("job", row.id, job.id)


def _refused(request: HttpRequest, row: CaseRow, key: str, fault: RingfenceError) -> HttpResponse:
    """Say why a paper is not written and what to do about it."""
    say = say_of(request)
    parts = key.split(".")
    content = {
        "row": row,
        "fault": fault.text(say.lang),
        "differs": isinstance(fault, respond.InconsistentPaperError),
        "needs": isinstance(fault, respond.PaperNeedsError),
        "law": isinstance(fault, respond.CitationError),
        "kind": parts[1] if parts[0] == "paper" and len(parts) == 5 else "",
    }
    return render(request, "web/paper_refused.html", content, status=409)


def _place(order: list[str], one: Document) -> int:
    return order.index(one.stem) if one.stem in order else len(order)


def _line(one: Document, shot: Snapshot, say: Say) -> dict[str, Any]:
    key = key_of(one)
    words = dict(shot.state.filled.get(key, {}))
    left = sum(not block.value for _, block in respond.blanks_of(respond.filled(one, words)))
    sent = sent_as(one, shot)
    return {
        "key": key,
        "title": say(one.title),
        "to": say(one.recipient),
        "why": _why(one, shot, say),
        "left": left,
        "sent": sent,
        "sends": one.kind is not DocumentKind.EXHIBIT_LIST,
        "again": one.kind is DocumentKind.FOLLOW_UP,
    }


def sent_as(one: Document, shot: Snapshot) -> Proceeding | None:
    """Return the proceeding in which this letter went out already."""
    from ringfence.case import begun_with

    if one.kind is DocumentKind.FOLLOW_UP:
        before = shot.state.proceedings.get(one.stem.partition("-")[0])
        gone = before is not None and any(
            step.kind is StepKind.SENT and step.document == one.stem for step in before.steps
        )
        return before if gone else None
    begun = begun_with(one)
    if begun is None:
        return None
    return next(
        (
            known
            for known in shot.state.proceedings.values()
            if (known.kind, known.lender, known.person) == (begun.kind, begun.lender, begun.person)
            and known.first(StepKind.SENT) is not None
        ),
        None,
    )


def _why(one: Document, shot: Snapshot, say: Say) -> str:
    if one.kind is DocumentKind.FOLLOW_UP:
        return say("接着已经寄出的那一件,催办或者回信。", "Goes on with what was sent: a reminder or an answer.")
    if one.kind is DocumentKind.EXHIBIT_LIST:
        return say("证据的目录,和每封信一起交。", "The list of exhibits; goes with every letter.")
    if one.kind is DocumentKind.POLICE_SUMMARY:
        return say(
            "带去派出所的一页纸案情:发生了什么、证据在哪。记得索取回执。",
            "One page for the police: what happened, on which evidence. Ask for a receipt.",
        )
    if shot.dossier is not None:
        steps = [step for route in shot.dossier.routes if one.lender in {None, route.lender} for step in route.steps]
        found = next((step.why_zh for step in steps if step.channel.id == one.channel and step.why_zh), "")
        if found:
            return say(found)
    return say(
        "把记录和依据写清楚,请对方处理并书面答复。", "States records and rules and asks for an answer in writing."
    )


def _title(kind: str, say: Say) -> str:
    return say(respond.paper_kind(kind).title).replace("{{ lender }}", say("机构", "the lender"))


def _choice(kind: respond.PaperKind, shot: Snapshot, say: Say) -> dict[str, Any]:
    needs = []
    if "lender" in kind.needs and not shot.state.parties:
        needs.append(say("要先登记机构", "name the lender first"))
    if "parent" in kind.needs and not shot.state.proceedings:
        needs.append(say("要先有一件寄出的事项", "needs a proceeding before it"))
    return {
        "id": kind.id,
        "title": _title(kind.id, say),
        "purpose": respond.paper_purpose(kind.id, say.lang),
        "contact": "contact" in kind.writers,
        "needs": needs,
    }


def _shown(row: CaseRow, shot: Snapshot, letter: Letter, form: FillForm, say: Say) -> dict[str, Any]:
    document = letter.document
    findings = {one["id"]: one for part in ("findings", "confirm") for one in shot.view(say.lang).get(part, ())}
    facts = law.load_pack("cn").facts
    cited = [facts[fact].citation() for fact in document.citations if fact in facts]
    job = (
        Job.objects.filter(case=row, what="paper", given__keys=[letter.key], state=JobState.DONE)
        .order_by("-created")
        .first()
    )
    return {
        "row": row,
        "letter": letter,
        "document": document,
        "title": say(document.title),
        "to": say(document.recipient),
        "blocks": shown(document),
        "form": form,
        "findings": [findings[one] for one in document.findings if one in findings],
        "cited": [
            f"《{one.title}》{one.article_zh if one.article_confirmed else ''} {say(one.paraphrase_zh, one.paraphrase_en)}"
            for one in cited
        ],
        "sent": sent_as(document, shot) if letter.sends else None,
        "job": job,
    }


class FillForm(SpokenForm):
    """The blanks of one paper."""

    def __init__(self, data: Any, *, say: Say, letter: Letter) -> None:  # noqa: ANN401 -- a QueryDict or None
        self.letter = letter
        super().__init__(data, say=say)

    def speak(self, say: Say) -> None:
        """Make a field for each blank."""
        for number, one in enumerate(self.letter.fields):
            widget = forms.Textarea(attrs={"rows": 3}) if one.long else forms.TextInput()
            label, again = one.label, ""
            if "#" in label:
                label, _, again = label.partition("#")
            self.fields[f"b{number}"] = forms.CharField(
                required=False,
                max_length=respond.LONGEST_BLANK,
                widget=widget,
                initial=one.value,
                label=respond.blank_label(label, say.lang) + (f" {again}" if again else ""),
                error_messages={"max_length": say("太长了,请写短一些。", "Too long; please shorten it.")},
            )

    def words(self) -> dict[str, str]:
        """Return what differs from what the case knows, by the blank's name."""
        told = [(one, self.cleaned_data[f"b{number}"]) for number, one in enumerate(self.letter.fields)]
        return {one.name: text for one, text in told if text.strip() and text.strip() != one.base}


class ChooseForm(SpokenForm):
    """To whom, in whose name, after what. ``missing``: what has to be noted elsewhere first."""

    def __init__(self, data: Any, *, say: Say, paper: respond.PaperKind, shot: Snapshot) -> None:  # noqa: ANN401 -- as above
        self.paper, self.shot = paper, shot
        self.fixed: dict[str, str] = {}
        self.missing: list[str] = []
        super().__init__(data, say=say)

    def speak(self, say: Say) -> None:
        """Make a field for each open question."""
        state = self.shot.state
        parties = [(one.id, one.name) for one in state.parties.values()]
        wanted = "lender" in self.paper.needs
        after = "parent" in self.paper.needs
        if wanted or (parties and not after):
            extra = [] if wanted else [("", say("不写给哪一家", "none in particular"))]
            self._question(
                "lender", say("写给或者关于哪一家机构?", "Which lender is it to or about?"), [*extra, *parties]
            )
            if not parties:
                self.missing.append("party")
        if after:
            kinds = [
                (one.id, f"{one.id} {respond.kind_name(one.kind, say.lang)}") for one in state.proceedings.values()
            ]
            self._question("after", say("接着哪一件事?", "What does it follow?"), kinds)
            if not kinds:
                self.missing.append("proceeding")
        if "contact" in self.paper.writers and state.people:
            people = [("", say("我本人", "myself")), *((one.id, one.name) for one in state.people.values())]
            self._question("person", say("以谁的名义写?", "In whose name?"), people)

    def _question(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        if len(choices) == 1:
            self.fixed[name] = choices[0][0]
        elif choices:
            required = all(value for value, _ in choices)
            first = choices[0][0]
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=required, initial=first, widget=forms.RadioSelect
            )

    def key(self, told: dict[str, str]) -> str:
        """Return the paper's name."""
        given = self.fixed | told
        return paper_key(self.paper.id, given.get("lender", ""), given.get("person", ""), given.get("after", ""))
