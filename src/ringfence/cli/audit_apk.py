"""``ringfence audit apk``: packages of apps, one or ten thousand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit import Limits, Outcome
    from ringfence.cli.audit_files import Wanted
    from ringfence.schema import AppAudit

FAULT_FORMAT = "ringfence-app-fault/1"


@click.command(
    cls=Verb,
    help=say(
        "检查安装包(apk、xapk、apks、apkm)或者装着它们的文件夹。一个文件:读得懂的报告;多个:每个一行,坏文件不影响其他。",
        "Look at packages (apk, xapk, apks, apkm) or folders of them. One file: a report; several: a line each.",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar=say("文件或文件夹…", "FILES…"))
@click.option("--json", "as_json", is_flag=True, help=say("每个文件一个 JSON 对象", "one JSON object per file"))
@click.option(
    "--triage", is_flag=True, help=say("只看权限、读取和 SDK,不追数据流向(快)", "no paths, only the quick part")
)
@click.option("--details", is_flag=True, help=say("连同代码位置和数字", "with places in the code and figures"))
@click.option("--html", "page", type=click.Path(dir_okay=False), help=say("把报告写成一个网页", "write one page"))
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    help=say("每个文件写网页和 JSON,另写总表,放进这个文件夹", "pages, JSON and a table of all into this folder"),
)
@click.option(
    "--indicators",
    "lists",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help=say("对照您自己的名单(STIX 2 或 CSV,可多次)", "compare with a list of yours (STIX 2, CSV; repeatable)"),
)
@click.option(
    "--compare", "comparing", is_flag=True, help=say("两个版本:旧的在前,看增减", "two versions, the old first")
)
@click.option("--jobs", type=click.IntRange(1, 256), help=say("同时检查几个", "how many at a time"))
@click.option(
    "--memory", type=click.IntRange(128, 1 << 20), metavar="MB", help=say("每个文件的内存上限", "limit per file")
)
@click.option(
    "--timeout", type=click.FloatRange(1, 86_400), metavar="S", help=say("每个文件的时间上限(秒)", "limit per file")
)
@click.option(
    "--no-cache", is_flag=True, help=say("不用也不写代码摘要的缓存", "neither use nor write the cache of summaries")
)
def apk(
    files: tuple[str, ...],
    *,
    as_json: bool,
    triage: bool,
    details: bool,
    page: str | None,
    out: str | None,
    lists: tuple[str, ...],
    comparing: bool,
    jobs: int | None,
    memory: int | None,
    timeout: float | None,
    no_cache: bool,
) -> int:
    """Look at each; one that fails never stops the rest."""
    from ringfence.cli.audit_compare import compare_two
    from ringfence.cli.audit_files import wanted

    asked = wanted(files)
    if comparing:
        if len(asked) != 2:
            raise click.UsageError(say("比较需要正好两个文件", "two files are compared"))
        return compare_two(asked[0].path, asked[1].path, as_json=as_json, page=page)
    if not asked:
        raise click.UsageError(
            say("这里没有安装包(.apk .xapk .apks .apkm)", "there is no package here (.apk .xapk .apks .apkm)")
        )
    if page and len(asked) > 1:
        raise click.UsageError(say("--html 只写一个文件的报告;多个请用 --out", "--html is for one file; use --out"))
    telling = _Telling(as_json=as_json, single=len(asked) == 1, details=details, page=page, out=out)
    outcomes = looked_at(
        asked, flows=not triage, lists=lists, limits=limits_of(jobs, memory, timeout), cached=not no_cache
    )
    for outcome in outcomes:
        telling.tell(outcome, asked[outcome.number].name)
    return telling.end()


def limits_of(jobs: int | None, memory: int | None, timeout: float | None) -> Limits:
    """Return the limits, the room's own where the user says nothing."""
    from ringfence.audit import Limits

    given = {"jobs": jobs, "memory_mb": memory, "timeout_s": timeout}
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return Limits(**chosen)


