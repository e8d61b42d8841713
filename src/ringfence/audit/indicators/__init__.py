"""Compares: an app with a list the user brings (STIX 2 bundle or CSV) of packages, certificates, domains, digests, addresses.

What a list says is the list's claim. Nothing here knows whether it is right, and no list comes with the program.
"""

from ringfence.audit.indicators.errors import IndicatorFileError
from ringfence.audit.indicators.indicator import All, Any, Comparison, Indicator, IndicatorList, Skipped
from ringfence.audit.indicators.match import match
from ringfence.audit.indicators.read import parse_indicators, read_indicators
from ringfence.audit.indicators.stix_pattern import PatternError, parse_pattern

__all__ = [
    "All",
    "Any",
    "Comparison",
    "Indicator",
    "IndicatorFileError",
    "IndicatorList",
    "PatternError",
    "Skipped",
    "match",
    "parse_indicators",
    "parse_pattern",
    "read_indicators",
]
