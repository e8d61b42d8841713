"""Reads a repayment agreement or a lender's offer: what is there, what is vague or missing, what is dangerous, whether it adds up.

:func:`check_agreement` takes the text and what is known of the debt; it never says that an agreement is void, only what to ask.
"""

from ringfence.respond.agreement.check import AgreementCheck, Known, Point, Verdict, Warned, check_agreement
from ringfence.respond.agreement.clause import Clause, clauses_of
from ringfence.respond.agreement.plan import Instalment, Plan, read_plan
from ringfence.respond.agreement.sums import Sum, check_sums
from ringfence.respond.agreement.table import agreement_words

__all__ = [
    "AgreementCheck",
    "Clause",
    "Instalment",
    "Known",
    "Plan",
    "Point",
    "Sum",
    "Verdict",
    "Warned",
    "agreement_words",
    "check_agreement",
    "check_sums",
    "clauses_of",
    "read_plan",
]
