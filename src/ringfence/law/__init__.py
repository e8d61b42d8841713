"""The law room judges: dated law as YAML data, rules as small pure functions, findings with their citations, routes.

``load_pack("cn")`` gives the checked data, ``judge(matter, pack)`` the findings and gaps, ``routes(matter, findings, pack)`` where
to go, ``explain("CN-COL-001")`` a rule in words. Facts are filtered by the day of the event and the type of lender before rank.
"""

from ringfence.law.advice import VERDICT_ZH, advice
from ringfence.law.check import Problem, check_pack
from ringfence.law.cite import cite
from ringfence.law.deadlines import deadlines
from ringfence.law.directory import Identity, ListedLender, Official, find_lenders, identify
from ringfence.law.docket import lender_behind
from ringfence.law.errors import PackError, PackMissingError, RuleMissingError
from ringfence.law.explain import Basis, Explanation, explain
from ringfence.law.judge import Judgement, judge
from ringfence.law.limits import CostLimit, cost_limits, lpr_note
from ringfence.law.load import load_pack, read_pack
from ringfence.law.pack import (
    Acts,
    Carries,
    Cite,
    Concern,
    Context,
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
    Verdict,
)
from ringfence.law.pages import pages
from ringfence.law.route import routes
from ringfence.law.seal import FILE as SEALS
from ringfence.law.seal import read_seals, seals_text
from ringfence.law.settings import Settings
from ringfence.law.stated import Stated, stated
from ringfence.law.tables import pack_folder, pack_names
from ringfence.law.workdays import Calendar, WorkYear

__all__ = [
    "SEALS",
    "VERDICT_ZH",
    "Acts",
    "Basis",
    "Calendar",
    "Carries",
    "Cite",
    "Concern",
    "Context",
    "CostLimit",
    "Deadline",
    "Explanation",
    "Fact",
    "Identity",
    "Judgement",
    "Law",
    "ListedLender",
    "Longer",
    "LprRate",
    "Official",
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
    "Stated",
    "Threshold",
    "TimeUnit",
    "Verdict",
    "WorkYear",
    "advice",
    "check_pack",
    "cite",
    "cost_limits",
    "deadlines",
    "explain",
    "find_lenders",
    "identify",
    "judge",
    "lender_behind",
    "load_pack",
    "lpr_note",
    "pack_folder",
    "pack_names",
    "pages",
    "read_pack",
    "read_seals",
    "routes",
    "seals_text",
    "stated",
]
