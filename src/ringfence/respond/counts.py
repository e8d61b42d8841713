"""The counts every page quotes, taken from the dossier's metrics once, so that no two papers can contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ringfence.schema import EventKind, Label, Role

if TYPE_CHECKING:
    from ringfence.schema import Dossier

CALLS = (EventKind.CALL.value, EventKind.VOICE_ROBOT.value)
WRITTEN = (
    EventKind.SMS.value,
    EventKind.MMS.value,
    EventKind.IM.value,
    EventKind.EMAIL.value,
    EventKind.GROUP_MSG.value,
)
QUIET_FROM, QUIET_TO = 22, 8  # the hours in which both collection standards of 2025 and 2026 ask for quiet
_COLLECTS = [label.value for label in Label if label.collects]
_OBLIGED = [role.value for role in Role if role.obliged]


@dataclass(frozen=True, slots=True)
class Counts:
    """Attempts of one lender, or of all.

    Attributes:
        attempts: collection attempts of every kind.
        calls: of these, calls and robot calls.
        written: of these, messages of any kind.
        other: of these, visits, posters, letters and attempts without a readable time.
        quiet: of these, surely between 22:00 and 08:00 on the contacted person's clock.
        days: days with at least one attempt.
        first: earliest day, None when no time is known.
        last: latest day.
        people: persons other than the borrower and those who answer for the debt.
        roles: how many of them per Role, most first.
    """

    attempts: int
    calls: int
    written: int
    quiet: int
    days: int
    first: date | None
    last: date | None
    people: int
    roles: tuple[tuple[Role, int], ...]

    @property
    def other(self) -> int:
        """Return attempts that are neither calls nor messages with a known time."""
        return max(0, self.attempts - self.calls - self.written)


def whole(dossier: Dossier) -> Counts:
    """Return the counts over the whole case."""
    metrics = dossier.metrics
    return _counted(metrics.hourly, metrics.people, metrics.attempts, metrics.quiet)


def of_lender(dossier: Dossier, lender: str | None) -> Counts:
    """Return the counts of what is attributed to ``lender`` (None: to nobody); attempts without a time are not in them."""
    metrics = dossier.metrics
    hourly = metrics.hourly.filter(_of(lender))
    if lender is None:
        people = metrics.people.filter(pl.col("lenders").list.len() == 0)
    else:
        people = metrics.people.filter(pl.col("lenders").list.contains(lender))
    sure = at_night(hourly) - _perhaps_quiet(dossier.matter.events.filter(_of(lender)))
    return _counted(hourly, people, int(hourly["n"].sum()), max(0, sure))


def at_night(hourly: pl.DataFrame) -> int:
    """Return how many attempts carry an hour of the night, remembered times included."""
    return int(hourly.filter((pl.col("hour") >= QUIET_FROM) | (pl.col("hour") < QUIET_TO))["n"].sum())


def lenders(dossier: Dossier) -> tuple[str | None, ...]:
    """Return the lenders that attempts are attributed to, in the order of the matter; None last when some have none."""
    seen = set(dossier.metrics.hourly["lender"].to_list())
    known = [party.id for party in dossier.matter.parties if party.id in seen]
    strays = sorted(one for one in seen if one is not None and one not in known)
    return (*known, *strays, *([None] if None in seen else []))


def third_parties(people: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of persons who do not answer for the debt; a role nobody told counts as another contact."""
    told = people.with_columns(pl.col("role").fill_null(Role.OTHER_CONTACT.value))
    return told.filter(~pl.col("role").is_in(_OBLIGED) & (pl.col("person") != "debtor"))


def _of(lender: str | None) -> pl.Expr:
    return pl.col("lender").eq_missing(pl.lit(lender, dtype=pl.String))


def _perhaps_quiet(events: pl.DataFrame) -> int:
    """Return how many attempts are remembered at night but not surely so: :attr:`Metrics.quiet` leaves them out as well."""
    slack, since = pl.col("precision_s").fill_null(0), (pl.col("local_second") - QUIET_FROM * 3600) % 86_400
    night = 3600 * (24 - QUIET_FROM + QUIET_TO)
    sent = pl.col("direction").is_in(["out", "draft", "outbox", "failed", "queued", "recorded"]).fill_null(value=False)
    return events.filter(
        pl.col("label").is_in(_COLLECTS)
        & ~sent
        & (slack > 0)
        & (since < night)
        & ((since < slack) | (since + slack >= night))
    ).height


def _counted(hourly: pl.DataFrame, people: pl.DataFrame, attempts: int, quiet: int) -> Counts:
    others = third_parties(people)
    roles = others.group_by("role").agg(pl.len().alias("n")).sort(["n", "role"], descending=[True, False])
    return Counts(
        attempts=attempts,
        calls=int(hourly.filter(pl.col("kind").is_in(CALLS))["n"].sum()),
        written=int(hourly.filter(pl.col("kind").is_in(WRITTEN))["n"].sum()),
        quiet=quiet,
        days=hourly["local_date"].n_unique() if hourly.height else 0,
        first=_day(hourly, first=True),
        last=_day(hourly, first=False),
        people=others["person"].n_unique() if others.height else 0,
        roles=tuple((Role(role), int(n)) for role, n in roles.iter_rows()),
    )


def _day(hourly: pl.DataFrame, *, first: bool) -> date | None:
    days = hourly.select(pl.col("local_date").min() if first else pl.col("local_date").max())
    value = days.item() if days.height else None
    return value if isinstance(value, date) else None
