"""What every page shows around its content: language, navigation, the case's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from ringfence.web.desk import DESK
from ringfence.web.words import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest

# name of the address, Chinese, English: the way through a case
ROOMS = (
    ("overview", "现在", "Now"),
    ("timeline", "发生了什么", "Timeline"),
    ("findings", "哪里不对", "What is wrong"),
    ("people", "谁是谁", "Who is who"),
    ("papers", "写信和投诉", "Letters"),
    ("proceedings", "进度", "Progress"),
    ("add", "加材料", "Add"),
    ("sources", "材料", "Material"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``base.html`` needs."""
    lang = language_of(request)
    match = request.resolver_match
    case = getattr(request, "case_row", None)
    return {
        "lang": lang,
        "html_lang": "en" if lang == "en" else "zh-Hans",
        "mode": settings.RINGFENCE_MODE,
        "case": case,
        "behind": case is not None and DESK.is_behind(case),
        "rooms": [(name, en if lang == "en" else zh) for name, zh, en in ROOMS],
        "here": match.url_name if match is not None else "",
    }
