"""Requests and complaints on their way: where each stands, what an answer says, what comes next, and what to write."""

from ringfence.respond.proceedings.calendar import calendar_file
from ringfence.respond.proceedings.follow_up import follow_ups, same_glyphs
from ringfence.respond.proceedings.kinds import (
    family_of,
    kind_name,
    kind_of_letter,
    outcome_name,
    product_days,
    stage_name,
    step_name,
    to_check,
)
from ringfence.respond.proceedings.ladder import Rung, ladder
from ringfence.respond.proceedings.later_contact import LaterContact, later_contact
from ringfence.respond.proceedings.own_dues import own_dues
from ringfence.respond.proceedings.reply import Reading, Sign, read_reply
from ringfence.respond.proceedings.stage import Stage, StageKind, standing

__all__ = [
    "LaterContact",
    "Reading",
    "Rung",
    "Sign",
    "Stage",
    "StageKind",
    "calendar_file",
    "family_of",
    "follow_ups",
    "kind_name",
    "kind_of_letter",
    "ladder",
    "later_contact",
    "outcome_name",
    "own_dues",
    "product_days",
    "read_reply",
    "same_glyphs",
    "stage_name",
    "standing",
    "step_name",
    "to_check",
]
