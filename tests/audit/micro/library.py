"""The micro-apps in ``apps/*.smali``: what they are made of and which flows they have.

One file holds the apps of one theme. ``#app NAME`` begins an app; lines ``#: …`` behind it say what is in its package:

    #: permissions READ_CONTACTS INTERNET
    #: component <service android:name=".Work"/>
    #: application android:name=".App"
    #: layout main <Button android:onClick="go"/>
    #: no launcher

Every instruction stands on the line it has in the file; all classes name the file as their source. ``#= source a device_id``
behind an instruction says that a datum is taken there, ``#= sink a log`` that it leaves there: the pairs with the same letter
are the flows that have to be found, all of them and no others. ``#= inside a other_app`` marks a call that only hands it to
another part of the same app. Several marks are parted by commas.

Lines that begin with ``%`` are shorthand (``_SHORTHAND``); they become instructions on one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from micro.apk import manifest_of, micro_apk

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER: Final = Path(__file__).parent / "apps"
_PACKAGE: Final = "Lcom/example/app/"
_PHONE: Final = "Landroid/telephony/TelephonyManager;"
_SMS: Final = "Landroid/telephony/SmsManager;"
_TEXT: Final = "Ljava/lang/String;"
_PENDING: Final = "Landroid/app/PendingIntent;"
_PREFS: Final = "Landroid/content/SharedPreferences;"
_SHORTHAND: Final = {  # $1, $2 … are the operands; $1+1 is the register behind the first
    "device": f"""
        const-string $1, "phone"
        invoke-virtual {{$2, $1}}, Landroid/content/Context;->getSystemService({_TEXT})Ljava/lang/Object;
        move-result-object $1
        check-cast $1, {_PHONE}
        invoke-virtual {{$1}}, {_PHONE}->getDeviceId(){_TEXT}
        move-result-object $1""",
    "log": f"invoke-static {{$1, $1}}, Landroid/util/Log;->d({_TEXT}{_TEXT})I",
    "sms": f"""
        invoke-static {{}}, {_SMS}->getDefault(){_SMS}
        move-result-object $2
        const-string $2+1, "10690000001"
        const/4 $2+2, 0x0
        move-object/from16 $2+3, $1
        const/4 $2+4, 0x0
        const/4 $2+5, 0x0
        invoke-virtual/range {{$2 .. $2+5}}, {_SMS}->sendTextMessage({_TEXT * 3}{_PENDING * 2})V""",
    "new": "new-instance $1, $2\ninvoke-direct {$1}, $2-><init>()V",
    "view": """
        const $2, @layout/$1
        invoke-virtual {p0, $2}, Landroid/app/Activity;->setContentView(I)V""",
    "prefs": f"""
        const-string $1, $2
        const/4 $1+1, 0x0
        invoke-virtual {{p0, $1, $1+1}}, Landroid/content/Context;->getSharedPreferences({_TEXT}I){_PREFS}
        move-result-object $1""",
    "create": """
        .method protected onCreate(Landroid/os/Bundle;)V
        .locals $1
        invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V""",
    "on": ".method public $1\n.locals $2",
    "end": "return-void\n.end method",
}
_DEFAULTS: Final = {"device": {2: "p0"}}


class Flow(NamedTuple):
    """A flow that has to be found: kind of datum, way out, and the two lines."""

    category: str
    kind: str
    source: int
    sink: int


@dataclass(frozen=True, slots=True)
class MicroApp:
    """An app of the library.

    Attributes:
        name: as in ``#app``; ``theme`` the file it stands in.
        dexes: smali, one text for each DEX file (``#dex`` begins the next).
        flows: all flows it has.
    """

    theme: str
    name: str
    dexes: tuple[str, ...]
    manifest: str
    layouts: tuple[tuple[str, str], ...]
    flows: frozenset[Flow]

    def write(self, folder: Path) -> Path:
        """Write its package."""
        return micro_apk(folder, smali=self.dexes, manifest=self.manifest, layouts=dict(self.layouts))


@cache
def micro_apps() -> tuple[MicroApp, ...]:
    """Give every app of the library."""
    return tuple(app for path in sorted(_FOLDER.glob("*.smali")) for app in _apps_of(path))


def _apps_of(path: Path) -> Iterator[MicroApp]:
    lines = list(enumerate(path.read_text("utf-8").splitlines(), 1))
    starts = [at for at, (_, line) in enumerate(lines) if line.startswith("#app ")]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _app(path.stem, lines[first][1][5:].strip(), lines[first + 1 : last])


def _app(theme: str, name: str, lines: list[tuple[int, str]]) -> MicroApp:
    said = [line[3:].partition(" ") for _, line in lines if line.startswith("#: ")]
    layouts = [rest.partition(" ") for word, _, rest in said if word == "layout"]
    application = " ".join(rest for word, _, rest in said if word == "application")
    manifest = manifest_of(
        main="" if any((word, rest) == ("no", "launcher") for word, _, rest in said) else "Main",
        permissions=[one for word, _, rest in said if word == "permissions" for one in rest.split()],
        application=application,
        extra="".join(rest for word, _, rest in said if word == "component"),
    )
    code: list[list[str]] = [[]]
    for number, line in lines:
        if line.strip() == "#dex":
            code.append([])
        elif not line.startswith("#: "):
            code[-1] += _expanded(theme, number, line)
    return MicroApp(
        theme,
        name,
        tuple("\n".join(one) for one in code),
        manifest,
        tuple((one, text) for one, _, text in layouts),
        frozenset(_flows(lines)),
    )


def _flows(lines: list[tuple[int, str]]) -> Iterator[Flow]:
    found: list[tuple[str, str, str, int]] = []
    for number, line in lines:
        for mark in line.partition("#= ")[2].split(","):
            if mark.strip():
                role, letter, kind = mark.split()
                found.append((role, letter, kind, number))
    for role, letter, category, at in found:
        for end, same, kind, other in found:
            if (role, end, letter) == ("source", "sink", same):
                yield Flow(category, kind, at, other)


def _expanded(theme: str, number: int, line: str) -> list[str]:
    text = line.partition("#= ")[0].strip()
    if text.startswith(("%class ", "%bare ")):
        return _class(theme, text)
    if text.startswith("%"):
        return _lined(number, _shorthand(text))
    return _lined(number, [text]) if text and not text.startswith("#") else []


def _lined(number: int, lines: list[str]) -> list[str]:
    """Put the line's number before each instruction."""
    out: list[str] = []
    for line in lines:
        if re.match(r"[a-z]", line) and " = " not in line:  # an annotation's element is no instruction
            out.append(f".line {number}")
        out.append(line)
    return out


def _shorthand(text: str) -> list[str]:
    word, _, rest = text[1:].partition(" ")
    operands = dict(enumerate((one.strip() for one in rest.split(", ")), 1))
    operands = _DEFAULTS.get(word, {}) | operands

    def put(found: re.Match[str]) -> str:
        value = operands[int(found[1])]
        return f"{value[0]}{int(value[1:]) + int(found[2])}" if found[2] else value

    body = re.sub(r"\$(\d)(?:\+(\d))?", put, _SHORTHAND[word])
    return [line.strip() for line in body.splitlines() if line.strip()]


def _class(theme: str, text: str) -> list[str]:
    """Expand ``%class Name < Lsuper; : Linterface; …`` with a constructor, ``%bare`` without."""
    found = re.fullmatch(r"%(?:class|bare) (\S+)(?: < (\S+))?(?: : (.+))?", text)
    if found is None:
        raise ValueError(text)
    superclass = found[2] or "Ljava/lang/Object;"
    return [
        f".class public {_PACKAGE}{found[1]};",
        f".super {superclass}",
        *(f".implements {one}" for one in (found[3] or "").split()),
        f'.source "{theme}.smali"',
        *(_constructor(superclass) if text.startswith("%class") else ()),
    ]


def _constructor(superclass: str) -> list[str]:
    return [
        ".method public constructor <init>()V",
        ".locals 0",
        f"invoke-direct {{p0}}, {superclass}-><init>()V",
        "return-void",
        ".end method",
    ]
