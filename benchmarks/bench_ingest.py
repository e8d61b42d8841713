"""One million SMS read into columns with their digest: our reader against an lxml feed parser, and both against expat.

The peer is the fastest safe parser measured (lxml feed parser with a target). It fills the five fields address, date, type,
body, contact_name and hashes in the same pass; ours hashes likewise but fills all of MESSAGES: eight attributes, number keys
and kinds, byte offset and length of every element. So the ratio is on the careful side; a second line gives the peer all eight
attributes. Equality is checked field by field, offsets included, against expat.

``python benchmarks/bench_ingest.py [--quick]``; input is generated into a temporary folder (about 400 MB, --quick 40 MB).
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from datetime import date
from io import RawIOBase
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
TODAY = date(2026, 3, 1)
FIVE = ("address", "date", "type", "body", "contact_name")
EIGHT = (*FIVE, "subject", "date_sent", "sub_id")
PEERS = {"peer-five": FIVE, "peer-eight": EIGHT}
BOXES = {"1": "in", "2": "out", "3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
PAIR = re.compile(rb"&#(5[56]\d{3});&#(5[67]\d{3});")
BODIES = (
    "【某某贷】尊敬的客户，您的借款已逾期{d}天，应还金额{a}元，请于今日18点前处理，否则我司将联系您的紧急联系人并依法提起诉讼。回T退订",
    "【示例消费金融】您本期账单{a}元已到期 &amp; 请尽快还款，如已还款请忽略。详询95{c}",
    "今晚回家吃饭吗？妈妈做了红烧肉，{d}点之前到家就行，路上慢点。",
    "您的验证码是{c}，5分钟内有效，请勿泄露给他人。&lt;示例网&gt;",
    "我是法务部的，最后通知一次：你尾号{c}的案件已经移交外访组，&#10;今天不处理后果自负，已通知你的单位和家人，让他们转告你马上回电{c}。",
    "周末一起爬山？{e} 我已经约了小李，早上{d}点在东门集合，带好水和吃的。",
    "【示例银行】您尾号{c}的储蓄卡于{d}日支出{a}元，余额{c}.00元。",
    "【示例快递】您的包裹已到{d}号柜，取件码{c}，请在24小时内取出，超时将收取保管费。如非本人操作请忽略本短信，祝您生活愉快。",
)


def write_backup(path: Path, rows: int, *, surrogates: bool) -> None:
    """Write ``rows`` messages as SMS Backup & Restore does; emoji as one reference or as two surrogates."""
    dice = random.Random(20260301)  # noqa: S311 -- synthetic text, always the same
    emoji = "&#55357;&#56834;" if surrogates else "&#128514;"
    when = 1_600_000_000_000
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore-->\n"
        )
        out.write(f'<smses count="{rows}" backup_set="x" backup_date="1767225600000" type="full">\n')
        for start in range(0, rows, 10_000):
            lines = []
            for _ in range(start, min(start + 10_000, rows)):
                when += dice.randrange(120_000)
                code, day = dice.randrange(10_000, 99_999), dice.randrange(1, 29)
                body = dice.choice(BODIES).format(d=day, a=code / 10, c=code, e=emoji)
                sender = f"1069{dice.randrange(4000):07}" if code % 3 else f"1990000{dice.randrange(10_000):04}"
                name = "(Unknown)" if code % 4 else "某人"
                lines.append(
                    f'  <sms protocol="0" address="{sender}" date="{when}" type="{2 if code % 7 == 0 else 1}" subject="null" '
                    f'body="{body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
                    f'date_sent="{when - 900}" sub_id="{1 + code % 2}" readable_date="2026年1月3日 上午10:11:12" '
                    f'contact_name="{name}" />\n'
                )
            out.write("".join(lines))
        out.write("</smses>")


class Hashing(RawIOBase):
    """Hashes what is read through it: one pass for digest and reader, as the vault does it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return what the file gives and take it into the digest."""
        data = self._stream.read(size)
        self.digest.update(data)
        return data

    def close(self) -> None:
        """Close the file too."""
        self._stream.close()


def ours(path: Path, *, keep: bool) -> tuple[int, str]:
    """Read with our reader; without ``keep`` each part of the result is dropped at once."""
    from ringfence.ingest import Request, Source, read, sms_frames

    streams: list[Hashing] = []

    def hashing() -> BinaryIO:
        streams.append(Hashing(path.open("rb", buffering=0)))
        return cast("BinaryIO", streams[-1])

    source = Source(path.name, path.stat().st_size, hashing)
    if keep:
        result = read(source, today=TODAY)
        rows = 0 if result.messages is None else len(result.messages)
    else:
        rows = sum(len(frame) for frame in sms_frames(Request(source, TODAY)))
    return rows, streams[-1].digest.hexdigest()


def peer(path: Path, fields: tuple[str, ...]) -> tuple[int, str]:
    """Read with an lxml feed parser and a target that fills lists, then a frame with the same types."""
    import polars as pl
    from lxml import etree

    columns: list[list[str | None]] = [[] for _ in fields]
    adders = [(name, column.append) for name, column in zip(fields, columns, strict=True)]

    class Target:
        def start(self, tag: str, attributes: dict[str, str]) -> None:
            if tag == "sms":
                get = attributes.get
                for name, add in adders:
                    add(get(name))

        def end(self, tag: str) -> None:
            """Nothing ends a record: it has attributes only."""

        def close(self) -> None:
            """Nothing is built."""

    parser = etree.XMLParser(target=Target(), huge_tree=True, resolve_entities=False, no_network=True)  # type: ignore[arg-type]  # the stubs know no plain targets
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            parser.feed(block)
    parser.close()
    frame = pl.DataFrame(dict(zip(fields, columns, strict=True)), schema=dict.fromkeys(fields, pl.String))
    numbers = [pl.col(name).cast(pl.Int64) * 1000 for name in ("date", "date_sent") if name in fields]
    boxes = pl.col("type").replace_strict(BOXES, default="unknown")
    return len(frame.with_columns(*numbers, boxes)), digest.hexdigest()


def by_expat(path: Path, *, repair: bool) -> Iterator[tuple[Any, ...]]:
    """Yield (offset, fields) of every sms as expat gives them; ``repair`` joins surrogate pairs before it sees them."""
    found: deque[tuple[Any, ...]] = deque()
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sms":
            found.append((parser.CurrentByteIndex, *map(attributes.get, EIGHT)))

    parser.StartElementHandler = start
    rest = b""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            data = rest + block
            cut = data.rfind(b"\n") + 1
            rest, data = data[cut:], data[:cut]
            parser.Parse(PAIR.sub(joined, data) if repair else data, False)  # noqa: FBT003 -- positional in pyexpat
            while found:
                yield found.popleft()
    parser.Parse(rest, True)  # noqa: FBT003 -- positional in pyexpat


def joined(pair: re.Match[bytes]) -> bytes:
    """Return the character of a surrogate pair by way of UTF-16, not by our reader's arithmetic."""
    units = b"".join(int(unit).to_bytes(2, "big") for unit in pair.groups())
    return units.decode("utf-16-be").encode()


