"""Reads what phones, carriers and people give: one file per source format -> records in columns and an honest account.

``sniff`` says what a file is, ``read`` turns it into frames (schemas MESSAGES, CALLS, CONTACTS, STATEMENTS, RECORDINGS) with a
completeness report, ``propose_mapping`` guesses the columns of any other table for the user to confirm. Streams are read once,
forwards; originals are never changed or unpacked; what cannot be read is reported with its place and stops nothing.
"""

from ringfence.ingest.adb_backup import adb_frames
from ringfence.ingest.document_text import NoTextError, document_text
from ringfence.ingest.errors import (
    ArchiveRefusedError,
    BrokenFileError,
    CutRefusedError,
    DoctypeRefusedError,
    EmptyFileError,
    IngestError,
    MappingMismatchError,
    MappingNeededError,
    NeedsAudioError,
    NotAFileError,
    PasswordNeededError,
    SilkRefusedError,
    TooLargeError,
    UnknownFormatError,
    UnsafeFileError,
    WrongPasswordError,
)
from ringfence.ingest.ios_folder import EncryptedIosBackupError, original_of
from ringfence.ingest.mapping import FIELDS, TABLES, BadMappingError, Column, Mapping
from ringfence.ingest.reader import Match, Reader, ReadResult, Request
from ringfence.ingest.recording_name import RecordingName, parse_recording_name
from ringfence.ingest.registry import READERS, check_password, read, sniff
from ringfence.ingest.screenshot import crop, ocr_missing
from ringfence.ingest.screenshot.errors import OcrMissingError, TooManyPixelsError
from ringfence.ingest.smses import sms_frames
from ringfence.ingest.sound import LIMIT as SOUND_LIMIT
from ringfence.ingest.sound_copy import Highlight, Part, cut_highlight, cut_list, playable_copy
from ringfence.ingest.source import Source
from ringfence.ingest.statement import BadFormError
from ringfence.ingest.statement_prompt import Question, statement_questions, statement_text
from ringfence.ingest.statement_rows import Told, statement_rows
from ringfence.ingest.statement_words import statement_form
from ringfence.ingest.table import propose_mapping

__all__ = [
    "FIELDS",
    "READERS",
    "SOUND_LIMIT",
    "TABLES",
    "ArchiveRefusedError",
    "BadFormError",
    "BadMappingError",
    "BrokenFileError",
    "Column",
    "CutRefusedError",
    "DoctypeRefusedError",
    "EmptyFileError",
    "EncryptedIosBackupError",
    "Highlight",
    "IngestError",
    "Mapping",
    "MappingMismatchError",
    "MappingNeededError",
    "Match",
    "NeedsAudioError",
    "NoTextError",
    "NotAFileError",
    "OcrMissingError",
    "Part",
    "PasswordNeededError",
    "Question",
    "ReadResult",
    "Reader",
    "RecordingName",
    "Request",
    "SilkRefusedError",
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
    "cut_highlight",
    "cut_list",
    "document_text",
    "ocr_missing",
    "original_of",
    "parse_recording_name",
    "playable_copy",
    "propose_mapping",
    "read",
    "sms_frames",
    "sniff",
    "statement_form",
    "statement_questions",
    "statement_rows",
    "statement_text",
]
