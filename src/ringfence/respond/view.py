"""One report as plain data: both pages, on screen and on paper, are filled from it and so say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringfence.respond.apps import apps
from ringfence.respond.charts import daily_chart, hour_chart, reach_chart
from ringfence.respond.costs import costs
from ringfence.respond.counts import lenders, third_parties
from ringfence.respond.coverage import Coverage
from ringfence.respond.disputes import disputes
from ringfence.respond.evidence import Evidence
from ringfence.respond.faults import ANNEX, Faults, numbered
from ringfence.respond.fixes import fix_table
from ringfence.respond.front import front
from ringfence.respond.gallery import Gallery
from ringfence.respond.mask import Mask
from ringfence.respond.names import Names
from ringfence.respond.proceedings.section import section
from ringfence.respond.record import Record
from ringfence.respond.sounds import Sounds
from ringfence.respond.typography import day
from ringfence.respond.wording import Wording, fill
from ringfence.schema import full_width

if TYPE_CHECKING:
    from ringfence.respond.charts import Chart
    from ringfence.schema import Dossier


MANY = 3  # findings that share an uncertainty: then it is said once
NAMED = 12  # numbers of findings listed after it


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a report of one dossier is made with.

    Attributes:
        cover: remembers which characters had to be written in words.
    """

    dossier: Dossier
    words: Wording
    cover: Coverage
    mask: Mask
    names: Names
    evidence: Evidence
    faults: Faults

    @classmethod
    def of(cls, dossier: Dossier, lang: str = "zh") -> Desk:
        """Lay out ``dossier`` in ``lang``.

        Raises:
            LanguageError: no such language.
        """
        words, cover, mask = Wording(lang), Coverage(), Mask.of(dossier)
        names = Names(dossier, mask, cover, words)
        evidence = Evidence(dossier, mask, cover, words)
        return cls(dossier, words, cover, mask, names, evidence, Faults(evidence, names, mask, cover, words))

    def view(self) -> dict[str, Any]:
        """Return the report's content as strings, lists and dicts, masked as asked and fitted to the fonts.

        Raises:
            FontMissingError: the packaged fonts are not there.
        """
        dossier, words, faults = self.dossier, self.words, self.faults
        record = Record(dossier, self.mask, self.cover, words, self.names)
        counted = numbered(dossier.findings)
        full = [(finding, faults.full(finding, number)) for number, finding in counted]
        tools = (self.mask, self.cover, words)
        gallery = Gallery(dossier, self.evidence, counted, tools).view()
        _refer([shown for _, shown in full], gallery["numbers"], words)
        common = _common([shown for _, shown in full], words)
        made = dossier.made.astimezone(ZoneInfo(dossier.matter.zone))
        content = {
            "w": words.words,
            "lang": words.lang,
            "case": full_width(self.cover.fit(dossier.case_name)),
            "as_of": words("as_of", day=day(dossier.matter.as_of, words.lang)),
            "made": words("made", time=f"{made:%Y-%m-%d %H:%M}"),
            "front": front(dossier, faults, words),
            "charts": _charts(dossier, self.names, words),
            "costs": costs(dossier, self.names, self.cover, words),
            "findings": [shown for finding, shown in full if not finding.review_zh],
            "confirm": [shown for finding, shown in full if finding.review_zh],
            "common": common,
            "gallery": gallery,
            "disputes": disputes(dossier, self.evidence, words),
            "sounds": Sounds(dossier, self.evidence, counted, tools).view(),
            "apps": apps(dossier, self.cover),
            "proceedings": section(dossier, self.names, faults.said, words.lang),
            "people": record.people(),
            "numbers": record.numbers(),
            "exhibits": record.exhibits(),
            "fixes": fix_table(dossier, self.mask, self.cover, words),
            "unknowns": record.unknowns(faults.said),
            "privacy": words("masked_note" if dossier.masked else "unmasked_note"),
            "verify": _verify(dossier, words),
        }
        replaced = sum(self.cover.replaced.values())
        content["glyphs"] = words("glyph_note", n=replaced) if replaced else ""
        return content


def _refer(full: list[dict[str, Any]], numbers: dict[str, int], words: Wording) -> None:
    """Say beside each row of evidence that was recognised on a picture where that picture stands."""
    for shown in full:
        for aside in shown["asides"]:
            number = numbers.get(aside["event"], 0)
            aside["picture"] = number
            aside["see"] = words("picture_no", n=number) if number else ""
            aside["machine"] = words("machine_row" if aside["pictured"] else "machine_too", seen=bool(number))
            if not (aside["pictured"] or number):
                aside["machine"] = ""


def _common(full: list[dict[str, Any]], words: Wording) -> list[str]:
    """Take what is uncertain about many findings out of each and return it once, with their numbers."""
    about: dict[str, list[int]] = {}
    for shown in full:
        for text in shown["uncertain"]:
            if text in shown["own"]:
                continue
            about.setdefault(text, []).append(shown["number"])
    many = {text: numbers for text, numbers in about.items() if len(numbers) >= MANY}
    for shown in full:
        shown["uncertain"] = [text for text in shown["uncertain"] if text not in many]
    glue = words("list_glue")
    return [
        words(
            "common_line",
            text=text,
            numbers=glue.join(map(str, numbers[:NAMED])),
            all=len(numbers),
            more=len(numbers) > NAMED,
        )
        for text, numbers in many.items()
    ]


def _charts(dossier: Dossier, names: Names, words: Wording) -> list[dict[str, Any]]:
    metrics = dossier.metrics
    drawn = (
        hour_chart(metrics.hourly, metrics.quiet, words),
        reach_chart(third_parties(metrics.people), names.person, words, dossier.matter.zone),
        daily_chart(metrics.hourly, lenders(dossier), names.party, words),
    )
    return [_plain(chart) for chart in drawn if chart is not None]


def _plain(chart: Chart) -> dict[str, Any]:
    return {
        "key": chart.key,
        "title": chart.title,
        "svg": chart.svg,
        "note": chart.note,
        "header": list(chart.header),
        "rows": [list(row) for row in chart.rows],
    }


def _verify(dossier: Dossier, words: Wording) -> list[str]:
    lines = words.words["verify_lines"]
    return [fill(str(line), size=dossier.log_size, head=dossier.head, file=ANNEX) for line in lines]
