"""No paper may say otherwise than one already sent: amounts, dates, and what it says about the debt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.respond.wording import words
from ringfence.schema import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Document, Matter, Party, Proceeding

STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing said otherwise.

    Attributes:
        proceeding: Proceeding.id of what was sent.
        name: of the claim (``principal:D1``); ``earlier`` and ``now`` are its values.
    """

    proceeding: str
    name: str
    earlier: str
    now: str

    @property
    def zh(self) -> str:
        """Return it as a sentence."""
        label, _, debt = self.name.partition(":")
        table = words("paper")
        what = f"{table['names'].get(label, label)}{f'({debt})' if debt else ''}"
        shown = table["stances"] if label == STANCE else {}
        earlier, now = shown.get(self.earlier, self.earlier), shown.get(self.now, self.now)
        return f"{self.proceeding} 里{what}写的是“{earlier}”,这一份是“{now}”"


def claims_of(matter: Matter, party: Party | None, stance: str) -> tuple[tuple[str, str], ...]:
    """Return what a paper to or about ``party`` says about its debts, by name; what is not known is not said."""
    found: list[tuple[str, str]] = [(STANCE, stance)]
    for debt in matter.debts:
        if party is None or debt.lender != party.id:
            continue
        if debt.principal is not None:
            found.append((f"principal:{debt.id}", f"{debt.principal:.2f}"))
        if debt.opened is not None:
            found.append((f"opened:{debt.id}", debt.opened.isoformat()))
        if debt.due is not None:
            found.append((f"due:{debt.id}", debt.due.isoformat()))
    return tuple(found)


def contradictions(document: Document, proceedings: Iterable[Proceeding]) -> tuple[Contradiction, ...]:
    """Return what ``document`` says otherwise than papers that were sent about the same lender.

    A stance that says nothing about the debt contradicts none; which of the others exclude each other is in words/paper.yaml.
    """
    now = dict(document.claims)
    clashing = {frozenset(pair) for pair in words("paper")["conflicts"]}
    found: list[Contradiction] = []
    for sent in proceedings:
        if sent.lender != document.lender or sent.first(StepKind.SENT) is None:
            continue
        for name, earlier in sent.claims:
            if name not in now or now[name] == earlier:
                continue
            if name != STANCE or frozenset({earlier, now[name]}) in clashing:
                found.append(Contradiction(sent.id, name, earlier, now[name]))
    return tuple(found)
