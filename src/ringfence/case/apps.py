"""Apps whose packages are kept in a case: the audit runs on the kept original, what it found is kept beside it.

What an audit found lies in the vault as an original of its own, not in a cache: a later version of the analysis may see more or
less, and what a finding rested on must be there as it was. Destroying the package destroys its audits.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence import audit, ingest
from ringfence.case.codec import to_body
from ringfence.case.state import EntryKind
from ringfence.schema import (
    AppFacts,
    AppSection,
    AuditedApp,
    CancelledError,
    Certainty,
    DataCategory,
    RingfenceError,
    Said,
    SinkKind,
    silent,
)

if TYPE_CHECKING:
    from datetime import date

    from ringfence.case.state import KeptAudit, SourceFile, State
    from ringfence.schema import AppAudit, DataFlow, Progress
    from ringfence.vault import Vault

WAYS_OUT = {SinkKind.NETWORK, SinkKind.SDK}  # what CN-APP-002 calls sending
ENDINGS = (".xapk", ".apks", ".apkm")


@dataclass(frozen=True, slots=True)
class AboutApp:
    """What the user says of an app when its package is added. ``lender``: Party.id; ``category``: as in ``AppFacts``."""

    lender: str | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What became of the audit of one package.

    Attributes:
        entry: its place in the source, "" when the source is the package.
        app: what is now known of the app, None when nothing could be found out.
        audit: what was found.
        fault_zh, fault_en: why there is no audit, or only a smaller one.
    """

    entry: str
    app: AppFacts | None = None
    audit: AppAudit | None = None
    fault_zh: str = ""
    fault_en: str = ""


def audit_kept(vault: Vault, source: SourceFile, entry: str, progress: Progress = silent) -> LookedAt:
    """Audit a package that is kept: a decrypted copy lies in a private folder for as long as that takes.

    Nothing of it stays outside of the vault, no summary of its code either. What goes wrong is data.

    Raises:
        CancelledError: from ``progress``.
    """
    original = ingest.Source(source.name, source.size, lambda: vault.open_blob(source.blob))
    try:
        package = ingest.member(original, entry) if entry else original
        with tempfile.TemporaryDirectory(prefix="ringfence-") as folder:
            copy = _decrypted(package, Path(folder), progress)

            def doing(_path: str, step: str, done: int, total: int | None) -> None:
                progress(step, done, total)

            limits = audit.Limits(jobs=1)
            outcomes = list(audit.audit_many([copy], cache=None, limits=limits, progress=progress, doing=doing))
    except CancelledError:
        raise
    except RingfenceError as fault:
        return LookedAt(entry, fault_zh=fault.zh, fault_en=fault.en)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return LookedAt(
            entry,
            fault_zh=f"没能检查这个应用:临时文件夹写不了({reason})。",
            fault_en=f"The app could not be looked at: no temporary copy ({reason}).",
        )
    (outcome,) = outcomes
    found = None if outcome.audit is None else replace(outcome.audit, file=package.name)
    why = outcome.fault
    return LookedAt(entry, None, found) if why is None else LookedAt(entry, None, found, why.zh, why.en)


def _decrypted(package: ingest.Source, folder: Path, progress: Progress) -> Path:
    """Write the package into ``folder`` under a name of ours, readable by this user only."""
    ending = next((one for one in ENDINGS if package.name.casefold().endswith(one)), ".apk")
    path = folder / f"app{ending}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    progress(Said("取出安装包", "taking the package out"), 0, package.size)
    with os.fdopen(handle, "wb") as copy, package.open() as stream:
        shutil.copyfileobj(stream, copy, 1 << 20)
    progress(Said("取出安装包", "taking the package out"), package.size, package.size)
    return path


def facts_of(found: AppAudit, source: SourceFile, known: AppFacts, day: date) -> AppFacts:
    """Return what is known of an app after its audit; what the user said stays.

    A path in the code that rests on an approximation, or that nothing leads to, is not taken for one: it stays unknown. An
    audit never says that an app does *not* send contacts.
    """
    sends = any(_sends_contacts(flow) for flow in found.flows)
    return replace(
        known,
        name=known.name or found.label or found.package or found.file,
        package=found.package or known.package,
        version=found.version_name or known.version,
        observed=day,
        permissions=tuple(one.name for one in found.permissions) if found.package else known.permissions,
        uploads_contacts=True if sends else None,
        source=source.id,
    )


def _sends_contacts(flow: DataFlow) -> bool:
    return (
        flow.category is DataCategory.CONTACTS
        and flow.kind in WAYS_OUT
        and flow.certainty is Certainty.RESOLVED
        and flow.reachable is not False
    )


def app_before(state: State, source: SourceFile, entry: str, found: AppAudit) -> AppFacts | None:
    """Return the app this package is of: audited before from the same place, or noted by hand with this package name."""
    for kept in state.audits.values():
        if (kept.source, kept.entry) == (source.id, entry):
            return state.apps.get(kept.app)
    by_hand = [
        app
        for app in state.apps.values()
        if app.package
        and app.package == found.package
        and app.source == "user"
        and app.version in {"", found.version_name}
    ]
    return by_hand[0] if len(by_hand) == 1 else None


def keep_audit(vault: Vault, source: SourceFile, entry: str, found: AppAudit, facts: AppFacts) -> dict[str, Any]:
    """Keep what was found and return the log body of ``app.audited``."""
    told = {"source": source.id, "entry": entry, "package": source.sha256, "audit": audit.to_json(found, indent=None)}
    blob = vault.put(io.BytesIO(json.dumps(told, sort_keys=True).encode()))
    return {
        "app": to_body(facts),
        "source": source.id,
        "entry": entry,
        **blob.as_body(),
        "engine": found.engine,
        "verdict": found.verdict.value,
    }


def load_audit(vault: Vault, kept: KeptAudit) -> AuditedApp:
    """Return an audit as it was made.

    Raises:
        vault.VaultError: its blob was destroyed or is damaged.
    """
    told = json.loads(vault.read_blob(kept.blob))
    return AuditedApp(kept.app, kept.source, audit.from_json(told["audit"]), kept.entry)


def app_sections(vault: Vault, state: State, lang: str) -> tuple[AppSection, ...]:
    """Return what the audits say, for the report, in the order of the apps; the newest of each."""
    sections = []
    for app in state.apps.values():
        kept = state.audits.get(app.id)
        if kept is None:
            continue
        title = f"{app.name or app.package or app.id} {app.version}".strip()
        blocks = audit.case_rows(load_audit(vault, kept).audit, lang)
        sections.append(AppSection(app.id, title, app.source, blocks))
    return tuple(sections)


def audit_blobs(vault: Vault, source_id: str) -> list[str]:
    """Return the blobs of all audits ever made of a source, undone ones included."""
    gone = {entry.body["original"] for entry in vault.entries() if entry.kind == "vault.redaction"}
    made = [entry.body for entry in vault.entries() if entry.kind == EntryKind.AUDITED]
    found = [str(body["blob"]) for body in made if body["source"] == source_id]
    return [blob for blob in dict.fromkeys(found) if blob not in gone]
