"""Checking a whole vault: with no secret, everything an outsider can check; unlocked, every content as well."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ringfence.schema import silent
from ringfence.vault.blob import blobs_in
from ringfence.vault.blobs import BlobStore
from ringfence.vault.disk import Disk
from ringfence.vault.errors import NewerFormatError, NotAVaultError, VaultError, WrongIdentityError
from ringfence.vault.frame import GENERATION, Frame, decode_payload, open_payload
from ringfence.vault.head import Anchor, Head, could_be_torn, parse_anchor
from ringfence.vault.heads import HEADS_NAME, HeadFile
from ringfence.vault.identity import Identity, parse_identity
from ringfence.vault.keyring import VERIFY_NAME, read_verify_key
from ringfence.vault.log import LOG_FOLDER
from ringfence.vault.marker import MARKER_NAME, read_marker
from ringfence.vault.merkle import Frontier
from ringfence.vault.report import Findings, VerifyReport
from ringfence.vault.stamps import wrong_stamps
from ringfence.vault.verify_files import FileCheck
from ringfence.vault.verify_log import LogReading, read_log

if TYPE_CHECKING:
    from ringfence.schema import Progress
    from ringfence.vault.vault import Vault

_STEP = "核对日志"


def verify(
    folder: Path | str,
    *,
    vault: Vault | None = None,
    anchor: Head | Anchor | str | None = None,
    progress: Progress = silent,
) -> VerifyReport:
    """Check every entry, link, head, key file and original of a vault; changes nothing and needs no lock.

    Args:
        folder: the vault.
        vault: the same vault, unlocked: contents are decrypted and digested too.
        anchor: a head kept outside, its text, or its code (``<size>-<root>``): shows whether everything was set back to an
            earlier state.
        progress: told bytes of files done; may cancel.

    Returns:
        A report that names each damaged item.

    Raises:
        NotAVaultError: no marker and no log.
        NewerFormatError: written by later software.
        WrongIdentityError: ``vault`` is another case's.
        ValueError: the anchor's text is none.
    """
    folder = Path(folder)
    identity = parse_identity(vault.identity) if vault is not None else None
    return _Verification(folder, identity, _anchor(anchor), progress).run()


def _anchor(given: Head | Anchor | str | None) -> Anchor | None:
    if isinstance(given, str):
        parsed = parse_anchor(given)
        if parsed is None:
            raise ValueError("neither a head's text nor its code")
        return parsed
    return Anchor(given.size, given.root) if isinstance(given, Head) else given


@dataclass(frozen=True, slots=True)
class _HeadLine:
    """One head and its number in the file (from 1)."""

    number: int
    head: Head


class _Verification:
    def __init__(self, folder: Path, identity: Identity | None, anchor: Anchor | None, progress: Progress) -> None:
        self._folder = folder
        self._identity = identity
        self._anchor = anchor
        self._progress = progress
        self._findings = Findings()
        self._aead: ChaCha20Poly1305 | None = None
        self._store: BlobStore | None = None
        if identity is not None:
            self._aead = ChaCha20Poly1305(identity.subkey(f"log/{GENERATION}"))
            self._store = BlobStore(folder, Disk(), identity, lambda _: True)

    def run(self) -> VerifyReport:
        """Check heads, log and files, in this order: a writer at work only ever adds to what was read before."""
        newer = self._newer_format()
        lines = self._read_heads()
        self._refuse_another_case(lines)
        signed = lines[-1].head.size if lines else 0
        self._progress(_STEP, 0, None)
        log = read_log(self._folder, signed, self._findings, self._check_content)
        if newer is not None and not self._marker_changed(log):
            raise newer
        files = FileCheck(self._folder, self._findings, self._store, self._progress)
        files.run(log.claims)
        self._check_lines(lines, log)
        self._check_stamps(lines, log)
        self._check_end(log, signed)
        return VerifyReport(
            entries=len(log.leaves),
            blobs=files.blobs,
            bytes=files.bytes,
            unlocked=self._identity is not None,
            head=lines[-1].head if lines else None,
            problems=tuple(self._findings.problems),
            remarks=tuple(self._findings.remarks),
        )

    def _newer_format(self) -> NewerFormatError | None:
        try:
            read_marker(self._folder)
        except NewerFormatError as error:
            return error
        except NotAVaultError:
            if not (self._folder / LOG_FOLDER).is_dir():
                raise
            self._findings.problem(
                f"file:{MARKER_NAME}",
                f"文件 {MARKER_NAME} 不见了或被改动",
                f"the file {MARKER_NAME} is missing or was changed",
            )
        return None

    def _refuse_another_case(self, lines: list[_HeadLine]) -> None:
        """Raise rather than report a whole sound vault as forged because it was given another vault's key."""
        if self._identity is not None and lines and lines[0].head.case_id != self._identity.case_id:
            try:
                same = read_marker(self._folder).case_id == lines[0].head.case_id
            except VaultError:
                return
            if same:
                raise WrongIdentityError(self._folder)

    def _marker_changed(self, log: LogReading) -> bool:
        """Tell whether the marker is not the one the log knows: then its version says nothing."""
        found = log.claims.get(MARKER_NAME)
        data = (self._folder / MARKER_NAME).read_bytes()
        return found is not None and found[1].sha256 != sha256(data).digest()

    def _read_heads(self) -> list[_HeadLine]:
        lines: list[_HeadLine] = []
        pieces = list(HeadFile(self._folder, Disk()).all())
        for number, piece in enumerate(pieces, 1):
            if isinstance(piece, Head):
                lines.append(_HeadLine(number, piece))
            elif number == len(pieces) and could_be_torn(piece):
                self._findings.remark(
                    f"head:{number}",
                    "最后一个签名头没有写完,下次写入时会补上",
                    "the last head was cut short; the next writer signs again",
                )
            else:
                self._findings.problem(f"head:{number}", f"第 {number} 个签名头被改动", f"head {number} was changed")
        if not lines:
            self._findings.problem(f"file:{HEADS_NAME}", "没有任何签名头", "there is no signed head")
        return lines

    def _check_content(self, frame: Frame) -> tuple[str, str] | None:
        if self._aead is None or self._store is None:
            return None
        try:
            _, body = decode_payload(frame.seq, open_payload(frame, self._aead))
        except VaultError:
            return "内容解不开或与承诺值不符", "its content does not authenticate"
        for reference in blobs_in(body):
            try:
                blob, _ = self._store.load(str(reference["blob"]))
            except VaultError:
                continue  # named where the file itself is checked
            if any(reference[key] != value for key, value in blob.as_body().items()):
                return "引用的原件与实际保存的不同", "it refers to an original that differs from the one kept"
        return None

    def _verify_key(self) -> bytes | None:
        """Return the key that heads must be signed with; None when the one in clear was changed."""
        place = f"file:{VERIFY_NAME}"
        named = any(problem.place == place for problem in self._findings.problems)
        if self._identity is not None and self._identity.verify_key:
            return self._identity.verify_key
        try:
            return None if named else read_verify_key(self._folder)
        except VaultError as error:
            self._findings.problem(place, error.zh, error.en)
            return None

    def _check_lines(self, lines: list[_HeadLine], log: LogReading) -> None:
        key = self._verify_key()
        case_id = self._case_id(lines)
        roots = _roots(log.leaves, [line.head.size for line in lines])
        before = Head("", 0, b"", 0, 0, b"")
        for line in lines:
            wrong = self._judge(line.head, before, key, case_id)
            sound = log.first_damage is None or line.head.size <= log.first_damage
            if wrong is None and sound and roots.get(line.head.size, line.head.root) != line.head.root:
                wrong = ("与日志内容不符:日志被改写过", "does not match the log: the log was rewritten")
            if wrong is not None:
                zh, en = wrong
                self._findings.problem(
                    f"head:{line.number}", f"第 {line.number} 个签名头{zh}", f"head {line.number} {en}"
                )
            before = line.head

    def _check_stamps(self, lines: list[_HeadLine], log: LogReading) -> None:
        """Judge each kept timestamp again; a damaged file was named before."""
        named = {problem.place for problem in self._findings.problems}
        heads = {line.head.size: line.head for line in lines}
        for path, zh, en in wrong_stamps(self._folder, {path: one for path, (_, one) in log.claims.items()}, heads):
            if not named & {f"file:{path}", f"file:{path.removesuffix('.tsr')}.pem"}:
                self._findings.problem(f"file:{path}", zh, en)

    def _judge(self, head: Head, before: Head, key: bytes | None, case_id: str) -> tuple[str, str] | None:
        if head.case_id != case_id:
            return "属于别的案件", "belongs to another case"
        if key is not None and not head.signed_by(key):
            return "签名不符", "has a wrong signature"
        if head.previous != before.size or head.size <= before.size:
            return "之前缺了签名头,或顺序不对", "does not follow the one before: heads are missing or out of order"
        if head.micros < before.micros:
            self._findings.remark(
                "head", "签名时间有倒退:本机时钟曾被往回调", "signing times go back: this machine's clock was set back"
            )
        return None

    def _case_id(self, lines: list[_HeadLine]) -> str:
        if self._identity is not None:
            return self._identity.case_id
        try:
            return read_marker(self._folder).case_id
        except VaultError:
            return lines[0].head.case_id if lines else ""

    def _check_end(self, log: LogReading, signed: int) -> None:
        """Compare the log's length with the newest head, and everything with the anchor."""
        count = len(log.leaves)
        if count < signed:
            self._findings.problem(
                f"entry:{count}",
                f"日志只剩 {count} 条,签名头记着 {signed} 条:第 {count} 条起被截掉或损坏",
                f"the log holds {count} entries, a signed head promises {signed}: cut off or damaged from entry {count} on",
            )
        elif log.torn is not None:
            seq, name, offset = log.torn
            self._findings.remark(
                f"entry:{seq}",
                f"log/{name} 第 {offset} 字节起有没写完的内容(从未确认),下次写入时会丢弃",
                f"log/{name} ends with an unfinished write at byte {offset} (never acknowledged); the next writer drops it",
            )
        if count > signed:
            self._findings.remark(
                "log",
                f"末尾 {count - signed} 条还没有签名(写入中断),下次写入时会补签",
                f"the last {count - signed} entries are not signed yet (an interrupted write); the next writer signs them",
            )
        if self._anchor is not None:
            self._check_anchor(self._anchor, log)

    def _check_anchor(self, anchor: Anchor, log: LogReading) -> None:
        count = len(log.leaves)
        if anchor.size > count:
            self._findings.problem(
                "anchor",
                f"外部留存的签名头有 {anchor.size} 条,这里只有 {count} 条:案件被退回到较早的状态",
                f"the anchored head has {anchor.size} entries, here are only {count}: the case was set back to an earlier state",
            )
            return
        if _roots(log.leaves, [anchor.size])[anchor.size] == anchor.root:
            return
        if log.first_damage is None or log.first_damage >= anchor.size:
            self._findings.problem(
                "anchor",
                f"前 {anchor.size} 条与外部留存的签名头不符:日志被改写过",
                f"the first {anchor.size} entries do not match the anchored head: the log was rewritten",
            )


def _roots(leaves: list[bytes], sizes: list[int]) -> dict[int, bytes]:
    """Return the root at each of ``sizes`` that the log reaches."""
    wanted = set(sizes)
    frontier = Frontier()
    roots = {0: frontier.root()} if 0 in wanted else {}
    for leaf in leaves[: max(wanted, default=0)]:
        frontier.append(leaf)
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root()
    return roots
