"""The case's settings: passphrase, who else may read it, where it lies, destroying an original, taking it off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.schema import RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import said
from ringfence.web.outbox import clear_case
from ringfence.web.pages.doors import SHORTEST
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import SourceFile
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say


@require_GET
@case_page(Act.MANAGE)
def manage(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show what can be set, and where the case lies."""
    with DESK.read(row) as case:
        readers, sources = case.vault.readers(), len(case.state.sources)
    return render(request, "web/manage.html", {"row": row, "readers": readers, "sources": sources})


@require_http_methods(["GET", "POST"])
@case_page(Act.MANAGE)
def passphrase(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Change the passphrase; the present one, or the recovery key, is asked for.

    Whoever finds the case unlocked must not be able to lock its owner out.
    """
    from ringfence.case import Case

    say = say_of(request)
    form = PassphraseForm.of(request)
    if not form.is_valid():
        return render(request, "web/passphrase.html", {"row": row, "form": form})
    told = form.cleaned_data
    kind = "recovery" if told["recovery"] else "passphrase"
    try:
        with Case.open(row.path, read_only=True, **{kind: told["old"]}):
            pass
    except RingfenceError as fault:
        form.add_error("old", fault.text(say.lang))
        return render(request, "web/passphrase.html", {"row": row, "form": form}, status=403)
    try:
        with DESK.write(row) as writer:
            writer.vault.change_passphrase(told["new"])
    except RingfenceError as fault:
        form.add_error("new", fault.text(say.lang))
        return render(request, "web/passphrase.html", {"row": row, "form": form})
    done = say(
        "口令已换好。以前拷出去的备份仍用旧口令;恢复码没有变。",
        "The passphrase is changed. Copies made before still open with the old one; the recovery key stays.",
    )
    said(request, done)
    return redirect("manage", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.MANAGE)
def readers(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """List who else may read the case; let somebody in by their public key."""
    say = say_of(request)
    form = ReaderForm.of(request)
    if form.is_valid():
        told = form.cleaned_data
        try:
            with DESK.write(row) as case:
                made = case.vault.add_reader(told["key"], told["name"])
        except RingfenceError as fault:
            form.add_error("key", fault.text(say.lang))
        else:
            done = say(
                f"已加入:{made.name}。把案件文件夹拷给对方,对方用自己的密钥就能看(不能改)。",
                f"Added: {made.name}. Give them a copy of the folder; they read it with their own key and cannot change it.",
            )
            said(request, done)
            return redirect("readers", row.id)
    with DESK.read(row) as case:
        listed, fingerprint = case.vault.readers(), case.vault.fingerprint()
    return render(
        request, "web/readers.html", {"row": row, "form": form, "readers": listed, "fingerprint": fingerprint}
    )


@require_POST
@case_page(Act.MANAGE)
def reader_removed(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Take the right to read away for the future."""
    with DESK.write(row) as case:
        case.vault.remove_reader(key)
    told = say_of(request)(
        "已收回:以后的材料不再给对方。对方已经拷走的收不回来。",
        "Taken back: nothing new is for them. What they copied stays theirs.",
    )
    said(request, told)
    return redirect("readers", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.MANAGE)
def destroy(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Destroy one original for good, after its number was typed and a reason given; it cannot be undone."""
    say = say_of(request)
    with DESK.read(row) as case:
        sources = list(case.state.sources.values())
    form = DestroyForm.of(request, sources=sources, initial={"source": request.GET.get("source", "")[:20]})
    if not form.is_valid():
        return render(request, "web/destroy.html", {"row": row, "form": form, "sources": sources})
    told = form.cleaned_data
    with DESK.write(row) as case:
        gone = case.destroy(told["source"], told["reason"])
    clear_case(row)  # copies of it may wait there to be downloaded
    DESK.forget_snapshot(row)
    done = say(
        f"{gone.id} 已销毁,谁也打不开了。以前拷出去的备份和已交出去的副本要您自己处理。",
        f"{gone.id} was destroyed. Copies made or given before are yours to handle.",
    )
    said(request, done)
    return redirect("manage", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.MANAGE)
def off_list(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take the case off the list of this computer: it is locked, its folder stays where it is. Not on a server."""
    if settings.RINGFENCE_MODE != "local":
        raise Http404
    if request.method != "POST":
        return render(request, "web/off_list.html", {"row": row})
    clear_case(row)
    DESK.put_away(row)
    row.delete()
    return redirect("start")


def _secret(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class PassphraseForm(SpokenForm):
    """The old one and twice the new one."""

    old = forms.CharField(
        max_length=1000, label="现在的口令|Present passphrase", strip=False, widget=_secret("current-password")
    )
    recovery = forms.BooleanField(
        required=False, label="口令忘了,上面填的是恢复码|I forgot it; this is the recovery key"
    )
    new = forms.CharField(
        min_length=SHORTEST,
        max_length=1000,
        strip=False,
        label="新口令|New passphrase",
        help_text="至少 8 个字|at least 8 characters",
        widget=_secret("new-password"),
    )
    again = forms.CharField(
        max_length=1000, label="再写一遍新口令|New passphrase again", strip=False, widget=_secret("new-password")
    )

    def speak(self, say: Say) -> None:
        """Say what is too short."""
        self.fields["new"].error_messages["min_length"] = say(
            "太短了,至少 8 个字。", "Too short: at least 8 characters."
        )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        told = super().clean() or {}
        if "new" in told and told["new"] != told.get("again"):
            self.add_error("again", self.say("两次写的口令不一样。", "The two differ."))
        return told


class ReaderForm(SpokenForm):
    """A name and a public key."""

    name = forms.CharField(max_length=100, label="是谁|Who", help_text="例如:王律师|e.g. your lawyer")
    key = forms.CharField(
        max_length=200,
        label="对方的公钥|Their public key",
        help_text="以 age1 开头的一行,请对方发给您|one line that begins with age1; ask them for it",
    )


class DestroyForm(SpokenForm):
    """Which original, why, and its number once more."""

    source = forms.ChoiceField(label="哪一份|Which")
    reason = forms.CharField(
        max_length=300,
        label="为什么销毁|Why",
        help_text="会写进记录,例如:误加了别人的私人照片|goes into the log, e.g. added by mistake",
    )
    typed = forms.CharField(
        max_length=20,
        label="照抄上面那份的编号,才会销毁|Type its number to confirm",
        help_text="例如 S3|such as S3",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, sources: list[SourceFile], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.sources = sources
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices; none is chosen at first."""
        listed = [(one.id, f"{one.id} · {one.name}") for one in self.sources]
        self.choose("source", [("", say("请选择", "choose")), *listed])

    def clean(self) -> dict[str, Any]:
        """Compare the number."""
        told = super().clean() or {}
        if "typed" in told and told["typed"].strip().upper() != str(told.get("source", "")).upper():
            self.add_error(
                "typed", self.say("和选的编号不一样,什么也没有销毁。", "Not the number chosen; nothing was destroyed.")
            )
        return told
