"""A privacy policy: how it names contacts, who receives data, what can be asked for, with the clause; and noting it for an app."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence.schema import PolicyNaming, PolicyVerdict, RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.fields import TellField
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import noted
from ringfence.web.pages.apps import NAMINGS
from ringfence.web.paper_text import NoPaperError, paper_sent, paper_text
from ringfence.web.visit import check_page
from ringfence.web.waiting import plain_name
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.schema import AppFacts, PolicyCheck, PolicyClause, PolicyPoint
    from ringfence.web.registry.models import CaseRow

LONGEST = 400_001  # one more than is read, so that a text which was cut is told
_ENDINGS = (".txt", ".html", ".htm", ".mhtml", ".mht", ".docx", ".pdf")
_QUOTED = 400  # characters of a quote; a table can be longer
_MOST = 40  # papers of the case to choose from
VERDICTS = {
    PolicyVerdict.CLEAR: ("写清了", "clear"),
    PolicyVerdict.VAGUE: ("写得含糊", "vague"),
    PolicyVerdict.YES: ("写了", "it says so"),
    PolicyVerdict.NO: ("写明不会", "it says it does not"),
    PolicyVerdict.ABSENT: ("没有找到", "not found"),
    PolicyVerdict.UNSURE: ("拿不准", "unsure"),
}


@require_http_methods(["GET", "POST"])
@check_page
def policy(request: HttpRequest) -> HttpResponse:
    """Check a policy without a case; nothing of it is kept."""
    from ringfence.audit import check_policy

    say = say_of(request)
    content: dict[str, Any] = {}
    if request.method == "POST":
        try:
            text = paper_text(request, longest=LONGEST)
            today = datetime.now(UTC).astimezone().date()
            content = {"found": policy_told(check_policy(text), today, say)}
        except RingfenceError as fault:
            content = {"fault": fault.text(say.lang), "text": request.POST.get("text", "")}
    return render(request, "web/check_policy.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def in_case(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Take the policy of an app: it is kept as an original, then shown with what could be noted."""
    say = say_of(request)
    with DESK.read(row) as case:
        app = _known(case.state, key)
        papers = _papers(case.state)
        zone = case.state.zone
    content: dict[str, Any] = {"row": row, "one": app, "papers": papers}
    if request.method == "POST":
        try:
            return redirect("app_policy_kept", row.id, key, _keep(request, row, app, zone))
        except RingfenceError as fault:
            content |= {"fault": fault.text(say.lang), "text": request.POST.get("text", "")}
    return render(request, "web/app_policy.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def kept(request: HttpRequest, row: CaseRow, key: str, source: str) -> HttpResponse:
    """Show what a kept policy says; note for the app what the user confirms of it."""
    say = say_of(request)
    content: dict[str, Any] = {"row": row}
    with DESK.read(row) as case:
        app = _known(case.state, key)
        if source not in case.state.sources:
            raise Http404
        paper = case.state.sources[source]
        today = datetime.now(UTC).astimezone(ZoneInfo(case.state.zone)).date()
        try:
            check = case.check_policy(source)
        except RingfenceError as fault:
            content |= {"one": app, "paper": paper, "fault": fault.text(say.lang)}
            return render(request, "web/app_policy_kept.html", content)
    form = ConfirmForm(request.POST or None, say=say, initial=_proposed(app, check, source))
    if request.method == "POST" and form.is_valid():
        naming = form.cleaned_data["policy_contacts"]
        with DESK.write(row) as case:
            contacts = PolicyNaming(naming) if naming else None
            case.note_policy(key, source, contacts=contacts, recipients=form.cleaned_data["policy_recipients"])
            noted(request, case)
        return redirect("app", row.id, key)
    found = policy_told(check, app.observed or today, say)
    content |= {"one": app, "paper": paper, "form": form if check.is_policy else None, "found": found}
    return render(request, "web/app_policy_kept.html", content)


def policy_told(check: PolicyCheck, day: date, say: Say) -> dict[str, Any]:
    """Return what ``_policy.html`` shows: the summary, the questions by group, the rules of that day."""
    from ringfence.audit import policy_table

    points = [_point(one, day, say) for one in check.points]
    groups = [
        {
            "name": name,
            "title": say(title.zh, title.en),
            "points": [one for one in points if one["group"] == name and (one["quotes"] or one["alarming"])],
            "missing": say("、", ", ").join(
                one["title"] for one in points if one["group"] == name and not (one["quotes"] or one["alarming"])
            ),
        }
        for name, title in policy_table().groups.items()
    ]
    return {
        "check": check,
        "doubts": [say(one.zh, one.en) for one in check.doubts],
        "contacts": [one for one in points if one["group"] == "contacts" and one["quotes"]] or points[:1],
        "alarming": [one for one in points if one["alarming"] and one["group"] != "contacts"],
        "todo": list(dict.fromkeys(one["todo"] for one in points if one["alarming"] and one["todo"]))[:4],
        "groups": groups,
        "day": day,
    }


def _point(one: PolicyPoint, day: date, say: Say) -> dict[str, Any]:
    from ringfence import law

    return {
        "name": one.question,
        "group": one.group,
        "title": say(one.title_zh, one.title_en),
        "says": say(one.says_zh, one.says_en),
        "verdict": say(*VERDICTS[one.verdict]),
        "alarming": one.alarming,
        "open": one.alarming or one.group == "contacts",  # the rest is folded
        "todo": say(one.todo_zh, one.todo_en),
        "quotes": [_quote(clause, say) for clause in one.clauses],
        "rules": [
            {
                "name": say(rule.name_zh, rule.name_en),
                "says": say(rule.says_zh, rule.says_en),
                "rank": say(rule.rank_zh, rule.rank_en),
                "since": rule.since,
                "sure": say(rule.sure_zh, rule.sure_en),
                "confirmed": rule.confirmed,
            }
            for rule in law.stated(law.load_pack("cn"), one.facts, day)
        ],
    }


def _quote(clause: PolicyClause, say: Say) -> dict[str, str]:
    words = " ".join(clause.text.split())
    place = (*clause.path, say(f"第 {clause.paragraph} 段", f"paragraph {clause.paragraph}"))
    return {"words": words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…", "place": " › ".join(place)}


def _keep(request: HttpRequest, row: CaseRow, app: AppFacts, zone: str) -> str:
    """Keep what was sent as an original and return its id; what holds no policy's text is told and not kept."""
    from ringfence.audit import check_policy
    from ringfence.ingest import Source, document_text

    sent = paper_sent(request, row)
    now = datetime.now(UTC).astimezone(ZoneInfo(zone))
    name = plain_name(sent.name) if sent.name else f"隐私政策-{app.id}-{now:%Y%m%d-%H%M%S}.txt"
    if not check_policy(document_text(name, sent.data)).is_policy:
        raise NoPolicyError
    with DESK.write(row) as case:
        return case.add(Source.of_bytes(name, sent.data)).source.id


def _known(state: State, key: str) -> AppFacts:
    if key not in state.apps:
        raise Http404
    return state.apps[key]


def _papers(state: State) -> list[tuple[str, str]]:
    """Return the papers of the case that could be policies, the last first."""
    named = [(one.id, one.name) for one in state.sources.values() if one.name.casefold().endswith(_ENDINGS)]
    return named[::-1][:_MOST]


def _proposed(app: AppFacts, check: PolicyCheck, source: str) -> dict[str, Any]:
    """Return what the form shows first: what was confirmed for this very paper, else what the check found."""
    known = app.policy_source == source
    contacts = app.policy_contacts if known else check.contacts
    return {
        "policy_contacts": contacts.value if contacts else "",
        "policy_recipients": app.policy_recipients if known else check.recipients,
    }


class NoPolicyError(NoPaperError):
    """What was sent is no privacy policy."""

    def __init__(self) -> None:
        RingfenceError.__init__(
            self,
            "这份文字不像隐私政策,没有放进案件。请找到 App 里的“隐私政策”全文再试。",
            "This does not look like a privacy policy and was not kept. Find the full policy in the app and try again.",
        )


class ConfirmForm(SpokenForm):
    """What the user confirms after reading the quoted places."""

    policy_contacts = forms.ChoiceField(
        required=False,
        label="它怎么写收集通讯录?|How does it name collecting contacts?",
        help_text="软件只看它说没说用来做什么;怎么用、用多少,请对照原文。写了“不收集”的,选“没有写”"
        "|only what for was looked at; read the words for means and scope. “Not collected” counts as not at all",
    )
    policy_recipients = TellField(
        label="它列出了信息给谁(包括催收公司)吗?|Does it list who receives data, collectors included?"
    )

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("policy_contacts", [(value, say(*words)) for value, words in NAMINGS.items()])
