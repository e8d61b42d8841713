"""Checking the vault's files against what the log says of them, and, when unlocked, the originals themselves."""

from __future__ import annotations

import io
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from ringfence.vault.age_header import HEADER_LIMIT, AgeFormatError, parse_header, unwrap_x25519
from ringfence.vault.age_payload import PayloadReader
from ringfence.vault.blobs import BLOBS_FOLDER, PIECE
from ringfence.vault.cache import DERIVED_FOLDER
from ringfence.vault.digest import TwinDigest
from ringfence.vault.disk import TEMPORARY
from ringfence.vault.errors import DamagedBlobError, VaultError
from ringfence.vault.frame import ClaimOp
from ringfence.vault.heads import HEADS_NAME
from ringfence.vault.keyring import BLOB_KEYS_FOLDER
from ringfence.vault.lock import LOCK_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringfence.schema import Progress
    from ringfence.vault.blobs import BlobStore
    from ringfence.vault.frame import Claim
    from ringfence.vault.report import Findings

_STEP = "核对文件"
_OWN = re.compile(
    rf"{LOCK_NAME}|{HEADS_NAME}|log/\d{{12}}\.log|{DERIVED_FOLDER}/[0-9a-f]{{40}}\.bin|(.*/)?{re.escape(TEMPORARY)}[0-9a-f]*"
)
_BLOB = re.compile(rf"{BLOBS_FOLDER}/([0-9a-f]{{40}})\.age")
_BLOB_KEY = re.compile(rf"{BLOB_KEYS_FOLDER}/([0-9a-f]{{40}})-\d+\.age")


