"""Originals in, records out: what is added is kept first and read second, so that nothing given is ever lost."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence import ingest
from ringfence.case.codec import to_body
from ringfence.case.merge import Records
from ringfence.case.state import READ_FIELDS
from ringfence.schema import (
    CALLS,
    CONTACTS,
    MESSAGES,
    PAGES,
    RECORDINGS,
    REGIONS,
    STATEMENTS,
    Person,
    RingfenceError,
    Role,
    silent,
)
from ringfence.vault import leaf_hash, merkle_root

if TYPE_CHECKING:
    from ringfence.case.apps import LookedAt
    from ringfence.case.state import SourceFile, State
    from ringfence.schema import Progress
    from ringfence.vault import Vault

TABLE = "table"  # the reader whose columns the user confirms first
TABLES = {
    "messages": MESSAGES,
    "calls": CALLS,
    "contacts": CONTACTS,
    "statements": STATEMENTS,
    "recordings": RECORDINGS,
    "pages": PAGES,
    "regions": REGIONS,
}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file.

    Attributes:
        source: as it stands in the case.
        new: False when the very same bytes were added before.
        people: persons that a statement brought into the case.
        again: it was known and has now been read again, better than before.
        problem_zh: why reading it again failed; what was read before counts on.
        apps: what became of the audit of each package of an app in it.
        sounds: what became of each recording in it, an original of its own now.
    """

    source: SourceFile
    new: bool
    people: tuple[Person, ...] = ()
    again: bool = False
    problem_zh: str = ""
    problem_en: str = ""
    apps: tuple[LookedAt, ...] = ()
    sounds: tuple[Added, ...] = ()


def require_mapping(original: ingest.Source) -> None:
    """Stop before anything is added when the user has to confirm a table's columns first.

    A table that cannot even be proposed (damaged, hostile) passes: it is kept like anything else that cannot be read.

    Raises:
        MappingNeededError: carries the proposed columns.
    """
    match = ingest.sniff(original)
    if match is None or match.reader != TABLE:
        return
    try:
        proposal = ingest.propose_mapping(original)
    except ingest.IngestError:
        return
    raise ingest.MappingNeededError(original.name, proposal)


def require_password(original: ingest.Source, password: str | None) -> None:
    """Stop before anything is added when an encrypted backup does not open; "" means: keep it without reading it.

    Raises:
        PasswordNeededError, WrongPasswordError: ask for it, or pass "".
    """
    if password != "":
        ingest.check_password(original, password)


def find_known(state: State, sha256: str) -> SourceFile | None:
    """Return the source with these bytes, None when the case does not hold it."""
    return next((source for source in state.sources.values() if source.sha256 == sha256), None)


def read_original(
    original: ingest.Source,
    kept: SourceFile,
    mapping: ingest.Mapping | None,
    today: date,
    progress: Progress,
    password: str | None = None,
    key: str = "",
) -> tuple[SourceFile, ingest.ReadResult | None]:
    """Read an original that is already kept; what cannot be read comes back with the reason instead of an error.

    Raises:
        MappingNeededError: the file is a table whose columns the user has to confirm first.
    """
    try:
        result = ingest.read(
            original, zone=kept.zone, today=today, mapping=mapping, progress=progress, password=password, key=key
        )
    except ingest.MappingNeededError:
        raise
    except RingfenceError as fault:
        return replace(kept, problem_zh=fault.zh, problem_en=fault.en), None
    return (
        replace(
            kept,
            kind_zh=result.kind_zh,
            reader=result.reader,
            version=result.version,
            mapping=None if mapping is None else mapping.to_dict(),
            completeness=result.completeness,
            device=result.device,
            key=result.key,
            tables=table_roots(result),
            apps=result.apps,
            problem_zh="",
            problem_en="",
        ),
        result,
    )


def table_roots(result: ingest.ReadResult) -> dict[str, dict[str, Any]]:
    """Return rows and Merkle root of each table, so that a single row can be proved alone later.

    A row's leaf is its UTF-8 JSON array in the order of the schema, without spaces; ``entry``, which is last, is left out
    where no row of the table has one.
    """
    roots: dict[str, dict[str, Any]] = {}
    for name in TABLES:
        frame: pl.DataFrame | None = getattr(result, name)
        if frame is not None and frame.height:
            if "entry" in frame.columns and frame["entry"].null_count() == frame.height:
                frame = frame.drop("entry")
            rows = (json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in frame.iter_rows())
            roots[name] = {"rows": frame.height, "root": merkle_root([leaf_hash(row) for row in rows]).hex()}
    return roots


