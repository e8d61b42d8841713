"""Proof over the API: the code to give away, who has it, timestamps that were fetched elsewhere. Nothing here goes online."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from uuid import UUID  # noqa: TC003 -- read by ninja at run time

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from ringfence.web.access import Act, case_for
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS, RefusedError
from ringfence.web.desk import DESK
from ringfence.web.pages.prove import roots_of

proof = Router()


@proof.get("/cases/{uuid:case}/anchor", response={200: shapes.AnchorOut, **FAULTS})
def anchor(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """Give the code that somebody outside may keep."""
    with DESK.read(case_for(request, case, Act.PROVE)) as opened:
        return {"code": opened.vault.head().code, "fingerprint": opened.vault.fingerprint()}


@proof.post("/cases/{uuid:case}/anchor", response={201: shapes.Entry, **FAULTS})
def note(request: HttpRequest, case: UUID, given: taken.AnchorIn) -> Any:  # noqa: ANN401
    """Note who was given which code."""
    with DESK.write(case_for(request, case, Act.PROVE)) as opened:
        opened.vault.note_anchor(given.to.strip(), given.how.strip(), given.code.strip())
        return Status(201, {"entry": opened.vault.size - 1})


@proof.get(
    "/cases/{uuid:case}/stamp",
    response=FAULTS,
    openapi_extra={"responses": {200: {"description": "The request", "content": {"application/timestamp-query": {}}}}},
)
def stamp_request(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """Give the request for a timestamp (RFC 3161): a digest and a number, nothing else of the case."""
    with DESK.read(case_for(request, case, Act.PROVE)) as opened:
        _, query = opened.vault.stamp_request()
    return HttpResponse(query, content_type="application/timestamp-query")


@proof.post("/cases/{uuid:case}/stamp", response={201: shapes.StampOut, **FAULTS})
def stamp(request: HttpRequest, case: UUID, given: taken.StampIn) -> Any:  # noqa: ANN401
    """Keep an authority's answer; one that does not hold is refused with the reason."""
    row = case_for(request, case, Act.PROVE)
    try:
        data = base64.b64decode(given.answer)
    except (binascii.Error, ValueError):
        raise RefusedError("这不是 base64。", "This is no base64.") from None
    with DESK.write(row) as opened:
        kept = opened.vault.keep_stamp(data, roots_of(given.root.encode("ascii")))
    return Status(201, {"authority": kept.stamp.authority, "time": kept.stamp.time, "size": kept.size})
