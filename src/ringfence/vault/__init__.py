"""Keeps a case: an append-only signed log, encrypted originals, and the proof that neither was touched."""

from ringfence.vault.anchor import GivenAnchor, anchor_page, anchor_qr, anchor_svg, anchor_text
from ringfence.vault.authority import ask as ask_authority
from ringfence.vault.blob import Blob
from ringfence.vault.digest import digests_of
from ringfence.vault.errors import (
    AuthorityUnreachableError,
    DamagedBlobError,
    DamagedEntryError,
    DamagedHeadError,
    DamagedKeyFileError,
    DiskFullError,
    FolderNotEmptyError,
    LockedByAnotherError,
    MissingKeyFileError,
    NewerFormatError,
    NotARecipientError,
    NotAVaultError,
    ReadFailedError,
    ReadOnlyError,
    RedactedBlobError,
    RefusedStampError,
    RolledBackError,
    SecretNeededError,
    SourceUnreadableError,
    UnknownBlobError,
    UnknownHeadError,
    UnknownReaderError,
    UnreadablePacketError,
    UnsafeRuntimeFileError,
    UnstorableError,
    UnusablePassphraseError,
    VaultError,
    WriteFailedError,
    WrongIdentityError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from ringfence.vault.export import Exported, ExportItem
from ringfence.vault.head import Anchor, Head, parse_anchor
from ringfence.vault.intake import PacketWriter, intake_page, recipient_bytes, sealing_script
from ringfence.vault.keyring import WORK_FACTOR
from ringfence.vault.ledger import Entry
from ringfence.vault.lock import WriterLock
from ringfence.vault.marker import Marker, read_marker
from ringfence.vault.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    verify_consistency,
    verify_inclusion,
)
from ringfence.vault.readers import Reader, checked_recipient
from ringfence.vault.report import Problem, VerifyReport
from ringfence.vault.session import forget, recall, remember
from ringfence.vault.stamps import KeptStamp
from ringfence.vault.timestamp import Stamp, load_roots
from ringfence.vault.vault import Vault
from ringfence.vault.verify import verify

__all__ = [
    "WORK_FACTOR",
    "Anchor",
    "AuthorityUnreachableError",
    "Blob",
    "DamagedBlobError",
    "DamagedEntryError",
    "DamagedHeadError",
    "DamagedKeyFileError",
    "DiskFullError",
    "Entry",
    "ExportItem",
    "Exported",
    "FolderNotEmptyError",
    "GivenAnchor",
    "Head",
    "KeptStamp",
    "LockedByAnotherError",
    "Marker",
    "MissingKeyFileError",
    "NewerFormatError",
    "NotARecipientError",
    "NotAVaultError",
    "PacketWriter",
    "Problem",
    "ReadFailedError",
    "ReadOnlyError",
    "Reader",
    "RedactedBlobError",
    "RefusedStampError",
    "RolledBackError",
    "SecretNeededError",
    "SourceUnreadableError",
    "Stamp",
    "UnknownBlobError",
    "UnknownHeadError",
    "UnknownReaderError",
    "UnreadablePacketError",
    "UnsafeRuntimeFileError",
    "UnstorableError",
    "UnusablePassphraseError",
    "Vault",
    "VaultError",
    "VerifyReport",
    "WriteFailedError",
    "WriterLock",
    "WrongIdentityError",
    "WrongPassphraseError",
    "WrongRecoveryKeyError",
    "anchor_page",
    "anchor_qr",
    "anchor_svg",
    "anchor_text",
    "ask_authority",
    "checked_recipient",
    "consistency_proof",
    "digests_of",
    "forget",
    "inclusion_proof",
    "intake_page",
    "leaf_hash",
    "load_roots",
    "merkle_root",
    "parse_anchor",
    "read_marker",
    "recall",
    "recipient_bytes",
    "remember",
    "sealing_script",
    "verify",
    "verify_consistency",
    "verify_inclusion",
]
