"""Which language a request is answered in: Chinese first, English second."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from ringfence.schema import full_width, in_language

if TYPE_CHECKING:
    from django.http import HttpRequest

COOKIE = "ringfence_lang"
LANGUAGES = ("zh", "en")


def language_of(request: HttpRequest) -> str:
    """Return ``zh`` or ``en``: what the user chose, else what the browser asks for first when that is English, else Chinese."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def printed(zh: str) -> str:
    """Return a Chinese sentence of ours with full-width punctuation, as readers expect it in print.

    Sentences are written with plain commas and brackets in the code; tests compare them so (``RINGFENCE_PRINT`` is off there).
    """
    return _printed(zh) if settings.RINGFENCE_PRINT else zh


@lru_cache(maxsize=4096)
def _printed(zh: str) -> str:
    return full_width(zh)


class Say:
    """Chooses between the two languages for one request."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str | None = None) -> str:
        """Return the sentence in the request's language; without ``en`` that of a :class:`~ringfence.schema.Said`."""
        if en is None:
            en = in_language(zh, "en")
            zh = in_language(zh, "zh")
        return en if self.lang == "en" else printed(zh)


def say_of(request: HttpRequest) -> Say:
    """Return the chooser of ``request``."""
    return Say(language_of(request))
