"""What lies open on the desk: the secrets of unlocked cases, in this process's memory only, and what was read from them.

Nothing here is written anywhere. A case that nobody touched for a while is put away; a locked case is a closed one.
Everybody has their own hold: what one person opened is not open for another who gave no secret (``HOLDER``). At one's own
computer there is one holder, ``local``.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringfence.schema import RingfenceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    import polars as pl

    from ringfence.analyze import PartySuggestion
    from ringfence.case import Case, Follow, State
    from ringfence.schema import Document, Dossier
    from ringfence.web.builder import Building
    from ringfence.web.registry.models import CaseRow

ONE_PERSON = "local"
# who sits at the desk while a request is answered; on a server set for every request, "" when nobody is signed in
HOLDER: ContextVar[str] = ContextVar("holder", default=ONE_PERSON)

IDLE_S = 30 * 60  # a case nobody touched is locked again
WAIT_S = 20.0  # how long a change waits for a running import to let it in
LARGE = 10_000  # events from which a case counts as large in memory
SNAPSHOTS = 3  # large cases whose findings are kept in memory; more are read again when looked at
ASIDE = 30_000  # records from which a case is worked out by a process of its own, while pages show how it stood before
SMALL_SNAPSHOTS = 50  # the same for small cases
PATIENCE_S = 0.25  # how long a page waits for that process before it shows how the case stood before
FIRST_PATIENCE_S = 5.0  # how long when there is nothing to show yet
QUIET = frozenset({"document.made", "document.filled", "export.made"})  # entries on which no finding depends


class LockedCaseError(RingfenceError):
    """The case is locked; somebody with its passphrase has to open it."""

    def __init__(self) -> None:
        super().__init__("案件已锁上,请输入口令打开。", "The case is locked; open it with its passphrase.")


class BusyCaseError(RingfenceError):
    """Another piece of work is writing to the case."""

    def __init__(self) -> None:
        super().__init__(
            "正在导入材料,暂时改不了。请等导入结束再试;已经填的内容不会丢,按浏览器的返回键就能看到。",
            "Material is being imported; try again when that is done.",
        )


class OnlyReadingError(RingfenceError):
    """The case was opened with a reader's own key, or lies where nothing can be written."""

    def __init__(self) -> None:
        super().__init__(
            "这个案件现在只能看,不能改:您是用自己的密钥打开的,或者它所在的盘写不进去。要改,请有口令的同事来做。",
            "This case can only be read now: it was opened with a reader's own key, or its disk cannot be written. "
            "A colleague who has the passphrase can change it.",
        )


