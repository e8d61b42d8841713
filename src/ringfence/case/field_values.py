"""The fields of a recognised record as text, and back: what a user types, checked before it is written into the log."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ringfence.case.faults import FieldValueError
from ringfence.schema import Clock, from_micros, parse_phone, to_micros

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = {
    "messages": ("side", "address", "time", "text", "kind"),
    "calls": ("direction", "address", "time", "duration", "answered"),
}
LONGEST = 20_000  # characters of a text; a name or number has at most a hundredth of it
UNANSWERED = frozenset({"missed", "rejected", "blocked"})
_SIDES = {"in": "in", "out": "out", "failed": "failed", "收": "in", "收到": "in", "发": "out", "发出": "out"}
_WAYS = {
    "in": "in",
    "out": "out",
    "missed": "missed",
    "rejected": "rejected",
    "blocked": "blocked",
    "呼入": "in",
    "来电": "in",
    "呼出": "out",
    "未接": "missed",
    "拒接": "rejected",
    "拦截": "blocked",
}
_KINDS = {"sms": "sms", "im": "im", "mms": "mms", "短信": "sms", "微信": "im", "聊天": "im", "彩信": "mms"}
_ANSWERS = {"yes": "yes", "no": "no", "": "", "是": "yes", "否": "no", "接通": "yes", "未接通": "no"}
_WRITTEN = re.compile(
    r"(?P<y>20\d{2})[-/.年](?P<mo>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"(?:[ T]*(?P<h>\d{1,2})[:时点](?P<mi>\d{1,2})(?:[:分](?P<s>\d{1,2})秒?|分)?)?"
)
_SPOKEN = re.compile(r"(?:(?P<h>\d{1,2})小时)?(?:(?P<m>\d{1,4})分钟?)?(?:(?P<s>\d{1,5})秒?)?")
_CLOCKED = re.compile(r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d)")
_LONGEST_CALL = 86_400
_MINUTE, _HALF_DAY = 60, 43_200


def value_of(row: Mapping[str, Any], field: str, precision_s: int | None = None) -> str:
    """Return a field of a row of MESSAGES or CALLS as text; empty when the row does not say it."""
    if field in {"side", "direction"}:
        return str(row["direction"] or "")
    if field == "time":
        return _time_text(row["ts"], row["zone"], precision_s)
    if field == "answered":
        return {None: "", True: "yes", False: "no"}[row["connected"]]
    name = {"text": "body", "duration": "duration_s"}.get(field, field)
    return "" if row[name] is None else str(row[name])


def put(row: dict[str, Any], field: str, value: str) -> int | None:
    """Set a field of a row from its checked text; return the precision in seconds when it is a time."""
    if field in {"side", "direction"}:
        row["direction"] = value
    elif field == "text":
        row["body"] = value
    elif field == "kind":
        row["kind"] = value
    elif field == "duration":
        row["duration_s"] = int(value) if value else None
    elif field == "answered":
        row["connected"] = {"": None, "yes": True, "no": False}[value]
    elif field == "address":
        number = parse_phone(value)
        named = value if value and not any(char.isdigit() for char in value) else None
        row |= {"address": value, "address_key": number.key, "address_kind": number.kind.value, "name": named}
    elif field == "time":
        row["ts"], precision = moment(value, row["zone"]) if value else (None, None)
        row["clock"] = Clock.DEVICE.value  # the phone's own clock, as its screen shows it
        return precision
    return None


def checked(table: str, field: str, text: str, zone: str, latest: int) -> str:
    """Return what a user typed for a field in the one form the log keeps.

    Args:
        table: ``messages`` or ``calls``.
        field: see :data:`FIELDS`.
        text: as typed; empty: the picture does not show it (not for sides and kinds).
        zone: of a time.
        latest: UTC microseconds that no time on the picture can lie after.

    Raises:
        FieldValueError: no such field, or this is no value of it.
    """
    if field not in FIELDS.get(table, ()):
        raise FieldValueError(field, "这一类记录没有这一项", "such records have no such field")
    _clean(field, text)
    if field == "text":
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip()
    if field == "address":
        if len(plain) > LONGEST // 100 or "\n" in plain:
            raise FieldValueError(field, "号码或名称太长,或分了行", "too long, or of several lines")
        return plain
    if field == "time":
        return _checked_time(plain, zone, latest)
    if field == "duration":
        return _checked_duration(plain)
    words = {"side": _SIDES, "direction": _WAYS, "kind": _KINDS, "answered": _ANSWERS}[field]
    if plain.casefold() not in words:
        known = " ".join(word for word in words if word)
        raise FieldValueError(field, f"只能是:{known}", f"one of: {known}")
    return words[plain.casefold()]


def settled(now: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return what was given for a call together with what follows from it, so that a record never contradicts itself.

    ``now``: its fields as they count at present.

    Raises:
        FieldValueError: the given values contradict each other or the direction of the call.
    """
    found = dict(given)
    direction = found.get("direction", now.get("direction", ""))
    duration = found.get("duration", "")
    spoke = found.get("answered") == "yes" or (duration not in {"", "0"})
    if direction in UNANSWERED:
        if spoke:
            raise FieldValueError(
                "duration",
                "未接、拒接、拦截的通话没有通话时长;请同时写明方向",
                "a call that was not answered has no duration; give its direction too",
            )
        return found | {"answered": "no", "duration": ""}
    if found.get("answered") == "no" and duration not in {"", "0"}:
        raise FieldValueError("duration", "没有接通的通话没有时长", "a call that was not answered has no duration")
    if found.get("answered") == "no":
        found["duration"] = ""
    elif duration not in {"", "0"}:
        found["answered"] = "yes"
    return found


