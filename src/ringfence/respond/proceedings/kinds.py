"""What each kind of proceeding, step and outcome is called, and the product's own days, from YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.wording import words
from ringfence.schema import ProceedingKind, Said

if TYPE_CHECKING:
    from ringfence.schema import Outcome, StepKind

TABLE = "proceedings"


def kind_of(kind: ProceedingKind) -> dict[str, Any]:
    """Return what is said about a kind: ``zh``, ``en``, ``family``, ``gives``, ``check``, ``about_contacts``."""
    known: dict[str, Any] = words(TABLE)["kinds"][kind.value]
    return known


def family_of(kind: ProceedingKind) -> str:
    """Return to whom it goes: ``lender``, ``office``, ``police``, ``remedy``, ``court``."""
    return str(kind_of(kind)["family"])


def kind_name(kind: ProceedingKind, lang: str = "zh") -> str:
    """Return what a kind is called."""
    return str(kind_of(kind)[lang])


def kind_said(kind: ProceedingKind) -> Said:
    """Return what a kind is called in both languages."""
    return Said(kind_name(kind), kind_name(kind, "en"))


def step_name(step: StepKind, lang: str = "zh") -> str:
    """Return what a step is called."""
    return str(words(TABLE)["steps"][step.value][lang])


def outcome_name(outcome: Outcome, lang: str = "zh") -> str:
    """Return what an outcome is called."""
    return str(words(TABLE)["outcomes"][outcome.value][lang])


def to_check(kind: ProceedingKind) -> tuple[str, ...]:
    """Return what to look at before "done" is believed, one line each."""
    return tuple(kind_of(kind)["check"])


def product_days(name: str) -> int:
    """Return one of the product's own numbers of days; no statute names it."""
    return int(words(TABLE)["days"][name])


def kind_of_letter(document: str, channel: str | None) -> ProceedingKind | None:
    """Return the proceeding that a letter begins, by its document kind and channel; None when it begins none.

    A document kind that is named like a proceeding kind says so itself.
    """
    table = words(TABLE)["letters"]
    found = (
        table["channels"].get(channel or "") if document in table["by_channel"] else table["documents"].get(document)
    )
    if found is None and document in {kind.value for kind in ProceedingKind}:
        found = document
    return None if found is None else ProceedingKind(found)


def stage_name(stage: str, lang: str = "zh") -> str:
    """Return what a stage (value of StageKind) is called."""
    return str(words(TABLE)["stages"][stage]["name" if lang == "zh" else "en"])