class NotReadyError(RingfenceError):
    """A large case is being worked out for the first time; the page asks again by itself."""

    def __init__(self) -> None:
        super().__init__(
            "材料很多,正在整理,大约还要十几秒。什么都没有丢,请稍后再试。",
            "There is much material; it is being put in order. Try again in a few seconds.",
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case as it stood at one head on one day: what pages show. ``events`` is the classified timeline (EVENTS)."""

    head: str
    day: date
    state: State
    events: pl.DataFrame
    dossier: Dossier | None  # None: nothing happened yet
    documents: tuple[Document, ...]
    suggestions: tuple[PartySuggestion, ...]  # who collects without a name yet
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: dict[str, tuple[Document, ...]] = field(default_factory=dict)
    followed: list[Follow] = field(default_factory=list)

    def view(self, lang: str) -> dict[str, Any]:
        """Return what the report says, unmasked, in ``lang``; made once. Empty when nothing happened yet."""
        if self.dossier is None:
            return {}
        if lang not in self.views:
            from ringfence.respond import report_view

            self.views[lang] = report_view(self.dossier, lang)
        return self.views[lang]

    def follow(self) -> Follow | None:
        """Return the proceedings as they stand, their deadlines counted once; None when nothing happened yet."""
        from ringfence.case import Follow

        if self.dossier is not None and not self.followed:
            self.followed.append(Follow(self.dossier.matter))
        return self.followed[0] if self.followed else None

    def letters(self, *, masked: bool) -> tuple[Document, ...]:
        """Return the letters as they are given away, others' numbers masked or whole; made once."""
        if self.dossier is None or not masked:
            return self.documents
        if "masked" not in self.written:
            from ringfence.case import letters_of

            self.written["masked"] = letters_of(replace(self.dossier, masked=True))
        return self.written["masked"]


@dataclass(slots=True)
class _Held:
    identity: str
    touched: float


class Desk:
    """Unlocked cases of this process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, UUID], _Held] = {}
        self._snapshots: OrderedDict[UUID, Snapshot] = OrderedDict()
        self._said: dict[UUID, dict[tuple[str, ...], str]] = {}  # case -> sentences that took long to find out
        self._passwords: dict[UUID, str] = {}  # job -> the password of the backup it reads
        self._guard = threading.Lock()
        self._building: dict[UUID, threading.Lock] = {}
        self._aside: dict[UUID, Building] = {}

    def hold(self, row: CaseRow, identity: str) -> None:
        """Keep an unlocked case's identity in memory, for whoever sits at the desk now.

        Raises:
            LockedCaseError: nobody does.
        """
        holder = HOLDER.get()
        if not holder:
            raise LockedCaseError
        with self._guard:
            self._held[holder, row.id] = _Held(identity, time.monotonic())

    def leave_password(self, job_id: UUID, password: str) -> None:
        """Keep the password of the backup a job reads, in memory, until :meth:`drop_password`."""
        with self._guard:
            self._passwords[job_id] = password

    def password(self, job_id: UUID) -> str | None:
        """Return what was left for a job."""
        with self._guard:
            return self._passwords.get(job_id)

    def drop_password(self, job_id: UUID) -> None:
        """Forget it."""
        with self._guard:
            self._passwords.pop(job_id, None)

    def put_away(self, row: CaseRow) -> None:
        """Forget the case's identity as far as the one at the desk holds it; what was read from it when nobody else does."""
        self.put_away_of(HOLDER.get(), row.id)

    def put_away_of(self, holder: str, row_id: UUID | None = None) -> None:
        """Forget what ``holder`` opened: one case, or all of them (signing out)."""
        with self._guard:
            for key in [key for key in self._held if key[0] == holder and row_id in {None, key[1]}]:
                self._drop(key)

    def put_away_case(self, row_id: UUID) -> None:
        """Forget a case whoever holds it."""
        with self._guard:
            for key in [key for key in self._held if key[1] == row_id]:
                self._drop(key)
            self._forget(row_id)

    def sweep(self) -> None:
        """Forget what nobody touched for too long."""
        with self._guard:
            self._sweep()

    def _sweep(self) -> None:
        now = time.monotonic()
        for key in [key for key, held in self._held.items() if now - held.touched > IDLE_S]:
            self._drop(key)

    def _drop(self, key: tuple[str, UUID]) -> None:
        del self._held[key]
        if all(other[1] != key[1] for other in self._held):
            self._forget(key[1])

    def _forget(self, row_id: UUID) -> None:
        self._snapshots.pop(row_id, None)
        self._said.pop(row_id, None)

    def forget_snapshot(self, row: CaseRow) -> None:
        """Forget what was read from a case; it stays unlocked."""
        with self._guard:
            self._forget(row.id)

    def said(self, row: CaseRow, key: tuple[str, ...], find: Callable[[], str]) -> str:
        """Return a sentence of an open case, found out once: ``key`` names what it rests on (a digest, the language)."""
        with self._guard:
            known = self._said.get(row.id, {}).get(key)
        if known is None:
            known = find()
            with self._guard:
                if any(held[1] == row.id for held in self._held):
                    self._said.setdefault(row.id, {})[key] = known
        return known

    def put_away_all(self) -> None:
        """Forget everything."""
        with self._guard:
            self._held.clear()
            self._snapshots.clear()
            self._said.clear()
            self._passwords.clear()

    def identity(self, row_id: UUID, *, touch: bool = True, holder: str | None = None) -> str | None:
        """Return the identity of a case that ``holder`` (the one at the desk) opened; None: locked, or left alone too long."""
        with self._guard:
            self._sweep()
            held = self._held.get((HOLDER.get() if holder is None else holder, row_id))
            if held is None:
                return None
            if touch:
                held.touched = time.monotonic()
            return held.identity

    def is_open(self, row: CaseRow) -> bool:
        """Tell whether the case is unlocked for the one at the desk."""
        return self.identity(row.id, touch=False) is not None

    @contextmanager
    def read(self, row: CaseRow) -> Iterator[Case]:
        """Open the case to look at it; any number may.

        Raises:
            LockedCaseError: it is locked.
        """
        from ringfence.case import Case

        with Case.open(row.path, identity=self._need(row), read_only=True) as case:
            yield case

    @contextmanager
    def write(self, row: CaseRow, wait: float = WAIT_S) -> Iterator[Case]:
        """Open the case to change it, waiting for its turn.

        Raises:
            LockedCaseError: it is locked. BusyCaseError: its turn did not come within ``wait`` seconds.
            OnlyReadingError: it cannot be changed from here.
        """
        from ringfence.case import Case
        from ringfence.vault import LockedByAnotherError, ReadOnlyError

        identity = self._need(row)
        until = time.monotonic() + wait
        while True:
            try:
                case = Case.open(row.path, identity=identity)
                break
            except ReadOnlyError:
                raise OnlyReadingError from None
            except LockedByAnotherError:
                if time.monotonic() > until:
                    raise BusyCaseError from None
                time.sleep(0.05)
        with case:
            yield case

    def snapshot(self, row: CaseRow, day: date | None = None) -> Snapshot:
        """Return the case as it stands: findings, actions and letters included; kept until its log or the day changes.

        A large case is worked out aside; meanwhile this gives how it stood before (:meth:`is_behind` tells).

        Raises:
            LockedCaseError: it is locked. NotReadyError: it is large and was never worked out since it was unlocked.
        """
        with self.read(row) as case:
            today = day or _today(case.state.zone)
            head = _head(case)
            kept = self._kept(row.id, head, today) or self._carried(row.id, case, head, today)
            if kept is not None:
                return kept
            if _records(case) < ASIDE:
                with self._one_builder(row.id):
                    kept = self._kept(row.id, head, today) or self._carried(row.id, case, head, today)
                    return kept if kept is not None else self._build(row, case, head, today)
        return self._meanwhile(row, today)

    def is_behind(self, row: CaseRow) -> bool:
        """Tell whether the case is being worked out again, so that pages show how it stood before."""
        with self._guard:
            return row.id in self._aside

    def _meanwhile(self, row: CaseRow, day: date) -> Snapshot:
        """Have a large case worked out by a process of its own; give the result, or what there was, after a moment."""
        from ringfence.web.builder import Building

        with self._guard:
            before = self._snapshots.get(row.id)
            building = self._aside.get(row.id)
            if building is None or building.over:
                identity = next((one.identity for key, one in self._held.items() if key[1] == row.id), None)
                if identity is None:
                    raise LockedCaseError
                building = self._aside[row.id] = Building(
                    row.path, identity, day, lambda made: self._done(row.id, made)
                )
        made = building.wait(FIRST_PATIENCE_S if before is None else PATIENCE_S)
        if made is None and not building.over:
            if before is None:
                raise NotReadyError
            return before
        if made is not None:
            return made
        with self.read(row) as case:  # it failed there: here the fault is told
            return self._build(row, case, _head(case), day)

    def _done(self, row_id: UUID, made: Snapshot | None) -> None:
        with self._guard:
            self._aside.pop(row_id, None)
        if made is not None:
            self._keep(row_id, made)

    def _build(self, row: CaseRow, case: Case, head: str, day: date) -> Snapshot:
        from ringfence.vault import LockedByAnotherError

        try:
            # writable where possible: the classified timeline is kept (encrypted) for the next time
            with self.write(row, wait=0.0) as writer:
                made = _look(writer, head, day)
        except (BusyCaseError, LockedByAnotherError, OnlyReadingError):
            made = _look(case, head, day)
        self._keep(row.id, made)
        return made

    def _keep(self, row_id: UUID, made: Snapshot) -> None:
        with self._guard:
            if all(key[1] != row_id for key in self._held):
                return
            self._snapshots[row_id] = made
            self._snapshots.move_to_end(row_id)
            for large, most in ((True, SNAPSHOTS), (False, SMALL_SNAPSHOTS)):
                same = [key for key, one in self._snapshots.items() if (one.events.height >= LARGE) is large]
                for key in same[:-most]:
                    del self._snapshots[key]

    def _kept(self, row_id: UUID, head: str, day: date) -> Snapshot | None:
        with self._guard:
            kept = self._snapshots.get(row_id)
            if kept is None or kept.head != head or kept.day != day:
                return None
            self._snapshots.move_to_end(row_id)
            return kept

    def _carried(self, row_id: UUID, case: Case, head: str, day: date) -> Snapshot | None:
        """Return the snapshot before entries on which no finding depends, with the state after them."""
        with self._guard:
            before = self._snapshots.get(row_id)
        if before is None or before.day != day:
            return None
        state, first = case.state, int(before.head.rpartition(":")[2])
        if not first < case.vault.size or any(
            state.active.get(seq) not in QUIET for seq in range(first, case.vault.size)
        ):
            return None
        made = replace(before, head=head, state=state)
        with self._guard:
            if any(key[1] == row_id for key in self._held):
                self._snapshots[row_id] = made
        return made

    @contextmanager
    def _one_builder(self, row_id: UUID) -> Iterator[None]:
        with self._guard:
            lock = self._building.setdefault(row_id, threading.Lock())
        with lock:
            yield

    def _need(self, row: CaseRow) -> str:
        identity = self.identity(row.id)
        if identity is None:
            raise LockedCaseError
        return identity


def look_at(case: Case, day: date) -> Snapshot:
    """Work the case out as it stands."""
    return _look(case, _head(case), day)


def _look(case: Case, head: str, day: date) -> Snapshot:
    from ringfence.case import NothingToReportError

    try:
        # the user's own case on their own screen: whole numbers; what is written to be given away is masked as always
        dossier, documents = case.dossier(as_of=day, masked=False)
    except NothingToReportError:
        return Snapshot(head, day, case.state, case.events(), None, (), ())
    return Snapshot(head, day, case.state, dossier.matter.events, dossier, tuple(documents), case.suggestions())


def _head(case: Case) -> str:
    return f"{case.vault.head().root.hex()}:{case.vault.size}"


def _records(case: Case) -> int:
    return sum(int(table["rows"]) for source in case.state.sources.values() for table in source.tables.values())


def _today(zone: str) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).date()


DESK = Desk()
