"""The nouns of a law pack: instruments, facts, rules, plans of the way to take, deadlines, claims, rates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.law.article import article_in_words
from ringfence.schema import Citation, PartyType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ringfence.law.directory import ListedLender, Official
    from ringfence.law.settings import Settings
    from ringfence.schema import Channel, Confidence, FindingKind, Rank, Severity


class RuleKind(StrEnum):
    """What a rule is in the law data."""

    BRIGHT_LINE = "bright_line"
    INDICATOR = "indicator"
    DEADLINE = "deadline"
    DRAFT = "draft"
    INFO = "info"
    HEURISTIC = "heuristic"


class Carries(StrEnum):
    """What one citation does for one rule.

    ``line``: its content is the very line the rule measures, so a binding one makes a bright line a breach.
    ``principle``: it forbids the wrong in general; the facts point to it, an authority decides.
    ``support``: listed beside a carrying citation, never carries a finding alone.
    """

    LINE = "line"
    PRINCIPLE = "principle"
    SUPPORT = "support"


class Concern(StrEnum):
    """Which kind of office a rule's findings belong to."""

    SUPERVISOR = "supervisor"  # the institution and whoever supervises it
    NUMBERS = "numbers"  # the number hotline
    PERSONAL_INFORMATION = "personal_information"  # the internet information office
    POLICE = "police"  # acts like offences
    POLICE_AFTER_REFUSAL = "police_after_refusal"  # pestering: to the police once somebody has told them to stop
    COURT = "court"  # civil claims
    CONTRACT = "contract"  # the debt itself: who owns it, who collects it
    CREDIT = "credit"  # the credit report
    CONSUMER = "consumer"  # advertising, trading without a licence


class Verdict(StrEnum):
    """How far a popular claim is right."""

    RIGHT = "right"
    RIGHT_BUT_REFINE = "right_but_refine"
    RIGHT_WITH_WARNING = "right_with_warning"
    PARTLY = "partly"
    PARTLY_WRONG = "partly_wrong"
    OVERSTATED = "overstated"
    OUTDATED = "outdated"
    UNSUPPORTED = "unsupported"
    UNVERIFIED = "unverified"
    NO_LEGAL_BASIS = "no_legal_basis"
    RISKY = "risky"
    WRONG = "wrong"

    @property
    def warns(self) -> bool:
        """Tell whether somebody who follows the claim as it stands may come to harm or be disappointed."""
        return self not in {Verdict.RIGHT, Verdict.RIGHT_BUT_REFINE}


class Context(StrEnum):
    """Where a user may be about to follow popular advice."""

    CONTACTS = "contacts"
    REQUEST = "request"
    LETTER = "letter"
    COMPLAINT = "complaint"
    POLICE = "police"
    FRAUD = "fraud"
    APP = "app"
    COST = "cost"
    PLAN = "plan"
    LENDER = "lender"
    EVIDENCE = "evidence"
    CUT = "cut"
    NEGOTIATION = "negotiation"
    CREDIT = "credit"
    REPORT = "report"


