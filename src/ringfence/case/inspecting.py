"""What a case finds out about apps: the audit of packages that were added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ringfence.case.apps import AboutApp, LookedAt, app_before, audit_kept, facts_of, keep_audit, load_audit
from ringfence.case.faults import NoAuditError, UnknownNameError
from ringfence.case.opened import Opened
from ringfence.case.state import EntryKind
from ringfence.schema import AppFacts, silent

if TYPE_CHECKING:
    from ringfence.case.state import SourceFile
    from ringfence.schema import AppAudit, AuditedApp, Progress


class Inspecting(Opened):
    """What is found out about apps."""

    def look_at_apps(
        self, source: SourceFile, about: AboutApp | None = None, today: date | None = None, progress: Progress = silent
    ) -> tuple[LookedAt, ...]:
        """Audit every package in a source and note what was found; what cannot be looked at is said and blocks nothing.

        Raises:
            CancelledError: from ``progress``; packages done before stay noted.
        """
        day = today or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        return tuple(self._look_at(source, entry, about or AboutApp(), day, progress) for entry in source.apps)

    def audit_again(
        self, source_id: str, *, today: date | None = None, progress: Progress = silent
    ) -> tuple[LookedAt, ...]:
        """Audit the packages of a source once more, with the analysis of today.

        Raises:
            UnknownNameError: no such source, or there is no package of an app in it.
        """
        source = self.state.sources.get(source_id)
        if source is None or not source.apps:
            raise UnknownNameError("安装包", "package of an app", source_id)
        return self.look_at_apps(source, today=today, progress=progress)

    def audited(self, app_id: str) -> AuditedApp:
        """Return the audit of an app as it was made.

        Raises:
            UnknownNameError: no such app; NoAuditError: its package was not looked at.
        """
        if app_id not in self.state.apps:
            raise UnknownNameError("App 编号", "app", app_id)
        kept = self.state.audits.get(app_id)
        if kept is None:
            raise NoAuditError(app_id)
        return load_audit(self.vault, kept)

    def audited_apps(self) -> tuple[AuditedApp, ...]:
        """Return the audits of all apps, the last of each."""
        return tuple(load_audit(self.vault, kept) for kept in self.state.audits.values())

    def _look_at(self, source: SourceFile, entry: str, about: AboutApp, day: date, progress: Progress) -> LookedAt:
        looked = audit_kept(self.vault, source, entry, progress)
        if looked.audit is None:
            return looked
        found = replace(looked.audit, audited=day.isoformat())
        facts = self._facts(source, entry, found, about, day)
        self.write(EntryKind.AUDITED, keep_audit(self.vault, source, entry, found, facts))
        return replace(looked, app=facts, audit=found)

    def _facts(self, source: SourceFile, entry: str, found: AppAudit, about: AboutApp, day: date) -> AppFacts:
        known = app_before(self.state, source, entry, found)
        if known is None:
            known = AppFacts(self._free("APP", self.state.apps), "", about.lender, category=about.category)
        known = replace(known, lender=about.lender or known.lender, category=about.category or known.category)
        return facts_of(found, source, known, day)
