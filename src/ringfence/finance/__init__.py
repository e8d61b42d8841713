"""The finance room counts: what a loan really costs, what advertised rates come to a year, what a household can pay.

``cost(loan)`` gives the true rate both ways, ``annual_from(wording)`` reads "日息万五", ``schedule(...)`` makes payments from
the three numbers people know, ``read_flows(text)`` from a table, ``afford`` and ``offer`` the numbers of a negotiation. Counts
only: what is unlawful is for the law room, which has the limits and their days.
"""

from ringfence.finance.afford import afford
from ringfence.finance.cost import cost
from ringfence.finance.errors import FinanceError, FlowTableError, TermsError
from ringfence.finance.flow_table import read_flows
from ringfence.finance.months import months_after
from ringfence.finance.offer import not_paid_back, offer, still_due
from ringfence.finance.schedule import Repayment, schedule
from ringfence.finance.wording import Annual, YearlyRate, annual_from

__all__ = [
    "Annual",
    "FinanceError",
    "FlowTableError",
    "Repayment",
    "TermsError",
    "YearlyRate",
    "afford",
    "annual_from",
    "cost",
    "months_after",
    "not_paid_back",
    "offer",
    "read_flows",
    "schedule",
    "still_due",
]
