"""What is told and shown by papers, not by calls and messages: the credit report, and circumstances of one lender."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.schema import Circumstances, CreditEntry, Extra, Post, parse_phone
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.fields import DayField, TellField, YuanField
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import noted
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.web.registry.models import CaseRow

KINDS = {"overdue": ("逾期记录", "overdue"), "query": ("查询记录", "query")}
ABOUT = {
    "paid": ("还清和多要的钱", "paid off, money demanded besides"),
    "contacts": ("通讯录", "the address book"),
    "leak": ("信息泄露", "a leak"),
    "posts": ("网上发布和号码", "posts and numbers"),
}


@require_GET
@case_page(Act.SEE)
def told(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """List the entries of the credit report in question and, by lender, what is told of it."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
    parties = state.parties
    content = {
        "row": row,
        "entries": [
            {
                "one": one,
                "kind": say(*KINDS.get(one.kind, (one.kind, one.kind))),
                "lender": parties[one.lender].name if one.lender in parties else "",
            }
            for one in state.credit_entries.values()
        ],
        "lenders": [
            {
                "one": party,
                "about": [
                    (name, say(*words), _answered(state.circumstances.get(party.id), name))
                    for name, words in ABOUT.items()
                ],
            }
            for party in parties.values()
        ],
    }
    return render(request, "web/told.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def credit(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Note an entry of the credit report that is in question (``new``), or change it."""
    with DESK.read(row) as case:
        state = case.state
    before = state.credit_entries.get(key)
    if before is None and key != "new":
        raise Http404
    names = ("lender", "kind", "shown_on", "ended", "day", "told_before", "authorised")
    initial = {} if before is None else {name: getattr(before, name) for name in names}
    lenders = [(one.id, one.name) for one in state.parties.values()]
    form = CreditForm.of(request, initial=initial, lenders=lenders)
    if not form.is_valid():
        return render(request, "web/credit.html", {"row": row, "form": form})
    given: dict[str, Any] = dict(form.cleaned_data)
    given["lender"] = given["lender"] or None
    with DESK.write(row) as case:
        case.note_credit_entry(replace(before, **given) if before is not None else CreditEntry(id="", **given))
        noted(request, case)
    return redirect("told", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def about(request: HttpRequest, row: CaseRow, lender: str, about: str) -> HttpResponse:
    """Ask one group of questions about one lender; what the other groups hold stays."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
    if lender not in state.parties or about not in FORMS:
        raise Http404
    before = state.circumstances.get(lender, Circumstances(lender))
    form = FORMS[about].of(request, state=state, before=before)
    if not form.is_valid():
        content = {"row": row, "form": form, "party": state.parties[lender], "title": say(*ABOUT[about])}
        return render(request, "web/told_about.html", content)
    with DESK.write(row) as case:
        case.note_circumstances(replace(before, **form.told()))
        noted(request, case)
    return redirect("told", row.id)


def _answered(known: Circumstances | None, about: str) -> bool:
    if known is None:
        return False
    return any(getattr(known, name) not in {None, ()} for name in FORMS[about].NAMES)


class CreditForm(SpokenForm):
    """One entry of a credit report."""

    lender = forms.ChoiceField(required=False, label="是哪家报的|Which lender")
    kind = forms.ChoiceField(label="是哪一种|What kind")
    shown_on = DayField(label="哪天的信用报告|Day of the report", help_text="报告上印的日期|as printed on it")
    day = DayField(required=False, label="这一条是哪天的|Day of the entry")
    ended = DayField(
        required=False, label="哪天还清的|Day it was settled", help_text="还没还清就不填|empty while it lasts"
    )
    told_before = TellField(label="上报之前告诉过您吗?|Were you told before it was reported?")
    authorised = TellField(label="这次查询,您书面同意过吗?|Did you agree to the query in writing?")

    def __init__(self, data: object, *, lenders: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.lenders = lenders
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("lender", [("", say("不清楚", "not known")), *self.lenders])
        self.choose("kind", [(value, say(*words)) for value, words in KINDS.items()])


class AboutForm(SpokenForm):
    """One group of questions about one lender. ``NAMES``: the fields of Circumstances it asks for."""

    NAMES: tuple[str, ...] = ()

    def __init__(self, data: object, *, state: State, before: Circumstances, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.state, self.before = state, before
        initial = {name: self.shown(name) for name in self.NAMES}
        super().__init__(data, initial=initial, **kwargs)

    def shown(self, name: str) -> Any:  # noqa: ANN401 -- a day, a number, yes or no
        """Return what is known of one field as the form shows it."""
        return getattr(self.before, name)

    def told(self) -> dict[str, Any]:
        """Return what was told, by the fields of Circumstances."""
        return {name: self.cleaned_data[name] for name in self.NAMES}


class PaidForm(AboutForm):
    """Whether it was paid off; money demanded besides the debt under threat."""

    NAMES = ("settled", "debt_unlawful", "extras")
    settled = DayField(required=False, label="哪天全部还清的|The day it was paid in full")
    debt_unlawful = TellField(
        label="有法院或主管部门说过这笔债不合法吗?|Did a court or authority say the debt is unlawful?"
    )
    extras = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="威胁您另外交过的钱|Money demanded besides the debt under threat",
        help_text="一行一次,先写日期再写金额,例如:2026-03-05 500|one a line: day, then yuan",
    )

    def shown(self, name: str) -> Any:  # noqa: ANN401 -- as above
        """Show each payment on a line."""
        if name != "extras":
            return super().shown(name)
        return "\n".join(f"{one.day.isoformat()} {one.amount:f}" for one in self.before.extras)

    def clean_extras(self) -> tuple[Extra, ...]:
        """Read the lines."""
        found = []
        for line in str(self.cleaned_data["extras"]).splitlines():
            if not line.strip():
                continue
            day, _, amount = line.strip().partition(" ")
            read, money = _day(day), _yuan(amount)
            if read is None or not money:
                text = self.say("这一行要写成:2026-03-05 500", "Write it as: 2026-03-05 500")
                raise ValidationError(f"{line[:40]}: {text}")
            found.append(Extra(read, money))
        return tuple(found)


class ContactsForm(AboutForm):
    """The address book: consent taken back, used after that, proof."""

    NAMES = ("consent_withdrawn", "used_after", "captured", "canary")
    consent_withdrawn = DayField(
        required=False,
        label="哪天撤回了使用通讯录的同意|The day you took consent back",
        help_text="有凭据的才算,例如挂号信、客服回执|only with proof",
    )
    used_after = DayField(
        required=False,
        label="那以后,哪天发现它还在用|A day after that on which it was still used",
        help_text="抓包或系统记录看到的,打电话不算|seen in a capture, not a call",
    )
    captured = TellField(
        label="有抓包证明通讯录发给了这家吗?|Does a capture prove that the address book went to this lender?"
    )
    canary = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="编出来试它的联系人,后来也被联系了|Invented contacts that were contacted",
        help_text="只在给过这个 App 的通讯录里有的|they stood only in the address book given to this app",
    )

    def speak(self, say: Say) -> None:
        """Offer the people of the case."""
        del say
        if self.state.people:
            self.choose("canary", [(one.id, one.name) for one in self.state.people.values()])
        else:
            self.choose("canary", [])
            del self.fields["canary"]

    def told(self) -> dict[str, Any]:
        """Return what was told."""
        given = dict(self.cleaned_data)
        given["canary"] = tuple(given.get("canary", self.before.canary))
        return given


class LeakForm(AboutForm):
    """A leak: when it became known, how many people it concerned."""

    NAMES = ("leak_known", "leak_told", "contact_records", "communication_records", "in_service")
    leak_known = DayField(required=False, label="哪天知道这家泄露了信息|The day the leak became known")
    leak_told = TellField(label="它告诉过您和被泄露的人吗?|Were those concerned told?")
    contact_records = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000_000,
        label="有证据证明它拿走或给出了多少人的姓名号码|How many people's names and numbers are proven taken",
    )
    communication_records = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000_000,
        label="多少条通话、短信记录|How many call or message records",
    )
    in_service = TellField(label="这些信息是它在给您办业务时得到的吗?|Were they obtained in the course of its service?")


class PostsForm(AboutForm):
    """Defamatory posts on the internet; numbers which the carrier says were changed."""

    NAMES = ("posts", "spoofed")
    posts = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="在网上发布的侮辱、诽谤内容|Defamatory posts",
        help_text="一行一条:日期、多少人看过、多少次转发,不知道的不写,例如:2026-03-05 3000 20|one a line: day, views, reposts",
    )
    spoofed = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="运营商查明是改号或虚拟的号码|Numbers the carrier found changed or virtual",
        help_text="一行一个|one a line",
    )

    def shown(self, name: str) -> Any:  # noqa: ANN401 -- as above
        """Show each on a line."""
        if name == "spoofed":
            return "\n".join(self.before.spoofed)
        counts = [(one.day.isoformat(), one.views, one.reposts) for one in self.before.posts]
        return "\n".join(" ".join(str(part) for part in one if part is not None) for one in counts)

    def clean_posts(self) -> tuple[Post, ...]:
        """Read the lines."""
        found = []
        for line in str(self.cleaned_data["posts"]).splitlines():
            parts = line.split()
            if not parts:
                continue
            day, numbers = _day(parts[0]), parts[1:3]
            if day is None or not all(part.isdecimal() and len(part) < 12 for part in numbers):
                text = self.say("这一行要写成:2026-03-05 3000 20", "Write it as: 2026-03-05 3000 20")
                raise ValidationError(f"{line[:40]}: {text}")
            views, reposts = [int(part) for part in numbers] + [None] * (2 - len(numbers))
            found.append(Post(day, views, reposts))
        return tuple(found)

    def clean_spoofed(self) -> tuple[str, ...]:
        """Read the numbers."""
        lines = str(self.cleaned_data["spoofed"]).splitlines()
        return tuple(dict.fromkeys(parse_phone(line.strip()).key for line in lines if line.strip()))


FORMS: dict[str, type[AboutForm]] = {
    "paid": PaidForm,
    "contacts": ContactsForm,
    "leak": LeakForm,
    "posts": PostsForm,
}


def _day(text: str) -> date | None:
    try:
        return DayField(required=False).clean(text)
    except ValidationError:
        return None


def _yuan(text: str) -> Decimal | None:
    try:
        return YuanField(required=False).clean(text)
    except ValidationError:
        return None
