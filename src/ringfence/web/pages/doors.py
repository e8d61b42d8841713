"""Making a case, opening it with its passphrase, locking it again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ringfence.schema import RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.queue import unlocked
from ringfence.web.places import make_private
from ringfence.web.registry.models import CaseRow
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHORTEST = 8  # characters of a passphrase


def cases_folder() -> Path:
    """Return where new cases are made."""
    return Path(settings.RINGFENCE_CASES)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a passphrase; make the case; show the recovery key once."""
    form = NewCase.of(request)
    if not form.is_valid():
        return render(request, "web/new.html", {"form": form, "folder": cases_folder()})
    from ringfence.case import Case

    folder = _free_folder(form.cleaned_data["name"])
    case, recovery = Case.create(folder, form.cleaned_data["passphrase"], name=form.cleaned_data["name"])
    with case:
        row = register(folder, case)
        DESK.hold(row, case.vault.identity)
    return render(request, "web/made.html", {"row": row, "recovery": recovery, "folder": folder})


@require_http_methods(["GET", "POST"])
def known(request: HttpRequest) -> HttpResponse:
    """Take a case folder that exists already into the list."""
    say = say_of(request)
    form = KnownCase.of(request)
    if not form.is_valid():
        return render(request, "web/known.html", {"form": form})
    from ringfence.case import Case

    folder = Path(form.cleaned_data["folder"]).expanduser()
    try:
        with Case.open(folder, passphrase=form.cleaned_data["passphrase"], read_only=True) as case:
            row = register(folder.resolve(), case)
            DESK.hold(row, case.vault.identity)
    except RingfenceError as fault:
        form.add_error(None, fault.text(say.lang))
        return render(request, "web/known.html", {"form": form})
    return redirect("overview", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.SEE, locked=True)
def unlock(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Ask for the passphrase, or take the recovery key."""
    say = say_of(request)
    form = Unlock.of(request)
    goal = request.GET.get("next", "")
    if not (goal.startswith("/case/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None)):
        goal = reverse("overview", args=[row.id])
    if not form.is_valid():
        return render(request, "web/unlock.html", {"form": form, "row": row, "goal": goal})
    from ringfence.case import Case

    secret = form.cleaned_data["secret"]
    try:
        kind = "recovery" if form.cleaned_data["recovery"] else "passphrase"
        with Case.open(row.path, read_only=True, **{kind: secret}) as case:
            identity, recipient = case.vault.identity, case.vault.recipient()
    except RingfenceError as fault:
        form.add_error("secret", fault.text(say.lang))
        return render(request, "web/unlock.html", {"form": form, "row": row, "goal": goal}, status=403)
    DESK.hold(row, identity)
    CaseRow.objects.filter(pk=row.pk).update(opened=timezone.now(), recipient=recipient)
    unlocked(row)
    return redirect(goal)


@require_POST
@case_page(Act.SEE, locked=True)
def lock(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Put the case away: its key leaves memory."""
    del request
    DESK.put_away(row)
    return redirect("start")


def register(folder: Path, case: object) -> CaseRow:
    """Put an opened case into the list; known already, it keeps its row."""
    vault = case.vault  # type: ignore[attr-defined]  # a Case; imported only where it is used
    row, _ = CaseRow.objects.update_or_create(
        vault=vault.case_id,
        defaults={
            "folder": str(folder),
            "recipient": vault.recipient(),
            "title": folder.name[:120],
            "opened": timezone.now(),
        },
    )
    return row


def _free_folder(name: str) -> Path:
    base = re.sub(r"[^\w\- ]+", "", name, flags=re.UNICODE).strip()[:60] or "case"
    parent = make_private(cases_folder())
    folder, number = parent / base, 2
    while folder.exists():
        folder, number = parent / f"{base}-{number}", number + 1
    return folder


def _secret(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class NewCase(SpokenForm):
    """Name and passphrase of a new case."""

    name = forms.CharField(
        max_length=60,
        label="给案件起个名字|Name of the case",
        help_text="只在您自己电脑上显示|Shown on your computer only",
    )
    passphrase = forms.CharField(
        min_length=SHORTEST,
        label="口令|Passphrase",
        help_text="至少 8 个字。忘了口令,只有恢复码能打开;我们没有备份。|"
        "At least 8 characters. If lost, only the recovery key opens the case.",
        widget=_secret("new-password"),
    )
    again = forms.CharField(label="再写一遍口令|Passphrase again", widget=_secret("new-password"))

    def clean(self) -> dict[str, object]:
        """Compare the two."""
        given = super().clean() or {}
        if given.get("passphrase") != given.get("again"):
            self.add_error("again", self.say("两次写的口令不一样。", "The two differ."))
        return given


class KnownCase(SpokenForm):
    """A case folder that exists."""

    folder = forms.CharField(label="案件文件夹的位置|Folder of the case")
    passphrase = forms.CharField(label="口令|Passphrase", widget=_secret("current-password"))


class Unlock(SpokenForm):
    """A secret of a case."""

    secret = forms.CharField(label="口令|Passphrase", widget=_secret("current-password"))
    recovery = forms.BooleanField(required=False, label="我用的是打印出来的恢复码|This is the printed recovery key")
