"""The job that writes a case's keyed digests and deadline days anew, while somebody has the case open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ringfence.web.clinic.sharing import refresh
from ringfence.web.jobs.kinds import Outcome

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Read the case and write what the board needs."""
    from ringfence.case import NothingToReportError

    row = work.job.case
    assert row is not None  # noqa: S101 -- asked for by a case's page only
    with work.open_case(read_only=True) as case:
        try:
            dues = case.dossier(as_of=timezone.localdate(), masked=False)[0].dues
        except NothingToReportError:
            dues = ()
        count = refresh(row, case.state, case.events(), dues)
    return Outcome("已更新。", "Up to date.", {"count": count})
