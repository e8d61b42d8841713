"""Apps in a case: what was found in their packages, what the user saw, two versions compared."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.schema import AppFacts, PolicyNaming
from ringfence.web.access import Act, case_page
from ringfence.web.checked import audits_of, package_of
from ringfence.web.desk import DESK
from ringfence.web.drawn import drawn
from ringfence.web.fields import DayField, TellField
from ringfence.web.forms import SpokenForm
from ringfence.web.inert import audit_answer
from ringfence.web.jobs.queue import ask
from ringfence.web.noted import noted
from ringfence.web.pages.check_app import WHAT
from ringfence.web.spool import spooled
from ringfence.web.visit import own_job
from ringfence.web.waiting import Waiting, leave, plain_name
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Case, State
    from ringfence.web.registry.models import CaseRow

_PIECE = 1024 * 1024
CATEGORIES = {
    "": ("不清楚", "not known"),
    "loan": ("借款", "loans"),
    "bank": ("银行", "bank"),
    "payment": ("支付", "payment"),
    "other": ("其他", "something else"),
}
PERMISSIONS = {
    "READ_CONTACTS": ("读通讯录", "read contacts"),
    "READ_SMS": ("读短信", "read messages"),
    "READ_CALL_LOG": ("读通话记录", "read the call log"),
    "ACCESS_FINE_LOCATION": ("精确位置", "exact location"),
    "CAMERA": ("相机", "camera"),
    "RECORD_AUDIO": ("麦克风", "microphone"),
    "READ_PHONE_STATE": ("电话状态和设备号", "phone state and device numbers"),
    "READ_EXTERNAL_STORAGE": ("照片和文件", "photos and files"),
}
NAMINGS = {
    "": ("不知道", "not known"),
    PolicyNaming.CLEAR.value: ("写清楚了用来做什么、怎么用、用多少", "clearly: purpose, means, scope"),
    PolicyNaming.VAGUE.value: ("写得含糊", "vaguely"),
    PolicyNaming.ABSENT.value: ("没有写", "not at all"),
}
_ANDROID = "android.permission."


@require_GET
@case_page(Act.SEE)
def apps(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """List the apps of the case with the one sentence about each."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
        sentences = {
            one: DESK.said(row, ("app", kept.blob, say.lang), partial(_sentence, case, one, say))
            for one, kept in state.audits.items()
            if one in state.apps
        }
    listed = [
        {
            "one": one,
            "lender": _lender(state, one),
            "sentence": sentences.get(one.id, ""),
            "audited": one.id in sentences,
        }
        for one in state.apps.values()
    ]
    return render(request, "web/apps.html", {"row": row, "apps": listed, "many": len(sentences) > 1})


