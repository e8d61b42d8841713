"""From what a person has (passphrase, recovery key, a remembered identity) to the case's secrets."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ringfence.vault import keyring
from ringfence.vault.age_header import AgeFormatError
from ringfence.vault.errors import (
    DamagedKeyFileError,
    MissingKeyFileError,
    SecretNeededError,
    WrongIdentityError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from ringfence.vault.identity import Identity, parse_identity
from ringfence.vault.log import BrokenLogError, frames
from ringfence.vault.readers import own_folder
from ringfence.vault.recovery import parse_recovery_key
from ringfence.vault.session import recall

if TYPE_CHECKING:
    from pathlib import Path


def unlock(
    folder: Path, case_id: str, *, passphrase: str | None, recovery: str | None, identity: str | None
) -> Identity:
    """Return the case's secrets from the first of identity, passphrase, recovery key that is given, else from :func:`recall`.

    Raises:
        SecretNeededError: nothing given and nothing remembered.
        WrongPassphraseError, WrongRecoveryKeyError, WrongIdentityError: it does not open this case.
        MissingKeyFileError, DamagedKeyFileError: the file it should open is gone or was changed.
    """
    if identity is not None:
        return _checked(folder, case_id, identity)
    if passphrase is not None:
        text = _open(folder, keyring.PASSPHRASE, keyring.normal_passphrase(passphrase))
        if text is None:
            raise WrongPassphraseError(folder)
        return _checked(folder, case_id, text)
    if recovery is not None:
        return _checked(folder, case_id, _recover(folder, recovery))
    remembered = recall(case_id)
    if remembered is None:
        raise SecretNeededError(folder)
    return _checked(folder, case_id, remembered)


def _recover(folder: Path, recovery: str) -> str:
    key = parse_recovery_key(recovery)
    if key is None:
        raise WrongRecoveryKeyError(folder, mistyped=True)
    text = _open(folder, keyring.RECOVERY, key)
    if text is None:
        raise WrongRecoveryKeyError(folder, mistyped=False)
    return text


def _open(folder: Path, name: str, passphrase: str) -> str | None:
    """Open the newest ``keys/<name>-<n>.age`` that ``passphrase`` opens; None when it opens none of them."""
    paths = keyring.generations(folder, name)
    if not paths:
        raise MissingKeyFileError(folder / keyring.KEYS_FOLDER / f"{name}-1.age")
    for path in paths:
        try:
            return keyring.open_with_passphrase(path, passphrase).decode("ascii", "replace")
        except AgeFormatError:
            # A changed file and a wrong passphrase look the same to age; the log knows the file's digest.
            if _changed(folder, path):
                raise DamagedKeyFileError(path) from None
    return None


def _changed(folder: Path, path: Path) -> bool:
    name = path.relative_to(folder).as_posix()
    try:
        for frame, _ in frames(folder):
            for claim in frame.claims:
                if frame.intact and claim.path == name:
                    return sha256(path.read_bytes()).digest() != claim.sha256
    except BrokenLogError:
        pass
    return False


def _checked(folder: Path, case_id: str, text: str) -> Identity:
    """Parse an identity and bind it to this case; a bare age identity gets the rest from ``keys/``."""
    identity = parse_identity(text)
    if identity is None or identity.case_id not in {"", case_id}:
        raise WrongIdentityError(folder)
    if len(identity.secret) == 32 and len(identity.verify_key) == 32 and identity.case_id:
        return identity
    own = own_folder(folder, identity.age_key)
    if own is not None:
        return _of_reader(folder, case_id, identity.age_key, own / "secret.age")
    try:
        secret = bytes.fromhex(keyring.unseal(folder / keyring.SECRET_NAME, identity.age_key).decode().strip())
    except (DamagedKeyFileError, ValueError) as error:
        raise WrongIdentityError(folder) from error
    return Identity(identity.age_key, case_id, keyring.read_verify_key(folder), secret)


def _of_reader(folder: Path, case_id: str, age_key: str, path: Path) -> Identity:
    """Return the secrets that the case gave to a reader; whose case it is, the key's fingerprint shows."""
    told = parse_identity(keyring.unseal(path, age_key).decode("ascii", "replace") + age_key)
    if told is None or told.case_id != case_id or len(told.secret) != 32 or len(told.verify_key) != 32:
        raise WrongIdentityError(folder)
    return told
