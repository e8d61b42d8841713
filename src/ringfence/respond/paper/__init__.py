"""Papers a person chooses to write: requests, demands, objections, appeals, court drafts; none may contradict another."""

from ringfence.respond.paper.consistency import Inconsistency, claims_of, inconsistencies
from ringfence.respond.paper.kind import PaperKind, paper_groups, paper_kind, paper_kinds
from ringfence.respond.paper.write import Wanted, blank_label, paper_blanks, paper_purpose, write_paper

__all__ = [
    "Inconsistency",
    "PaperKind",
    "Wanted",
    "blank_label",
    "claims_of",
    "inconsistencies",
    "paper_blanks",
    "paper_groups",
    "paper_kind",
    "paper_kinds",
    "paper_purpose",
    "write_paper",
]
