"""The law room judges: dated law as YAML data, rules as small pure functions, findings with their citations, routes.

``load_pack("cn")`` gives the checked data, ``judge(matter, pack)`` the findings and gaps, ``routes(matter, findings, pack)`` where
to go, ``explain("CN-COL-001")`` a rule in words. Facts are filtered by the day of the event and the type of lender before rank.
"""

from ringfence.law.check import Problem, check_pack
from ringfence.law.errors import PackError, PackMissingError, RuleMissingError
from ringfence.law.explain import Basis, Explanation, explain
from ringfence.law.judge import Judgement, judge
from ringfence.law.load import load_pack, read_pack
from ringfence.law.pack import (
    Carries,
    Cite,
    Concern,
    Deadline,
    Fact,
    Law,
    LprRate,
    Pack,
    Plan,
    PlanStep,
    PopularClaim,
    Rule,
    RuleKind,
    Threshold,
    TimeUnit,
)
from ringfence.law.pages import pages
from ringfence.law.route import routes
from ringfence.law.seal import FILE as SEALS
from ringfence.law.seal import read_seals, seals_text
from ringfence.law.settings import Settings
from ringfence.law.tables import pack_folder, pack_names

__all__ = [
    "SEALS",
    "Basis",
    "Carries",
    "Cite",
    "Concern",
    "Deadline",
    "Explanation",
    "Fact",
    "Judgement",
    "Law",
    "LprRate",
    "Pack",
    "PackError",
    "PackMissingError",
    "Plan",
    "PlanStep",
    "PopularClaim",
    "Problem",
    "Rule",
    "RuleKind",
    "RuleMissingError",
    "Settings",
    "Threshold",
    "TimeUnit",
    "check_pack",
    "explain",
    "judge",
    "load_pack",
    "pack_folder",
    "pack_names",
    "pages",
    "read_pack",
    "read_seals",
    "routes",
    "seals_text",
]