def mismatches(path: Path, *, repair: bool) -> tuple[int, int]:
    """Return (rows compared, fields that differ) between our reader and expat."""
    from ringfence.ingest import Request, Source, sms_frames

    reference = by_expat(path, repair=repair)
    rows = wrong = 0
    names = ("offset", "address", "ts", "direction", "body", "name", "subject", "ts_sent", "line")
    for frame in sms_frames(Request(Source.of_path(path), TODAY)):
        for mine in frame.select(names).iter_rows():
            offset, address, when, kind, body, name, subject, sent, line = next(reference)
            rows += 1
            expected = (
                mine[0] if repair else offset,  # the repaired copy has other offsets
                address,
                int(when) * 1000,
                BOXES.get(kind, "unknown"),
                body,
                None if name in {"(Unknown)", "null"} else name,
                None if subject == "null" else subject,
                int(sent) * 1000,
                line,
            )
            wrong += sum(a != b for a, b in zip(mine, expected, strict=True))
    return rows, wrong + sum(1 for _ in reference)


def child(mode: str, path: Path) -> int:
    """Run one measurement and print: rows, wall seconds, CPU seconds, peak MiB, and what else the mode has to say."""
    import polars  # noqa: F401, ICN001 -- imports are not what is measured
    from lxml import etree  # noqa: F401 -- the same

    import ringfence.ingest  # noqa: F401 -- the same

    wall, cpu = time.perf_counter(), time.process_time()
    if mode.startswith("equal"):
        rows, note = mismatches(path, repair=mode == "equal-repaired")
        said = str(note)
    else:
        rows, said = ours(path, keep=mode == "ours") if mode.startswith("ours") else peer(path, PEERS[mode])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(rows, f"{wall:.3f}", f"{cpu:.3f}", f"{peak:.0f}", said)
    return 0


