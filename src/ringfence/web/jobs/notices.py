"""The job that writes the notices to people as one document, for the borrower's own use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence import respond
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Write the notices to ``given["people"]`` (ids); ``given["closing"]``, ``given["open"]`` as on the page."""
    closing = bool(work.given.get("closing"))
    with workshop() as folder, work.open_case() as case:
        people = [case.state.people[one] for one in work.given["people"] if one in case.state.people]
        made = respond.notices(people, me=case.state.borrower.name, closing=closing, about_loan=work.given.get("open"))
        files = case.write_document(respond.notice_document(made, closing=closing), folder)
        kept = keep(case, work.job.id, [(path.name, path) for path in files])
    return Outcome("写好了。", "Written.", {"files": len(kept)})
