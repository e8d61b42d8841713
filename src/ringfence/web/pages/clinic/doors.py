"""Making a case at a clinic, and opening one: everybody with a secret of their own, for themselves only."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ringfence.schema import RingfenceError
from ringfence.web.access import Act, Role, case_page, staff_page, who_of
from ringfence.web.accounts import throttle
from ringfence.web.accounts.models import Assignment
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask, unlocked
from ringfence.web.pages.doors import SHORTEST, register
from ringfence.web.places import make_private
from ringfence.web.registry.models import CaseRow
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.words import Say


@require_http_methods(["GET", "POST"])
@staff_page(Role.CASEWORKER)
def new(request: HttpRequest) -> HttpResponse:
    """Make a case under a number; whoever makes it is its first caseworker."""
    say = say_of(request)
    form = NewCase(request.POST or None, say=say)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/new.html", {"form": form})
    from ringfence.case import Case

    folder = make_private(settings.RINGFENCE_CASES) / secrets.token_hex(12)
    case, recovery = Case.create(folder, form.cleaned_data["passphrase"])
    with case, transaction.atomic():
        row = register(folder, case)
        row.title = _number_of(row)
        row.save(update_fields=["title"])
        Assignment.objects.create(case=row, user_id=who_of(request).id, role=Role.CASEWORKER)
        DESK.hold(row, case.vault.identity)
    return render(request, "web/server/made.html", {"row": row, "recovery": recovery})


@require_http_methods(["GET", "POST"])
@case_page(Act.SEE, locked=True)
def unlock(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take the passphrase, the recovery key or the reader's own key; it opens the case for this person only."""
    say = say_of(request)
    form = Unlock(request.POST or None, say=say)
    goal = request.GET.get("next", "")
    if not (goal.startswith("/case/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None)):
        goal = reverse("overview", args=[row.id])
    shown: dict[str, Any] = {"form": form, "row": row, "goal": goal}
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/unlock.html", shown)
    mark = f"{who_of(request).id} {row.pk}"
    if throttle.number("unlock", mark) >= throttle.PER_ACCOUNT:
        form.add_error(None, say("试得太多了,请过 15 分钟再来。", "Too many tries; please wait 15 minutes."))
        return render(request, "web/server/unlock.html", shown, status=429)
    from ringfence.case import Case

    try:
        given = {form.cleaned_data["kind"]: _secret_of(form.cleaned_data)}
        with Case.open(row.path, read_only=True, **given) as case:
            identity = case.vault.identity
            # a reader's key opens the case, but what is handed in must go to the case's own
            recipient = "" if form.cleaned_data["kind"] == "identity" else case.vault.recipient()
    except RingfenceError as fault:
        throttle.count("unlock", mark)
        form.add_error("secret", fault.text(say.lang))
        return render(request, "web/server/unlock.html", shown, status=403)
    DESK.hold(row, identity)
    if recipient:
        CaseRow.objects.filter(pk=row.pk).update(recipient=recipient)
    CaseRow.objects.filter(pk=row.pk).update(opened=timezone.now())
    unlocked(row)
    compare(row)
    return redirect(goal)


def compare(row: CaseRow) -> None:
    """Let the board's digests and deadlines be written anew, once at a time."""
    if not Job.objects.filter(case=row, what="compare", finished=None).exists():
        ask("compare", ("更新总览", "Updating the board"), case=row)


def _secret_of(given: dict[str, Any]) -> str:
    """Return the secret; of a pasted key file only the line of the key."""
    text = str(given["secret"])
    if given["kind"] != "identity":
        return text
    words = text.split()
    return next((one for one in words if one.upper().startswith("AGE-SECRET-KEY-1")), words[0] if words else "")


def _number_of(row: CaseRow) -> str:
    """Return the clinic's number of a new case: the year and the count of that year, which tell nothing about anybody."""
    year = timezone.localdate().year
    taken = CaseRow.objects.filter(title__startswith=f"{year}-").exclude(pk=row.pk).values_list("title", flat=True)
    numbers = [int(tail) for one in taken if (tail := one.split("-", 1)[1]).isdigit()]
    return f"{year}-{max(numbers, default=0) + 1:04d}"


class NewCase(SpokenForm):
    """The passphrase of a new case."""

    passphrase = forms.CharField(
        min_length=SHORTEST,
        label="案件口令|Passphrase of the case",
        help_text="办这个案件的人用它打开案件。服务器不保存口令。|Opens the case; the server does not keep it.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label="再写一遍|Again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean(self) -> dict[str, object]:
        """Compare the two."""
        given = super().clean() or {}
        if given.get("passphrase") != given.get("again"):
            self.add_error("again", self.say("两次写的口令不一样。", "The two differ."))
        return given


class Unlock(SpokenForm):
    """A secret of a case and which kind it is."""

    kind = forms.ChoiceField(label="用什么打开|With what", widget=forms.RadioSelect, initial="passphrase")
    secret = forms.CharField(
        max_length=4000,
        label="口令、恢复码或钥匙|Passphrase, recovery key or your own key",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def speak(self, say: Say) -> None:
        """Fill the kinds."""
        self.choose(
            "kind",
            [
                ("passphrase", say("案件口令", "the case's passphrase")),
                ("identity", say("我自己的钥匙(AGE-SECRET-KEY-1…)", "my own key (AGE-SECRET-KEY-1…)")),
                ("recovery", say("打印出来的恢复码", "the printed recovery key")),
            ],
        )
