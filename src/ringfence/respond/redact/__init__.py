"""Masking for sharing: text, PDF and pictures without the phones, ids, cards, addresses and names of anybody."""

from ringfence.respond.redact.span import Private, Span
from ringfence.respond.redact.text import Masked, Redactor

__all__ = ["Masked", "Private", "Redactor", "Span"]
