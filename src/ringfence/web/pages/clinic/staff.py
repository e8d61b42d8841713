"""For admins: accounts, who has which case, work under way, the log of accesses. Nothing here opens a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.web.access import ON_CASES, Act, Role, case_page, staff_page
from ringfence.web.accounts import second, signing, throttle
from ringfence.web.accounts.models import AccessLog, Assignment, SetupLink, User
from ringfence.web.accounts.retention import pruned_to
from ringfence.web.clinic.visited import page_of
from ringfence.web.clinic.wording import result_words, words_of
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import cancel
from ringfence.web.registry.models import CaseRow
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.web.words import Say

ROLE_WORDS = {
    Role.INTAKE: ("接待", "intake"),
    Role.CASEWORKER: ("办案", "caseworker"),
    Role.LAWYER: ("律师", "lawyer"),
    Role.ADMIN: ("管理", "admin"),
}
LINES = 100


@require_GET
@staff_page(Role.ADMIN)
def staff(request: HttpRequest) -> HttpResponse:
    """List the accounts."""
    say = say_of(request)
    rows = [(user, [say(*ROLE_WORDS[role]) for role in sorted(user.parts)]) for user in User.objects.all()]
    return render(request, "web/server/staff.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@staff_page(Role.ADMIN)
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; show its set-up link to copy."""
    say = say_of(request)
    form = Account(request.POST or None, say=say)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/account_new.html", {"form": form})
    user = User(name=form.cleaned_data["name"].strip(), roles=form.cleaned_data["roles"])
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        form.add_error("name", say("这个登录名已经有人用了。", "This name is taken."))
        return render(request, "web/server/account_new.html", {"form": form})
    return _link_page(request, user)


@require_http_methods(["GET", "POST"])
@staff_page(Role.ADMIN)
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change roles, or whether somebody may sign in."""
    say, user = say_of(request), _user(key)
    form = Roles(request.POST or None, say=say, initial={"roles": user.roles, "active": user.active})
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/server/account.html", {"form": form, "one": user})
    roles, active = form.cleaned_data["roles"], form.cleaned_data["active"]
    if Role.ADMIN in user.parts and (Role.ADMIN not in roles or not active) and _last_admin(user):
        form.add_error(None, say("至少要留一个能登录的管理员。", "One admin must remain."))
        return render(request, "web/server/account.html", {"form": form, "one": user})
    user.roles, user.active = roles, active
    user.save(update_fields=["roles", "active"])
    # what they had open was opened with other rights
    DESK.put_away_of(str(user.pk))
    if not active:
        signing.leave_everywhere(user)
    messages.success(request, say("已保存。", "Saved."), extra_tags="good")
    return redirect("staff")


@require_POST
@staff_page(Role.ADMIN)
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let somebody begin anew: new link, no second factor, all sessions ended."""
    user = _user(key)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    second.drop(user)
    signing.leave_everywhere(user)
    throttle.forget("account", user.name)
    return _link_page(request, user)