def entry_body(source: SourceFile) -> dict[str, Any]:
    """Return the log body of ``source.added``; its blob id and digests commit the log to the original.

    An export shows this entry to outsiders, so the key of an encrypted backup is not in it but in an entry of its own.
    """
    body = to_body(source)
    for name in ("key", "seq", "read_seq", "added_micros", *(() if source.within else ("within",))):
        body.pop(name)
    return body


def reading_body(source: SourceFile) -> dict[str, Any]:
    """Return the log body of ``source.read``: how an original that is already kept was read this time."""
    whole = to_body(source)
    return {"source": source.id, "blob": source.blob} | {name: whole[name] for name in READ_FIELDS}


def may_read_more(source: SourceFile) -> bool:
    """Tell whether reading again can give more: unread so far, read by an older version, or a part lacked an extra."""
    if not source.reader:
        return True
    versions = {reader.name: reader.version for reader in ingest.READERS}
    if versions.get(source.reader, source.version) > source.version:
        return True
    told = source.completeness
    return told is not None and any(ingest.lacked_extra(piece) for piece in told.unread)


def reads_more(known: SourceFile, read: SourceFile) -> bool:
    """Tell whether a new reading replaces the one before: never by less of the same version (an extra is missing today)."""
    if not read.reader:
        return False
    if (known.reader, known.version) != (read.reader, read.version):
        return True
    before, now = known.completeness, read.completeness
    if before is None or now is None or now.found < before.found:
        return False
    return known.tables != read.tables or before != now


def keep_records(vault: Vault, source: SourceFile, result: ingest.ReadResult) -> Records:
    """Put what was read into the encrypted cache and return it."""
    frames = {name: getattr(result, name) for name in TABLES if name in source.tables}
    if vault.writable:
        for name, frame in frames.items():
            vault.cache_put(_cache_name(source, name), to_ipc(frame))
    return Records(source.id, source.owner, **frames)


def load_records(vault: Vault, source: SourceFile, progress: Progress = silent) -> Records:
    """Return what was read from ``source``: from the cache, or from the original again when the cache is gone."""
    frames: dict[str, Any] = {}
    for name in source.tables:
        cached = vault.cache_get(_cache_name(source, name))
        if cached is None:
            return _read_again(vault, source, progress)
        frames[name] = from_ipc(cached)
    return Records(source.id, source.owner, **frames)


def people_of(statements: pl.DataFrame | None, state: State) -> tuple[Person, ...]:
    """Return the persons that statements name and the case does not know yet, numbered on from the last."""
    if statements is None:
        return ()
    numbers = {number for person in state.people.values() for number in person.numbers}
    names = {person.name for person in state.people.values()}
    found: dict[str, Person] = {}
    last = max((int(known[1:]) for known in state.people if known[1:].isdigit()), default=0)
    for name, key, relation in statements.select("person", "person_key", "relation").iter_rows():
        if relation == Role.DEBTOR or key in numbers or name in names or name in found:
            continue
        role = Role(relation) if relation else Role.OTHER_CONTACT
        found[name] = Person(f"P{last + len(found) + 1}", name, role, (key,) if key else ())
    return tuple(found.values())


def to_ipc(frame: pl.DataFrame) -> bytes:
    """Return a frame as Arrow IPC."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="lz4")
    return buffer.getvalue()


def from_ipc(data: bytes) -> pl.DataFrame:
    """Return the frame of Arrow IPC bytes."""
    return pl.read_ipc(io.BytesIO(data))


def _cache_name(source: SourceFile, table: str) -> str:
    return f"records:{source.id}:{source.read_seq}:{source.reader}/{source.version}:{table}"


def _read_again(vault: Vault, source: SourceFile, progress: Progress) -> Records:
    original = ingest.Source(source.name, source.size, lambda: vault.open_blob(source.blob))
    mapping = None if source.mapping is None else ingest.Mapping.from_dict(source.mapping)
    result = ingest.read(
        original,
        zone=source.zone,
        today=date.fromisoformat(source.today),
        mapping=mapping,
        progress=progress,
        key=source.key,
    )
    return keep_records(vault, source, result)
