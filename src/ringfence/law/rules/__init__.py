"""One small function per rule over the docket; importing this package registers them all by rule id."""

from ringfence.law.rules import (
    afterwards,
    answers,
    conduct,
    contacts,
    countdown,
    crime,
    frequency,
    hours,
    identity,
    papers,
    published,
    reachable,
    requests,
    traced,
    undeclared,
    visits,
)
from ringfence.law.rules.outcome import JUDGES, Outcome, Standing, Variant

__all__ = [
    "JUDGES",
    "Outcome",
    "Standing",
    "Variant",
    "afterwards",
    "answers",
    "conduct",
    "contacts",
    "countdown",
    "crime",
    "frequency",
    "hours",
    "identity",
    "papers",
    "published",
    "reachable",
    "requests",
    "traced",
    "undeclared",
    "visits",
]
