"""Joining 100,000 source records into one timeline: phone log, carrier's list, recordings, screenshots, statements (bar: 2 s).

The phone's log has 30,000 messages and 30,000 calls of two years; the carrier's list shows the calls again, half a minute off, a
tenth of them with numbers the phone did not show; 8,000 calls were recorded, 1,200 messages were also photographed, 20 persons
report 800 calls. No other tool does this, so the peer is the bar. ``--quick`` takes a tenth. Only the join is measured, in seconds
of wall time, the median of five runs in this process; building the frames is not.
"""

from __future__ import annotations

import random
import sys
import time
from statistics import median

import polars as pl

from ringfence.case import Records, build_timeline
from ringfence.schema import (
    CALLS,
    CONTACTS,
    EVENTS,
    MESSAGES,
    RECORDINGS,
    REGIONS,
    STATEMENTS,
    Person,
    Role,
    conform,
    parse_phone,
)

BAR_S = 2.0
SPAN_S = 2 * 365 * 86400
START = 1_700_000_000
SECOND = 1_000_000
ZONE = "Asia/Shanghai"
OFFSET_S = 31  # how far the phone's clock is off
Row = dict[str, object]


def number(dice: random.Random) -> dict[str, str]:
    """Return the columns of a made-up number."""
    written = f"1990000{dice.randrange(4000):04}"
    found = parse_phone(written)
    return {"address": written, "address_key": found.key, "address_kind": found.kind.value}


def phone_calls(dice: random.Random, count: int) -> list[Row]:
    """Return the phone's calls."""
    made: list[Row] = []
    for row in range(count):
        length = dice.choice([0, 0, dice.randrange(1, 400)])
        made.append(
            {
                "row": row + 1, "direction": dice.choice(["in", "in", "out"]) if length else "missed", **number(dice),
                "ts": (START + dice.randrange(SPAN_S)) * SECOND, "zone": ZONE, "clock": "device",
                "duration_s": length, "connected": length > 0,
            }
        )  # fmt: skip
    return made


def messages(dice: random.Random, count: int) -> list[Row]:
    """Return the phone's messages."""
    return [
        {
            "row": row + 1, "kind": "sms", "direction": dice.choice(["in", "in", "out"]), **number(dice),
            "ts": (START + dice.randrange(SPAN_S)) * SECOND, "zone": ZONE, "clock": "device",
            "body": f"【示例贷】您的借款已逾期{dice.randrange(99)}天，编号{row}，请尽快处理，以免影响您的生活",
        }
        for row in range(count)
    ]  # fmt: skip


def carrier_calls(dice: random.Random, calls: list[Row]) -> list[Row]:
    """Return the carrier's view of the calls that were answered or came in; some of their numbers the phone did not show."""
    made: list[Row] = []
    for call in calls:
        seen = dict(call, clock="carrier", row=len(made) + 1)
        seen["direction"] = "out" if call["direction"] == "out" else "in"
        seen["ts"] = int(str(call["ts"])) + (OFFSET_S + dice.randrange(4)) * SECOND
        seen["duration_s"] = int(str(call["duration_s"])) + dice.randrange(2) if call["connected"] else 0
        made.append(seen)
        if dice.random() < 0.1:
            call.update(address="", address_key="", address_kind="withheld")
    return made


def recordings(dice: random.Random, calls: list[Row], count: int) -> list[Row]:
    """Return recordings of some connected calls."""
    talked = [call for call in calls if call["connected"] and call["address_key"]]
    return [
        {
            "row": row + 1, "address": call["address"], "address_key": call["address_key"],
            "address_kind": call["address_kind"], "call": True, "ts": int(str(call["ts"])) + dice.randrange(9) * SECOND,
            "zone": ZONE, "clock": "device", "duration_ms": int(str(call["duration_s"])) * 990, "heard_ms": 900,
        }
        for row, call in enumerate(dice.sample(talked, min(count, len(talked))))
    ]  # fmt: skip


