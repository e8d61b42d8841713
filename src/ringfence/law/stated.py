"""Facts of the law in words for a page: name and article, rank, first day, how sure that is. For checks that judge nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- part of the dataclass
from typing import TYPE_CHECKING

from ringfence.law.cite import cite
from ringfence.law.explain import CONFIDENCE_ZH
from ringfence.law.words import article_en, article_zh
from ringfence.schema import RANK_ZH, Confidence, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.law.pack import Pack

_CONFIDENCE_EN = {
    Confidence.TEXT: "article read",
    Confidence.SECONDARY: "from secondary sources, article number not confirmed",
    Confidence.MEMORY: "not confirmed, not for letters",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact in words.

    Attributes:
        name_zh, name_en: instrument and, only where its text was read, the article.
        says_zh, says_en: what it says, a paraphrase.
        rank_zh, rank_en: ``法律``; the English is the machine's word made readable.
        since: first day in force.
        sure_zh, sure_en: how it was checked; ``confirmed``: its own text was read.
    """

    fact: str
    name_zh: str
    name_en: str
    says_zh: str
    says_en: str
    rank_zh: str
    rank_en: str
    since: date
    sure_zh: str
    sure_en: str
    confirmed: bool

    def line(self, lang: str = "zh") -> str:
        """Return it as one line."""
        if lang == "en":
            return f"{self.name_en} ({self.rank_en}, in force since {self.since}, {self.sure_en}): {self.says_en}"
        return f"{self.name_zh}({self.rank_zh},{self.since}起施行,{self.sure_zh}):{self.says_zh}"


def stated(pack: Pack, facts: Iterable[str], day: date, kind: PartyType = PartyType.UNKNOWN) -> tuple[Stated, ...]:
    """Return those of ``facts`` that are in force on ``day`` and bind a lender of that type, in their order.

    Raises:
        PackError: a fact is not in the pack.
    """
    return tuple(
        Stated(
            fact=one.fact,
            name_zh=article_zh(one),
            name_en=article_en(one),
            says_zh=one.line_zh or one.paraphrase_zh,
            says_en=one.line_en or one.paraphrase_en,
            rank_zh=RANK_ZH[one.rank],
            rank_en=one.rank.value.replace("_", " "),
            since=one.effective_from,
            sure_zh=CONFIDENCE_ZH[one.confidence],
            sure_en=_CONFIDENCE_EN[one.confidence],
            confirmed=one.article_confirmed,
        )
        for one in cite(pack, facts, day, kind)
    )
