"""Judging a timeline: all rules in columns against three of them in a plain loop over rows.

The peer is what one would write first: Python objects, one pass, quiet hours, unanswered attempts a day and runs within an hour.
It does a tenth of the work, without articles and sentences, so the time per rule is compared. Prints
``RATIO <name> | <ours> | <peer> | <ratio> | <bar>``.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from ringfence.law import judge, load_pack
from ringfence.schema import CHINA, EVENTS, Debt, Matter, Party, PartyType, Person, Role, conform, to_micros

BAR = 3.0
RULES = 31
PEER_RULES = 3
DAY = 86_400


def made_up(rows: int, seed: int = 1) -> Matter:
    """Return a year of events: two lenders, one agency, forty people, texts and calls."""
    chance = random.Random(seed)  # noqa: S311 -- made-up data, no secret
    start = to_micros(datetime(2025, 10, 1, tzinfo=ZoneInfo(CHINA)))
    seconds = sorted(chance.randrange(400 * DAY) for _ in range(rows))
    whom = [f"P{chance.randrange(40)}" if chance.random() < 0.3 else "debtor" for _ in range(rows)]
    calls = [chance.random() < 0.4 for _ in range(rows)]
    lenders = [chance.choice(["L1", "L2", "A1", None]) for _ in range(rows)]
    frame = pl.DataFrame(
        {
            "event": [f"E{nth:012x}" for nth in range(rows)],
            "kind": ["call" if call else "sms" for call in calls],
            "direction": ["in"] * rows,
            "ts": [start + second * 1_000_000 for second in seconds],
            "zone": [CHINA] * rows,
            "clock": ["device"] * rows,
            "precision_s": [0] * rows,
            "local_second": [second % DAY for second in seconds],
            "day": [second // DAY for second in seconds],
            "address_key": [f"1069000{chance.randrange(300):04d}" for _ in range(rows)],
            "address_kind": ["service_106"] * rows,
            "person": whom,
            "role": ["debtor" if name == "debtor" else "friend" for name in whom],
            "line": [""] * rows,
            "connected": [chance.random() < 0.3 if call else None for call in calls],
            "duration_s": [chance.randrange(200) if call else None for call in calls],
            "label": [
                chance.choice(["collection_self", "collection_third", "notice", "threat"]) if lender else "personal"
                for lender in lenders
            ],
            "label_p": [0.9] * rows,
            "label_by": ["rule"] * rows,
            "flags": [[chance.choice(["insult", "amount_disclosed", "night"])] for _ in range(rows)],
            "demand": [True] * rows,
            "mode": ["interactive"] * rows,
            "lender": lenders,
            "speaker": lenders,
            "agreement": ["single"] * rows,
        }
    )
    dated = frame.with_columns(local_date=pl.lit(date(2025, 10, 1)) + pl.duration(days="day")).drop("day")
    return Matter(
        events=conform(dated, EVENTS),
        as_of=date(2026, 11, 21),
        parties=(
            Party("L1", "甲", PartyType.CONSUMER_FINANCE),
            Party("L2", "乙", PartyType.MICROLOAN),
            Party("A1", "丙", PartyType.AGENCY, acts_for="L1"),
        ),
        people=tuple(Person(f"P{nth}", f"p{nth}", Role.FRIEND, declared=False) for nth in range(40)),
        debts=(Debt("D1", "L1", due=date(2025, 9, 1)), Debt("D2", "L2", due=date(2025, 9, 1))),
        declared_known=True,
    )


def loop(matter: Matter) -> tuple[int, int, int]:
    """Return (attempts at night, days of too many unanswered attempts, runs within an hour), row by row."""
    night = 0
    unanswered: dict[tuple[object, ...], int] = defaultdict(int)
    times: dict[tuple[object, ...], list[int]] = defaultdict(list)
    behind = {"A1": "L1"}
    for row in matter.events.iter_rows(named=True):
        if row["label"] not in {"collection_self", "collection_third", "threat"} or row["direction"] != "in":
            continue
        lender = behind.get(row["lender"], row["lender"])
        night += row["local_second"] >= 22 * 3600 or row["local_second"] < 8 * 3600
        if row["kind"] == "call":
            unanswered[lender, row["person"], row["line"], row["local_date"]] += row["connected"] is False
            times[lender, row["person"], row["line"]].append(row["ts"])
    days = sum(count > 6 for count in unanswered.values())
    runs = sum(
        moments[place] - moments[place - 4] < 3_600_000_000
        for moments in times.values()
        for place in range(4, len(moments))
    )
    return night, days, runs


def main() -> None:
    """Alternate both and print the ratio of the medians."""
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    rows = 20_000 if quick else 120_000
    matter, pack = made_up(rows), load_pack("cn")
    ours: list[float] = []
    peers: list[float] = []
    judge(matter, pack)
    for _ in range(3 if quick else 5):
        started = time.perf_counter()
        findings = judge(matter, pack).findings
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        loop(matter)
        peers.append(time.perf_counter() - started)
    mine, theirs = statistics.median(ours), statistics.median(peers)
    print(
        f"{rows} events: {RULES} rules, {len(findings)} findings in {mine:.2f} s; the loop with {PEER_RULES} in {theirs:.2f} s"
    )
    each, other = 1000 * mine / RULES, 1000 * theirs / PEER_RULES
    print(f"RATIO law-judge-per-rule | {each:.0f} ms | {other:.0f} ms | {other / each:.2f} | {BAR}")


if __name__ == "__main__":
    main()
