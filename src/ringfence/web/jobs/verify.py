"""The job that checks every entry and every original of a case."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from ringfence.web.jobs.kinds import Outcome

if TYPE_CHECKING:
    from ringfence.vault import Problem, Vault, VerifyReport
    from ringfence.web.jobs.kinds import Work

MOST = 200  # things found that a row keeps; a case damaged more than that is damaged


def run(work: Work) -> Outcome:
    """Check the case, against the head ``given["anchor"]`` kept outside when there is one.

    A log so damaged that the case does not open is checked from outside, without its contents.
    """
    from ringfence.vault import VaultError, parse_anchor, verify

    row = work.job.case
    assert row is not None  # noqa: S101 -- asked for a case
    with ExitStack() as held:
        vault: Vault | None = None
        try:
            vault = held.enter_context(work.open_case(read_only=True)).vault
        except VaultError as fault:
            work.note(f"not opened: {type(fault).__name__}")
        anchor = parse_anchor(str(work.given.get("anchor", "")))
        report = verify(row.path, vault=vault, anchor=anchor, progress=work.progress)
    return Outcome(*_told(report), _result(report))


def _told(report: VerifyReport) -> tuple[str, str]:
    if report.ok:
        return (
            f"完好:{report.entries} 条记录、{report.blobs} 份原件都检查过,没有发现任何改动。",
            f"Intact: {report.entries} entries and {report.blobs} originals were checked; nothing was changed.",
        )
    count = len(report.problems)
    return f"发现 {count} 处问题,请看是哪几处。", f"{count} problems were found; see which."


def _result(report: VerifyReport) -> dict[str, object]:
    return {
        "goto": "verified",
        "bad": not report.ok,
        "entries": report.entries,
        "blobs": report.blobs,
        "bytes": report.bytes,
        "unlocked": report.unlocked,
        "head": report.head.code if report.head else "",
        "problems": _listed(report.problems),
        "remarks": _listed(report.remarks),
    }


def _listed(found: tuple[Problem, ...]) -> list[list[str]]:
    return [[one.place, one.zh, one.en] for one in found[:MOST]]
