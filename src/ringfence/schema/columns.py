"""Bulk records as columns: each table's polars schema, declared once.

A million rows never become a million objects. Every frame that crosses a package's face has exactly one of these schemas
(:func:`conform` makes it so). Times are UTC microseconds (Int64); ``row`` is the record's place in its source and together
with ``source`` leads back to the original bytes through ``offset``/``length`` (bytes) where the format has them.
"""

from __future__ import annotations

import polars as pl

_Types = dict[str, pl.DataType | type[pl.DataType]]

_NUMBER: _Types = {
    "address": pl.String,  # as written in the source; groups joined with "~"
    "address_key": pl.String,  # PhoneNumber.key: E.164, bare digits, or the sender's name; "" when withheld
    "address_kind": pl.String,  # NumberKind
}
_PLACE: _Types = {
    "offset": pl.Int64,  # byte offset in the source, -1 where the format has no bytes of its own (a sheet)
    "length": pl.Int32,  # bytes, -1 likewise
    "repair": pl.String,  # null, or comma-joined Repair.kind
    # which piece of an archive, backup or database it lies in ("call.xml", "sms:17", "x.db!sms:17"); null: the source itself
    "entry": pl.String,
}

_MESSAGES: _Types = {
    "row": pl.UInt32,
    "kind": pl.String,  # sms mms rcs im email
    "direction": pl.String,  # in out draft outbox failed queued unknown
    **_NUMBER,
    "ts": pl.Int64,  # null when the source's time is unreadable
    "ts_sent": pl.Int64,  # claimed by the sender's network, null when absent
    "zone": pl.String,
    "clock": pl.String,  # Clock
    "name": pl.String,  # contact name the source itself gives
    "subject": pl.String,
    "body": pl.String,
    "line": pl.String,  # which SIM or own number, as the source says
    "attachments": pl.UInt16,
    **_PLACE,
}
MESSAGES = pl.Schema(_MESSAGES)

_CALLS: _Types = {
    "row": pl.UInt32,
    "direction": pl.String,  # in out missed rejected blocked voicemail forwarded unknown
    **_NUMBER,
    "ts": pl.Int64,
    "zone": pl.String,
    "clock": pl.String,
    "duration_s": pl.Int32,  # null when the source does not say
    "connected": pl.Boolean,  # null when it cannot be known
    "name": pl.String,
    "line": pl.String,
    "location": pl.String,  # 通信地点, as written
    **_PLACE,
}
CALLS = pl.Schema(_CALLS)

_CONTACTS: _Types = {
    "row": pl.UInt32,  # card number
    "name": pl.String,
    **_NUMBER,
    "label": pl.String,  # mobile work home other, as written
    "org": pl.String,
    "note": pl.String,
    **_PLACE,
}
CONTACTS = pl.Schema(_CONTACTS)

# What people report (one row per attempt they describe). A statement is recollection: precision says how exact.
_STATEMENTS: _Types = {
    "row": pl.UInt32,
    "person": pl.String,  # name of who reports
    "relation": pl.String,  # Role
    "person_key": pl.String,  # number of who was contacted
    "kind": pl.String,  # EventKind
    "direction": pl.String,  # in: the collector reached out; out: the person did
    **_NUMBER,  # the collector's number as the person gives it, may be withheld
    "ts": pl.Int64,
    "zone": pl.String,
    "precision_s": pl.Int32,
    "connected": pl.Boolean,
    "duration_s": pl.Int32,
    "text": pl.String,  # what was said or shown, in the person's words
    "lender": pl.String,  # whom the caller named, as reported
    "refused": pl.Boolean,  # the person told them not to contact again
    "identified": pl.Boolean,  # the caller said for whom they call
    "persons": pl.Int16,  # for visits: how many came
    "location": pl.String,  # home office public other
    "entered": pl.Boolean,  # for visits: went in without consent
    "audience": pl.Int32,  # for group messages and posters: how many could read it
    "taken_at": pl.Int64,  # when the statement was written down
    **_PLACE,
}
STATEMENTS = pl.Schema(_STATEMENTS)

# Where on a picture each field of a record was recognised, and how surely: what a person has to be able to look at and correct.
_REGIONS: _Types = {
    "table": pl.String,  # messages or calls; "" for a line that belongs to no record
    "row": pl.UInt32,  # of the record; 0 for a line of none
    # text time side address name direction duration_s title line; seen: any line of the picture, once more, for masking
    "field": pl.String,
    "text": pl.String,  # as recognised
    "place": pl.String,  # box:x,y,w,h in pixels of the picture as given (turned upright as its own record says)
    "confidence": pl.Float32,  # 0 to 1, the recogniser's own or the layout's; never a probability that was checked
    "precision_s": pl.Int32,  # of a time: half width of what the words and the picture's date allow, else null
}
REGIONS = pl.Schema(_REGIONS)

