"""Phone number columns: each distinct spelling is parsed once, so that a million rows cost a few thousand parses."""

from __future__ import annotations

import re

import polars as pl

from ringfence.schema import NumberKind, parse_phone

_DAMAGED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")  # what a spreadsheet leaves of eleven digits
_HIDDEN = re.compile(r"\+?\d[\d\s-]*[*xX#•]{2,}[\d\s-]*")  # what a carrier hides: 138****8000
_LOOKUP = pl.Schema({"_party": pl.String, "address_key": pl.String, "address_kind": pl.String})


def is_damaged(written: str) -> bool:
    """Tell whether digits were lost: rounded by a spreadsheet (``1.38E+10``)."""
    return _DAMAGED.fullmatch(written.strip()) is not None


def is_hidden(written: str) -> bool:
    """Tell whether digits are hidden by stars (``138****8000``)."""
    return _HIDDEN.fullmatch(written.strip()) is not None


def key_and_kind(written: str) -> tuple[str, str]:
    """Return (key, NumberKind) of a number as written, or of a group joined with ``~`` (kind: its first member's).

    Lost or hidden digits make no key: two such numbers must not be taken for one, nor for another that is whole.
    """
    if is_damaged(written) or is_hidden(written):
        return "", NumberKind.INVALID.value
    members = [parse_phone(part) for part in written.split("~")]
    return "~".join(member.key for member in members), members[0].kind.value


def with_numbers(frame: pl.DataFrame, party: str = "address") -> pl.DataFrame:
    """Add ``address_key`` and ``address_kind`` from the spelling in column ``party``; the order of rows stays."""
    spellings = frame.get_column(party).unique()
    rows = [(written, *key_and_kind(written or "")) for written in spellings.to_list()]
    lookup = pl.DataFrame(rows, schema=_LOOKUP, orient="row")
    return frame.join(lookup, left_on=party, right_on="_party", how="left", nulls_equal=True, maintain_order="left")
