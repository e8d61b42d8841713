"""Proof: is everything intact, and how does an outsider see that nothing was touched? Check, timestamp, anchor, what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.schema import RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.envelope import seal, take_small
from ringfence.web.forms import SpokenForm
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.noted import refused, said
from ringfence.web.spool import SpooledFile
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from ringfence.case import Case, State
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

# Public authorities whose root most systems trust: name, address. A clinic's server asks no others.
AUTHORITIES = (
    ("DigiCert", "http://timestamp.digicert.com"),
    ("Sectigo", "http://timestamp.sectigo.com"),
)
STAMP_LIMIT = 1 << 20  # bytes of an authority's answer
ROOT_LIMIT = 256 * 1024


@require_GET
@case_page(Act.SEE)
def prove(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show how the last check ended, the ways to prove, and what was given to whom."""
    say = say_of(request)
    content: dict[str, Any]
    try:
        with DESK.read(row) as case:
            content = _content(case, say)
    except RingfenceError as fault:  # damaged: this is the page where one finds out what
        content = {"fault": fault.text(say.lang)}
    checks = Job.objects.filter(case=row, what="verify")
    content |= {
        "row": row,
        "last": checks.filter(state=JobState.DONE).order_by("-finished").first(),
        "busy": checks.exclude(state__in=_OVER).first(),
    }
    return render(request, "web/prove.html", content)


