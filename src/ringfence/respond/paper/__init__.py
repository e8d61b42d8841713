"""Papers a person chooses to write: requests, demands, objections, appeals, court drafts; none may contradict another."""

from ringfence.respond.paper.consistency import Contradiction, claims_of, contradictions
from ringfence.respond.paper.kind import PaperKind, paper_groups, paper_kind, paper_kinds
from ringfence.respond.paper.write import Wanted, write_paper

__all__ = [
    "Contradiction",
    "PaperKind",
    "Wanted",
    "claims_of",
    "contradictions",
    "paper_groups",
    "paper_kind",
    "paper_kinds",
    "write_paper",
]
