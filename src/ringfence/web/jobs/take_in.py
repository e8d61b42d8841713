"""The job that takes what was handed in into the case: a file as it is, answers as a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ringfence.web.clinic.handing import about_of, drop
from ringfence.web.clinic.models import Waiting
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.spool import spooled

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.ingest import Source
    from ringfence.web.clinic.handing import About
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Add the item ``given["waiting"]``. Its name stays in the case: the row knows ids only.

    What needs an answer first (a password, which column is which) goes on waiting; it is added by hand, where that is asked.
    """
    from ringfence.ingest import MappingNeededError, PasswordNeededError

    item = Waiting.objects.filter(pk=work.given["waiting"], case=work.job.case, state=Waiting.State.WAITING).first()
    if item is None:
        return Outcome("这一份已经收过,或已退回。", "It was taken in already, or refused.")
    with work.open_case() as case:
        about = about_of(case, item)
        try:
            added = case.add(
                _source(case, item, about), owner=work.given.get("owner", "debtor"), progress=work.progress
            )
        except (MappingNeededError, PasswordNeededError):
            return Outcome(
                "这一份要先回答问题(密码,或哪一列是什么)。请先下载,再从“加材料”里加入。",
                "It needs an answer first (a password, its columns): download it and add it by hand.",
            )
    drop(item, Waiting.State.TAKEN)
    work.note(f"added as {added.source.id}")
    return Outcome(
        f"已收进案件({added.source.id})。", f"In the case now ({added.source.id}).", {"source": added.source.id}
    )


def _source(case: Case, item: Waiting, about: About) -> Source:
    from ringfence.ingest import Source, statement_questions, statement_text

    path = spooled(item.spool)
    with case.vault.open_packet(path) as stream:
        if about.statement:
            told = json.loads(stream.read(1_000_000))
            known = {one.field for one in statement_questions()}
            answers = {key: str(value)[:20_000] for key, value in told.items() if key in known}
            return Source.of_bytes("陈述.yaml", statement_text([answers]).encode())
        size = stream.seek(0, 2)
    return Source(about.name, size, lambda: case.vault.open_packet(path))
