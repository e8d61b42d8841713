"""Encrypted, rebuildable caches: ``derived/<keyed digest of the name>.bin``.

Not age files: anyone who knows an age recipient can write one, so age alone would not show that a cache is ours. Here the key comes
from the case secret, and name and case are authenticated with the content. A cache may be an *older* one of ours that somebody put
back, so callers store beside their data what it was made from (the log's size or head) and compare.

Layout: ``RFC1``, 12-byte nonce, ChaCha20-Poly1305 ciphertext; associated data ``RFC1`` + case id + name.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ringfence.vault.disk import writing
from ringfence.vault.errors import UnstorableError

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.vault.disk import Disk
    from ringfence.vault.identity import Identity

DERIVED_FOLDER = "derived"
_MAGIC = b"RFC1"
_NONCE = 12
_LIMIT = 1 << 30


class Caches:
    """The caches of one case."""

    def __init__(self, folder: Path, disk: Disk, identity: Identity) -> None:
        self._folder = folder
        self._disk = disk
        self._case = identity.case_id.encode()
        self._names = identity.subkey("cache-names")
        self._aead = ChaCha20Poly1305(identity.subkey("cache"))

    def put(self, name: str, data: bytes) -> None:
        """Keep ``data`` (up to 1 GiB) under ``name``, replacing what was there in one step."""
        if len(data) > _LIMIT:
            raise UnstorableError("缓存太大(上限 1 GB)。", "The cache is too big (at most 1 GB).")
        nonce = os.urandom(_NONCE)
        sealed = b"".join((_MAGIC, nonce, self._aead.encrypt(nonce, data, self._bound(name))))
        with writing(self._folder, DERIVED_FOLDER):
            self._disk.make_folder(self._folder / DERIVED_FOLDER)
            self._disk.publish(self._path(name), sealed, durable=False)

    def drop_all(self) -> None:
        """Remove every cache: something they may have been made from is not to be readable any more."""
        for path in (self._folder / DERIVED_FOLDER).glob("*"):
            self._disk.remove(path)

    def get(self, name: str) -> bytes | None:
        """Return what was kept under ``name``; None when there is nothing, or nothing that authenticates."""
        try:
            data = memoryview(self._path(name).read_bytes())
        except OSError:
            return None
        head = len(_MAGIC) + _NONCE
        if data[: len(_MAGIC)] != _MAGIC or len(data) < head:
            return None
        try:
            return self._aead.decrypt(bytes(data[len(_MAGIC) : head]), data[head:], self._bound(name))
        except InvalidTag:
            return None

    def _path(self, name: str) -> Path:
        digest = hmac.digest(self._names, name.encode(), sha256)[:20].hex()
        return self._folder / DERIVED_FOLDER / f"{digest}.bin"

    def _bound(self, name: str) -> bytes:
        return _MAGIC + self._case + name.encode()