def looked_at(
    asked: list[Wanted], *, flows: bool, lists: tuple[str, ...] = (), limits: Limits, cached: bool = True
) -> Iterator[Outcome]:
    """Yield what became of each file, in the order asked, with progress on standard error."""
    from ringfence import audit
    from ringfence.cli.audit_files import cache_folder
    from ringfence.cli.audit_progress import watching

    indicators = [audit.read_indicators(Path(name)) for name in lists]
    for one in indicators:
        if one.skipped_count:
            told = say(
                f"名单 {one.source} 有 {one.skipped_count} 条没有对照",
                f"{one.skipped_count} entries of {one.source} skipped",
            )
            click.echo(told, err=True)
    with watching() as (progress, doing):
        yield from audit.in_order(
            audit.audit_many(
                [one.path for one in asked],
                names=[one.name for one in asked],
                flows=flows,
                cache=cache_folder() if cached else None,
                indicators=indicators,
                limits=limits,
                progress=progress,
                doing=doing,
            )
        )


class _Telling:
    """Tells what became of each file as it is done: JSON, a report, or a line; and writes what is to be written."""

    def __init__(self, *, as_json: bool, single: bool, details: bool, page: str | None, out: str | None) -> None:
        self._as_json = as_json
        self._single = single
        self._details = details
        self._page = page
        self._out = Path(out) if out else None
        self._pages: list[tuple[AppAudit, str]] = []
        self._failed: list[tuple[str, str]] = []

    def tell(self, outcome: Outcome, name: str) -> None:
        """Tell of one file."""
        audit = outcome.audit
        if audit is None:
            self._fail(outcome, name)
            return
        if outcome.fault is not None:
            click.echo(f"! {safe(audit.file)}: {outcome.fault.text(say.lang)}", err=True)
        self._write(audit)
        if self._as_json:
            from ringfence.audit import to_json

            click.echo(to_json(audit, indent=2 if self._single else None))
        elif self._single:
            print_audit(audit, details=self._details)
        else:
            from ringfence.audit import verdict_sentences

            click.echo(f"✓ {safe(audit.file)}: {verdict_sentences(audit, say.lang)[0]}")

    def end(self) -> int:
        """Write what is about all files and return the exit code."""
        if self._out is not None:
            from ringfence import audit, respond

            self._out.mkdir(parents=True, exist_ok=True)
            made = audit.index_page(self._pages, self._failed, say.lang, typeface=respond.web_font)
            (self._out / "index.html").write_text(made, encoding="utf-8")
            table = audit.summary_csv(one for one, _ in self._pages)
            (self._out / "summary.csv").write_text(table, encoding="utf-8-sig", newline="")
            click.echo(say(f"已写好:{self._out / 'index.html'}", f"Written: {self._out / 'index.html'}"), err=True)
        return FAULT if self._failed else 0

    def _fail(self, outcome: Outcome, name: str) -> None:
        fault = outcome.fault
        why = "" if fault is None else fault.text(say.lang)
        self._failed.append((name, why))
        if self._as_json and fault is not None:
            told = {"format": FAULT_FORMAT, "file": name, "fault": fault.kind.value, "zh": fault.zh, "en": fault.en}
            half = any("\ud800" <= char <= "\udfff" for char in name)  # bytes of a name that is no UTF-8
            click.echo(json.dumps(told, ensure_ascii=half, indent=2 if self._single else None))
        complain(f"✗ {safe(name)}: {why}")

    def _write(self, audit: AppAudit) -> None:
        from ringfence.audit import audit_page, to_json

        if self._page:
            from ringfence.respond import web_font

            Path(self._page).write_text(audit_page(audit, say.lang, typeface=web_font), encoding="utf-8")
            click.echo(say(f"已写好:{self._page}", f"Written: {self._page}"), err=True)
        if self._out is not None:
            from ringfence.cli.audit_files import stem_of

            self._out.mkdir(parents=True, exist_ok=True)
            stem = stem_of(audit)
            (self._out / f"{stem}.json").write_text(to_json(audit), encoding="utf-8")
            (self._out / f"{stem}.html").write_text(audit_page(audit, say.lang), encoding="utf-8")
            self._pages.append((audit, f"{stem}.html"))


def print_audit(audit: AppAudit, *, details: bool) -> None:
    """Print the report of one app."""
    from ringfence.audit import audit_rows
    from ringfence.cli.blocks import draw

    draw(audit_rows(audit, say.lang, technical=details))


def safe(name: str) -> str:
    """Return a file's name that changes nothing on a terminal and can be printed in any encoding."""
    return "".join(char if char.isprintable() else "�" for char in name)[:200]
