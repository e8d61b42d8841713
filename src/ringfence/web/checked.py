"""What a check of an app without a case found: in a private folder for a day (``outbox.clear_old``), or until it is thrown away.

The package itself waits beside it, so that it can still be kept as evidence in a case; no row of the database names it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ringfence.web.outbox import outbox
from ringfence.web.places import make_private

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from ringfence.schema import AppAudit

ENDINGS = (".xapk", ".apks", ".apkm")


def check_folder(job_id: UUID) -> Path:
    """Return the private folder of one check, made if needed."""
    return make_private(outbox() / str(job_id))


def take_package(job_id: UUID, number: int, name: str, waiting: Path) -> Path:
    """Move an upload out of the spool, under a name of ours; taken already (an earlier try), it stays where it is."""
    ending = next((one for one in ENDINGS if name.casefold().endswith(one)), ".apk")
    path = check_folder(job_id) / f"package-{number}{ending}"
    if waiting.exists():
        shutil.move(waiting, path)
        path.chmod(0o600)
    return path


def keep_audit(job_id: UUID, number: int, found: AppAudit) -> None:
    """Keep what was found."""
    from ringfence.audit import to_json

    path = check_folder(job_id) / f"audit-{number}.json"
    path.touch(mode=0o600)
    path.write_text(to_json(found, indent=None), encoding="utf-8")


def audits_of(job_id: UUID) -> list[AppAudit]:
    """Return what was found, in the order asked; nothing when it was cleared away."""
    from ringfence.audit import from_json

    folder = outbox() / str(job_id)
    return [from_json(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("audit-*.json"))]


def package_of(job_id: UUID, number: int) -> Path | None:
    """Return the package of one check, None when it was cleared away."""
    return next((outbox() / str(job_id)).glob(f"package-{number}.*"), None)


def forget(job_id: UUID) -> None:
    """Throw a check away: the package and what was found."""
    shutil.rmtree(outbox() / str(job_id), ignore_errors=True)
