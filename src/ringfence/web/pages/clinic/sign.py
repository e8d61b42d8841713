"""Signing in with password and second factor, the first sign-in, signing out. Every wrong try counts (``accounts.throttle``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ringfence.web.access import staff_page
from ringfence.web.accounts import second, signing, throttle
from ringfence.web.accounts.log import note_access
from ringfence.web.accounts.models import SetupLink
from ringfence.web.accounts.passwords import faults
from ringfence.web.accounts.second import keep_secret, matching_step, new_secret, take_code
from ringfence.web.forms import SpokenForm
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.accounts.models import User


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    say = say_of(request)
    form = SignIn(request.POST or None, say=say)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/sign_in.html", {"form": form})
    name, address = form.cleaned_data["name"].strip(), _address(request)
    if throttle.too_many(name, address):
        note_access(request, "", 429)
        form.add_error(None, say("试得太多了,请过 15 分钟再来。", "Too many tries; please wait 15 minutes."))
        return render(request, "web/server/sign_in.html", {"form": form}, status=429)
    user = signing.by_password(name, form.cleaned_data["password"])
    if user is None:
        throttle.wrong(name, address)
        note_access(request, "", 403)
        form.add_error(None, say("登录名或密码不对。", "Name or password is not right."))
        return render(request, "web/server/sign_in.html", {"form": form}, status=403)
    goal = _goal(request)
    signing.begin(request.session, user)
    request.session["goal"] = goal
    return redirect("second" if user.totp else "enrol")


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the app, or one on paper."""
    say = say_of(request)
    user = signing.half(request.session)
    if user is None or not user.totp:
        return redirect("sign-in")
    form = Code(request.POST or None, say=say)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/second.html", {"form": form})
    if throttle.too_many(user.name, _address(request)):
        note_access(request, str(user.pk), 429)
        form.add_error(None, say("试得太多了,请过 15 分钟再来。", "Too many tries; please wait 15 minutes."))
        return render(request, "web/server/second.html", {"form": form}, status=429)
    if not take_code(user, form.cleaned_data["code"]):
        throttle.wrong(user.name, _address(request))
        note_access(request, str(user.pk), 403)
        form.add_error("code", say("验证码不对,或者已经用过。请等下一个。", "Not the present code, or used already."))
        return render(request, "web/server/second.html", {"form": form}, status=403)
    return _enter(request, user)


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Set the second factor up at the first sign-in; show the codes for paper once."""
    say = say_of(request)
    user = signing.half(request.session)
    if user is None or user.totp:
        return redirect("sign-in")
    if "secret" not in request.session:
        request.session["secret"] = new_secret().hex()
    secret = bytes.fromhex(request.session["secret"])
    form = Code(request.POST or None, say=say)
    shown = {
        "form": form,
        "picture": second.picture(user, secret, settings.RINGFENCE_PLACE),
        "typed": second.typed(secret),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/enrol.html", shown)
    step = matching_step(secret, "".join(form.cleaned_data["code"].split()), 0)
    if step is None:
        form.add_error(
            "code", say("验证码不对。请看手机上的时间准不准。", "Not the present code; is the phone's clock right?")
        )
        return render(request, "web/server/enrol.html", shown, status=403)
    keep_secret(user, secret, step)
    codes = second.new_codes(user)
    _enter(request, user)
    return render(request, "web/server/codes.html", {"codes": codes})


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody with a set-up link choose their password."""
    say = say_of(request)
    address = _address(request)
    link = SetupLink.find(token) if throttle.number("address", address) < throttle.PER_ADDRESS else None
    if link is None:
        throttle.count("address", address)
        note_access(request, "", 404)
        return render(request, "web/server/spent.html", status=404)
    form = NewPassword(request.POST or None, say=say)
    if request.method == "POST" and form.is_valid():
        for fault in faults(form.cleaned_data["password"], link.user, say):
            form.add_error("password", fault)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/set_up.html", {"form": form, "name": link.user.name})
    if not SetupLink.objects.filter(pk=link.pk, used=None).update(used=timezone.now()):
        return render(request, "web/server/spent.html", status=404)
    link.user.set_password(form.cleaned_data["password"])
    link.user.save(update_fields=["password"])
    signing.leave_everywhere(link.user)
    note_access(request, str(link.user.pk), 200)
    return redirect("sign-in")


@require_POST
@staff_page()
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; what was open is put away."""
    signing.leave(request.session, request.staff)  # type: ignore[attr-defined]  # set by the door
    return redirect("sign-in")


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    goal = request.session.get("goal", "/")
    throttle.forget("account", user.name)
    signing.enter(request.session, user)
    note_access(request, str(user.pk), 200, page="signed-in")
    return redirect(goal)


def _goal(request: HttpRequest) -> str:
    goal = request.GET.get("next", "/")
    return goal if goal.startswith("/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None) else "/"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _secret(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignIn(SpokenForm):
    """Name and password."""

    name = forms.CharField(
        max_length=60, label="登录名|Name", widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(max_length=1000, label="密码|Password", widget=_secret("current-password"))


class Code(SpokenForm):
    """A code of six digits, or one on paper."""

    code = forms.CharField(
        max_length=20,
        label="验证码|Code",
        help_text="手机验证器上的 6 位数字|Six digits of your authenticator app",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )


class NewPassword(SpokenForm):
    """A password, twice."""

    password = forms.CharField(
        max_length=1000,
        label="新密码|New password",
        help_text="至少 12 个字;几个不相干的词连起来最好记|At least 12 characters; a few unrelated words are easy to keep",
        widget=_secret("new-password"),
    )
    again = forms.CharField(max_length=1000, label="再写一遍|Again", widget=_secret("new-password"))

    def clean(self) -> dict[str, object]:
        """Compare the two."""
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", self.say("两次写的不一样。", "The two differ."))
        return given
