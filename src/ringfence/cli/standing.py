"""What events stand on, as text for a narrow terminal: exhibits, independent sources, whose clock, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ringfence.cli.tables import clock_text, kind_word, label_word, number_text
from ringfence.cli.words import say
from ringfence.schema import Clock, SourceKind, from_micros, independent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringfence.schema import Contradiction, Exhibit, Telling

CLOCKS = {
    Clock.CLAIMED.value: ("内容自述", "as claimed"),
    Clock.DEVICE.value: ("手机时钟", "phone's clock"),
    Clock.CARRIER.value: ("运营商时钟", "carrier's clock"),
    Clock.RECOLLECTED.value: ("凭回忆", "from memory"),
}
MINUTE = 60
_OF = {SourceKind.CARRIER: Clock.CARRIER, SourceKind.STATEMENT: Clock.RECOLLECTED}


def print_standing(
    rows: Iterable[dict[str, Any]],
    exhibits: Sequence[Exhibit],
    contradictions: Sequence[Contradiction],
    people: Mapping[str, str],
) -> None:
    """Print each event with its sources below it, as wide as the terminal."""
    console = Console()
    known = {one.id: one for one in exhibits}
    told = {one.event: one for one in contradictions}
    for row in rows:
        for depth, line in lines_of(row, known, told.get(row["event"]), people):
            console.print(Padding(Text(line), (0, 0, 0, depth)))


def lines_of(
    row: Mapping[str, Any],
    exhibits: Mapping[str, Exhibit],
    contradiction: Contradiction | None,
    people: Mapping[str, str],
) -> list[tuple[int, str]]:
    """Return (indent, text) of one event: what it is, what was said, what it stands on."""
    whom = say("本人", "debtor") if row["person"] == "debtor" else people.get(row["person"], row["person"])
    clock = say(*CLOCKS.get(row["clock"] or "", ("", ""))) if row["ts"] is not None else ""
    about = say("前后", " or so") if row["ts"] is not None and (row["precision_s"] or 0) >= MINUTE else ""
    head = (
        f"{row['event']}  {clock_text(row['ts'], row['zone'])}{about} {clock}  {kind_word(row['kind'])}  {whom}"
        f"  {number_text(row['address_key'], masked=False)}"
    )
    lines = [(0, shown(head.rstrip()))]
    said = say("：", ": ").join(part for part in (label_word(row["label"]), row["text"] or "") if part)
    if said:
        lines.append((2, shown(said)))
    refs = row["refs"] or []
    glue = say("；", "; ")
    lines.append((2, shown(glue.join(f"{named(ref.partition('#')[0], exhibits)} {ref}" for ref in refs))))
    kinds = [
        SourceKind.of(exhibits[ref.partition("#")[0]].sort if ref.partition("#")[0] in exhibits else "", clock)
        for ref, clock in zip(refs, row["clocks"] or [""] * len(refs), strict=False)
    ]
    lines.append((2, standing(independent(kinds), row["agreement"])))
    if kinds and all(kind is SourceKind.PICTURE for kind in kinds):
        lines.append((2, say("机器从截图上认出，请对照原图核对。", "Read by a machine: compare with the picture.")))
    if contradiction is not None:
        lines += [(4, shown(telling(one, exhibits, row["zone"]))) for one in contradiction.tellings]
    return lines


def standing(n: int, agreement: str | None) -> str:
    """Return how many sources stand on their own and whether they agree."""
    if agreement == "contradicted":
        return say(
            f"{n}个独立来源，说法不一；没有一条规则单独拿它作依据：",
            f"{n} independent sources contradict each other; no rule counts this alone:",
        )
    agreed = agreement == "corroborated"
    return say(f"{n}个独立来源{'，互相印证' if agreed else ''}", f"{n} independent{', agreeing' if agreed else ''}")


def telling(one: Telling, exhibits: Mapping[str, Exhibit], zone: str | None) -> str:
    """Return what one source says of a call."""
    time = f"{from_micros(one.ts, zone or 'Asia/Shanghai'):%Y-%m-%d %H:%M:%S}" if one.ts is not None else "—"
    clock = say(*CLOCKS[_OF.get(one.kind, Clock.DEVICE).value])
    if one.kind is SourceKind.RECORDING:
        what = say(f"有录音，长 {one.duration_s or 0} 秒", f"a recording of {one.duration_s or 0} s")
    elif one.connected:
        what = say("记为接通", "answered") + (
            say(f"，{one.duration_s} 秒", f", {one.duration_s} s") if one.duration_s else ""
        )
    elif one.connected is False:
        what = say("记为没有接通", "not answered")
    else:
        what = say("没有写明是否接通", "does not say")
    return f"{named(one.exhibit, exhibits)} {one.ref}  {clock} {time}  {what}"


def named(name: str, exhibits: Mapping[str, Exhibit]) -> str:
    """Return an exhibit as the report calls it."""
    number = name[1:] if name[:1] == "S" else name
    kind = f" {exhibits[name].kind}" if name in exhibits else ""
    return say(f"证据{number}{kind}", f"exhibit {number}{kind}")


def shown(text: str) -> str:
    """Return text without control characters."""
    return "".join(char if char.isprintable() else " " for char in text)
