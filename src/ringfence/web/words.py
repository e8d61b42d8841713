"""Which language a request is answered in: Chinese first, English second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import in_language

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


class Say:
    """Chooses between the two languages for one request."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str | None = None) -> str:
        """Return the sentence in the request's language; without ``en`` that of a :class:`~ringfence.schema.Said`."""
        if en is None:
            return in_language(zh, self.lang)
        return en if self.lang == "en" else zh


def say_of(request: HttpRequest) -> Say:
    """Return the chooser of ``request``."""
    return Say(language_of(request))
