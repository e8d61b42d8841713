"""What somebody outside holds of the case: timestamps of an authority, heads that were given away."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

from ringfence.vault.anchor import GivenAnchor, given_anchor
from ringfence.vault.claiming import Claiming
from ringfence.vault.errors import RefusedStampError, UnknownHeadError
from ringfence.vault.frame import encode_payload
from ringfence.vault.stamps import KeptStamp, read_stamp, stamp_files, stamp_path
from ringfence.vault.timestamp import imprint_of, judge, parse_response, stamp_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from ringfence.vault.head import Head


class Witnessing(Claiming):
    """Timestamps and anchors: they show that a head existed at a time, whatever is done to the folder later."""

    def stamp_request(self) -> tuple[Head, bytes]:
        """Return the newest head and the RFC 3161 request for it: a digest and a number, nothing else of the case."""
        head = self.head()
        return head, stamp_request(head.text.encode(), self._nonce(head))

    def keep_stamp(self, response: bytes, roots: Sequence[Certificate]) -> KeptStamp:
        """Judge an authority's response to :meth:`stamp_request`, of now or of earlier, and keep it whole.

        Raises:
            RefusedStampError: it does not hold, leads to none of ``roots``, or is about no head of this case.
            ReadOnlyError, DiskFullError, WriteFailedError: nothing was kept.
        """
        self._require_writable()
        parsed = parse_response(response)
        imprint = imprint_of(parsed)
        head = next((one for one in self.heads() if sha256(one.text.encode()).digest() == imprint), None)
        if head is None:
            raise RefusedStampError("它盖的不是这个案件的任何签名头", "it is about no head of this case")
        stamp = judge(parsed, head.text.encode(), roots, self._nonce(head))
        taken = (path for _, path in stamp_files(self._claims()))
        kept = KeptStamp(head.size, stamp_path(head.size, stamp.authority, taken), stamp)
        body = {
            "file": kept.path,
            "root": kept.root_path,
            "size": kept.size,
            "time": stamp.time.isoformat(),
            "authority": stamp.authority,
            "serial": str(stamp.serial),
        }
        self._write_claimed("vault.timestamp", body, {kept.path: response, kept.root_path: stamp.root})
        return kept

    def stamps(self) -> tuple[KeptStamp, ...]:
        """Return every kept timestamp, judged again.

        Raises:
            RefusedStampError, ReadFailedError: one does not hold any more.
        """
        heads = {one.size: one for one in self.heads()}
        files = stamp_files(self._claims())
        return tuple(read_stamp(self.folder, size, path, heads.get(size)) for size, path in files)

    def note_anchor(self, to: str, how: str = "", code: str = "") -> GivenAnchor:
        """Note in the log that a head was given to somebody outside; exports then prove it too.

        Args:
            to: who holds it.
            how: on paper, by message ...
            code: of the head that was given, when entries may have come since; the newest when "".

        Raises:
            UnknownHeadError: no head of this case has that code.
            ReadOnlyError, DiskFullError, WriteFailedError: nothing was noted.
        """
        self._require_writable()
        head = self.head()
        if code and code != head.code:
            found = next((one for one in self.heads() if one.code == code), None)
            if found is None:
                raise UnknownHeadError(code)
            head = found
        given = GivenAnchor(head.size, head.code, to, how, 0)
        with self.batch():
            entry = self._ledger.add(encode_payload("vault.anchor", given.body()), ())
        return given_anchor(entry.body, entry.written_micros)

    def anchors(self) -> tuple[GivenAnchor, ...]:
        """Return the heads that were given to somebody, oldest first."""
        return tuple(given_anchor(one.body, one.written_micros) for one in self.entries() if one.kind == "vault.anchor")

    def _nonce(self, head: Head) -> bytes:
        return hmac.digest(self._identity.subkey("stamp-nonce"), head.text.encode(), sha256)[:8]
