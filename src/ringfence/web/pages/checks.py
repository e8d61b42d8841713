"""Just check, without a case: what can be checked, who sent a message, what popular advice is wrong, whom to ring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.schema import PARTY_TYPE_ZH
from ringfence.web.forms import SpokenForm
from ringfence.web.pages.helplines import help_told
from ringfence.web.visit import check_page
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.law import ListedLender, PopularClaim

CONTEXTS = {
    "contacts": ("联系人", "contacts"),
    "request": ("要求删除、撤回同意", "asking to delete"),
    "letter": ("写信", "letters"),
    "complaint": ("投诉", "complaints"),
    "police": ("报案", "police"),
    "fraud": ("诈骗和冒充", "fraud"),
    "app": ("App 权限", "app permissions"),
    "cost": ("利率和费用", "rates and fees"),
    "plan": ("还款计划", "repayment plan"),
    "lender": ("认放款机构", "who lends"),
    "evidence": ("证据", "evidence"),
    "cut": ("剪录音", "cutting recordings"),
    "negotiation": ("协商", "negotiation"),
    "credit": ("征信", "credit record"),
    "report": ("写材料", "writing it up"),
}
MOST = 12  # lenders shown for one name


@require_GET
@check_page
def checks(request: HttpRequest) -> HttpResponse:
    """Show what can be checked without a case."""
    return render(request, "web/checks.html")


@require_http_methods(["GET", "POST"])
@check_page
def message(request: HttpRequest) -> HttpResponse:
    """Say whom a message names and what the real office never does; find a lender by name. Nothing of it is kept."""
    from ringfence import law

    say = say_of(request)
    form = MessageForm.of(request)
    content: dict[str, Any] = {"form": form}
    if form.is_valid():
        pack, told = law.load_pack("cn"), form.cleaned_data
        if told["text"] or told["number"]:
            found = law.identify(told["text"], told["number"], pack, asks_money=bool(told["money"]))
            content["found"] = {
                "said": [say(text) for text in found.said_zh],
                "offices": [
                    {"name": say(one.name), "never": [say(text) for text in one.never_zh]} for one in found.officials
                ],
            }
        if told["name"]:
            listed = law.find_lenders(told["name"], pack)
            content["lenders"] = [_lender(one, say) for one in listed[:MOST]]
            content["asked"] = True
        content["count"] = len(pack.lenders)
    return render(request, "web/check_message.html", content)


@require_GET
@check_page
def advice(request: HttpRequest) -> HttpResponse:
    """Show popular advice: what is right about it, what to do instead."""
    from ringfence import law

    say = say_of(request)
    about = request.GET.get("about", "")
    chosen = (law.Context(about),) if about in CONTEXTS else ()
    claims = law.advice(law.load_pack("cn"), *chosen)
    topics = [(name, say(*words)) for name, words in CONTEXTS.items()]
    content = {"claims": [_claim(one, say) for one in claims], "topics": topics, "about": about if chosen else ""}
    return render(request, "web/check_advice.html", content)


@require_GET
@check_page
def help_lines(request: HttpRequest) -> HttpResponse:
    """Show the telephone lines for danger, distress, legal advice."""
    from ringfence import respond

    say = say_of(request)
    content = {"lines": help_told(say)} | {name: say(respond.help_words(name)) for name in ("urgent", "lead", "foot")}
    return render(request, "web/check_help.html", content)


class MessageForm(SpokenForm):
    """A message, the number it showed, whether it wants money, or the name of a lender."""

    text = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="收到的信息原文|The message",
        help_text="照原样粘贴;电话里说的,写下记得的话|paste it as it is",
    )
    number = forms.CharField(required=False, max_length=40, label="显示的号码|The number it showed")
    money = forms.BooleanField(required=False, label="它要我付款或转账|It wants me to pay or transfer")
    name = forms.CharField(
        required=False,
        max_length=80,
        label="或者查一家机构的名字|Or a lender's name",
        help_text="看它是不是持牌机构、在哪里核对|whether it is licensed and where to check",
    )

    def clean(self) -> dict[str, Any]:
        """Something must be there."""
        given = super().clean() or {}
        if not any(given.get(name) for name in ("text", "number", "name")):
            self.add_error(
                "text", self.say("请填信息、号码或者名字中的一样。", "Fill in one of message, number, name.")
            )
        return given


def _lender(one: ListedLender, say: Say) -> dict[str, Any]:
    return {"one": one, "kind": say(PARTY_TYPE_ZH[one.type]), "names": "、".join(one.short_names)}


def _place(article: str, say: Say) -> str:
    """Return an article as the data have it; where it is words, in Chinese only."""
    return article if say.lang == "zh" or article.isascii() else ""


def _claim(one: PopularClaim, say: Say) -> dict[str, Any]:
    from ringfence.law import VERDICT_ZH

    cited = say("、", ", ").join(
        dict.fromkeys(f"《{fact.law.title}》{_place(fact.article, say)}" for fact in one.cites)
    )
    return {
        "claim": say(one.claim),
        "instead": say(one.instead_zh),
        "note": say(one.note),
        "verdict": say(VERDICT_ZH[one.verdict]),
        "warns": one.verdict.warns,
        "cited": cited,
    }
