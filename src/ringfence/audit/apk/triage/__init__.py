"""What can be said of an app in a second or two, without following its data.

Permissions, readings, SDKs, packers, hosts, blind spots. ``triage`` is the way in; each file beside it answers one question.
"""

from ringfence.audit.apk.triage.audit import triage, triage_verdict
from ringfence.audit.apk.triage.authors import Authors

__all__ = ["Authors", "triage", "triage_verdict"]
