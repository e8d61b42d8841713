"""Where a log stands: computed from its entries, checked against a signed head, and kept for the next opening."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ringfence.vault.errors import DamagedEntryError, RolledBackError, VaultError
from ringfence.vault.log import BrokenLogError, LogState, Place, linked, new_state
from ringfence.vault.merkle import Frontier

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringfence.vault.frame import Frame
    from ringfence.vault.head import Head


def state_at(folder: Path, head: Head, kept: LogState | None) -> LogState:
    """Return the log's state at ``head``, from ``kept`` on when that fits, else from the first entry on.

    Raises:
        DamagedEntryError: an entry was changed, or the log is not the one that was signed.
        RolledBackError: the log ends before the head.
    """
    if kept is not None and kept.size <= head.size:
        try:
            return _advance(folder, kept, head)
        except VaultError:
            pass  # read everything, so that the error names the right entry
    return _advance(folder, new_state(), head)


def adopt(folder: Path, state: LogState, check: Callable[[Frame], object]) -> None:
    """Move ``state`` over whole entries behind it that a killed writer wrote but did not come to sign.

    ``check`` raises for an entry that does not authenticate, so only holders of the case's secret can have written them.
    What is not whole was never acknowledged; it is left to be dropped.
    """
    try:
        for frame, place in linked(folder, state.end, state.size, state.last):
            check(frame)
            state.frontier.append(frame.digest)
            state.last, state.end = frame.digest, place
    except (BrokenLogError, DamagedEntryError):
        return


def dump_state(state: LogState) -> bytes:
    """Return a state as JSON."""
    peaks = [peak.hex() for peak in state.frontier.peaks]
    end = [state.end.segment, state.end.offset]
    return json.dumps({"size": state.size, "peaks": peaks, "last": state.last.hex(), "end": end}).encode()


def load_state(data: bytes) -> LogState:
    """Read what :func:`dump_state` wrote; the bytes must have been authenticated."""
    kept = json.loads(data)
    frontier = Frontier(kept["size"], [bytes.fromhex(peak) for peak in kept["peaks"]])
    return LogState(frontier, bytes.fromhex(kept["last"]), Place(*kept["end"]))


def _advance(folder: Path, state: LogState, head: Head) -> LogState:
    try:
        if state.size < head.size:
            for frame, place in linked(folder, state.end, state.size, state.last):
                state.frontier.append(frame.digest)
                state.last, state.end = frame.digest, place
                if state.size == head.size:
                    break
    except BrokenLogError as error:
        raise DamagedEntryError(state.size, "字节被改动或被截断", "its bytes were changed or cut off") from error
    if state.size < head.size:
        raise RolledBackError(state.size, head.size)
    if state.frontier.root() != head.root:
        raise DamagedEntryError(head.size - 1, "日志与签名头不符", "the log does not match the signed head")
    return state