@require_GET
@staff_page(Role.ADMIN)
def cases(request: HttpRequest) -> HttpResponse:
    """List all cases by their number, with who has them."""
    say = say_of(request)
    given = Assignment.objects.select_related("user").order_by("user__name", "role")
    by_case: dict[UUID, list[str]] = {}
    for one in given:
        by_case.setdefault(one.case_id, []).append(f"{one.user.name}({say(*ROLE_WORDS[Role(one.role)])})")
    rows = [(row, by_case.get(row.pk, [])) for row in CaseRow.objects.order_by("title")]
    return render(request, "web/server/cases.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@staff_page(Role.ADMIN)
def assign(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a case to somebody, or take it from them."""
    say = say_of(request)
    row = CaseRow.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    form = Give(request.POST or None, say=say)
    if request.method == "POST" and "take" in request.POST:
        gone = Assignment.objects.filter(pk=_number(request.POST["take"]), case=row).first()
        if gone is not None:
            gone.delete()
            DESK.put_away_of(str(gone.user_id), row.pk)
            messages.success(request, say("已收回。", "Taken back."), extra_tags="good")
        return redirect("assign", key)
    if request.method == "POST" and form.is_valid():
        user = User.objects.get(pk=form.cleaned_data["user"])
        if form.cleaned_data["role"] not in user.parts:
            form.add_error("role", say("这个人没有这个角色。", "This person does not have that role."))
        else:
            Assignment.objects.get_or_create(case=row, user=user, role=form.cleaned_data["role"])
            messages.success(request, say("已分派。", "Assigned."), extra_tags="good")
            return redirect("assign", key)
    given = [
        (one, say(*ROLE_WORDS[Role(one.role)])) for one in Assignment.objects.filter(case=row).select_related("user")
    ]
    return render(request, "web/server/assign.html", {"one": row, "form": form, "given": given})


@require_GET
@staff_page(Role.ADMIN)
def work(request: HttpRequest) -> HttpResponse:
    """List the work under way and lately done: kinds and numbers only, no titles (those may name files)."""
    jobs = list(Job.objects.select_related("case").order_by("-created")[:LINES])
    for job in jobs:
        job.what_words, job.state_words = words_of("work", job.what), words_of("states", job.state)  # type: ignore[attr-defined]  # for the page
    return render(request, "web/server/work.html", {"jobs": jobs})


@require_POST
@staff_page(Role.ADMIN)
def stop_work(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask a piece of work to stop."""
    del request
    job = Job.objects.filter(pk=key).first()
    if job is None:
        raise Http404
    cancel(job)
    return redirect("work")


@require_GET
@staff_page(Role.ADMIN)
def log(request: HttpRequest) -> HttpResponse:
    """Show the log of accesses."""
    lines = AccessLog.objects.all()
    if request.GET.get("who"):
        lines = lines.filter(who=request.GET["who"][:64])
    if request.GET.get("refused") == "1":
        lines = lines.filter(result__gte=403)
    return render(request, "web/server/log.html", {"lines": _told(request, lines), "gone": pruned_to()})


@require_GET
@case_page(Act.SEE, locked=True)
def case_log(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show who looked at or changed this case."""
    lines = AccessLog.objects.filter(case=row.pk)
    return render(request, "web/server/log.html", {"lines": _told(request, lines), "gone": pruned_to(), "row": row})


def _told(request: HttpRequest, lines: Any) -> Any:  # noqa: ANN401 -- a page of rows with names beside them
    say = say_of(request)
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    names = {str(user.pk): user.name for user in User.objects.filter(pk__in=_ids(page, "who"))}
    titles = dict(CaseRow.objects.filter(pk__in=_ids(page, "case")).values_list("pk", "title"))
    for one in page:
        one.who_name, one.case_title = names.get(one.who, ""), titles.get(one.case, "")
        one.page_name, one.ended = page_of(one, say), say(*result_words(one.result))
    return page


def _ids(page: Any, name: str) -> set[Any]:  # noqa: ANN401 -- a page of rows
    return {getattr(one, name) for one in page if getattr(one, name)}


def _link_page(request: HttpRequest, user: User) -> HttpResponse:
    link = request.build_absolute_uri(reverse("set-up", args=[SetupLink.make(user)]))
    return render(request, "web/server/link.html", {"one": user, "link": link, "hours": SetupLink.HOURS})


def _user(key: UUID) -> User:
    found = User.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _last_admin(user: User) -> bool:
    return not any(Role.ADMIN in other.parts for other in User.objects.filter(active=True).exclude(pk=user.pk))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


class Roles(SpokenForm):
    """What somebody does here."""

    roles: Any = forms.MultipleChoiceField(label="角色|Roles", widget=forms.CheckboxSelectMultiple, required=False)
    active = forms.BooleanField(required=False, label="可以登录|May sign in")

    def speak(self, say: Say) -> None:
        """Fill the roles."""
        self.choose("roles", [(role.value, say(*words)) for role, words in ROLE_WORDS.items()])


class Account(SpokenForm):
    """A new account."""

    name = forms.CharField(
        max_length=60,
        label="登录名|Sign-in name",
        help_text="不用写真名|It need not be a real name",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    roles: Any = forms.MultipleChoiceField(label="角色|Roles", widget=forms.CheckboxSelectMultiple)

    def speak(self, say: Say) -> None:
        """Fill the roles."""
        self.choose("roles", [(role.value, say(*words)) for role, words in ROLE_WORDS.items()])


class Give(SpokenForm):
    """Who gets a case, in which role."""

    user = forms.ChoiceField(label="给谁|To whom")
    role = forms.ChoiceField(label="以什么角色|In which role")

    def speak(self, say: Say) -> None:
        """Fill people and roles."""
        self.choose("user", [(str(user.pk), user.name) for user in User.objects.filter(active=True)])
        self.choose("role", [(role.value, say(*ROLE_WORDS[role])) for role in ON_CASES])
