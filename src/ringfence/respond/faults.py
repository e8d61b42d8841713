"""The findings of a report: order, badges, evidence, basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.basis import on_screen, says
from ringfence.respond.typography import day, span
from ringfence.respond.wording import words
from ringfence.schema import RANK_ZH, FindingKind, full_width, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.evidence import Evidence
    from ringfence.respond.mask import Mask
    from ringfence.respond.names import Names
    from ringfence.respond.wording import Wording
    from ringfence.schema import Citation, Finding

SHOWN = 6
ANNEX = "evidence.csv"
OF_ITS_OWN = "其中"  # counts hits of one finding: not the same thing elsewhere, though the words may be
OURS = "本软件"


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, then acts like offences, then by how much they claim; those to be confirmed are left out."""
    kinds = list(FindingKind)
    sure = [finding for finding in findings if not finding.review_zh]
    first = words("letters")["told_first"]
    return sorted(
        sure,
        key=lambda one: (
            one.severity.order, one.rule not in first, not _offence(one), kinds.index(one.kind), -one.count, one.id
        ),
    )  # fmt: skip


def _offence(finding: Finding) -> bool:
    """Tell whether the finding points to what the police look into: threats, false officials, exposure."""
    laws = words("letters")["police_laws"]
    binding = finding.kind in {FindingKind.BREACH, FindingKind.INDICATION}
    return binding and any(citation.law in laws for citation in finding.citations)


def to_confirm(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings a person must look at before they are used."""
    return sorted((finding for finding in findings if finding.review_zh), key=lambda one: (one.severity.order, one.id))


def numbered(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """Return findings with the numbers the report gives them: sure ones first, then those to be confirmed."""
    kept = tuple(findings)
    return list(enumerate((*gravest_first(kept), *to_confirm(kept)), 1))


def _single(units: str) -> str:
    """Return an English unit for one: ``times`` is ``time``, ``days left`` is ``day left``, ``people`` is ``person``."""
    first, space, rest = units.replace("people", "persons").partition(" ")
    if not first.endswith("s"):  # working days
        return f"{first}{space}{rest.removesuffix('s')}"
    return f"{first[:-3]}y{space}{rest}" if first.endswith("ies") else f"{first[:-1]}{space}{rest}"


class Faults:
    """Turns findings into what the pages show."""

    def __init__(self, evidence: Evidence, names: Names, mask: Mask, cover: Coverage, words: Wording) -> None:
        self._evidence, self._names, self._mask, self._cover, self._words = evidence, names, mask, cover, words

    def said(self, text: str) -> str:
        """Return one of the case's own sentences in the page's language, masked like everything else and set for the page."""
        lang = self._words.lang
        fitted = self._cover.fit(self._mask.text(in_language(text, lang)))
        return full_width(fitted) if lang == "zh" else fitted

    def title(self, finding: Finding) -> str:
        """Return the finding's title in the page's language."""
        return self.said(self._one(finding.title_zh, finding.title_en))

    def short(self, findings: Iterable[Finding]) -> list[dict[str, Any]]:
        """Return one line per kind of wrong, lenders together: for the first screen."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            groups.setdefault((finding.rule, finding.kind.value), []).append(finding)
        return [self._line(group) for group in groups.values()]

    def full(self, finding: Finding, number: int) -> dict[str, Any]:
        """Return everything a page says about one finding."""
        words = self._words
        known = self._evidence.of(finding.events)
        rows = self._evidence.rows(known.head(SHOWN))
        return {
            "number": number,
            "id": finding.id,
            "rule": finding.rule,
            "kind": finding.kind.value,
            "badge": words.pick("kinds_short", finding.kind.value),
            "meaning": words.pick("kinds_long", finding.kind.value),
            "severity": words.pick("severities", finding.severity.value),
            "title": self.title(finding),
            "sentence": self.said(
                self._one(finding.told_zh or finding.sentence_zh, finding.told_en or finding.sentence_en)
            ),
            "lender": self._names.party(finding.lender),
            "count": self.amount(finding),
            "dates": span(finding.first_day, finding.last_day, words.lang),
            "rows": [[row.time, row.who, row.means, row.number, row.what, row.refs] for row in rows],
            "asides": [
                {
                    "event": row.event,
                    "clock": row.clock,
                    "origins": row.origins,
                    "standing": row.standing,
                    "pictured": row.pictured,
                }
                for row in rows
            ],
            "notes": self._notes(len(rows), known.height, len(set(finding.events)), finding.exhibits),
            "basis": [self._source(citation) for citation in finding.citations],
            "threshold": self.said(finding.threshold_zh),
            "product": words("product_threshold")
            if finding.product_threshold and OURS not in finding.threshold_zh
            else "",
            "uncertain": [self.said(text) for text in finding.uncertain_zh],
            "own": [self.said(text) for text in finding.uncertain_zh if text.startswith(OF_ITS_OWN)],
            "stronger": [self.said(text) for text in finding.stronger_zh],
            "review": self.said(finding.review_zh),
        }

    def amount(self, finding: Finding) -> str:
        """Return how many of what: ``5天``."""
        return self._amount(finding.count, finding.unit_zh)

    def _amount(self, count: int, unit: str) -> str:
        """Return how many of what; an English unit stands behind a space."""
        said = self.said(unit)
        if self._words.lang == "zh":
            return f"{count}{said}"
        return f"{count} {_single(said) if count == 1 else said}".rstrip()

    def _one(self, chinese: str, english: str) -> str:
        return chinese if self._words.lang == "zh" else english or chinese

    def _line(self, group: list[Finding]) -> dict[str, Any]:
        first = group[0]
        units = {finding.unit_zh for finding in group}
        glue = self._words("list_glue")
        count = sum(finding.count for finding in group)
        named = glue.join(dict.fromkeys(self._names.party(finding.lender) for finding in group))
        amount = self._amount(count, first.unit_zh) if len(units) == 1 else ""
        return {
            "kind": first.kind.value,
            "badge": self._words.pick("kinds_short", first.kind.value),
            "title": self.title(first),
            "count": amount,
            "lenders": named,
        }

    def _notes(self, shown: int, known: int, all_: int, exhibits: tuple[str, ...] = ()) -> list[str]:
        notes = []
        if exhibits:
            notes.append(self._words("evidence_papers", ids=self._words("list_glue").join(exhibits)))
        elif not all_:
            notes.append(self._words("evidence_none"))
        if known > shown:
            notes.append(self._words("evidence_more", shown=shown, all=known, file=ANNEX))
        if all_ > known:
            notes.append(self._words("evidence_lost", n=all_ - known))
        return notes

    def _source(self, citation: Citation) -> dict[str, Any]:
        words, lang = self._words, self._words.lang
        meaning = self._one(says(citation), citation.line_en or citation.paraphrase_en)
        return {
            "name": self._cover.fit(on_screen(citation, lang)),
            "rank": in_language(RANK_ZH[citation.rank], lang),
            "binding": citation.rank.binding,
            "valid": words(
                "basis_valid", first=day(citation.effective_from, lang), last=day(citation.effective_to, lang)
            ),
            "mark": words.pick("marks", citation.confidence.value),
            "confidence": citation.confidence.value,
            "meaning": self.said(meaning),
        }
