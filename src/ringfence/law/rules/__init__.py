"""One small function per rule over the docket; importing this package registers them all by rule id."""

from ringfence.law.rules import (
    abroad,
    conduct,
    contacts,
    frequency,
    hours,
    identity,
    papers,
    published,
    reachable,
    undeclared,
    visits,
)
from ringfence.law.rules.outcome import JUDGES, Outcome, Standing, Variant

__all__ = [
    "JUDGES",
    "Outcome",
    "Standing",
    "Variant",
    "abroad",
    "conduct",
    "contacts",
    "frequency",
    "hours",
    "identity",
    "papers",
    "published",
    "reachable",
    "undeclared",
    "visits",
]
