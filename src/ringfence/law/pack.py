"""The nouns of a law pack: instruments, facts, rules, plans of the way to take, deadlines, claims, rates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.law.article import article_in_words
from ringfence.law.workdays import Calendar
from ringfence.schema import Citation, Duty, PartyType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ringfence.law.directory import ListedLender, Official
    from ringfence.law.settings import Settings
    from ringfence.schema import Channel, Confidence, FindingKind, ProceedingKind, Rank, Severity, StepKind


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


class Acts(StrEnum):
    """Which events of the timeline start a clock that hangs on no proceeding."""

    OFFENCE = "offence"  # the lender's latest act of a kind the police punish
    INFRINGEMENT = "infringement"  # the lender's first act against the borrower or somebody around them
    OWN_CALL = "own_call"  # the borrower's oldest call that no carrier's list holds yet
    LENDER_CALL = "lender_call"  # the lender's oldest call of which it must still hold the recording


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
    ``closes_zh`` and ``closes_en`` say what follows from the binding line where "this was broken" would be wrong: a line that
    courts apply on request forbids nobody anything.
    ``ends_zh`` and ``ends_en`` end the sentence of an indication instead of the usual words (who decides, and what is open).
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
    closes_zh: str = ""
    closes_en: str = ""
    ends_zh: str = ""
    ends_en: str = ""

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
class Longer:
    """One extension that a rule allows: so many units more, and the fact that says so."""

    add: int
    cite: Fact


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that starts with an act of ours or theirs.

    Attributes:
        value: length in ``unit``.
        due_zh: what is due, a phrase; empty = carried as data, nothing starts it.
        duty: whose it is.
        kinds: proceedings in which it runs.
        starts: steps that start it, the one that decides first; ``sent`` is taken for receipt only with one of ``at_once``.
        at_once: words in the means of a sending that reaches the other side the same day; ``by_post``: words beside which they
            mean nothing (a parcel to the customer service).
        only_means: words one of which the means of the sending must hold (App): else it does not run.
        unless_said: words in the note or number of the starting step which show that it does not run; ``though_said``: words
            beside which they show nothing.
        unless_done: it does not run when the starting step grants what was asked.
        met_by: steps of the proceeding that meet it.
        kept_by: proceedings that keep it when they are sent (the user's own rights).
        longer: extensions, in order; one for each notice of extension.
        acts: the events that start it, for a clock that hangs on no proceeding.
        practice: its length is what is usually done, not what the cited instrument says.
        remind: how many days before its end it becomes a hint; None = from its first day.
        how_zh: what a reader must know about it, sentences.
    """

    id: str
    name: str
    clock_starts: str
    value: int
    unit: TimeUnit
    cites: tuple[Fact, ...]
    note: str
    due_zh: str = ""
    duty: Duty = Duty.THEIRS
    kinds: frozenset[ProceedingKind] = frozenset()
    starts: tuple[StepKind, ...] = ()
    at_once: tuple[str, ...] = ()
    by_post: tuple[str, ...] = ()
    only_means: tuple[str, ...] = ()
    unless_said: tuple[str, ...] = ()
    though_said: tuple[str, ...] = ()
    unless_done: bool = False
    met_by: frozenset[StepKind] = frozenset()
    kept_by: frozenset[ProceedingKind] = frozenset()
    longer: tuple[Longer, ...] = ()
    acts: Acts | None = None
    practice: bool = False
    remind: int | None = None
    how_zh: str = ""


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
    """The one-year loan prime rate from a day on, per cent a year; ``checked_to``: the last day for which that was looked up."""

    effective_from: date
    pct: float
    confidence: Confidence
    checked_to: date | None = None


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
    calendar: Calendar = field(default_factory=Calendar)
