"""Making a new vault: its folders, keys and marker."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ringfence.vault import keyring
from ringfence.vault.age_header import new_x25519_identity
from ringfence.vault.blobs import BLOBS_FOLDER
from ringfence.vault.cache import DERIVED_FOLDER
from ringfence.vault.disk import TEMPORARY, reading, writing
from ringfence.vault.errors import FolderNotEmptyError
from ringfence.vault.frame import Claim, ClaimOp
from ringfence.vault.heads import HEADS_FOLDER, HEADS_NAME
from ringfence.vault.identity import Identity, new_secret
from ringfence.vault.lock import LOCK_NAME
from ringfence.vault.log import LOG_FOLDER, START, BrokenLogError, frames
from ringfence.vault.marker import MARKER_NAME, VERSION, Marker
from ringfence.vault.recovery import WORK_FACTOR as RECOVERY_WORK_FACTOR
from ringfence.vault.recovery import new_recovery_key

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.vault.disk import Disk

_KEY_FILES = (
    f"keys/{keyring.PASSPHRASE}-1.age",
    f"keys/{keyring.RECOVERY}-1.age",
    keyring.SECRET_NAME,
    keyring.SIGNING_NAME,
    keyring.VERIFY_NAME,
    keyring.RECIPIENTS_NAME,
)
FOLDERS = (
    keyring.KEYS_FOLDER,
    keyring.BLOB_KEYS_FOLDER,
    LOG_FOLDER,
    HEADS_FOLDER,
    BLOBS_FOLDER,
    DERIVED_FOLDER,
)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new vault begins with.

    Attributes:
        identity: its secrets.
        signing_key: signs its heads.
        recovery_key: to be printed; not kept anywhere in clear.
        files: the key files, path relative to the vault to content.
        marker: the marker, which is written last.
    """

    identity: Identity
    signing_key: Ed25519PrivateKey
    recovery_key: str
    files: dict[str, bytes]
    marker: Marker

    def claims(self) -> list[Claim]:
        """Return what entry 0 says about the files."""
        everything = {**self.files, MARKER_NAME: self.marker.data}
        return [
            Claim(ClaimOp.HOLDS, path, len(data), sha256(data).digest()) for path, data in sorted(everything.items())
        ]


def found(passphrase: str, work_factor: int) -> Founding:
    """Make fresh keys and wrap them; nothing is written yet."""
    signing_key = Ed25519PrivateKey.generate()
    age_key, recipient = new_x25519_identity()
    case_id = os.urandom(16).hex()
    identity = Identity(age_key, case_id, signing_key.public_key().public_bytes_raw(), new_secret())
    recovery_key = new_recovery_key()
    wrapped = identity.text.encode()
    contents = (
        keyring.seal_with_passphrase(wrapped, passphrase, work_factor),
        keyring.seal_with_passphrase(wrapped, recovery_key, RECOVERY_WORK_FACTOR),
        keyring.seal_for(identity.secret.hex().encode() + b"\n", age_key),
        keyring.seal_for(keyring.write_signing_key(signing_key), age_key),
        keyring.write_verify_key(signing_key.public_key()),
        f"{recipient}\n".encode(),
    )
    files = dict(zip(_KEY_FILES, contents, strict=True))
    return Founding(identity, signing_key, recovery_key, files, Marker(VERSION, case_id))


def claim_folder(folder: Path) -> None:
    """Make ``folder`` if need be; the beginnings of a vault whose making was killed may be in it.

    Raises:
        FolderNotEmptyError: it holds something already, or is no folder.
    """
    with writing(folder, folder.name):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise FolderNotEmptyError(folder) from error
    if not _unfinished(folder):
        raise FolderNotEmptyError(folder)


def write_files(folder: Path, disk: Disk, founding: Founding) -> None:
    """Write folders and key files, durably."""
    with writing(folder, keyring.KEYS_FOLDER):
        for name in FOLDERS:
            disk.make_folder(folder / name)
        for name, data in founding.files.items():
            disk.publish(folder / name, data)
        disk.sync_folder(folder / keyring.KEYS_FOLDER)
        disk.sync_folder(folder)


def write_marker(folder: Path, disk: Disk, marker: Marker) -> None:
    """Write the marker: from here on the folder is a vault."""
    with writing(folder, MARKER_NAME):
        disk.sync_folder(folder / LOG_FOLDER)
        disk.sync_folder(folder / HEADS_FOLDER)
        disk.publish(folder / MARKER_NAME, marker.data)
        disk.sync_folder(folder)
        disk.sync_folder(folder.parent)


def unmake(folder: Path) -> None:
    """Remove what a failed founding left in a folder that was empty before; the lock stays with its holder."""
    for path in (*(folder / name for name in (*FOLDERS, MARKER_NAME)), *folder.glob(f"{TEMPORARY}*")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _unfinished(folder: Path) -> bool:
    """Tell whether there is nothing but what founding writes before the marker: no original, and no entry but the first."""
    with reading(folder.name):
        files = [path for path in folder.rglob("*") if not path.is_dir()]
    expected = {*_KEY_FILES, HEADS_NAME, f"{LOG_FOLDER}/{0:012d}.log", LOCK_NAME}
    ours = all(path.relative_to(folder).as_posix() in expected or path.name.startswith(TEMPORARY) for path in files)
    try:
        return ours and sum(1 for _ in frames(folder)) <= 1
    except BrokenLogError as error:
        return ours and error.place == START  # the first entry itself was cut short
