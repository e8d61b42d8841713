"""Reads a privacy policy: how it names contacts and other data, consent, recipients, retention, rights, each with its clause.

:func:`check_policy` takes the text; the questions, words and negative guards are words/*.yaml. Nothing here says that a policy
or a company breaks the law: the law room's facts stand beside the answers, and "not found" is said of the text that was given.
"""

from ringfence.audit.policy.check import check_policy
from ringfence.audit.policy.compare import compare_policies
from ringfence.audit.policy.json_form import change_to_json, policy_to_json
from ringfence.audit.policy.split import LONGEST, Clause, clauses_of
from ringfence.audit.policy.table import PolicyTable, PolicyTableError, Said, policy_table

__all__ = [
    "LONGEST",
    "Clause",
    "PolicyTable",
    "PolicyTableError",
    "Said",
    "change_to_json",
    "check_policy",
    "clauses_of",
    "compare_policies",
    "policy_table",
    "policy_to_json",
]