def screenshots(texts: list[Row], count: int, shots: int) -> list[Records]:
    """Return pictures of messages that the phone holds too, ``count`` messages on ``shots`` pictures, read with small mistakes."""
    ordered = sorted(texts, key=lambda row: (str(row["address_key"]), int(str(row["ts"]))))
    each = count // shots
    found: list[Records] = []
    for shot in range(shots):
        shown = ordered[shot * each : (shot + 1) * each]
        rows = [
            dict(
                row,
                row=place + 1,
                body=str(row["body"]).replace("尽快", "尽怏"),
                ts=int(str(row["ts"])) // 60_000_000 * 60_000_000,
            )
            for place, row in enumerate(shown)
        ]
        regions = [{"table": "messages", "row": place + 1, "field": "time", "precision_s": 60} for place in range(each)]
        found.append(
            Records(
                f"P{shot}",
                messages=conform(pl.DataFrame(rows), MESSAGES),
                regions=conform(pl.DataFrame(regions), REGIONS),
            )
        )
    return found


def statements(dice: random.Random, count: int) -> tuple[list[Row], list[Row], dict[str, Person]]:
    """Return what persons report, their own phones' calls, and the persons."""
    people = {
        f"P{at}": Person(f"P{at}", f"张演示{at}", Role.FRIEND, (f"+861991{at:07}",))
        for at in range(max(1, count // 40))
    }
    told: list[Row] = []
    calls: list[Row] = []
    for row, person in enumerate(dice.choices(list(people.values()), k=count)):
        moment = (START + dice.randrange(SPAN_S)) * SECOND
        caller = number(dice)
        told.append(
            {
                "row": row + 1, "person": person.name, "relation": "friend", "person_key": person.numbers[0],
                "kind": "call", "direction": "in", **caller, "ts": moment, "zone": ZONE, "precision_s": 1800,
                "connected": True,
            }
        )  # fmt: skip
        calls.append(
            {
                "row": row + 1, "direction": "in", **caller, "ts": moment + 300 * SECOND, "zone": ZONE, "clock": "device",
                "duration_s": 60, "connected": True, "person": person.id,
            }
        )  # fmt: skip
    return told, calls, people


def build(scale: float) -> tuple[list[Records], dict[str, Person], int]:
    """Return the sources, the persons, and how many records there are."""
    dice = random.Random(20261121)  # noqa: S311 -- made-up records, always the same
    calls, texts = phone_calls(dice, int(30_000 * scale)), messages(dice, int(30_000 * scale))
    listed = carrier_calls(dice, calls)
    recorded = recordings(dice, calls, int(8_000 * scale))
    told, theirs, people = statements(dice, int(800 * scale))
    shots = screenshots(texts, int(1_200 * scale), int(200 * scale))
    book = [{"row": at, "name": f"甲{at}", **number(dice)} for at in range(200)]
    sources = [
        Records("S1", messages=conform(pl.DataFrame(texts), MESSAGES), contacts=conform(pl.DataFrame(book), CONTACTS)),
        Records("S2", calls=conform(pl.DataFrame(calls), CALLS)),
        Records("S3", calls=conform(pl.DataFrame(listed), CALLS)),
        Records("S4", recordings=conform(pl.DataFrame(recorded), RECORDINGS)),
        Records("S5", statements=conform(pl.DataFrame(told), STATEMENTS)),
        *(
            Records(f"S6-{who}", owner=str(who), calls=conform(rows.drop("person"), CALLS))
            for (who,), rows in pl.DataFrame(theirs).group_by(["person"], maintain_order=True)
        ),
        *shots,
    ]
    total = len(texts) + len(calls) + len(listed) + len(recorded) + 2 * len(told) + int(1_200 * scale)
    return sources, people, total


def main() -> None:
    """Build, join, print."""
    sources, people, total = build(0.1 if "--quick" in sys.argv else 1.0)
    seconds, used = [], []
    events = pl.DataFrame(schema=EVENTS)
    for _ in range(5):
        began, burnt = time.perf_counter(), time.process_time()
        events = build_timeline(sources, people).events
        seconds.append(time.perf_counter() - began)
        used.append(time.process_time() - burnt)
    took = median(seconds)
    joined = events.filter(pl.col("refs").list.len() > 1).height
    print(f"{total:,} records of {len(sources)} sources -> {events.height:,} events, {joined:,} seen by more than one")
    print(f"CPU {median(used):.2f} s")
    print(f"RATIO join {total:,} records of five kinds | {took:.2f} s | bar {BAR_S:.0f} s | {took / BAR_S:.2f} | <= 1")


if __name__ == "__main__":
    main()
