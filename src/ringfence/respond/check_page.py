"""A page to check a screenshot by: every record's place in the picture beside what was recognised there."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2

from ringfence.respond.fonts import Face, web_font
from ringfence.respond.wording import Wording
from ringfence.schema import from_micros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import ReadField, Reading, ReadRecord

PAGE = "核对.html"
UNSURE = 0.8  # below, a field is marked as one to look at
_MINUTE, _HALF_DAY = 60, 43_200


def check_page(reading: Reading, pictures: Mapping[str, str], whole: str, lang: str = "zh") -> str:
    """Return the page as HTML without any script; every text is escaped, pictures are files beside it.

    Args:
        reading: what was recognised.
        pictures: place -> file name of its part of the picture.
        whole: file name of the whole picture.
        lang: ``zh`` or ``en``.

    Raises:
        LanguageError: no such language.
        FontMissingError: the packaged fonts are not there.
    """
    words = Wording(lang)
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_page_file), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = environment.get_template("fields.html.j2")
    content = {
        "w": words.words["fields_page"],
        "lang": words.words["html_lang"],
        "source": reading.source,
        "name": reading.name,
        "kind": reading.kind_zh,
        "reader": reading.reader,
        "whole": whole,
        "records": [_record(reading, record, pictures, words) for record in reading.records],
        "lines": [_field(reading, line, pictures, words) for line in reading.lines],
        "lost": len(reading.lost),
    }
    shown = "".join(sorted(set(template.render(content, font=""))))
    return template.render(content, font=base64.b64encode(web_font(shown, Face.SANS)).decode("ascii"))


def _record(reading: Reading, record: ReadRecord, pictures: Mapping[str, str], words: Wording) -> dict[str, Any]:
    return {
        "row": record.row,
        "picture": pictures.get(record.place, ""),
        "added": record.added,
        "dropped": record.dropped,
        "fields": [_field(reading, one, pictures, words, record.place) for one in record.fields],
    }


def _field(
    reading: Reading, one: ReadField, pictures: Mapping[str, str], words: Wording, above: str = ""
) -> dict[str, Any]:
    named, said = words.words["fix_fields"], words.words["fix_values"].get(one.field, {})
    return {
        "name": named.get(one.field, one.field),
        "shown": one.shown if one.field in {"time", "line"} else "",
        "was": said.get(one.was, one.was),
        "value": said.get(one.value, one.value),
        "picture": "" if one.place == above else pictures.get(one.place, ""),
        "percent": None if one.confidence is None else min(99, int(100 * one.confidence)),
        "unsure": one.confidence is not None and one.confidence < UNSURE and not one.by_user,
        "about": _about(one.precision_s, words),
        "by_user": one.by_user,
        "when": f"{from_micros(one.at_micros, reading.zone):%Y-%m-%d %H:%M}" if one.by_user else "",
        "seq": one.seq,
        "wide": one.field == "text",
    }


def _about(precision: int | None, words: Wording) -> str:
    """Say how exact a time is, nothing when it is exact to the minute."""
    told = words.words["fields_page"]
    if precision is None or precision <= _MINUTE:
        return ""
    if precision >= 2 * _HALF_DAY:
        return str(told["day_supposed"])
    if precision >= _HALF_DAY:
        return str(told["day_only"])
    return str(told["minutes"]).replace("{n}", str(round(precision / _MINUTE)))


def _page_file(name: str) -> str:
    return (files("ringfence.respond") / "pages" / name).read_text(encoding="utf-8")
