"""The log and its heads as one: entries are grouped, written, signed, taken back when that fails, and read back checked."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ringfence.vault.errors import (
    DamagedEntryError,
    DamagedHeadError,
    DiskFullError,
    NewerFormatError,
    ReadOnlyError,
    RolledBackError,
    VaultError,
)
from ringfence.vault.frame import (
    GENERATION,
    ZERO,
    Claim,
    ClaimOp,
    Frame,
    decode_payload,
    encode_frame,
    open_frame,
    open_payload,
)
from ringfence.vault.head import ORIGIN, Head, sign_head
from ringfence.vault.heads import HEADS_NAME, HeadFile
from ringfence.vault.log import BrokenLogError, LogState, LogWriter, frames, linked, new_state, segment_of
from ringfence.vault.log_state import adopt, state_at
from ringfence.vault.merkle import Frontier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ringfence.vault.disk import Disk
    from ringfence.vault.identity import Identity


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log.

    Attributes:
        seq: its number, from 0 (entry 0 is the vault's own ``vault.created``).
        kind: what happened, e.g. ``source.added``.
        body: the facts, as JSON holds them.
        written_micros: the vault's clock when it was written, microseconds UTC.
        digest: its leaf hash in the Merkle tree, 32 bytes.
    """

    seq: int
    kind: str
    body: dict[str, Any]
    written_micros: int
    digest: bytes


