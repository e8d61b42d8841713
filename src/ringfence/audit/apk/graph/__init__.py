"""The app as a whole: class hierarchy, call graph, what is reached from the entries, what matters for a path of data."""

from ringfence.audit.apk.graph.calls import CallGraph
from ringfence.audit.apk.graph.closure import Closures
from ringfence.audit.apk.graph.relevance import Slice, relevance
from ringfence.audit.apk.graph.running import Running

__all__ = ["CallGraph", "Closures", "Running", "Slice", "relevance"]
