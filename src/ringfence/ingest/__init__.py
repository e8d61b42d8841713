"""Reads what phones, carriers and people give: one file per source format -> records in columns and an honest account.

``sniff`` says what a file is, ``read`` turns it into frames (schemas MESSAGES, CALLS, CONTACTS, STATEMENTS) with a
completeness report, ``propose_mapping`` guesses the columns of any other table for the user to confirm. Streams are read once,
forwards; originals are never changed or unpacked; what cannot be read is reported with its place and stops nothing.
"""

from ringfence.ingest.adb_backup import adb_frames
from ringfence.ingest.errors import (
    ArchiveRefusedError,
    BrokenFileError,
    DoctypeRefusedError,
    EmptyFileError,
    IngestError,
    MappingMismatchError,
    MappingNeededError,
    NotAFileError,
    PasswordNeededError,
    TooLargeError,
    UnknownFormatError,
    UnsafeFileError,
    WrongPasswordError,
)
from ringfence.ingest.ios_folder import EncryptedIosBackupError, original_of
from ringfence.ingest.mapping import FIELDS, TABLES, BadMappingError, Column, Mapping
from ringfence.ingest.reader import Match, Reader, ReadResult, Request
from ringfence.ingest.registry import READERS, check_password, read, sniff
from ringfence.ingest.screenshot import crop, ocr_missing
from ringfence.ingest.screenshot.errors import OcrMissingError, TooManyPixelsError
from ringfence.ingest.smses import sms_frames
from ringfence.ingest.source import Source
from ringfence.ingest.statement import BadFormError
from ringfence.ingest.statement_prompt import Question, statement_questions, statement_text
from ringfence.ingest.statement_rows import Told, statement_rows
from ringfence.ingest.statement_words import statement_form
from ringfence.ingest.table import propose_mapping

__all__ = [
    "FIELDS",
    "READERS",
    "TABLES",
    "ArchiveRefusedError",
    "BadFormError",
    "BadMappingError",
    "BrokenFileError",
    "Column",
    "DoctypeRefusedError",
    "EmptyFileError",
    "EncryptedIosBackupError",
    "IngestError",
    "Mapping",
    "MappingMismatchError",
    "MappingNeededError",
    "Match",
    "NotAFileError",
    "OcrMissingError",
    "PasswordNeededError",
    "Question",
    "ReadResult",
    "Reader",
    "Request",
    "Source",
    "Told",
    "TooLargeError",
    "TooManyPixelsError",
    "UnknownFormatError",
    "UnsafeFileError",
    "WrongPasswordError",
    "adb_frames",
    "check_password",
    "crop",
    "ocr_missing",
    "original_of",
    "propose_mapping",
    "read",
    "sms_frames",
    "sniff",
    "statement_form",
    "statement_questions",
    "statement_rows",
    "statement_text",
]
