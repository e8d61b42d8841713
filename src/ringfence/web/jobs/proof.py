"""The job that keeps a proof (photo of a receipt, screenshot) and notes it in its proceeding: recognising a picture takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import ProceedingStep, StepKind
from ringfence.web.jobs import add

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Outcome, Work


def run(work: Work) -> Outcome:
    """Add the upload as ``add`` does; note it in ``given["proceeding"]``, unless that was taken back meanwhile."""
    outcome = add.run(work)
    source = outcome.result.get("source")
    if source is None:
        return outcome
    with work.open_case() as case:
        one = case.state.proceedings.get(work.given["proceeding"])
        if one is not None and one.steps and not any(source in step.sources for step in one.steps):
            case.note_step(one.id, ProceedingStep(StepKind.NOTE, one.steps[-1].day, note="凭证", sources=(source,)))
    return outcome
