"""What somebody around the borrower tells of one attempt, taken down on one calm page and kept as an original of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ringfence.ingest import Source, Told, statement_rows, statement_text
from ringfence.schema import KIND_ZH, ROLE_ZH, EventKind, Role
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import said
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

ANSWERS = (("", "不清楚|not known"), ("yes", "是|yes"), ("no", "没有|no"))
RELATIONS = ("family", "friend", "colleague", "employer", "client", "other_contact", "debtor")
MORE = ("person_key", "connected", "lender", "identified", "refused")  # asked below, by whoever remembers more
WAYS = ("call", "voice_robot", "sms", "im", "visit", "group_msg", "post", "poster", "letter")


class StatementForm(SpokenForm):
    """One attempt as it is remembered; whatever is not remembered stays empty."""

    person = forms.CharField(
        max_length=60, label="谁被联系了|Who was contacted", help_text="称呼就行,比如:妈妈、王经理|a name is enough"
    )
    relation = forms.ChoiceField(label="和借款人是什么关系|Relation to the borrower")
    person_key = forms.CharField(
        required=False,
        max_length=40,
        label="对方打到哪个号码|Number that was contacted",
        help_text="可以不填|may stay empty",
    )
    day = forms.DateField(
        required=False, label="哪一天|Which day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    clock = forms.CharField(
        required=False,
        max_length=40,
        label="几点|What time",
        help_text="比如 7:12;记不准就写“早上7点左右”,不要猜|as 7:12, or 早上7点左右 when unsure",
    )
    kind = forms.ChoiceField(label="怎么联系的|How")
    address = forms.CharField(
        required=False,
        max_length=40,
        label="对方显示的号码|Number that was shown",
        help_text="没有就空着|may stay empty",
    )
    connected = forms.ChoiceField(required=False, label="电话接通了吗|Was the call answered")
    text = forms.CharField(
        required=False,
        max_length=20_000,
        label="对方说了什么|What was said",
        help_text="尽量写原话,一句一句写|in their own words",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    lender = forms.CharField(required=False, max_length=60, label="对方说自己是哪家的|For whom they said they call")
    identified = forms.ChoiceField(required=False, label="对方说清自己是谁了吗|Did they say who they are")
    refused = forms.ChoiceField(required=False, label="有没有明确要求别再联系|Were they told not to contact again")

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        first = ("", say("请选", "choose"))
        self.choose("relation", [first, *((role, say(ROLE_ZH[Role(role)])) for role in RELATIONS)])
        self.choose("kind", [first, *((kind, say(KIND_ZH[EventKind(kind)])) for kind in WAYS)])
        for name in ("connected", "identified", "refused"):
            self.choose(name, [(value, self._spoken(words)) for value, words in ANSWERS])

    def answers(self) -> dict[str, str]:
        """Return what was told under the names that a statement has."""
        given = {name: str(value or "") for name, value in self.cleaned_data.items() if name not in {"day", "clock"}}
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("clock", "").strip()
        told = f"{day.isoformat()} {clock}".strip() if day is not None else clock
        return {name: value for name, value in (given | {"ts": told}).items() if value}


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def statement(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take down one attempt; what cannot be understood is said before it is kept."""
    say = say_of(request)
    first = {name: request.GET.get(name, "")[:60] for name in ("person", "relation", "person_key")}
    form = StatementForm.of(request, initial=first)
    faults: list[str] = []
    if form.is_valid():
        answers = form.answers()
        _, unread = statement_rows([Told(answers)])
        faults = [say(one.zh, one.en).split(":" if say.lang == "en" else "：", 1)[-1].strip() for one in unread]
        if not faults or request.POST.get("anyway") == "1":
            return _keep(request, row, answers, say)
    first_asked = [form[name] for name in form.fields if name not in MORE]
    more = [form[name] for name in MORE]
    shown = {"row": row, "form": form, "faults": faults, "first": first_asked, "more": more}
    return render(request, "web/statement.html", shown | {"open": any(field.errors or field.value() for field in more)})


def _keep(request: HttpRequest, row: CaseRow, answers: dict[str, str], say: Say) -> HttpResponse:
    with DESK.write(row) as case:
        now = datetime.now(UTC).astimezone(ZoneInfo(case.state.zone))
        text = statement_text([answers | {"taken_at": f"{now:%Y-%m-%d %H:%M}"}])
        added = case.add(Source.of_bytes(f"陈述-{now:%Y%m%d-%H%M%S}.yaml", text.encode()))
    told = say(
        "已记下,并作为一份材料保存。请讲述的人看一遍,确认没有写错。",
        "Kept as material. Let the person who told it read it over.",
    )
    said(request, told, undo=added.source.seq)
    if request.POST.get("more") == "1":
        from urllib.parse import urlencode

        same = {name: answers.get(name, "") for name in ("person", "relation", "person_key")}
        return redirect(f"{reverse('statement', args=[row.id])}?{urlencode(same)}")
    return redirect("source", row.id, added.source.id)
