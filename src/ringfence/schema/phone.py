"""Phone numbers: as written and as E.164, with the kind the Chinese numbering plan gives them.

Own normaliser: general libraries take service numbers for errors (48 of 53 right, 2 false on the project's list). Plan: MIIT
numbering plan (电信网编号计划): 11-digit mobiles 1[3-9]x, landlines with area code, 95xxx/96xxx services, 400/800, 10xxx
carrier services, 106x application SMS, 1xx emergency and public services.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What sort of number it is."""

    MOBILE = "mobile"  # 11 digits, 13-19
    IOT = "iot"  # 13 digits, machine cards (1410x, 106x with 13 digits are SMS)
    LANDLINE = "landline"  # area code + 7 or 8 digits
    LOCAL = "local"  # 7 or 8 digits, area code not written
    SERVICE_95 = "service_95"  # 95xxx nationwide services: banks, consumer finance, call centres
    SERVICE_96 = "service_96"  # 96xxx provincial services
    SERVICE_400 = "service_400"  # 400/800
    SERVICE_106 = "service_106"  # application SMS gateways
    CARRIER = "carrier"  # 10086 and kin
    PUBLIC = "public"  # 110, 12378, 12345 and kin
    SHORT = "short"  # another short code
    FOREIGN = "foreign"  # outside mainland China
    NAME = "name"  # an alphanumeric sender
    WITHHELD = "withheld"  # -1, -2, empty, "unknown": the network did not say
    INVALID = "invalid"  # nothing of the above


