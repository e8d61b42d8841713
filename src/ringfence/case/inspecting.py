"""What a case finds out about apps: the audit of packages that were added, what their privacy policies say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ringfence import audit, ingest
from ringfence.case.apps import AboutApp, LookedAt, app_before, audit_kept, facts_of, keep_audit, load_audit
from ringfence.case.codec import to_body
from ringfence.case.faults import NoAuditError, UnknownNameError
from ringfence.case.opened import Opened
from ringfence.case.state import EntryKind
from ringfence.schema import AppFacts, silent

if TYPE_CHECKING:
    from ringfence.case.state import SourceFile
    from ringfence.schema import AppAudit, AuditedApp, PolicyCheck, PolicyNaming, Progress


LARGEST = 32 * 1024 * 1024  # bytes of a policy; what is larger is not even read


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

    def check_policy(self, source_id: str) -> PolicyCheck:
        """Check the privacy policy that is kept as a source; nothing is noted.

        Raises:
            UnknownNameError: no such source.
            ingest.IngestError: it holds no text that can be read.
        """
        source = self.state.sources.get(source_id)
        if source is None:
            raise UnknownNameError("证据编号", "source", source_id)
        if source.size > LARGEST:
            raise ingest.TooLargeError(source.name, LARGEST)
        return audit.check_policy(ingest.document_text(source.name, self.vault.read_blob(source.blob)))

    def note_policy(
        self, app_id: str, source_id: str, *, contacts: PolicyNaming | None, recipients: bool | None
    ) -> AppFacts:
        """Note what the user confirms that a kept privacy policy says of contacts and recipients; None: not known.

        Raises:
            UnknownNameError: no such app or source.
        """
        app = self.state.apps.get(app_id)
        if app is None:
            raise UnknownNameError("App 编号", "app", app_id)
        if source_id not in self.state.sources:
            raise UnknownNameError("证据编号", "source", source_id)
        noted = replace(app, policy_contacts=contacts, policy_recipients=recipients, policy_source=source_id)
        self.write(EntryKind.APP, to_body(noted))
        return noted

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
