"""The job that adds an upload to its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.web.jobs.kinds import Outcome
from ringfence.web.spool import spooled

if TYPE_CHECKING:
    from ringfence.case import Added
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Add the waiting upload ``given["spool"]`` under its name; it leaves the spool when it is safely in the vault.

    What has to be asked first (a password, which column is which) leaves the upload where it is.
    """
    from ringfence.ingest import Mapping, MappingNeededError, PasswordNeededError, Source

    path = spooled(work.given["spool"])
    with work.open_case() as case:
        with case.vault.open_packet(path) as stream:
            size = stream.seek(0, 2)
        source = Source(work.given["name"], size, lambda: case.vault.open_packet(path))
        mapping = work.given.get("mapping")
        try:
            added = case.add(
                source,
                owner=work.given.get("owner", "debtor"),
                mapping=Mapping.from_dict(mapping) if mapping else None,
                password=work.password(),
                progress=work.progress,
            )
        except MappingNeededError as need:
            return Outcome(need.zh, need.en, {"ask": "columns", "proposal": need.proposal.to_dict()}, asking=True)
        except PasswordNeededError as need:  # a wrong password too
            return Outcome(need.zh, need.en, {"ask": "password"}, asking=True)
    path.unlink(missing_ok=True)
    work.note(f"added as {added.source.id}")
    return Outcome(*_told(added), {"source": added.source.id, "new": added.new})


def _told(added: Added) -> tuple[str, str]:
    source = added.source
    if not added.new:
        return f"已经加入过({source.id}),没有重复。", f"Already in the case ({source.id})."
    if not source.reader:
        return (
            f"已原样保存({source.id}),但没能读出内容:{source.problem_zh or '不认识这种文件。'}",
            f"Kept ({source.id}), but could not be read: {source.problem_en or 'unknown kind.'}",
        )
    rows = sum(int(table["rows"]) for table in source.tables.values())
    return f"认出是{source.kind_zh},读到 {rows} 条({source.id})。", f"{source.reader}: {rows} rows ({source.id})."
