"""The law room judges: dated law as YAML data, rules as small pure functions, findings with their citations, routes.

``load_pack("cn")`` gives the checked data, ``judge(matter, pack)`` the findings and gaps, ``routes(matter, findings, pack)`` where
to go, ``explain("CN-COL-001")`` a rule in words. Facts are filtered by the day of the event and the type of lender before rank.
"""

from ringfence.law.deadlines import deadlines
from ringfence.law.errors import PackError, PackMissingError, RuleMissingError
from ringfence.law.explain import Basis, Explanation, explain
from ringfence.law.judge import Judgement, judge
from ringfence.law.load import load_pack, read_pack
from ringfence.law.pack import (
    Acts,
    Carries,
    Cite,
    Concern,
    Deadline,
    Fact,
    Law,
    Longer,
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
from ringfence.law.route import routes
from ringfence.law.settings import Settings
from ringfence.law.workdays import Calendar, WorkYear

__all__ = [
    "Acts",
    "Basis",
    "Calendar",
    "Carries",
    "Cite",
    "Concern",
    "Deadline",
    "Explanation",
    "Fact",
    "Judgement",
    "Law",
    "Longer",
    "LprRate",
    "Pack",
    "PackError",
    "PackMissingError",
    "Plan",
    "PlanStep",
    "PopularClaim",
    "Rule",
    "RuleKind",
    "RuleMissingError",
    "Settings",
    "Threshold",
    "TimeUnit",
    "WorkYear",
    "deadlines",
    "explain",
    "judge",
    "load_pack",
    "read_pack",
    "routes",
]
