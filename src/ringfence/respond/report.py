"""The case report: one HTML file, one PDF with the same words, and the annex with all evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.annex import annex
from ringfence.respond.faults import ANNEX, numbered
from ringfence.respond.page_html import html_page
from ringfence.respond.page_pdf import pdf_page
from ringfence.respond.view import Desk
from ringfence.respond.write import save
from ringfence.schema import Progress, Said, silent

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Dossier

_STEPS = 4


def report_view(dossier: Dossier, lang: str = "zh") -> dict[str, Any]:
    """Return what a report says as strings, lists and dicts: the first screen, charts, findings, people, numbers.

    For doors that show the same on a screen of their own, so that no page can contradict the report.

    Raises:
        LanguageError: no such language.
        FontMissingError: the packaged fonts are not there.
    """
    return Desk.of(dossier, lang).view()


def write_report(dossier: Dossier, folder: Path, *, lang: str = "zh", progress: Progress = silent) -> tuple[Path, ...]:
    """Write ``report.html``, ``report.pdf`` and ``evidence.csv`` into ``folder`` and return their paths.

    Nothing is written before everything is made. Size and time are bounded: evidence rows and pictures are capped, only the
    annex grows with the evidence.

    Args:
        dossier: the case.
        folder: made when it is not there.
        lang: ``zh`` or ``en`` (headings and fixed text; what the case says stays as it is where it has no English).
        progress: called at each of four steps.

    Raises:
        LanguageError: no such language.
        FontMissingError: the packaged fonts are not there.
        LayoutError: the typesetter refused the page.
        OSError: the folder cannot be written.
    """
    progress(Said("整理报告内容", "sorting the report"), 0, _STEPS)
    desk = Desk.of(dossier, lang)
    view = desk.view()
    progress(Said("排版网页报告", "setting the report's page"), 1, _STEPS)
    page = html_page(view).encode("utf-8")
    progress(Said("排版PDF报告", "setting the report's PDF"), 2, _STEPS)
    title = f"{view['w']['report_title']}{'：' if lang == 'zh' else ': '}{view['case']}"
    paper = pdf_page("report", title, {**view, "title": title})
    progress(Said("写出证据明细", "writing the list of evidence"), 3, _STEPS)
    rows = annex(numbered(dossier.findings), desk.evidence, desk.words)
    written = tuple(
        save(folder / name, content) for name, content in (("report.html", page), ("report.pdf", paper), (ANNEX, rows))
    )
    progress(Said("写出证据明细", "writing the list of evidence"), _STEPS, _STEPS)
    return written
