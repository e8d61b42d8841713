"""One's own account: password, paper codes, tokens for programs, signing out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.web.access import staff_page
from ringfence.web.accounts import second, signing, throttle
from ringfence.web.accounts.models import ApiToken, User
from ringfence.web.accounts.passwords import faults
from ringfence.web.clinic.scopes import SCOPES
from ringfence.web.forms import SpokenForm
from ringfence.web.pages.clinic.sign import NewPassword
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.web.words import Say


def _staff(request: HttpRequest) -> User:
    staff = request.staff  # type: ignore[attr-defined]  # set by the door
    assert isinstance(staff, User)  # noqa: S101 -- staff_page lets nobody else in
    return staff


@require_GET
@staff_page()
def me(request: HttpRequest) -> HttpResponse:
    """Show the account."""
    user = _staff(request)
    left = user.codes.filter(used=None).count()
    tokens = _tokens(user, say_of(request))
    return render(request, "web/server/me.html", {"left": left, "tokens": tokens, "roles": user.parts})


@require_http_methods(["GET", "POST"])
@staff_page()
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    say, user = say_of(request), _staff(request)
    form = ChangePassword(request.POST or None, say=say)
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttle.number("account", user.name) >= throttle.PER_ACCOUNT or not user.check_password(
            form.cleaned_data["old"]
        ):
            throttle.count("account", user.name)
            form.add_error("old", say("现在的密码不对。", "Not the present password."))
            status = 403
        else:
            for fault in faults(form.cleaned_data["password"], user, say):
                form.add_error("password", fault)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/password.html", {"form": form}, status=status)
    user.set_password(form.cleaned_data["password"])
    user.save(update_fields=["password"])
    signing.leave_everywhere(user)
    signing.enter(request.session, user)
    messages.success(request, say("密码已改,其他地方都已退出。", "Changed; signed out elsewhere."), extra_tags="good")
    return redirect("me")


@require_POST
@staff_page()
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    signing.leave_everywhere(_staff(request))
    request.session.flush()
    return redirect("sign-in")


@require_POST
@staff_page()
def codes(request: HttpRequest) -> HttpResponse:
    """Make new codes for paper, once the present second factor was shown again."""
    say, user = say_of(request), _staff(request)
    stopped = throttle.number("account", user.name) >= throttle.PER_ACCOUNT
    if stopped or not second.take_code(user, request.POST.get("code", "")[:20]):
        throttle.count("account", user.name)
        messages.warning(
            request, say("验证码不对,没有换。", "Not the present code; nothing was changed."), extra_tags="warn"
        )
        return redirect("me")
    return render(request, "web/server/codes.html", {"codes": second.new_codes(user)})


@require_http_methods(["GET", "POST"])
@staff_page()
def token(request: HttpRequest) -> HttpResponse:
    """Make a token for a program; it is shown once."""
    say, user = say_of(request), _staff(request)
    form = NewToken(request.POST or None, say=say)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/token.html", {"form": form})
    made = ApiToken.make(user, form.cleaned_data["name"], form.cleaned_data["scopes"], int(form.cleaned_data["days"]))
    return render(request, "web/server/token_made.html", {"token": made})


@require_POST
@staff_page()
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a token back."""
    say = say_of(request)
    ApiToken.objects.filter(pk=key, user=_staff(request), revoked=None).update(revoked=timezone.now())
    messages.success(request, say("已作废。", "Revoked."), extra_tags="good")
    return redirect("me")


def _tokens(user: User, say: Say) -> list[tuple[ApiToken, list[str]]]:
    good = user.tokens.filter(revoked=None, until__gt=timezone.now())
    return [(one, [say(*SCOPES[scope][:2]) for scope in one.scopes if scope in SCOPES]) for one in good]


class ChangePassword(NewPassword):
    """The present password and a new one."""

    field_order = ("old", "password", "again")
    old = forms.CharField(
        max_length=1000,
        label="现在的密码|Present password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewToken(SpokenForm):
    """What a token is for, what it may do, how long."""

    name = forms.CharField(max_length=60, label="给哪个程序用|For which program")
    scopes: Any = forms.MultipleChoiceField(label="可以做什么|What it may do", widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(label="多久失效|Good for")

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("scopes", [(name, say(zh, en)) for name, (zh, en, _) in SCOPES.items()])
        self.choose("days", [(str(one), say(f"{one} 天", f"{one} days")) for one in (7, 30, 90)])
