"""The job that lets a speech model of the user hear a recording."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.web.jobs.kinds import Outcome
from ringfence.web.speech import model_folder

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Transcribe ``given["source"]`` with the model that is set; what the machine heard counts for nothing by itself."""
    folder = model_folder()
    with work.open_case() as case:
        made = case.transcribe(work.given["source"], Path(folder), work.progress)
    count = len(made.said)
    return Outcome(
        f"文字稿已写好,共 {count} 段。机器会听错,请边听边核对。",
        f"The transcript is written: {count} pieces. Machines mishear; check it while listening.",
        {"source": work.given["source"]},
    )
