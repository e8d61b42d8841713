"""What the law room says: findings with their evidence and citations, channels and routes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- read at run time by the loader of saved findings
from enum import StrEnum


class Rank(StrEnum):
    """How binding a source of law is, highest first."""

    LAW = "law"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    ADMIN_REGULATION = "admin_regulation"
    DEPT_RULE = "dept_rule"
    NORMATIVE_DOC = "normative_doc"
    JUDICIAL_POLICY = "judicial_policy"
    RECOMMENDED_STANDARD = "recommended_standard"
    SELF_REGULATION = "self_regulation"
    DRAFT = "draft"

    @property
    def binding(self) -> bool:
        """Tell whether breaking it is unlawful; standards, self-regulation and drafts are benchmarks only."""
        return self not in {Rank.RECOMMENDED_STANDARD, Rank.SELF_REGULATION, Rank.DRAFT}

    @property
    def order(self) -> int:
        """Return 0 for the highest rank."""
        return list(Rank).index(self)


class Confidence(StrEnum):
    """How an article was checked (LAW.md)."""

    TEXT = "text"  # the article itself was read
    SECONDARY = "secondary"  # reported by a second source
    MEMORY = "memory"  # not confirmed


class FindingKind(StrEnum):
    """How much a finding claims."""

    BREACH = "breach"  # a binding rule with a bright line was crossed
    INDICATION = "indication"  # facts that point to a breach of a binding rule; the authority decides
    BENCHMARK = "benchmark"  # below a standard or self-regulation; never called unlawful
    HINT = "hint"  # a reminder (a deadline of the user's own, something to do); accuses nobody


class Severity(StrEnum):
    """How grave, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def order(self) -> int:
        """Return 0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Citation:
    """One article as it stood on the day of the event.

    Attributes:
        fact: id in the law data (``cc-1033``).
        law: id of the instrument (``CIVIL``).
        title: full Chinese title.
        article: article, paragraph and item as in the data; ``article_confirmed`` False: the number is not printed in letters.
        in_letters: may be cited to an authority (LAW.md: facts from memory may not).
        line_zh: what it says about the very wrong it is cited for, a plain sentence; the paraphrase where empty.
        article_zh: the place as Chinese writing cites it (第一千零三十三条第一项), empty when it cannot be said exactly.
        aside: shown beside what carries the finding; letters leave it out.
    """

    fact: str
    law: str
    title: str
    issuer: str
    doc_number: str
    article: str
    rank: Rank
    confidence: Confidence
    effective_from: date
    effective_to: date | None
    paraphrase_zh: str
    paraphrase_en: str
    source: str
    note: str = ""
    line_zh: str = ""
    line_en: str = ""
    article_zh: str = ""
    aside: bool = False

    @property
    def article_confirmed(self) -> bool:
        """Tell whether the article's own text was read, so that its number may be printed in a letter."""
        return self.confidence is Confidence.TEXT

    @property
    def in_letters(self) -> bool:
        """Tell whether the instrument may be named in a letter (with the article only if it is confirmed)."""
        return self.confidence is not Confidence.MEMORY


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong, on given days, by one party, with what it stands on.

    Attributes:
        id: stable: rule, lender and period (``CN-COL-001:L1``).
        rule: rule id in the law data.
        sentence_zh: what happened and what is wrong with it, plain words, no legal conclusion beyond ``kind``.
        lender: Party.id, None when nobody could be named.
        events: evidence, EVENTS.event ids, oldest first.
        count: how many occurrences (days, calls, people: ``unit_zh`` says which).
        rank: highest rank among ``citations`` after filtering by date and lender type.
        threshold_zh: the line that was crossed; ``product_threshold`` True: the statute has no number, the value is ours.
        uncertain_zh: what is not certain, each a sentence.
        stronger_zh: what evidence would make it stronger.
        review_zh: why a person must look before it is used, empty when not needed.
        told_zh: what happened and nothing else: no article, no judgement; the first part of ``sentence_zh``.
        subject: id of the debt, proceeding, app, agreement or entry it is about, "" when it is about events.
        exhibits: SourceFile.id of papers it stands on besides events.
    """

    id: str
    rule: str
    title_zh: str
    title_en: str
    kind: FindingKind
    severity: Severity
    lender: str | None
    sentence_zh: str
    sentence_en: str
    events: tuple[str, ...]
    count: int
    unit_zh: str
    first_day: date | None
    last_day: date | None
    citations: tuple[Citation, ...]
    rank: Rank | None
    confidence: Confidence
    threshold_zh: str = ""
    product_threshold: bool = False
    uncertain_zh: tuple[str, ...] = ()
    stronger_zh: tuple[str, ...] = ()
    review_zh: str = ""
    told_zh: str = ""
    told_en: str = ""
    subject: str = ""
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """An office that takes complaints."""

    id: str
    name: str
    operator: str
    contact: str
    handles: str
    not_for: str
    materials: tuple[str, ...]
    deadline: str
    citations: tuple[Citation, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of the way for one lender.

    Attributes:
        order: 1 first; steps of the same order may be taken together.
        channel: where.
        why_zh: why this office, for this type of lender and these findings.
        findings: Finding.id that belong there.
    """

    order: int
    channel: Channel
    why_zh: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The way to take against one lender."""

    lender: str | None
    steps: tuple[RouteStep, ...]
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class RuleGap:
    """A rule that could not be judged because an input is missing; said instead of silence."""

    rule: str
    title_zh: str
    missing_zh: tuple[str, ...]
