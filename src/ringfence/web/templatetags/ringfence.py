"""Tags of the templates: both languages beside each other, plain dates and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString

from ringfence.web.words import language_of, printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.messages.storage.base import Message
    from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, zh: str, en: str, **values: Any) -> SafeString:  # noqa: ANN401 -- whatever is put into the sentence
    """Give the sentence in the reader's language; ``{name}`` takes a value, escaped.

    Sentences written in a template are trusted, data is not.
    """
    request = context.get("request")
    text = en if request is not None and language_of(request) == "en" else _printed(zh)
    if not isinstance(text, SafeData):
        return SafeString(conditional_escape(text))
    return format_html(text, **values) if values else SafeString(text)


def _printed(zh: str) -> str:
    """Return a sentence as it is printed; one that was trusted still is."""
    text = printed(zh)
    return SafeString(text) if isinstance(zh, SafeData) else text


@register.filter
def zh(sentence: str) -> str:
    """Give a Chinese sentence that another room wrote as it is printed; others stay as they are."""
    return _printed(sentence)


@register.simple_tag
def runs(parts: Sequence[tuple[str, bool]]) -> SafeString:
    """Give a sentence of pieces, those that count in bold."""
    return format_html_join("", "{}", ((format_html("<b>{}</b>", text) if strong else text,) for text, strong in parts))


@register.filter
def micros(value: int | None, zone: str = "Asia/Shanghai") -> str:
    """Give a time in UTC microseconds as local date and time."""
    if value is None:
        return ""
    return datetime.fromtimestamp(value / 1e6, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@register.filter
def day(value: date | None) -> str:
    """Give a day as 2026-03-01."""
    return value.isoformat() if value is not None else ""


@register.filter
def size(value: int) -> str:
    """Give a size of bytes in words."""
    number = float(value)
    for unit in ("B", "KB", "MB"):
        if number < 1024:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1024
    return f"{number:.1f} GB"


@register.filter
def tone(message: Message) -> str:
    """Give the colour of a message: good, warn or grave."""
    return next((tag for tag in (message.extra_tags or "").split() if tag in {"good", "warn", "grave"}), "")


@register.filter
def undoes(message: Message) -> str:
    """Give the number of the entry that a message lets the reader take back, "" when none (``undo-17`` among its tags)."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo-") for tag in tags if tag.startswith("undo-")), "")


@register.filter
def with_asides(finding: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Give the evidence rows of a finding, each with what stands beside it."""
    return list(zip(finding["rows"], finding["asides"], strict=True))
