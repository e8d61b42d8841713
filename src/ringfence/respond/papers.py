"""What every letter of one dossier shares: the same counts, names, evidence and masks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ringfence.respond.counts import of_lender, whole
from ringfence.respond.coverage import AsWritten
from ringfence.respond.evidence import Evidence
from ringfence.respond.faults import gravest_first
from ringfence.respond.mask import Mask
from ringfence.respond.names import Names
from ringfence.respond.typography import span
from ringfence.respond.wording import Wording, fill, words
from ringfence.schema import Blank, FindingKind, Heading, Paragraph, full_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.counts import Counts
    from ringfence.schema import Dossier, Finding

_YEAR = re.compile(r"20\d\d年")
_UNSAFE = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff-]+")


@dataclass(frozen=True)
class Papers:
    """One dossier on the desk, ready to write letters from."""

    dossier: Dossier

    @cached_property
    def mask(self) -> Mask:
        """Return the mask the dossier asks for."""
        return Mask.of(self.dossier)

    @cached_property
    def cover(self) -> AsWritten:
        """Return what keeps text as it is: a letter is fitted to the fonts, and says so, when it is written."""
        return AsWritten()

    @cached_property
    def words(self) -> Wording:
        """Return the Chinese wording of rows (kinds, roles)."""
        return Wording("zh")

    @cached_property
    def names(self) -> Names:
        """Return how parties and persons are called."""
        return Names(self.dossier, self.mask, self.cover, self.words)

    @cached_property
    def evidence(self) -> Evidence:
        """Return the rows of the timeline."""
        return Evidence(self.dossier, self.mask, self.cover, self.words)

    @cached_property
    def usable(self) -> dict[str, Finding]:
        """Return the findings a letter may state, gravest first: confirmed, and more than a hint."""
        found = gravest_first(self.dossier.findings)
        return {finding.id: finding for finding in found if finding.kind is not FindingKind.HINT}

    def of(self, ids: Iterable[str]) -> list[Finding]:
        """Return the usable findings among ``ids``, gravest first."""
        wanted = set(ids)
        return [finding for finding in self.usable.values() if finding.id in wanted]

    def counts(self, lender: str | None = None) -> Counts:
        """Return the counts of ``lender``, or of the whole case."""
        return whole(self.dossier) if lender is None else of_lender(self.dossier, lender)

    def counted(self, counts: Counts) -> dict[str, object]:
        """Return the counts as values for a sentence."""
        return {
            "span": span(counts.first, counts.last),
            "attempts": counts.attempts,
            "calls": counts.calls,
            "written": counts.written,
            "other": counts.other,
            "quiet": counts.quiet,
            "days": counts.days,
            "people": counts.people,
            "roles": "、".join(f"{self.words.role(role.value)}{n}人" for role, n in counts.roles),
        }

    def said(self, text: str) -> str:
        """Return one of the case's own sentences, masked like everything else and set in Chinese."""
        return full_width(self.cover.fit(self.mask.text(text)))

    def told(self, finding: Finding, them: str = "") -> str:
        """Return what happened, as the borrower says it and without full stop; never the part that goes on to the law.

        ``them`` stands for the lender's quoted name where a letter has said once who that is.
        """
        sentence = finding.told_zh or finding.title_zh
        party = self.dossier.matter.party(finding.lender)
        if them and party is not None:
            sentence = sentence.replace(f"“{party.name or party.id}”", them)
        # In a letter it is the borrower who states everything.
        return self.said(sentence.replace("按您的说明,", "").replace("您", "我")).rstrip("。")

    def fact(self, finding: Finding, them: str = "") -> dict[str, object]:
        """Return the values of a line about ``finding``; ``dated``: the sentence itself says when."""
        sentence = self.told(finding, them)
        return {
            "title": self.said(finding.title_zh),
            "sentence": sentence,
            "dated": _YEAR.search(sentence) is not None or self.amount(finding) in sentence,
            "dates": span(finding.first_day, finding.last_day),
            "amount": self.amount(finding),
        }

    def amount(self, finding: Finding) -> str:
        """Return how many of what."""
        return f"{finding.count}{self.said(finding.unit_zh)}"


def say(key: str, **values: object) -> str:
    """Return the letters' sentence ``key`` with ``values``."""
    return fill(str(words("letters")[key]), **values)


def heading(key: str, **values: object) -> Heading:
    """Return a heading of the letters' words."""
    return Heading(say(key, **values))


def paragraph(key: str, **values: object) -> Paragraph:
    """Return a paragraph of the letters' words."""
    return Paragraph(say(key, **values))


def blank(key: str, value: str = "") -> Blank:
    """Return a field to fill in by hand."""
    return Blank(words("letters")[key], value)


def stem(number: int, name: str) -> str:
    """Return a file name without suffix that every system takes: Chinese, letters, digits, hyphens, at most 60 characters."""
    safe = _UNSAFE.sub("-", unicodedata.normalize("NFKC", name)).strip("-")[:56].strip("-")
    return f"{number}-{safe or 'letter'}"