@require_POST
@case_page(Act.PROVE)
def check(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Check everything, against a code kept outside when one is given."""
    say = say_of(request)
    job = ask_verify(row, request.POST.get("anchor", "").strip()[:300])
    if job is None:
        told = say(
            "这个存证码看不懂:应是“条数-64位字符”,例如 12-ab34…。请照抄下来的重写,或留空再检查。",
            "This code cannot be read: it is a number, a dash and 64 characters. Write it as noted, or leave it empty.",
        )
        refused(request, told)
        return redirect("prove", row.id)
    return redirect("job", row.id, job.id)


def ask_verify(row: CaseRow, code: str) -> Job | None:
    """Ask for a check, against ``code`` when it is not ""; None when it cannot be read."""
    from ringfence.vault import parse_anchor

    held = parse_anchor(code) if code else None
    if code and held is None:
        return None
    anchor = f"{held.size}-{held.root.hex()}" if held else ""
    return ask("verify", ("检查证据是否完好", "Checking the evidence"), case=row, given={"anchor": anchor})


@require_GET
@case_page(Act.SEE)
def verified(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Show what a check looked at and what it found, each place by its name in the case."""
    say = say_of(request)
    one = Job.objects.filter(pk=job, case=row, what="verify", state=JobState.DONE).first()
    if one is None:
        raise Http404
    try:
        with DESK.read(row) as case:
            state = case.state
    except RingfenceError:  # too damaged to be opened: the places have to do without names
        state = None
    told = [(place_of(place, state, say), say(zh, en)) for place, zh, en in one.result["problems"]]
    remarks = [(place_of(place, state, say), say(zh, en)) for place, zh, en in one.result["remarks"]]
    return render(
        request, "web/verified.html", {"row": row, "job": one, "r": one.result, "problems": told, "remarks": remarks}
    )


@require_http_methods(["GET", "POST"])
@case_page(Act.PROVE)
def stamp(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Explain what goes online and ask an authority after an explicit yes; the way without a network beside it."""
    form = StampForm.of(request)
    if form.is_valid():
        sealed = ""
        root = request.FILES.get("root")
        if isinstance(root, SpooledFile):
            with DESK.read(row) as case:
                pem = take_small(case, root, ROOT_LIMIT)
            sealed = seal(row, {"pem": pem[:ROOT_LIMIT].decode("ascii", "replace").replace("\ufffd", "?")})
        given = {"url": form.cleaned_data["address"], "spool": sealed}
        job = ask("stamp", ("请授时机构盖时间", "Asking for a timestamp"), case=row, given=given)
        return redirect("job", row.id, job.id)
    return render(request, "web/stamp.html", {"row": row, "form": form, "local": settings.RINGFENCE_MODE == "local"})


@require_GET
@case_page(Act.PROVE)
def stamp_request(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Give the request as a file, to be answered elsewhere: a digest and a number, nothing else of the case."""
    del request
    with DESK.read(row) as case:
        head, query = case.vault.stamp_request()
    return _download(query, f"ringfence-{head.size}.tsq", "application/timestamp-query")


@require_POST
@case_page(Act.PROVE)
def stamp_answer(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take an authority's answer that was fetched elsewhere; one that does not hold is refused with the reason."""
    say = say_of(request)
    answer, root = request.FILES.get("answer"), request.FILES.get("own_root")
    if not isinstance(answer, SpooledFile):
        refused(request, say("请选授时机构给的文件(.tsr)。", "Choose the authority's file (.tsr)."))
        return redirect("stamp", row.id)
    with DESK.write(row) as case:
        data = take_small(case, answer, STAMP_LIMIT)
        pem = take_small(case, root, ROOT_LIMIT) if isinstance(root, SpooledFile) else b""
        try:
            kept = case.vault.keep_stamp(data, roots_of(pem))
        except RingfenceError as fault:
            refused(request, fault.text(say.lang))
            return redirect("stamp", row.id)
    told = say(
        f"已盖上可信时间:{kept.stamp.authority},{kept.stamp.time:%Y-%m-%d %H:%M} UTC,前 {kept.size} 条记录。",
        f"Stamped by {kept.stamp.authority} at {kept.stamp.time:%Y-%m-%d %H:%M} UTC: the first {kept.size} entries.",
    )
    said(request, told)
    return redirect("prove", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.PROVE)
def anchor(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show the code to give to somebody outside, as picture and text, to copy, photograph or print; note who has it."""
    from ringfence.vault import anchor_svg, anchor_text

    say = say_of(request)
    form = AnchorForm.of(request)
    if form.is_valid():
        told = form.cleaned_data
        with DESK.write(row) as case:
            case.vault.note_anchor(told["to"], told["how"], told["code"])
        said(request, say(f"已记下:交给 {told['to']}。", f"Noted: given to {told['to']}."))
        return redirect("prove", row.id)
    with DESK.read(row) as case:
        head, fingerprint, zone, name = case.vault.head(), case.vault.fingerprint(), case.state.zone, case.state.name
    if request.method != "POST":
        form = AnchorForm(None, say=say, initial={"code": head.code})
    text = anchor_text(head, fingerprint)
    content = {
        "row": row,
        "form": form,
        "name": name,
        "text": text,
        "picture": anchor_svg(text),  # written by us: squares only
        "head": head,
        "groups": _groups(head.code.partition("-")[2]),
        "fingerprint": _groups(fingerprint),
        "now": int(timezone.now().timestamp() * 1_000_000),
        "zone": zone,
    }
    return render(request, "web/anchor.html", content)


@require_GET
@case_page(Act.PROVE)
def anchor_file(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Give the code as a page of its own, to send or to print and have signed."""
    from ringfence.vault import anchor_page

    with DESK.read(row) as case:
        head, fingerprint = case.vault.head(), case.vault.fingerprint()
        when = f"{timezone.now():%Y-%m-%d %H:%M} UTC"
        page = anchor_page(case.state.name, head, fingerprint, when, request.GET.get("to", "")[:100])
    return _download(page, f"存证码-{head.size}.html", "text/html; charset=utf-8")


def place_of(place: str, state: State | None, say: Say) -> str:
    """Say where something was found: which material, entry or file."""
    kind, _, rest = place.partition(":")
    if kind in {"blob", "blobkey"}:
        named = next((one for one in state.sources.values() if one.blob == rest), None) if state is not None else None
        if named is not None:
            return say(f"材料 {named.id}({named.name})", f"material {named.id} ({named.name})")
        return say(f"一份原件({rest[:12]}…)", f"an original ({rest[:12]}…)")
    words = {
        "entry": (f"第 {rest} 条记录", f"entry {rest}"),
        "head": (f"第 {rest} 个签名" if rest else "签名", f"signature {rest}"),
        "file": (f"文件 {rest}", f"file {rest}"),
        "log": ("记录的末尾", "the end of the log"),
        "anchor": ("您给的存证码", "the code you gave"),
    }
    return say(*words.get(kind, (place, place)))


_OVER = [state for state in JobState if state.over]


def _content(case: Case, say: Say) -> dict[str, Any]:
    stamps, refused = _stamps(case, say)
    return {
        "zone": case.state.zone,
        "sources": len(case.state.sources),
        "given": _given(case),
        "stamps": stamps,
        "refused": refused,
        "fingerprint": case.vault.fingerprint(),
        "recordings": any("recordings" in one.tables for one in case.state.sources.values()),
    }


def _given(case: Case) -> list[dict[str, Any]]:
    """Return what was given to somebody outside, the newest first: exports and anchors, by one walk over the log."""
    from ringfence.case import EntryKind

    found: list[dict[str, Any]] = []
    for entry in case.vault.entries():
        if entry.kind == EntryKind.EXPORTED:
            body = entry.body
            found.append(
                {
                    "what": "export",
                    "when": entry.written_micros,
                    "to": body.get("for", ""),
                    "exhibits": body.get("exhibits", []),
                    "head": body.get("head", ""),
                    "sealed": bool(body.get("recipients")),
                }
            )
        elif entry.kind == "vault.anchor":
            body = entry.body
            found.append(
                {
                    "what": "anchor",
                    "when": entry.written_micros,
                    "to": body.get("to", ""),
                    "how": body.get("how", ""),
                    "head": body.get("head", ""),
                }
            )
    return found[::-1]


def _stamps(case: Case, say: Say) -> tuple[list[Any], str]:
    try:
        return list(case.vault.stamps()), ""
    except RingfenceError as fault:
        return [], fault.text(say.lang)


def roots_of(pem: bytes) -> list[Any]:
    """Return the given root certificates, the system's when none are given."""
    from ringfence.vault import load_roots
    from ringfence.web.outbox import workshop

    if not pem:
        return load_roots(None)
    with workshop() as folder:
        path = folder / "root.pem"
        path.write_bytes(pem)
        return load_roots(path)


def _groups(digits: str) -> str:
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def _download(data: bytes, name: str, kind: str) -> HttpResponse:
    from django.utils.http import content_disposition_header

    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


class StampForm(SpokenForm):
    """Which authority, and a yes to going online."""

    address = forms.ChoiceField(label="授时机构|Authority", required=False)
    other = forms.URLField(
        label="或写别家的网址|Or another one's address",
        help_text="例如公证处或联合信任给您的授时网址|for example one that a notary gave you",
        required=False,
        max_length=300,
        assume_scheme="https",
    )
    yes = forms.BooleanField(
        label="我同意这一次联网,只发出一个摘要|I agree to go online this once and to send a digest only"
    )

    def speak(self, say: Say) -> None:
        """Fill the choices; a server asks none but those."""
        self.choose("address", [(url, name) for name, url in AUTHORITIES])
        self.fields["yes"].error_messages["required"] = say(
            "没有勾选同意,所以什么也没有发出。", "Not ticked, so nothing was sent."
        )
        if settings.RINGFENCE_MODE != "local":
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """Take the other address when one is written."""
        told = super().clean() or {}
        told["address"] = told.get("other") or told.get("address") or AUTHORITIES[0][1]
        if not str(told["address"]).startswith(("http://", "https://")):
            self.add_error("other", self.say("网址要以 https:// 开头。", "The address begins with https://."))
        return told


class AnchorForm(SpokenForm):
    """Who has it."""

    to = forms.CharField(
        max_length=100,
        label="交给了谁|Given to",
        help_text="例如:王律师、某某公证处、我姐姐|a lawyer, a notary, your sister",
    )
    how = forms.CharField(
        max_length=100,
        required=False,
        label="怎么交的|How",
        help_text="例如:打印签收、短信、拍照|on paper, by message, a photograph",
    )
    code = forms.CharField(max_length=120, widget=forms.HiddenInput)
