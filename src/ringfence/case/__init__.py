"""The hall: one borrower's matter, the log folded into state, and the pipeline that runs the skills over it."""

from ringfence.case.agenda import agenda
from ringfence.case.analysis import Analysis, bring_up_to_date, letters_of
from ringfence.case.apps import AboutApp, LookedAt
from ringfence.case.case import Case, Written
from ringfence.case.chosen import Chosen, paper_of, wanted_of
from ringfence.case.faults import (
    FIELD_ZH,
    CannotUndoError,
    FieldValueError,
    NoAuditError,
    NoPictureError,
    NothingToReportError,
    NoTranscriptError,
    PackedRecordingError,
    UnknownNameError,
)
from ringfence.case.field_values import FIELDS
from ringfence.case.follow import Follow, begun_by, begun_with
from ringfence.case.join import CARRIER_S, DURATION_S, ClockOffset
from ringfence.case.kinds import kind_said
from ringfence.case.merge import Records
from ringfence.case.sources import Added
from ringfence.case.state import EntryKind, SourceFile, State, fold
from ringfence.case.timeline import Timeline, build_timeline
from ringfence.case.transcripts import Said, SourceTranscript
from ringfence.case.unknowns import suggestion_name

__all__ = [
    "CARRIER_S",
    "DURATION_S",
    "FIELDS",
    "FIELD_ZH",
    "AboutApp",
    "Added",
    "Analysis",
    "CannotUndoError",
    "Case",
    "Chosen",
    "ClockOffset",
    "EntryKind",
    "FieldValueError",
    "Follow",
    "LookedAt",
    "NoAuditError",
    "NoPictureError",
    "NoTranscriptError",
    "NothingToReportError",
    "PackedRecordingError",
    "Records",
    "Said",
    "SourceFile",
    "SourceTranscript",
    "State",
    "Timeline",
    "UnknownNameError",
    "Written",
    "agenda",
    "begun_by",
    "begun_with",
    "bring_up_to_date",
    "build_timeline",
    "fold",
    "kind_said",
    "letters_of",
    "paper_of",
    "suggestion_name",
    "wanted_of",
]