def moment(value: str, zone: str) -> tuple[int, int]:
    """Return UTC microseconds and precision in seconds of a checked time: a day alone lies around its noon."""
    day, _, clock = value.partition(" ")
    whole = datetime.fromisoformat(f"{day} {clock or '12:00'}")
    return to_micros(whole, zone), (_HALF_DAY if not clock else 0 if clock.count(":") == 2 else _MINUTE)


def _time_text(ts: int | None, zone: str | None, precision_s: int | None) -> str:
    if ts is None:
        return ""
    when = from_micros(ts, zone or "UTC")
    return f"{when:%Y-%m-%d %H:%M:%S}" if when.second or precision_s == 0 else f"{when:%Y-%m-%d %H:%M}"


def _clean(field: str, text: str) -> None:
    """Refuse what no picture shows: halves of characters, controls, walls of text."""
    strange = any(unicodedata.category(char) in {"Cs", "Cc"} and char not in "\n\t" for char in text)
    if strange or len(text) > LONGEST:
        raise FieldValueError(
            field, "里面有无法显示的字符,或者太长", "holds characters that cannot be shown, or is too long"
        )


def _checked_time(plain: str, zone: str, latest: int) -> str:
    if not plain:
        return ""
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise FieldValueError("time", "要写成 2026-10-01 09:12 这样", "write it as 2026-10-01 09:12")
    part = {name: int(value) for name, value in found.groupdict().items() if value}
    try:
        whole = datetime(part["y"], part["mo"], part["d"], part.get("h", 0), part.get("mi", 0), part.get("s", 0))  # noqa: DTZ001 -- a wall clock; its zone follows
    except ValueError as fault:
        raise FieldValueError("time", "没有这一天或这个钟点", "there is no such day or hour") from fault
    if to_micros(whole, zone) > latest:
        raise FieldValueError("time", "比图片加入案件的时间还晚", "later than the picture was added to the case")
    form = "%Y-%m-%d" if "h" not in part else "%Y-%m-%d %H:%M:%S" if "s" in part else "%Y-%m-%d %H:%M"
    return whole.strftime(form)


def _checked_duration(plain: str) -> str:
    if not plain:
        return ""
    found = _CLOCKED.fullmatch(plain) or _SPOKEN.fullmatch("".join(plain.split()))
    if found is None:
        raise FieldValueError("duration", "要写成 75 或 1分15秒 或 1:15 这样", "write it as 75, 1分15秒 or 1:15")
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    seconds = int(timedelta(hours=part["h"], minutes=part["m"], seconds=part["s"]).total_seconds())
    if seconds > _LONGEST_CALL:
        raise FieldValueError("duration", "超过一天", "longer than a day")
    return str(seconds)