# Text of documents (letters, notices, agreements), one row per page: to be read by others; creates no event by itself.
_PAGES: _Types = {
    "row": pl.UInt32,  # through the whole source
    "page": pl.UInt32,  # within its file, from 1
    "text": pl.String,  # lines from top to bottom; "" where nothing was read
    "machine": pl.Boolean,  # recognised from a picture by a machine: to be compared with the original before it is quoted
    "confidence": pl.Float32,  # mean score of what was recognised here, never calibrated; null for text the file itself holds
    **_PLACE,
}
PAGES = pl.Schema(_PAGES)

# One recording (one row per audio file). Clocks: the file name's (the phone's) and the container's (claimed) are kept apart;
# a file's own time is changed by every copy and is not taken.
_RECORDINGS: _Types = {
    "row": pl.UInt32,
    **_NUMBER,  # from the file name; "" when it gives none
    "name": pl.String,  # contact as the name of the file gives it
    "call": pl.Boolean,  # the file name is that of a recorded call with its time
    "ts": pl.Int64,  # from the file name; else the container's
    "zone": pl.String,
    "clock": pl.String,  # device: from the name; claimed: from the container
    "ts_container": pl.Int64,  # creation time in the container, null without one
    "duration_ms": pl.Int64,  # as decoded
    "heard_ms": pl.Int64,  # how much of it is not silent
    "heard": pl.List(pl.Int64),  # from, to, from, to ... in ms: what is not silent, by energy
    "container": pl.String,
    "codec": pl.String,
    "rate": pl.Int32,
    "channels": pl.Int16,
    "system": pl.String,  # whose naming it follows; null when none
    "verified": pl.Boolean,  # that naming was checked on real files
    **_PLACE,
}
RECORDINGS = pl.Schema(_RECORDINGS)

# The timeline: all sources merged, one row per thing that happened. Filled in steps: sources -> classes -> attribution.
_EVENTS: _Types = {
    "event": pl.String,  # stable id over rebuilds: "E" + 12 hex
    "kind": pl.String,  # EventKind
    "direction": pl.String,  # in: towards the borrower's side
    "ts": pl.Int64,  # null: time unknown; such events count for no rule about time
    "zone": pl.String,  # of the person who was contacted
    "clock": pl.String,  # of the source trusted most (carrier > device > recollected > claimed)
    "precision_s": pl.Int32,
    "local_date": pl.Date,
    "local_second": pl.Int32,  # second of the day in zone
    "address": pl.String,  # the other side, as written
    "address_key": pl.String,
    "address_kind": pl.String,
    "person": pl.String,  # id of who was contacted: "debtor" or a Person.id
    "role": pl.String,  # Role of that person
    "line": pl.String,  # the number that was dialled, E.164 or as the source says
    "known": pl.Boolean,  # the other side is in the borrower's address book
    "connected": pl.Boolean,
    "duration_s": pl.Int32,
    "text": pl.String,
    "name": pl.String,
    # from here on analyze fills in; first the classes
    "label": pl.String,  # Label; null before classification and for calls without any content
    "label_p": pl.Float32,
    "label_by": pl.String,  # rule model user number statement transcript abstain
    "flags": pl.List(pl.String),  # Flag
    "reason": pl.String,  # the rule's matched span and name, for the severe classes
    "demand": pl.Boolean,  # asks for payment
    "mode": pl.String,  # interactive notify unknown (for calls)
    "signature": pl.String,  # 【...】
    "amount": pl.Float64,  # yuan, the largest owed amount named
    # then whom it speaks for
    "lender": pl.String,  # Party.id of the lender it speaks for; null = not known
    "speaker": pl.String,  # Party.id of who speaks (agency or the lender itself)
    "lender_by": pl.String,  # why: user signature number wording statement
    # statements and corroboration
    "refused": pl.Boolean,
    "identified": pl.Boolean,
    "persons": pl.Int16,
    "location": pl.String,
    "entered": pl.Boolean,
    "audience": pl.Int32,
    "refs": pl.List(pl.String),  # "S1#123": source id and row, one per source record joined here
    "clocks": pl.List(pl.String),  # the clock of each ref
    "agreement": pl.String,  # single corroborated contradicted
    # recordings: what a machine heard counts for nothing; only words that the user checked and gave to the other side are text
    "text_by": pl.String,  # null: words as sent or told; transcript: the other side's, from a recording, checked by the user
    "transcript": pl.String,  # all that was heard in its recordings, a line per utterance; never quoted in a letter
    "transcript_by": pl.String,  # machine mixed checked: who vouches for the transcript
    "heard": pl.List(
        pl.String
    ),  # "S5#3@133000:threat": an unchecked utterance that reads like a severe class, with its place
}
EVENTS = pl.Schema(_EVENTS)


def empty(schema: pl.Schema) -> pl.DataFrame:
    """Return a frame of no rows with ``schema``."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Return ``frame`` with exactly ``schema``: missing columns become null, order and types are set.

    Raises:
        ValueError: ``frame`` has a column that ``schema`` does not know.
    """
    stray = [name for name in frame.columns if name not in schema]
    if stray:
        raise ValueError(f"columns not in the schema: {', '.join(stray)}")
    return frame.select(
        pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.items()
    )
