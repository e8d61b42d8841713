"""The job that reads a kept original again: a newer reader, or a part that was missing on this computer, may read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.web.jobs.add import result_of, taken_out
from ringfence.web.jobs.kinds import Outcome

if TYPE_CHECKING:
    from ringfence.web.jobs.kinds import Work


def run(work: Work) -> Outcome:
    """Read ``given["source"]`` again; nothing is written when it reads no better than before."""
    from ringfence.ingest import PasswordNeededError

    with work.open_case() as case:
        try:
            added = case.reread(work.given["source"], password=work.password(), progress=work.progress)
        except PasswordNeededError:
            again = work.password() is not None
            return Outcome(
                "密码不对,请再试一次。" if again else "这是加密的备份,需要它的密码。",
                "Wrong password; try again." if again else "An encrypted backup: its password is needed.",
                {"ask": "password", "wrong": again, "source": work.given["source"]},
                asking=True,
            )
    if added.again:
        zh, en = taken_out(added)
        return Outcome(f"又读了一遍,读出了更多内容。{zh}", f"Read again: there is more now.{en}", result_of(added))
    return Outcome(
        "又读了一遍,没有读出更多内容,保持原样。", "Read again: nothing more; left as it was.", result_of(added)
    )