class TimeUnit(StrEnum):
    """Unit of a deadline."""

    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Law:
    """One instrument in one version. ``effective_from`` None: not known to be in force, nothing is judged by it.

    ``replaces``: id of the version it takes the place of, from its first day on without gap or overlap.
    """

    id: str
    title: str
    issuer: str
    doc_number: str
    rank: Rank
    effective_from: date | None
    effective_to: date | None
    source: str
    confidence: Confidence
    caution_zh: str = ""
    caution_en: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One article, paragraph or item.

    Attributes:
        applies_to: the types of lender it binds; None = any, also when the type is unknown.
        article_zh: the place as Chinese writing cites it, where ``article`` does not tell a paragraph from an item.
    """

    id: str
    law: Law
    article: str
    topic: str
    value: str | float | None
    unit: str
    applies_to: frozenset[PartyType] | None
    applies_to_text: str
    paraphrase_zh: str
    paraphrase_en: str
    confidence: Confidence
    effective_from: date | None
    effective_to: date | None
    source: str
    note: str
    article_zh: str = ""

    def covers(self, kind: PartyType) -> bool:
        """Tell whether it binds a lender of that type."""
        return self.applies_to is None or kind in self.applies_to

    def in_force(self, day: date) -> bool:
        """Tell whether it was in force on ``day``; an unknown first day is never in force."""
        if self.effective_from is None or day < self.effective_from:
            return False
        return self.effective_to is None or day <= self.effective_to

    def citation(self) -> Citation:
        """Return it as a citation.

        Raises:
            ValueError: its first day is not known, so it cannot be cited as law in force.
        """
        if self.effective_from is None:
            raise ValueError(f"{self.id} has no known first day")
        return Citation(
            fact=self.id,
            law=self.law.id,
            title=self.law.title,
            issuer=self.law.issuer,
            doc_number=self.law.doc_number,
            article=self.article,
            rank=self.law.rank,
            confidence=self.confidence,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            paraphrase_zh=self.paraphrase_zh,
            paraphrase_en=self.paraphrase_en,
            source=self.source,
            note=self.note,
            article_zh=self.article_zh or article_in_words(self.article),
        )


@dataclass(frozen=True, slots=True)
class Cite:
    """A fact as one rule uses it.

    Attributes:
        only_for: narrower than the fact's own types, None = as the fact says.
        line_zh: what it says about this very rule; the fact's paraphrase where empty.
        article_zh: narrower than the fact's own place (one of its items), the fact's where empty.
    """

    fact: Fact
    carries: Carries
    only_for: frozenset[PartyType] | None = None
    line_zh: str = ""
    line_en: str = ""
    article_zh: str = ""

    def citation(self) -> Citation:
        """Return the fact as a citation for this rule.

        Raises:
            ValueError: the fact's first day is not known.
        """
        plain = self.fact.citation()
        return replace(
            plain,
            line_zh=self.line_zh,
            line_en=self.line_en,
            article_zh=self.article_zh or plain.article_zh,
            aside=self.carries is Carries.SUPPORT,
        )

    def applies(self, kind: PartyType) -> bool:
        """Tell whether it may be cited against a lender of that type."""
        return self.fact.covers(kind) and (self.only_for is None or kind in self.only_for)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The line of a rule.

    Attributes:
        original: as in the law data.
        values: the numbers the rule works with, each equal to the value of the fact it comes from.
        sources: facts the number comes from; when none of them may be cited the number is the product's.
        settings: names of product values (:class:`~ringfence.law.settings.Settings`) it also rests on.
        zh: in words, with ``{name}`` for values and settings.
        product_zh: said instead of or besides when the number is ours.
    """

    original: str = ""
    values: Mapping[str, float] | None = None
    sources: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""
    product_zh: str = ""
    product_en: str = ""

    def value(self, name: str) -> float:
        """Return one number; KeyError when the rule has none of that name."""
        return (self.values or {})[name]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the pack; ``judged`` False: carried as data, ``not_judged_zh`` says what is missing.

    ``slots`` are words of its own in ``says_zh`` and ``says_en`` that the rule's function fills (a rate, a day, a name).
    """

    id: str
    title_zh: str
    kind: RuleKind
    severity: Severity
    when: str
    fields: tuple[str, ...]
    threshold: Threshold
    applies_to: frozenset[PartyType] | None
    applies_to_text: str
    cites: tuple[Cite, ...]
    valid_from: date | None
    valid_to: date | None
    confidence: Confidence
    needs_human: str = ""
    not_judged_zh: str = ""
    title_en: str = ""
    condition_zh: str = ""
    condition_en: str = ""
    says_zh: str = ""
    says_en: str = ""
    unit_zh: str = ""
    unit_en: str = ""
    claims: FindingKind | None = None
    concerns: frozenset[Concern] = frozenset()
    uncertain_zh: tuple[str, ...] = ()
    stronger_zh: tuple[str, ...] = ()
    review_zh: str = ""
    slots: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Tell whether the engine judges it."""
        return not self.not_judged_zh


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan.

    Attributes:
        order: 1 first; equal orders may be taken together.
        takes: which findings belong there; empty = all of them.
        always: the step is part of the way even when no finding belongs there.
    """

    order: int
    channel: str
    takes: frozenset[Concern]
    always: bool
    why_zh: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The way to take against one type of lender, with the text it was made from."""

    lender_type: PartyType
    order_text: str
    note_zh: str
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that starts with an act of ours or theirs."""

    id: str
    name: str
    clock_starts: str
    value: int
    unit: TimeUnit
    cites: tuple[Fact, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PopularClaim:
    """Something popular advice says, and what is right about it.

    Attributes:
        note: why, for whoever wants to know.
        article: where it was read.
        instead_zh: what to do instead, a sentence or two.
        contexts: where it is shown by itself, because the user may be about to follow it.
    """

    claim: str
    verdict: Verdict
    note: str
    cites: tuple[Fact, ...]
    article: str
    instead_zh: str = ""
    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class LprRate:
    """The one-year loan prime rate from a day on, per cent a year."""

    effective_from: date
    pct: float
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Pack:
    """All law data of one jurisdiction, checked."""

    name: str
    jurisdiction_zh: str
    as_of: date
    note: str
    laws: Mapping[str, Law]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    channels: Mapping[str, Channel]
    plans: Mapping[PartyType, Plan]
    deadlines: Mapping[str, Deadline]
    claims: tuple[PopularClaim, ...]
    lpr: tuple[LprRate, ...]
    settings: Settings
    settings_why: Mapping[str, str]
    lenders: Mapping[str, ListedLender] = field(default_factory=dict)
    officials: tuple[Official, ...] = ()
