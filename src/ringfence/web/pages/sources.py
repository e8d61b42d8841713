"""The material: every original, what it is, what was read of it, itself as a download; pictures and recordings in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ringfence.case import FIELD_ZH
from ringfence.schema import FieldFix, FixAct
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.queue import ask
from ringfence.web.noted import said
from ringfence.web.pages.reading import account_of
from ringfence.web.ranged import inert
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from ringfence.case import Case, SourceFile
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

PAGE = 100  # originals on a page
# what a browser plays by itself: the head of the file -> its type; everything else is made into a copy first
_SOUNDS = (
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_DRAWN = "image/webp"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@require_GET
@case_page(Act.SEE)
def sources(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """List the material, the newest first."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
        again = {source.id for source in case.readable_again()}
    every = list(reversed(state.sources.values()))
    pages = max(1, -(-len(every) // PAGE))
    asked = request.GET.get("page", "1")
    number = min(max(1, int(asked)), pages) if asked.isdigit() else 1
    shown = [
        {
            "one": source,
            "account": account_of(source, say),
            "owner": say("本人", "you") if source.owner == "debtor" else _named(state.people, source.owner),
            "again": source.id in again,
        }
        for source in every[(number - 1) * PAGE : number * PAGE]
    ]
    content = {
        "row": row,
        "sources": shown,
        "zone": state.zone,
        "again": len(again),
        "page": number,
        "pages": pages,
    }
    return render(request, "web/sources.html", content)


@require_GET
@case_page(Act.SEE)
def source(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Show one original."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
        one = _source(case, source)
        again = any(other.id == one.id for other in case.readable_again())
        kind = picture_kind(case, one)
    content = {
        "row": row,
        "one": one,
        "account": account_of(one, say),
        "owner": say("本人", "you") if one.owner == "debtor" else _named(state.people, one.owner),
        "zone": state.zone,
        "again": again,
        "picture": kind,
        "fields": "regions" in one.tables,
        "sound": "recordings" in one.tables and one.reader == "recording",
        "fixes": sum(fix.source == one.id for fix in state.fixes),
        "changes": [_change(fix, say) for fix in reversed(state.fixes) if fix.source == one.id][:100],
        "transcript": one.id in state.transcripts,
    }
    return render(request, "web/source.html", content)


@require_GET
@case_page(Act.SEE)
def original(request: HttpRequest, row: CaseRow, source: str) -> HttpResponseBase:
    """Give the original byte for byte, always as a download."""
    with DESK.read(row) as case:
        one = _source(case, source)
        stream = case.vault.open_blob(one.blob)
    return inert(request, stream, one.size, name=one.name)


@require_GET
@case_page(Act.SEE)
def picture(request: HttpRequest, row: CaseRow, source: str) -> HttpResponseBase:
    """Give a picture to the page; what is none is not given as one."""
    with DESK.read(row) as case:
        one = _source(case, source)
        kind = picture_kind(case, one)
        if not kind:
            raise Http404
        if kind == _DRAWN:
            return _as_png(request, case, one)
        stream = case.vault.open_blob(one.blob)
    return inert(request, stream, one.size, kind=kind)


@require_GET
@case_page(Act.SEE)
def sound(request: HttpRequest, row: CaseRow, source: str) -> HttpResponseBase:
    """Give a recording to the page's player, by ranges; what a browser cannot play comes as a copy that it can."""
    with DESK.read(row) as case:
        one = _source(case, source)
        if "recordings" not in one.tables or one.reader != "recording":
            raise Http404
        stream = case.vault.open_blob(one.blob)
        kind = sound_kind(stream.read(64))
        if kind:
            return inert(request, stream, one.size, kind=kind)
        stream.close()
        return _copy(request, case, one)


@require_POST
@case_page(Act.ADD)
def reread(request: HttpRequest, row: CaseRow, source: str) -> HttpResponse:
    """Read an original again, or with ``all`` every one that may give more."""
    say = say_of(request)
    with DESK.read(row) as case:
        chosen = [one.id for one in case.readable_again()] if source == "all" else [_source(case, source).id]
    for one in chosen:
        ask("reread", ("再读一遍", "Reading again"), case=row, given={"source": one})
    said(request, say("正在再读一遍,结果会显示在这里。", "It is being read again."))
    return redirect("add", row.id)


def picture_kind(case: Case, source: SourceFile) -> str:
    """Return the type of a picture that may be shown, "" when the bytes are none.

    PNG and JPEG are shown as they are; a WebP that was read as a screenshot as a PNG drawn from it.
    """
    with case.vault.open_blob(source.blob) as stream:
        head = stream.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and "regions" in source.tables:
        return _DRAWN
    return next((kind for start, kind in _PICTURES if head.startswith(start)), "")


def sound_kind(head: bytes) -> str:
    """Return the type of a sound that browsers play, "" for others."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        # only plain samples; telephone codings in WAV (A-law, GSM) are copied
        return "audio/wav" if b"fmt " in head and head[head.index(b"fmt ") + 8 :][:2] == b"\x01\x00" else ""
    if head[4:8] == b"ftyp":
        return "" if head[8:11] in {b"3gp", b"3g2"} else "audio/mp4"
    return next((kind for start, kind in _SOUNDS if head.startswith(start)), "")


def source_of(case: Case, key: str) -> SourceFile:
    """Return a source of the case, 404 when there is none."""
    return _source(case, key)


def _as_png(request: HttpRequest, case: Case, one: SourceFile) -> HttpResponseBase:
    from io import BytesIO

    from ringfence import ingest

    whole = "box:0,0,1000000,1000000"  # cut at the picture's own edges
    data = ingest.crop(one.name, case.vault.read_blob(one.blob), whole)
    return inert(request, BytesIO(data), len(data), kind="image/png")


def _copy(request: HttpRequest, case: Case, one: SourceFile) -> HttpResponseBase:
    from io import BytesIO

    from ringfence import ingest

    kept = ingest.Source(one.name, one.size, lambda: case.vault.open_blob(one.blob))
    data = ingest.playable_copy(one.name, kept.whole(ingest.SOUND_LIMIT))
    return inert(request, BytesIO(data), len(data), kind="audio/wav")


def _source(case: Case, key: str) -> SourceFile:
    one = case.state.sources.get(key)
    if one is None:
        raise Http404
    return one


def _change(fix: FieldFix, say: Say) -> dict[str, object]:
    """Return what a correction did, in words; ``seq`` takes it back."""
    act = {
        FixAct.CORRECT: say(f"第 {fix.row} 条", f"record {fix.row}"),
        FixAct.TITLE: say("整张图的对方", "the whole picture's other side"),
        FixAct.ADD: say("补记一条", "added a record"),
        FixAct.DROP: say(f"去掉第 {fix.row} 条", f"dropped record {fix.row}"),
    }[fix.act]
    parts = [
        f"{say(FIELD_ZH.get(it.field, it.field), it.field)}:{_short(it.was)} → {_short(it.value)}" for it in fix.changes
    ]
    return {"told": " · ".join([act, *parts]), "seq": fix.seq, "at": fix.at_micros}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"{flat[:40]}…" if len(flat) > 40 else flat or "—"


def _named(people: Any, key: str) -> str:  # noqa: ANN401 -- the state's people by id
    return people[key].name if key in people else key
