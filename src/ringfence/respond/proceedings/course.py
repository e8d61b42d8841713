"""The steps of a proceeding up to a day, read for what decides: who is to move, what was answered, what came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.schema import Outcome, StepKind

if TYPE_CHECKING:
    from datetime import date

    from ringfence.schema import Proceeding, ProceedingStep

UNDERWAY = frozenset({StepKind.SENT, StepKind.RECEIVED, StepKind.ACCEPTED, StepKind.EXTENDED})
ANSWERS = frozenset({StepKind.REPLIED, StepKind.DECIDED, StepKind.CALLED})
UNSATISFYING = frozenset(
    {
        Outcome.PARTIAL,
        Outcome.REFUSED,
        Outcome.REFUSED_NO_REASON,
        Outcome.MORE_ID,
        Outcome.NOT_US,
        Outcome.NO_ANSWER,
    }
)


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened so far.

    Attributes:
        steps: up to the day looked at, oldest first.
        last: the step that decides where it stands, None when nothing has happened.
    """

    steps: tuple[ProceedingStep, ...]
    last: ProceedingStep | None

    @classmethod
    def of(cls, proceeding: Proceeding, today: date) -> Course:
        """Read ``proceeding`` as it stood in the evening of ``today``."""
        steps = tuple(step for step in proceeding.steps if step.day <= today)
        telling = [step for step in steps if _tells(step)]
        moved = [step for step in telling if step.kind is not StepKind.DRAFTED]
        deciding = moved or telling
        return cls(steps, deciding[-1] if deciding else None)

    @property
    def sent(self) -> ProceedingStep | None:
        """Return the latest letter that went out."""
        return next((step for step in reversed(self.steps) if step.kind is StepKind.SENT), None)

    @property
    def answers(self) -> tuple[ProceedingStep, ...]:
        """Return what they answered, oldest first."""
        return tuple(step for step in self.steps if step.kind in ANSWERS and _tells(step))

    @property
    def complaints(self) -> int:
        """Return how often they have answered without doing what was asked."""
        return sum(step.outcome in UNSATISFYING for step in self.answers)

    def after(self, step: ProceedingStep, *kinds: StepKind) -> ProceedingStep | None:
        """Return the first later step of one of these kinds; on the same day the order in the log counts."""
        place = self.steps.index(step)
        return next((later for later in self.steps[place + 1 :] if later.kind in kinds), None)


def _tells(step: ProceedingStep) -> bool:
    """Tell whether a step decides: a note never does, a call only when something came of it."""
    if step.kind is StepKind.NOTE:
        return False
    return step.kind is not StepKind.CALLED or step.outcome is not None
