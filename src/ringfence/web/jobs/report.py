"""The job that writes the case report: one page for the screen, one for paper, the evidence as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Write the report in ``given["lang"]``, masked unless ``given["masked"]`` is False."""
    with workshop() as folder, work.open_case() as case:
        written = case.write_report(
            folder,
            lang=work.given.get("lang", "zh"),
            masked=work.given.get("masked", True),
            progress=work.progress,
        )
        kept = keep(case, work.job.id, [(path.name, path) for path in written.files])
    return Outcome("报告已写好。", "The report is written.", {"files": len(kept)})