WITHHELD_FORMS = frozenset(
    {"", "-1", "-2", "-3", "null", "none", "unknown", "private", "restricted", "payphone", "withheld"}
    | {"未知", "未知号码", "私密号码", "隐藏号码", "无号码", "(unknown)", "anonymous"}
)
_PUBLIC = frozenset({"110", "119", "120", "122", "12110", "999"})
_AREA_3 = ("010", "020", "021", "022", "023", "024", "025", "027", "028", "029")
_SEPARATORS = re.compile(r"[\s\-()\u2010-\u2015\u00b7./]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TRUNKLESS = re.compile(
    r"(?:10|2[0-57-9])\d{8}|[3-9]\d{2}\d{7,8}"
)  # a landline whose trunk zero went with the country code
_IOT = re.compile(r"1[04]\d{11}")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as written and as understood.

    Attributes:
        raw: exactly as in the source.
        e164: ``+`` and digits when it can be dialled from abroad, else None (service and short numbers have none).
        key: what two spellings of one number share: E.164 where there is one, else the bare digits or the name; empty
            when it is withheld or starred, so that it never joins with another.
        kind: its place in the numbering plan.
    """

    raw: str
    e164: str | None
    key: str
    kind: NumberKind


def parse_phone(raw: str | None) -> PhoneNumber:
    """Read one number as phones, carriers and people write it; never raises."""
    written = raw or ""
    text = unicodedata.normalize("NFKC", written).strip().removeprefix("tel:").removeprefix("sms:")
    text = re.split("[;,]", text, maxsplit=1)[0]  # parameters, and the pauses before an extension
    if text.casefold() in WITHHELD_FORMS:
        return PhoneNumber(written, None, "", NumberKind.WITHHELD)
    if "*" in text or "#" in text:  # starred by somebody, or a service code: nobody's number
        return PhoneNumber(written, None, "", NumberKind.INVALID)
    digits = _SEPARATORS.sub("", text.removeprefix("+"))
    if not digits.isascii() or not digits.isdigit():
        return PhoneNumber(written, None, text.casefold(), NumberKind.NAME)
    key, e164, kind = _dialled(digits, plus=text.startswith(("+", "00")), sign=text.startswith("+"))
    return PhoneNumber(written, e164, key, kind)


def _dialled(digits: str, *, plus: bool, sign: bool) -> tuple[str, str | None, NumberKind]:
    """Return key, E.164 and kind of bare digits; ``plus``: written as international, ``sign``: with a real plus sign."""
    if plus and not sign:
        digits = digits.removeprefix("00")
    if plus and not digits.startswith("86"):
        if not 7 <= len(digits) <= 15:  # E.164 allows no more than 15 digits
            return digits, None, NumberKind.INVALID
        return f"+{digits}", f"+{digits}", NumberKind.FOREIGN
    national = _national(digits, plus=plus)
    kind = _kind(national)
    e164 = _e164(national, kind)
    return (digits, None, kind) if kind is NumberKind.INVALID else (e164 or national, e164, kind)


def mask_phone(written: str) -> str:
    """Return the number with its middle hidden (``138****8000``); short public numbers stay as they are."""
    number = parse_phone(written)
    if number.kind in {NumberKind.MOBILE, NumberKind.IOT} and number.e164:
        national = number.e164.removeprefix("+86")
        return f"{national[:3]}****{national[-4:]}"
    if number.kind is NumberKind.LANDLINE:
        area = display_phone(number.key).partition("-")[0]
        return f"{area}-****{number.key[-2:]}"
    if number.kind in {NumberKind.LOCAL, NumberKind.FOREIGN, NumberKind.INVALID}:
        return f"{number.key[:-6]}****{number.key[-2:]}" if len(number.key) > 6 else "****"
    return written


def display_phone(key: str) -> str:
    """Return a key as a person in China writes it: mobiles bare, landlines with area code and hyphen."""
    if not key.startswith("+86"):
        return key
    national = key.removeprefix("+86")
    if _MOBILE.fullmatch(national) or _IOT.fullmatch(national):
        return national
    area = "0" + (national[:2] if f"0{national[:2]}" in _AREA_3 else national[:3])
    return f"{area}-{national[len(area) - 1 :]}"


def _national(digits: str, *, plus: bool) -> str:
    """Drop the country code, trunk zero of mobiles and carrier selection prefixes that call logs leave in front."""
    if digits.startswith("86") and (plus or len(digits) in {12, 13}):
        rest = digits[2:]
        if plus or _MOBILE.fullmatch(rest) or rest.startswith(("400", "800")) or _TRUNKLESS.fullmatch(rest):
            digits = f"0{rest}" if _TRUNKLESS.fullmatch(rest) and not rest.startswith(("400", "800")) else rest
    for prefix in ("17951", "12593", "17911", "10193", "12520"):
        rest = digits.removeprefix(prefix).removeprefix("0")
        if digits.startswith(prefix) and _MOBILE.fullmatch(rest):
            return rest
    bare = digits.removeprefix("0")
    return bare if _MOBILE.fullmatch(bare) else digits


def _kind(number: str) -> NumberKind:
    size = len(number)
    if _MOBILE.fullmatch(number):
        return NumberKind.MOBILE
    if number in _PUBLIC or (number.startswith("12") and size == 5) or number == "96110":
        return NumberKind.PUBLIC
    if number.startswith("106") and 8 <= size <= 21:
        return NumberKind.SERVICE_106
    for prefix, kind, sizes in (
        ("95", NumberKind.SERVICE_95, range(5, 14)),
        ("96", NumberKind.SERVICE_96, range(5, 9)),
        ("400", NumberKind.SERVICE_400, range(10, 11)),
        ("800", NumberKind.SERVICE_400, range(10, 11)),
        ("100", NumberKind.CARRIER, range(5, 12)),
        ("101", NumberKind.CARRIER, range(5, 8)),
    ):
        if number.startswith(prefix) and size in sizes:
            return kind
    if _IOT.fullmatch(number):
        return NumberKind.IOT
    return _plain_kind(number)


def _plain_kind(number: str) -> NumberKind:
    size = len(number)
    if number.startswith("0") and _TRUNKLESS.fullmatch(number[1:]):
        return NumberKind.LANDLINE
    if size in {7, 8} and number[0] in "2345678":
        return NumberKind.LOCAL
    if 3 <= size <= 6 and number[0] != "0":
        return NumberKind.SHORT
    return NumberKind.INVALID


def _e164(national: str, kind: NumberKind) -> str | None:
    if kind in {NumberKind.MOBILE, NumberKind.IOT}:
        return f"+86{national}"
    if kind is NumberKind.LANDLINE:
        return f"+86{national.removeprefix('0')}"
    return None