def run(mode: str, path: Path) -> tuple[int, float, float, float, str]:
    """Start a child for one measurement and return what it printed."""
    environment = {**os.environ, "RINGFENCE_BENCH": str(path)}
    done = subprocess.run(
        [sys.executable, __file__, f"child:{mode}"], env=environment, text=True, capture_output=True, check=True
    )
    rows, wall, cpu, peak, said = done.stdout.split()
    print(f"  {mode:15} rows {rows} wall {wall} s cpu {cpu} s peak {peak} MiB {said[:12]}", flush=True)
    return int(rows), float(wall), float(cpu), float(peak), said


def main() -> int:
    """Generate, measure alternately, compare, print the ratios; 1 when something differs."""
    rows = 100_000 if "--quick" in sys.argv else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        plain, broken = Path(folder) / "plain.xml", Path(folder) / "surrogates.xml"
        write_backup(plain, rows, surrogates=False)
        print(f"  {rows:,} messages, {plain.stat().st_size:,} bytes, {os.cpu_count()} cores", flush=True)
        modes = ("ours", "peer-five", "ours-dropped", "peer-eight")
        seen = {mode: [] for mode in modes}  # type: dict[str, list[tuple[int, float, float, float, str]]]
        for _ in range(ROUNDS):
            for mode in modes:
                seen[mode].append(run(mode, plain))
        equal = run("equal", plain)
        plain.unlink()
        write_backup(broken, rows, surrogates=True)
        repaired = run("equal-repaired", broken)
        dropped = run("ours-dropped", broken)
    wall = {mode: median(entry[1] for entry in seen[mode]) for mode in modes}
    cpu = {mode: median(entry[2] for entry in seen[mode]) for mode in modes}
    same = {entry[0::4] for entries in seen.values() for entry in entries} == {(rows, seen["ours"][0][4])}
    ours_s = wall["ours"]
    for name, mode in (("five fields, wall", "peer-five"), ("the same eight attributes, wall", "peer-eight")):
        print(
            f"RATIO ingest: {rows:,} SMS into columns with SHA-256 vs lxml target, {name} | {ours_s:.2f} s | "
            f"{wall[mode]:.2f} s | {wall[mode] / ours_s:.2f} | 1.10"
        )
    mine, theirs = cpu["ours"], cpu["peer-five"]
    print(f"RATIO ingest: the same as the first, CPU seconds | {mine:.2f} s | {theirs:.2f} s | {theirs / mine:.2f} | -")
    peak = max(entry[3] for entry in [*seen["ours-dropped"], dropped])
    print(f"RATIO ingest: peak memory without the result | {peak:.0f} MiB | 256 MiB | {256 / peak:.2f} | 1.00")
    kept = max(entry[3] for entry in seen["ours"])
    other = max(entry[3] for entry in seen["peer-five"])
    print(f"RATIO ingest: peak memory with the result | {kept:.0f} MiB | {other:.0f} MiB | {other / kept:.2f} | -")
    wrong = int(equal[4]) + int(repaired[4])
    print(f"RATIO ingest: fields unequal to expat in {equal[0] + repaired[0]:,} rows x 9 | {wrong} | 0 | - | 0")
    return int(wrong > 0 or not same or (equal[0], repaired[0], dropped[0]) != (rows, rows, rows))


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("child:"):
        sys.exit(child(sys.argv[1].removeprefix("child:"), Path(os.environ["RINGFENCE_BENCH"])))
    sys.exit(main())