@require_GET
@case_page(Act.SEE)
def app(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Show one app: what its code can do, and what the user saw."""
    say = say_of(request)
    with DESK.read(row) as case:
        one = _known(case.state, key)
        audit = case.audited(key).audit if key in case.state.audits else None
        lender = _lender(case.state, one)
    parts = []
    if audit is not None:
        from ringfence.audit import audit_rows

        parts = drawn(audit_rows(audit, say.lang, commands=False))
    content = {"row": row, "one": one, "lender": lender, "parts": parts, "audit": audit, "facts": _facts(one, say)}
    return render(request, "web/app.html", content)


@require_GET
@case_page(Act.SEE)
def whole(request: HttpRequest, row: CaseRow, key: str, form: str) -> HttpResponse:
    """Give the audit room's own page or file about an app."""
    with DESK.read(row) as case:
        if key not in case.state.audits or key not in case.state.apps:
            raise Http404
        audit = case.audited(key).audit
    return audit_answer(audit, form, say_of(request).lang)


@require_GET
@case_page(Act.SEE)
def compare(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Compare two audited apps of the case, the earlier first."""
    from ringfence.audit import change_rows, compare_audits

    say = say_of(request)
    older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
    with DESK.read(row) as case:
        state = case.state
        known = [(one.id, f"{one.name} {one.version}".strip()) for one in state.apps.values() if one.id in state.audits]
        names = dict(known)
        both = (older, newer) if older in names and newer in names and older != newer else None
        found = [case.audited(one).audit for one in both] if both else []
    parts = drawn(change_rows(compare_audits(*found), say.lang)) if both else []
    same = bool(older) and older == newer
    if known and not older and not newer:  # proposed: the first that came and the last
        older, newer = known[0][0], known[-1][0]
    content = {"row": row, "known": known, "older": older, "newer": newer, "parts": parts, "same": same}
    return render(request, "web/apps_compare.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def keep_checked(request: HttpRequest, row: CaseRow, check: UUID, number: int) -> HttpResponse:
    """Ask whether a package checked without a case is to be kept in this one; put it into the queue, encrypted."""
    job = own_job(request, check, WHAT)
    package, found = package_of(job.id, number), audits_of(job.id)
    if package is None or number >= len(found):
        raise Http404
    one = found[number]
    if request.method == "POST":
        spool = _enclose(package, row)
        leave(spool, row.recipient, Waiting(plain_name(one.file or f"app{package.suffix}")))
        asked = ask("add", ("放进案件", "Adding to the case"), case=row, given={"spool": spool, "owner": "debtor"})
        return redirect("job", row.id, asked.id)
    return render(request, "web/app_keep.html", {"row": row, "one": one, "job": job})


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def change(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Say which app it is (``new``) or change it: whose it is, what it is for, what it asks for."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
    before = AppFacts("", "") if key == "new" else _known(state, key)
    audited = key in state.audits
    lenders = [(one.id, one.name) for one in state.parties.values()]
    form = AppForm(request.POST or None, say=say, initial=_of_app(before), lenders=lenders, audited=audited)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/app_change.html", {"row": row, "form": form, "new": key == "new", "one": before})
    told: dict[str, Any] = dict(form.cleaned_data)
    told["lender"] = told["lender"] or None
    if not audited:
        asked = tuple(f"{_ANDROID}{name}" for name in told.pop("permissions"))
        rest = tuple(name for name in before.permissions or () if name.removeprefix(_ANDROID) not in PERMISSIONS)
        told["permissions"] = (*asked, *rest) or None
    with DESK.write(row) as case:
        kept = case.note_app(replace(before, **told))
        noted(request, case)
    return redirect("app_seen" if key == "new" else "app", row.id, kept.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def seen(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Ask what the user lived through with the app: yes, no, or not known."""
    with DESK.read(row) as case:
        before = _known(case.state, key)
    names = [name for name in SeenForm.base_fields if name != "policy_contacts"]
    initial = {name: getattr(before, name) for name in names}
    initial["policy_contacts"] = before.policy_contacts.value if before.policy_contacts else ""
    form = SeenForm(request.POST or None, say=say_of(request), initial=initial)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/app_seen.html", {"row": row, "form": form, "one": before})
    told: dict[str, Any] = dict(form.cleaned_data)
    told["policy_contacts"] = PolicyNaming(told["policy_contacts"]) if told["policy_contacts"] else None
    if any(told[name] != getattr(before, name) for name in ("policy_contacts", "policy_recipients")):
        told["policy_source"] = ""  # no longer what was read in the kept policy
    with DESK.write(row) as case:
        case.note_app(replace(before, **told))
        noted(request, case)
    return redirect("app", row.id, key)


def _known(state: State, key: str) -> AppFacts:
    if key not in state.apps:
        raise Http404
    return state.apps[key]


def _lender(state: State, one: AppFacts) -> str:
    return state.parties[one.lender].name if one.lender in state.parties else ""


def _sentence(case: Case, key: str, say: Say) -> str:
    from ringfence.audit import verdict_sentences

    return verdict_sentences(case.audited(key).audit, say.lang)[0]


def _enclose(package: Path, row: CaseRow) -> str:
    """Encrypt a package to the case into the spool and return its name there."""
    from ringfence.vault import PacketWriter

    name = f"{uuid.uuid4().hex}.age"
    with PacketWriter(spooled(name), row.recipient) as packet, package.open("rb") as stream:
        while piece := stream.read(_PIECE):
            packet.write(piece)
    return name


def _facts(one: AppFacts, say: Say) -> list[tuple[str, str]]:
    """Return the questions that were answered, each with its answer."""
    tell = {True: say("是", "yes"), False: say("否", "no")}
    found = []
    for name, field in SeenForm.base_fields.items():
        value = getattr(one, name)
        if value is None:
            continue
        zh, _, en = str(field.label).partition("|")
        if isinstance(value, bool):
            answer = tell[value]
        elif isinstance(value, PolicyNaming):
            answer = say(*NAMINGS[value.value])
        else:
            answer = str(value)
        found.append((say(zh, en), answer))
    return found


def _of_app(one: AppFacts) -> dict[str, Any]:
    names = {name.removeprefix(_ANDROID) for name in one.permissions or ()}
    return {
        "name": one.name,
        "lender": one.lender or "",
        "version": one.version,
        "observed": one.observed,
        "category": one.category if one.category in CATEGORIES else "other",
        "permissions": [name for name in PERMISSIONS if name in names],
    }


class AppForm(SpokenForm):
    """Which app it is."""

    name = forms.CharField(max_length=80, label="App 的名字|Name of the app")
    lender = forms.ChoiceField(required=False, label="是哪家的|Whose is it")
    category = forms.ChoiceField(required=False, label="主要是做什么的|What is it for")
    version = forms.CharField(
        required=False, max_length=40, label="版本号|Version", help_text="在“关于”里看|see “About”"
    )
    observed = DayField(
        required=False, label="哪天看的|The day you looked", help_text="那一天的规定才算数|the law of that day binds"
    )
    permissions = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="它要过哪些权限|What it asked permission for",
        help_text="没看过就都不选|leave empty when you did not look",
    )

    def __init__(self, data: object, *, lenders: list[tuple[str, str]], audited: bool, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.lenders, self.audited = lenders, audited
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices; what the package itself says is not asked."""
        self.choose("lender", [("", say("不清楚", "not known")), *self.lenders])
        self.choose("category", [(value, say(*words)) for value, words in CATEGORIES.items()])
        if self.audited:
            del self.fields["permissions"], self.fields["version"], self.fields["observed"]
        else:
            self.choose("permissions", [(name, say(*words)) for name, words in PERMISSIONS.items()])


class SeenForm(SpokenForm):
    """What the user lived through with an app."""

    refused_no_service = TellField(
        label="不给它通讯录权限,它就不让您借吗?|Does it refuse the loan without the contacts permission?"
    )
    prompts = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1000,
        label="您拒绝以后,48 小时里它又问了几次?|How often did it ask again within 48 hours of a refusal?",
        help_text="不知道就不填|leave empty when not known",
    )
    before_consent = TellField(label="您还没点“同意”,它就已经在收集信息吗?|Did it collect before you agreed?")
    bundled_consent = TellField(
        label="是一次点同意就全部同意,或者已经替您勾好吗?|One consent for everything, or ticked beforehand?"
    )
    separate_consent = TellField(
        label="把信息给别的公司之前,单独问过您吗?|Were you asked separately before data went to others?"
    )
    provided = TellField(label="您确实知道它把信息给了别的公司吗?|Do you know that it gave data to others?")
    policy_contacts = forms.ChoiceField(
        required=False, label="隐私政策里怎么写通讯录?|How does its policy name contacts?"
    )
    policy_recipients = TellField(
        label="隐私政策里列出信息给谁(包括催收公司)吗?|Does the policy list who receives data, collectors included?"
    )
    policy_clicks = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100,
        label="从主页点几下能看到隐私政策?|How many clicks from the main page to the policy?",
    )
    deletion_works = TellField(
        label="注销、删除、投诉的入口找得到,也能用吗?|Can you find and use deletion, closing, complaint?"
    )
    icp_filed = TellField(
        label="在工信部 App 备案里查得到它吗?|Is it in the filing register of apps?",
    )
    nifa_filed = TellField(
        label="在中国互联网金融协会的 App 备案名单里吗?|Is it in the register of financial apps?",
    )
    capture_contacts = TellField(
        label="有人抓包看到您的通讯录被发出去了吗?|Did a capture show your contacts leaving the phone?",
    )

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("policy_contacts", [(value, say(*words)) for value, words in NAMINGS.items()])
