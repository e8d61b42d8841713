"""The job that writes papers as Word and PDF, with the words the reader put into their blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Said
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.letters import compose
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Write the papers named in ``given["keys"]``; others' numbers are masked unless ``given["masked"]`` is False."""
    masked, keys = bool(work.given.get("masked", True)), [str(key) for key in work.given["keys"]]
    with workshop() as folder, work.open_case() as case:
        dossier, documents = case.dossier(masked=masked, empty=True, progress=work.progress)
        state, day = case.state, dossier.matter.as_of
        files: list[Path] = []
        for done, key in enumerate(keys):
            work.progress(Said("写信", "writing the letters"), done, len(keys))
            files += case.write_document(compose(key, state, dossier, documents, day).document, folder)
        kept = keep(case, work.job.id, [(path.name, path) for path in files])
    return Outcome(
        "写好了:Word 可以改,PDF 可以打印。寄出以前请从头到尾看一遍。",
        "Written: Word to edit, PDF to print. Read it through before you send it.",
        {"files": len(kept)},
    )
