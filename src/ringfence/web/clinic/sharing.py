"""What several cases have in common: numbers, agencies, apps as keyed digests. The database alone tells none of them.

Somebody sees which cases share one only where they may read those cases; of all others they are told a count, and only from
:data:`FEWEST` on, so that nobody learns of a single case that is not theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from ringfence.schema import Duty, Label, display_phone
from ringfence.web.clinic.models import Deadline, Fingerprint
from ringfence.web.sealed import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    import polars as pl

    from ringfence.case import State
    from ringfence.schema import Due
    from ringfence.web.registry.models import CaseRow

FEWEST = 3
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that several cases have. ``total``: of all cases, None where that must not be told."""

    kind: str
    digest: str
    mine: tuple[UUID, ...]
    total: int | None


def mark(kind: str, text: str) -> str:
    """Return the digest of a number, agency or app; writing differs, what is meant does not."""
    return digest(f"fingerprint {kind}", "".join(text.split()).casefold())


def named(state: State, events: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Return what the digests of an opened case stand for."""
    names = {("number", mark("number", key)): display_phone(key) for key in _numbers(state, events)["address_key"]}
    names |= {("party", mark("party", one.name)): one.name for one in state.parties.values() if one.name}
    return names | {("app", mark("app", one.package or one.name)): one.name for one in state.apps.values()}


def refresh(row: CaseRow, state: State, events: pl.DataFrame, dues: Iterable[Due]) -> int:
    """Write the digests and deadline days of an opened case anew; return how many digests."""
    import polars as pl

    made: dict[tuple[str, str], Fingerprint] = {}
    for one in _numbers(state, events).iter_rows(named=True):
        key = ("number", mark("number", one["address_key"]))
        made[key] = Fingerprint(
            case=row, kind=key[0], digest=key[1], count=one["count"], first=one["first"], last=one["last"]
        )
    for party in state.parties.values():
        own = events.filter(pl.col("lender") == party.id)
        if party.name:
            key = ("party", mark("party", party.name))
            made[key] = Fingerprint(case=row, kind=key[0], digest=key[1], count=own.height)
    for app in state.apps.values():
        key = ("app", mark("app", app.package or app.name))
        made[key] = Fingerprint(case=row, kind=key[0], digest=key[1], count=1, first=app.observed, last=app.observed)
    with transaction.atomic():
        Fingerprint.objects.filter(case=row).delete()
        Fingerprint.objects.bulk_create(made.values())
        Deadline.objects.filter(case=row).delete()
        Deadline.objects.bulk_create(
            Deadline(case=row, day=due.day, ours=due.duty is Duty.YOURS, key=digest("deadline", f"{row.pk} {due.id}"))
            for due in dues
            if not due.met
        )
    return len(made)


def shared(readable: list[UUID]) -> list[Shared]:
    """Return what cases that somebody may read have in common with any case, the most common first."""
    own: dict[tuple[str, str], list[UUID]] = {}
    for kind, value, case in Fingerprint.objects.filter(case__in=readable).values_list("kind", "digest", "case"):
        own.setdefault((kind, value), []).append(case)
    values = {value for _, value in own}
    counted = Fingerprint.objects.filter(digest__in=values).values("kind", "digest").annotate(n=Count("case"))
    total = {(one["kind"], one["digest"]): one["n"] for one in counted}
    found = []
    for key, mine in own.items():
        told = total[key] if total[key] >= FEWEST or total[key] == len(mine) else None
        if len(mine) > 1 or (told is not None and told > 1):
            found.append(Shared(key[0], key[1], tuple(sorted(mine)), told))
    return sorted(found, key=lambda one: (-(one.total or len(one.mine)), one.digest))[:SHOWN]


def _numbers(state: State, events: pl.DataFrame) -> pl.DataFrame:
    """Return who collected by which number: address_key, count, first and last day; nobody of those around the borrower."""
    import polars as pl

    collecting = [label.value for label in Label if label.collects]
    own = [number for person in state.people.values() for number in person.numbers]
    strange = ~pl.col("address_key").is_in(["", *own])  # one that was withheld is none
    return (
        events.filter(strange & pl.col("label").is_in(collecting))
        .group_by("address_key")
        .agg(
            pl.len().alias("count"), pl.col("local_date").min().alias("first"), pl.col("local_date").max().alias("last")
        )
        .sort("address_key")
    )
