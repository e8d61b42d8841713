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
    lacked_extra,
)
from ringfence.ingest.ios_folder import EncryptedIosBackupError, original_of
from ringfence.ingest.mapping import FIELDS, TABLES, BadMappingError, Column, Mapping
from ringfence.ingest.reader import Match, Reader, ReadResult, Request
from ringfence.ingest.recording_name import RecordingName, parse_recording_name
from ringfence.ingest.registry import READERS, check_password, read, sniff
from ringfence.ingest.screenshot import Piece, crop, crops, crops_by_place, ocr_missing, read_lines
from ringfence.ingest.screenshot.errors import OcrMissingError, TooManyPixelsError
from ringfence.ingest.screenshot.picture import LIMIT as PICTURE_LIMIT
from ringfence.ingest.smses import sms_frames
from ringfence.ingest.sound import LIMIT as SOUND_LIMIT
from ringfence.ingest.sound_copy import Highlight, Part, cut_highlight, cut_list, playable_copy
from ringfence.ingest.source import Source
from ringfence.ingest.statement import BadFormError
from ringfence.ingest.statement_prompt import Question, statement_questions, statement_text
from ringfence.ingest.statement_rows import Told, statement_rows
from ringfence.ingest.statement_words import statement_form
from ringfence.ingest.table import first_rows, propose_mapping
from ringfence.ingest.transcript import (
    MODEL_VARIABLE,
    BadTranscriptFileError,
    BrokenModelError,
    EngineFailedError,
    Line,
    ModelNotFoundError,
    NeedsSpeechError,
    SpeechModel,
    Transcript,
    Utterance,
    check_model,
    find_model,
    read_utterances,
    speech_missing,
    transcribe,
    write_lines,
)
from ringfence.ingest.zip_archive import member, whole_member

__all__ = [
    "FIELDS",
    "MODEL_VARIABLE",
    "PICTURE_LIMIT",
    "READERS",
    "SOUND_LIMIT",
    "TABLES",
    "ArchiveRefusedError",
    "BadFormError",
    "BadMappingError",
    "BadTranscriptFileError",
    "BrokenFileError",
    "BrokenModelError",
    "Column",
    "CutRefusedError",
    "DoctypeRefusedError",
    "EmptyFileError",
    "EncryptedIosBackupError",
    "EngineFailedError",
    "Highlight",
    "IngestError",
    "Line",
    "Mapping",
    "MappingMismatchError",
    "MappingNeededError",
    "Match",
    "ModelNotFoundError",
    "NeedsAudioError",
    "NeedsSpeechError",
    "NoTextError",
    "NotAFileError",
    "OcrMissingError",
    "Part",
    "PasswordNeededError",
    "Piece",
    "Question",
    "ReadResult",
    "Reader",
    "RecordingName",
    "Request",
    "SilkRefusedError",
    "Source",
    "SpeechModel",
    "Told",
    "TooLargeError",
    "TooManyPixelsError",
    "Transcript",
    "UnknownFormatError",
    "UnsafeFileError",
    "Utterance",
    "WrongPasswordError",
    "adb_frames",
    "check_model",
    "check_password",
    "crop",
    "crops",
    "crops_by_place",
    "cut_highlight",
    "cut_list",
    "document_text",
    "find_model",
    "first_rows",
    "lacked_extra",
    "member",
    "ocr_missing",
    "original_of",
    "parse_recording_name",
    "playable_copy",
    "propose_mapping",
    "read",
    "read_lines",
    "read_utterances",
    "sms_frames",
    "sniff",
    "speech_missing",
    "statement_form",
    "statement_questions",
    "statement_rows",
    "statement_text",
    "transcribe",
    "whole_member",
    "write_lines",
]
