"""The flow solver: where personal data that an app reads can go.

``find_flows`` is the way in. How it works, and where a new handler goes, is told in docs/apk-audit.md.
"""

from ringfence.audit.apk.flow.budget import Budget
from ringfence.audit.apk.flow.cache import SummaryCache
from ringfence.audit.apk.flow.find import FlowReport, find_flows

__all__ = ["Budget", "FlowReport", "SummaryCache", "find_flows"]
