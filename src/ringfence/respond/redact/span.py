"""What is masked: a place in a text, what kind of thing stands there, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Private(StrEnum):
    """What sort of private thing it is."""

    PHONE = "phone"
    IDENTITY = "identity"
    CARD = "card"
    ACCOUNT = "account"
    ADDRESS = "address"
    NAME = "name"
    EMAIL = "email"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Span:
    """One private thing in a text.

    Attributes:
        start: first character in the original text; ``end``: one past the last.
        kind: what it is.
        key: what two spellings of the same thing share (a number's key, an id's digits, a name as the book has it).
        why: the check it passed, Chinese, without content.
    """

    start: int
    end: int
    kind: Private
    key: str
    why: str