class Ledger:
    """Appends to and reads one case's log; the caller sees to locks and originals.

    Attributes:
        heads: the file of heads.
        head: the newest signed head; None before the first.
        state: where the log stands at :attr:`head`; only known to writers.
        broken: a write failed so that the files must be settled again before the next one.
    """

    def __init__(
        self,
        folder: Path,
        identity: Identity,
        disk: Disk,
        now: Callable[[], int],
        signing_key: Ed25519PrivateKey | None,
    ) -> None:
        self._folder = folder
        self._identity = identity
        self._now = now
        self._signing_key = signing_key
        self._aead = ChaCha20Poly1305(identity.subkey(f"log/{GENERATION}"))
        self._log = LogWriter(folder, disk)
        self.heads = HeadFile(folder, disk)
        self.head: Head | None = None
        self.state = new_state()
        self.broken = False
        self._heads_end = 0
        self._ahead: LogState | None = None
        self._pending: list[bytes] = []

    @property
    def size(self) -> int:
        """Return how many entries the newest head covers."""
        return self.head.size if self.head else 0

    @property
    def grouping(self) -> bool:
        """Tell whether a group of entries is open, so that what is added is not committed yet."""
        return self._ahead is not None

    def find_head(self) -> str:
        """Read the newest head and check that this case signed it; return what follows it in the file, if that is no torn write.

        Raises:
            DamagedHeadError: there is none, or this case did not sign it.
        """
        newest = self.heads.newest()
        head = newest.head
        if head is None or head.case_id != self._identity.case_id or not head.signed_by(self._identity.verify_key):
            raise DamagedHeadError(HEADS_NAME)
        self.head, self._heads_end = head, newest.end
        return "" if newest.torn else newest.leftover

    def settle(self, kept: LogState | None) -> None:
        """Make the files ready to be appended to: sign whole entries that a killed writer left, drop what is torn.

        Raises:
            DamagedHeadError, DamagedEntryError, RolledBackError: writing on would cover up damage.
        """
        if self.find_head() or self.head is None:
            raise DamagedHeadError(HEADS_NAME)
        self.state = state_at(self._folder, self.head, kept)
        adopt(self._folder, self.state, self.entry)
        self._log.cut(self.state.end)
        self.heads.cut(self._heads_end)
        if self.state.size > self.size:
            self._accept(self._sign(self.state), self.state)

    @contextmanager
    def group(self, before: Callable[[], None]) -> Iterator[None]:
        """Commit everything added in the block at once, after calling ``before``; an inner group joins the outer one."""
        if self._ahead is not None:
            yield
            return
        self._ahead = self.state.copy()
        try:
            yield
            self._commit(self._ahead, before)
        finally:
            self._ahead = None
            self._pending = []

    def add(self, payload: bytes, claims: Sequence[Claim]) -> Entry:
        """Encode one entry behind the pending ones of the group."""
        state = self._ahead
        if state is None:
            raise ReadOnlyError(self._folder)
        seq, written = state.size, self._now()
        data, digest = encode_frame(
            self._aead, seq=seq, written_micros=written, previous=state.last, claims=claims, payload=payload
        )
        kind, body = decode_payload(seq, payload)
        self._pending.append(data)
        state.frontier.append(digest)
        state.last = digest
        return Entry(seq, kind, body, written, digest)

    def entry(self, frame: Frame) -> Entry:
        """Decrypt one frame."""
        if frame.generation != GENERATION:
            raise NewerFormatError(f"log:{frame.seq}", frame.generation)
        kind, body = decode_payload(frame.seq, open_payload(frame, self._aead))
        return Entry(frame.seq, kind, body, frame.written_micros, frame.digest)

    def disclose(self, frame: Frame) -> bytes:
        """Return salt || payload of one frame, for somebody without the key."""
        return open_frame(frame, self._aead)

    def sign_list(self, data: bytes) -> bytes:
        """Return the signature over a list of files; a head begins otherwise, so neither can pass for the other."""
        if self._signing_key is None or data.startswith(ORIGIN.encode()):
            raise ReadOnlyError(self._folder)
        return self._signing_key.sign(data)

    def committed(self, start: int, head: Head, kept: Callable[[], LogState | None]) -> Iterator[Frame]:
        """Yield the frames that ``head`` covers, from the file that holds ``start`` on, and check the end against it."""
        if start >= head.size:
            return
        place = segment_of(self._folder, max(start, 0))
        whole = place.segment == 0
        frontier, last, size = Frontier(), ZERO, place.segment
        try:
            for frame, _ in linked(self._folder, place, place.segment, ZERO if whole else None):
                if whole:
                    frontier.append(frame.digest)
                yield frame
                last, size = frame.digest, frame.seq + 1
                if size == head.size:
                    break
        except BrokenLogError as error:
            raise DamagedEntryError(size, "字节被改动", "its bytes were changed") from error
        if size < head.size:
            raise RolledBackError(size, head.size)
        if frontier.root() != head.root if whole else last != state_at(self._folder, head, kept()).last:
            raise DamagedEntryError(head.size - 1, "日志与签名头不符", "the log does not match the signed head")

    def claims_file(self, path: str) -> bool:
        """Tell whether any entry speaks of a file (path relative to the vault)."""
        try:
            return any(claim.path == path for frame, _ in frames(self._folder) for claim in frame.claims)
        except BrokenLogError:
            return True  # rather keep than overwrite

    def file_gone(self, path: str) -> bool:
        """Tell whether the last word of the log about a file is that it was destroyed on purpose."""
        last = [claim.op for frame, _ in frames(self._folder) for claim in frame.claims if claim.path == path]
        return bool(last) and last[-1] == ClaimOp.GONE

    def last_gone(self) -> list[str]:
        """Return the files that the last commit says were destroyed: a writer may have been killed before it did so."""
        if self.head is None:
            return []
        start = segment_of(self._folder, self.head.previous)
        found: list[str] = []
        for frame, _ in frames(self._folder, start):
            if self.head.previous <= frame.seq < self.head.size:
                found += [claim.path for claim in frame.claims if claim.op == ClaimOp.GONE]
        return found

    def _commit(self, ahead: LogState, before: Callable[[], None]) -> None:
        """Make the pending entries durable, then sign the head over them, then make that durable."""
        if not self._pending:
            return
        self.broken = True  # until everything fits again, whatever interrupts us
        try:
            before()
            ahead.end = self._log.append(b"".join(self._pending), self.state)
            head = self._sign(ahead)
        except BaseException as error:
            self.broken = not (self._take_back() and isinstance(error, DiskFullError))
            raise
        self._accept(head, ahead)
        self.broken = False

    def _sign(self, state: LogState) -> Head:
        if self._signing_key is None:
            raise ReadOnlyError(self._folder)
        head = sign_head(
            self._signing_key,
            case_id=self._identity.case_id,
            size=state.size,
            root=state.frontier.root(),
            micros=self._now(),
            previous=self.size,
        )
        self.heads.append(head)
        return head

    def _accept(self, head: Head, state: LogState) -> None:
        self.head, self.state = head, state
        self._heads_end += len(head.text.encode())

    def _take_back(self) -> bool:
        """Drop a commit that failed and tell whether that worked; else the next opening settles it.

        First the head, then the entries, so that no head ever promises what is not there.
        """
        try:
            if self.heads.path.exists():
                self.heads.cut(self._heads_end)
            self._log.cut(self.state.end)
        except VaultError:
            return False
        return True
