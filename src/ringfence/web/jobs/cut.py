"""The job that cuts a highlight from a recording, with its cut list and the whole original beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Said
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Cut ``given["parts"]`` (milliseconds) from the recording ``given["source"]``; no parts: original and a copy that plays."""
    from ringfence.ingest import Part

    parts = [Part(start, end) for start, end in work.given["parts"]]
    work.progress(Said("剪录音", "cutting the recording"), 0)
    with workshop() as folder, work.open_case() as case:
        written = case.write_highlight(work.given["source"], parts, folder)
        kept = keep(case, work.job.id, [(path.name, path) for path in written])
    zh, en = (
        (
            "节选剪好了。提交时请连同完整原件和剪辑表一起交。",
            "The highlight is cut. Hand in original and cut list with it.",
        )
        if parts
        else ("原件和能播放的副本写好了。", "The original and a copy that plays are written.")
    )
    return Outcome(zh, en, {"files": len(kept)})
