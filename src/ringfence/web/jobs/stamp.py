"""The job that asks a time-stamping authority: the only one that goes online, and only because the user said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Said
from ringfence.web.envelope import drop, unseal
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import workshop

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from ringfence.case import Case
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Send a digest to ``given["url"]``, keep the answer; ``given["spool"]``: the authority's root, sealed; else the system's."""
    from ringfence import vault

    with work.open_case(read_only=True) as case:
        _, query = case.vault.stamp_request()
        roots = _roots(case, work.given.get("spool", ""))
    work.progress(Said("向授时机构申请", "asking the time authority"), 0)
    response = vault.ask_authority(work.given["url"], query)
    with work.open_case() as case:
        kept = case.vault.keep_stamp(response, roots)
    if work.given.get("spool"):
        drop(work.given["spool"])
    when = f"{kept.stamp.time:%Y-%m-%d %H:%M} UTC"
    return Outcome(
        f"已盖上可信时间:{kept.stamp.authority} 证明前 {kept.size} 条记录在 {when} 已经存在。",
        f"Stamped: {kept.stamp.authority} confirms that the first {kept.size} entries existed at {when}.",
        {"goto": "prove"},
    )


def _roots(case: Case, sealed: str) -> list[Certificate]:
    from ringfence.vault import load_roots

    if not sealed:
        return load_roots(None)
    with workshop() as folder:
        path = folder / "root.pem"
        path.write_text(unseal(case, sealed)["pem"], encoding="ascii")
        return load_roots(path)
