"""What a letter's findings are about: collecting, or also the loan, the agreement, the credit record, personal information."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.respond.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Finding

_ONLY_WITH = {"cost": "CN-COST", "agreement": "CN-AGR", "credit": "CN-CRD"}  # request -> the family that asks for it
_OF_COLLECTING = frozenset({"stop_third", "agency", "one_person", "records"})
_OF_OTHERS = frozenset({"stop_third", "contacts"})  # asked only when somebody else was contacted


@dataclass(frozen=True, slots=True)
class Themes:
    """The families of some findings' rules (``CN-COST``)."""

    families: frozenset[str]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Themes:
        """Return what ``findings`` are about."""
        return cls(frozenset(family(finding) for finding in findings))

    @property
    def collecting(self) -> bool:
        """Tell whether any of it is about how the debt is collected."""
        return not self.families or any(one not in words("letters")["themes"] for one in self.families)

    def said(self) -> dict[str, object]:
        """Return the values of the sentences that say what the letter is about."""
        table = words("letters")
        named = [str(text) for one, text in table["themes"].items() if one in self.families]
        if self.collecting:
            named.append(str(table["theme_else"]))
        about = named[0] if len(named) == 1 else f"{'、'.join(named[:-1])}和{named[-1]}"
        only = self.collecting and len(named) == 1
        return {"about": about, "collecting": self.collecting, "single": len(named) == 1, "only": only}

    def asks(self, key: str, *, others: bool) -> bool:
        """Tell whether the request ``key`` belongs into the letter; ``others``: people who do not owe were contacted."""
        if key in _ONLY_WITH:
            return _ONLY_WITH[key] in self.families
        if key == "contacts" and "CN-APP" in self.families:
            return True
        return (others or key not in _OF_OTHERS) and (self.collecting or key not in _OF_COLLECTING)


def family(finding: Finding) -> str:
    """Return the family of a finding's rule."""
    return finding.rule.rpartition("-")[0]


def about_collecting(finding: Finding) -> bool:
    """Tell whether a finding is about how the debt is collected."""
    return family(finding) not in words("letters")["themes"]