class FileCheck:
    """Checks files one by one; afterwards :attr:`blobs` and :attr:`bytes` say how much was read."""

    def __init__(self, folder: Path, findings: Findings, store: BlobStore | None, progress: Progress) -> None:
        self._folder = folder
        self._findings = findings
        self._store = store
        self._progress = progress
        self._done = 0
        self._total = 0
        self._openable: set[str] = set()
        self.blobs = 0
        self.bytes = 0

    def run(self, claims: dict[str, tuple[int, Claim]]) -> None:
        """Check every file that an entry speaks of, then name the files that no entry speaks of."""
        self._total = sum(claim.size for _, claim in claims.values() if claim.op == ClaimOp.HOLDS)
        self._openable = {
            match[1]
            for path, (_, claim) in claims.items()
            if claim.op == ClaimOp.HOLDS and (match := _BLOB_KEY.fullmatch(path))
        }
        for path, (seq, claim) in sorted(claims.items()):
            if claim.op == ClaimOp.HOLDS:
                self._check_held(path, seq, claim)
            elif claim.op == ClaimOp.GONE:
                self._check_gone(path, seq)
            else:
                self._findings.remark(
                    f"entry:{seq}",
                    f"第 {seq} 条来自更新的版本,有一项未能核对",
                    f"entry {seq} is of a later version; one item was not checked",
                )
        self._name_strays(claims)

    def _check_gone(self, path: str, seq: int) -> None:
        if (self._folder / path).exists():
            self._bad(path, seq, "应已销毁,却还在", "should have been destroyed but is there")
        elif match := _BLOB_KEY.fullmatch(path):
            self._findings.remark(
                f"blobkey:{match[1]}",
                f"原件 {match[1][:8]}… 的密钥已按日志第 {seq} 条销毁",
                f"the key of original {match[1][:8]}... was destroyed on purpose (log entry {seq})",
            )

    def _check_held(self, path: str, seq: int, claim: Claim) -> None:
        blob = _BLOB.fullmatch(path)
        self.blobs += blob is not None
        try:
            with _DigestingFile(self._folder / path, self._tell) as stream:
                wrong = self._content(stream, blob[1]) if blob is not None and self._store is not None else None
                stream.rest()
        except FileNotFoundError:
            self._bad(path, seq, "不见了", "is missing")
            return
        except OSError as error:
            self._bad(path, seq, f"读不出来({error.strerror})", f"cannot be read ({error.strerror})")
            return
        self.bytes += stream.digested if blob is not None else 0
        if stream.digested != claim.size:
            self._bad(
                path, seq, f"长度 {stream.digested},应为 {claim.size}", f"is {stream.digested} bytes, not {claim.size}"
            )
        elif stream.sha256.digest() != claim.sha256:
            self._bad(path, seq, "内容被改动(SHA-256 不符)", "was changed (SHA-256 differs)")
        elif wrong is not None:
            self._bad(path, seq, *wrong)

    def _content(self, stream: _DigestingFile, blob_id: str) -> tuple[str, str] | None:
        """Decrypt an original and compare its digests with those its key file holds; return (zh, en) of what is wrong."""
        if self._store is None or blob_id not in self._openable:
            return None  # its key was destroyed on purpose: the stored bytes are all there is to check
        try:
            blob, secret = self._store.load(blob_id)
            header = parse_header(stream.read(HEADER_LIMIT))
            file_key = unwrap_x25519(header, secret)
            reader = PayloadReader(stream, header.size, file_key, lambda: DamagedBlobError(blob_id), owner=False)
            with TwinDigest() as digest:
                while piece := reader.read(PIECE):
                    digest.update(piece)
                same = digest.size == blob.size and digest.sha256() == blob.sha256 and digest.sm3() == blob.sm3
        except (AgeFormatError, VaultError):
            return "解不开", "does not decrypt"
        return None if same else ("解密后与登记的摘要不符", "does not decrypt to the digests on record")

    def _tell(self, more: int) -> None:
        self._done += more
        self._progress(_STEP, self._done, self._total)

    def _bad(self, path: str, seq: int, zh: str, en: str) -> None:
        place, what_zh, what_en = _name(path)
        self._findings.problem(place, f"{what_zh}(见日志第 {seq} 条){zh}", f"{what_en} (log entry {seq}) {en}")

    def _name_strays(self, claims: dict[str, tuple[int, Claim]]) -> None:
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            if path.is_dir() or name in claims or _OWN.fullmatch(name):
                continue
            place, what_zh, what_en = _name(name)
            if place.startswith("blob"):
                self._findings.remark(
                    place, f"{what_zh}没有任何日志记录提到", f"{what_en} is not referred to by any log entry"
                )
            else:
                self._findings.remark(place, f"{what_zh}不属于本软件", f"{what_en} is not ours")


class _DigestingFile(io.FileIO):
    """A file that digests its bytes once, in order, while somebody reads it here and there from the front."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._report = tell
        self.sha256 = sha256()
        self.digested = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read up to ``size`` bytes, fewer only at the end of the file."""
        start = self.tell()
        wanted = PIECE if size is None or size < 0 else size
        pieces: list[bytes] = []
        while wanted and (piece := super().read(wanted)):
            pieces.append(piece)
            wanted -= len(piece)
        data = b"".join(pieces)
        if start <= self.digested < start + len(data):
            fresh = data[self.digested - start :] if start < self.digested else data
            self.sha256.update(fresh)
            self.digested += len(fresh)
            self._report(len(fresh))
        return data

    def rest(self) -> None:
        """Digest what nobody has read."""
        self.seek(self.digested)
        while self.read(PIECE):
            pass


def _name(path: str) -> tuple[str, str, str]:
    """Return place, Chinese and English name of a file."""
    if match := _BLOB.fullmatch(path):
        return f"blob:{match[1]}", f"原件 {match[1][:8]}… ", f"original {match[1][:8]}..."
    if match := _BLOB_KEY.fullmatch(path):
        return f"blobkey:{match[1]}", f"原件 {match[1][:8]}… 的密钥文件", f"the key file of original {match[1][:8]}..."
    return f"file:{path}", f"文件 {path} ", f"the file {path}"
