"""The job that writes chosen originals with their proof, for somebody outside, as one file to hand over."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

from ringfence.web.envelope import drop, unseal
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.web.jobs.kinds import Work

NAME = "证据导出"


def run(work: Work) -> Outcome:
    """Export what ``given["spool"]`` says: ``only`` (sources), ``receiver``, ``recipients`` (age public keys)."""
    sealed = work.given["spool"]
    with workshop() as folder, work.open_case() as case:
        told = unseal(case, sealed)
        target = folder / (f"{NAME}.tar.age" if told["recipients"] else NAME)
        made = case.export(
            target,
            only=told["only"],
            receiver=told["receiver"],
            recipients=told["recipients"],
            progress=work.progress,
        )
        # nothing stops it from here on: the log says that it was given
        path = target if told["recipients"] else _packed(target)
        keep(case, work.job.id, [(path.name, path)])
    drop(sealed)
    return Outcome(
        f"已导出 {len(made.files)} 份原件,带清单和证明。请当面或打电话,把“可以证明”页上的存证码和核对用的一串数字也告诉对方。",
        f"{len(made.files)} originals were exported with list and proof. Tell the receiver the two codes on the page “Proof” "
        "by another way.",
        {"files": 1, "bytes": made.bytes, "head": made.head, "fingerprint": made.fingerprint},
    )


def _packed(folder: Path) -> Path:
    """Return a ZIP of ``folder``, which is removed."""
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as archive:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                archive.write(one, f"{folder.name}/{one.relative_to(folder).as_posix()}")
    shutil.rmtree(folder)
    return path
