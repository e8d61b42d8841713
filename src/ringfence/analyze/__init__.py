"""Understands: classes and flags of texts with reasons, what they name, who speaks for which lender, and the counts.

Pure functions over columns. The severe classes come from rules that need a combination of cues (``data/cues.yaml``,
``data/rules.yaml``) and quote the words they stand on; the easy five from a calibrated linear model and votes of patterns;
where they are unsure the label is ``unsure`` and a person must look.
"""

from ringfence.analyze.amounts import Amount
from ringfence.analyze.attribute import attribute
from ringfence.analyze.classify import classify, read_events, settle
from ringfence.analyze.corrections import fingerprint
from ringfence.analyze.decide import TEXT_CLASSES, classify_texts
from ringfence.analyze.extract import Extraction, extract
from ringfence.analyze.heard import Heard, hear
from ringfence.analyze.measure import EFFECTIVE_S, measure
from ringfence.analyze.normal import Normal, normalise
from ringfence.analyze.revision import revision
from ringfence.analyze.rulebook import RuleBookError
from ringfence.analyze.suggest import PartySuggestion, guess_type, suggest_parties
from ringfence.analyze.told_reason import reason_in_english

__all__ = [
    "EFFECTIVE_S",
    "TEXT_CLASSES",
    "Amount",
    "Extraction",
    "Heard",
    "Normal",
    "PartySuggestion",
    "RuleBookError",
    "attribute",
    "classify",
    "classify_texts",
    "extract",
    "fingerprint",
    "guess_type",
    "hear",
    "measure",
    "normalise",
    "read_events",
    "reason_in_english",
    "revision",
    "settle",
    "suggest_parties",
]
