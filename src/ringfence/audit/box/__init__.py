"""The process box: each file is worked on in a process of its own, with a limit of memory and time and two tries.

A file that eats memory, hangs, or ends its process gives a typed fault and never stops the rest. The room's own face
(:func:`ringfence.audit.audit_many`) is what others call; here lies how:

``run`` (whose turn it is) → ``slot`` (one keeper and its thread, in our process) → ``keeper`` (a process that has loaded
everything once and forks a worker for each file) → ``work`` (the worker). ``channel`` is the wire between them.
"""

from ringfence.audit.box.outcome import Fault, FaultKind, Outcome
from ringfence.audit.box.run import run
from ringfence.audit.box.task import Limits, Task

__all__ = ["Fault", "FaultKind", "Limits", "Outcome", "Task", "run"]
