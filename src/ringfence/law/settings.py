"""Product values: lines the statutes leave without a number. They live in the pack's settings.yaml, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds that are ours, not the law's; a finding that rests on one says so.

    Attributes:
        min_effective_s: a connected call of at least this many seconds counts as an effective call (GB/T 45251 gives none).
        burst_calls: so many calls to one number ...
        burst_window_s: ... within so many seconds are a run.
        rate_tolerance: a yearly rate is above a limit only when it exceeds it by more than this (a fraction: 0.0001 = 0.01 points).
        disclosed_gap: so much (a fraction) may the cost exceed the yearly rate the papers show.
        instalment_share: instalments above this share of the month's income are a strain.
        repeat_prompts: so often asking again after a refusal is "frequent".
        rotating_numbers: so many calling numbers of one lender ...
        rotating_days: ... within so many days are rotation.
        unlisted_people: so many undeclared contacts reached ...
        unlisted_days: ... within so many days.
        repeated_messages: how many abusive messages are "several times" (多次) ...
        repeated_days: ... within so many days (the period in which the police must learn of an act).
        identify_s: a connected call of at least this many seconds leaves time to say for whom one calls.
        sure_label_p: below this probability of the class a person must look before the finding is used.
        exact_s: a time less exact than this many seconds does not count towards runs within an hour.
    """

    min_effective_s: int
    burst_calls: int
    burst_window_s: int
    rate_tolerance: float
    disclosed_gap: float
    instalment_share: float
    repeat_prompts: int
    rotating_numbers: int
    rotating_days: int
    unlisted_people: int
    unlisted_days: int
    repeated_messages: int
    repeated_days: int
    identify_s: int
    sure_label_p: float
    exact_s: int
