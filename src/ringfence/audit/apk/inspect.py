"""One file to one audit: the package opened, looked over, its paths searched, all of it joined under one verdict.

Each step that fails takes away what it would have told and no more: the audit then says what could not be seen and why. Only a file
that is no package at all gives no audit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ringfence import __version__
from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.digest import digests_of
from ringfence.audit.apk.errors import ApkError
from ringfence.audit.apk.join import with_flows
from ringfence.audit.apk.judge import verdict_of
from ringfence.audit.apk.models import load_models
from ringfence.audit.apk.resources import Manifest, read_layouts, read_manifest, read_resources
from ringfence.audit.apk.triage import Authors, triage
from ringfence.schema import Blind, Said, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ringfence.audit.apk.container import Package
    from ringfence.audit.apk.flow import Budget
    from ringfence.audit.apk.models import Models
    from ringfence.audit.apk.resources import Layout, Resources
    from ringfence.audit.indicators import IndicatorList
    from ringfence.schema import AppAudit, Progress, SignerCertificate

ENGINE = "ringfence-apk"
SUMMARIES = "summaries.sqlite"  # in the cache folder


def audit_apk(
    path: Path | Sequence[Path],
    *,
    name: str = "",
    flows: bool = True,
    cache: Path | None = None,
    indicators: Sequence[IndicatorList] = (),
    budget: Budget | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> AppAudit:
    """Audit one package: a file, a folder or list of split APKs. Bound memory and time from outside, with ``audit_many``.

    Args:
        path: what to look at.
        name: what the audit calls it; the file's own name when "".
        flows: search paths too; False = triage.
        cache: folder for summaries of code, None = none.
        indicators: lists to compare with.
        budget: how much of the search may be done; None = the solver's own.
        today: the day of the audit.
        progress: told each step; raises to cancel.

    Raises:
        NotAPackageError, MemberMissingError, LimitExceeded, ZipDamaged: it is no package that can be opened.
        OSError: it cannot be read.
    """
    digests = digests_of(path, progress)
    models = load_models()
    with open_package(path) as package:
        found = _Inspection(package, models, progress).audit(flows=flows, cache=cache, budget=budget)
    day = today or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    found = replace(
        found,
        file=name or package_name(path),
        size=digests.size,
        sha256=digests.sha256,
        sm3=digests.sm3,
        engine=engine_of(models),
        audited=day.isoformat(),
    )
    return _with_hits(found, indicators)


def engine_of(models: Models) -> str:
    """Return what made an audit: our version and the digest of the models; another of either may see more or less."""
    return f"{ENGINE} {__version__} models {models.digest[:12]}"


def package_name(path: Path | Sequence[Path]) -> str:
    """Return a file's or folder's name; of a list the folder's of its first file."""
    named: Any = path if hasattr(path, "name") else path[0].parent
    return str(named.name)


def _with_hits(audit: AppAudit, indicators: Sequence[IndicatorList]) -> AppAudit:
    if not indicators:
        return audit
    from ringfence.audit.indicators import match  # noqa: PLC0415 -- only where there is a list

    return replace(audit, indicators=match(audit, indicators))


class _Inspection:
    """The state of looking at one package: what could not be seen is gathered on the way."""

    def __init__(self, package: Package, models: Models, progress: Progress) -> None:
        self._package = package
        self._models = models
        self._progress = progress
        self._blind: list[Blind] = []

    def audit(self, *, flows: bool, cache: Path | None, budget: Budget | None) -> AppAudit:
        self._progress(Said("读取安装包", "reading the package"), 0, None)
        resources = self._resources()
        manifest = self._manifest(resources)
        program = self._program()
        self._progress(Said("查看权限和代码", "looking at permissions and code"), 0, None)
        found = triage(self._package, manifest, resources, program, others=self._others(resources), models=self._models)
        blind = (*found.blind, *self._blind)
        found = replace(found, signers=self._signers(), blind=blind, verdict=verdict_of((), found.accesses, blind))
        if not flows or program is None:
            return found
        texts = None if resources is None else resources.text
        return self._searched(found, program, manifest, self._layouts(resources), texts, cache, budget)

    def _searched(
        self,
        found: AppAudit,
        program: Program,
        manifest: Manifest,
        layouts: tuple[Layout, ...],
        texts: Callable[[int], str | None] | None,
        cache: Path | None,
        budget: Budget | None,
    ) -> AppAudit:
        from ringfence.audit.apk.flow import Budget, SummaryCache, find_flows  # noqa: PLC0415 -- a triage does without

        def share(_word: str, done: float) -> None:
            self._progress(Said("追踪数据流向", "following where data go"), int(100 * done), 100)

        kept = None if cache is None else SummaryCache(cache / SUMMARIES, engine_of(self._models))
        try:
            report = find_flows(
                program,
                manifest,
                layouts,
                self._models,
                budget=budget or Budget(),
                cache=kept,
                progress=share,
                texts=texts,
            )
        finally:
            if kept is not None:
                kept.close()
        authors = Authors(manifest.package)
        return with_flows(found, report.flows, report.blind, report.counts, authors, handovers=report.handovers)

    def _resources(self) -> Resources | None:
        try:
            return read_resources(self._package.base)
        except ApkError as fault:
            self._miss("资源表", "the resource table", fault)
            return None

    def _manifest(self, resources: Resources | None) -> Manifest:
        """Return the manifest; an empty one when it cannot be read, which is said: permissions and components are then unknown."""
        try:
            return read_manifest(self._package.base, resources)
        except ApkError as fault:
            self._miss("应用清单", "the manifest", fault)
            return Manifest("")

    def _others(self, resources: Resources | None) -> list[Manifest]:
        """Return the manifests of the splits that can be read: the others' oddities are in their APKs' warnings."""
        found = []
        for apk in self._package.apks[1:]:
            try:
                found.append(read_manifest(apk, resources))
            except ApkError as fault:
                self._miss(f"{apk.name} 的清单", f"the manifest of {apk.name}", fault)
        return found

    def _signers(self) -> tuple[SignerCertificate, ...]:
        try:
            return tuple(self._package.base.signers())
        except ApkError as fault:
            self._miss("签名", "the signature", fault)
            return ()

    def _layouts(self, resources: Resources | None) -> tuple[Layout, ...]:
        try:
            return read_layouts(self._package.base, resources)
        except ApkError as fault:
            self._miss("界面文件", "the layouts", fault)
            return ()

    def _program(self) -> Program | None:
        """Return the code of all APKs, None when none can be read, which the triage says."""
        try:
            return Program.load(self._dexes())
        except ApkError as fault:
            self._miss("代码", "the code", fault)
            return None

    def _dexes(self) -> Iterator[tuple[str, bytes]]:
        """Yield dex files by name; those of a bundle's APKs with the APK's name before."""
        several = len(self._package.apks) > 1
        for apk in self._package.apks:
            try:
                for name, data in apk.dexes():
                    yield (f"{apk.name}!{name}" if several else name), data
            except ApkError as fault:
                self._miss("代码", "code", fault)

    def _miss(self, zh: str, en: str, fault: ApkError) -> None:
        self._blind.append(Blind("damaged", f"{zh}读不了:{fault.zh}", f"Cannot read {en}: {fault.en}"))
