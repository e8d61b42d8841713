"""How parties and persons are named on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import full_width

if TYPE_CHECKING:
    from ringfence.respond.coverage import Coverage
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier


class Names:
    """Names of one dossier, masked and fitted to the fonts."""

    def __init__(self, dossier: Dossier, mask: Mask, cover: Coverage, words: Wording) -> None:
        self._matter = dossier.matter
        self._mask, self._cover, self._words = mask, cover, words

    def party(self, party: str | None) -> str:
        """Return a party's name, its id when it has none, the words for "not yet known" when there is no party."""
        if not party:
            return self._words("unknown_lender")
        found = self._matter.party(party)
        return full_width(self._cover.fit(found.name)) if found and found.name else party

    def person(self, person: str, role: str) -> str:
        """Return a person's masked name with the role."""
        found = self._matter.person(person)
        title = self._words.role("debtor" if person == "debtor" else role)
        if found is None or not found.name:
            return title
        name = self._cover.fit(self._mask.name(found.name))
        return f"{name}（{title}）" if self._words.lang == "zh" else f"{name} ({title})"
