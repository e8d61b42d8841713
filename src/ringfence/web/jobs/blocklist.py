"""The job that writes the block list in the forms phones and blocking apps read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence import law, respond
from ringfence.analyze import measure
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Write every form of the list."""
    offices = {number for office in law.load_pack("cn").officials for number in office.numbers}
    with workshop() as folder, work.open_case(read_only=True) as case:
        found = respond.block_list(measure(case.events(work.progress)).numbers, case.matter(), offices)
        files = respond.write_block_list(found, folder, case.state.zone)
        kept = keep(case, work.job.id, [(path.name, path) for path in files])
    count = len(found.numbers)
    return Outcome(f"写好了,共 {count} 个号码。", f"Written: {count} numbers.", {"files": len(kept), "numbers": count})
