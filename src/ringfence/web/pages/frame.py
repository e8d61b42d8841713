"""What every page shows around its content: language, navigation, the case's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from ringfence.web.access import READING, Role, rooms_of, who_of
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
    ("money", "钱", "Money"),
    ("apps", "App", "Apps"),
    ("add", "加材料", "Add"),
    ("sources", "材料", "Material"),
    ("prove", "可以证明", "Proof"),
    ("manage", "案件设置", "Settings"),
)
# of a clinic's server: the rooms of a case, the pages beside cases with the roles that have them
ADMIN = frozenset({Role.ADMIN})
CLINIC_ROOMS = (
    ("waiting", "等着收进来", "Handed in"),
    ("links", "递交链接", "Links"),
    ("case-log", "谁看过", "Accesses"),
)
OFFICE = (
    ("board", "总览", "Board", frozenset(READING)),
    ("staff", "账号", "Accounts", ADMIN),
    ("cases", "分派", "Assignments", ADMIN),
    ("work", "任务", "Work", ADMIN),
    ("log", "访问记录", "Accesses", ADMIN),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``base.html`` needs."""
    lang = language_of(request)
    match = request.resolver_match
    clinic = settings.RINGFENCE_MODE == "server"
    rooms = rooms_of(request, ROOMS + CLINIC_ROOMS) if clinic else ROOMS
    case = getattr(request, "case_row", None)
    return {
        "lang": lang,
        "html_lang": "en" if lang == "en" else "zh-Hans",
        "mode": settings.RINGFENCE_MODE,
        "case": case,
        "behind": case is not None and DESK.is_behind(case),
        "rooms": [(name, en if lang == "en" else zh) for name, zh, en in rooms],
        "staff": getattr(request, "staff", None),
        "office": [
            (name, en if lang == "en" else zh)
            for name, zh, en, roles in OFFICE
            if clinic and roles & who_of(request).roles
        ],
        "here": match.url_name if match is not None else "",
    }
