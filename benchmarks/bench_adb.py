"""One million SMS in an adb backup: our reader against ``mvt-android check-backup``, whole processes, alternating.

MVT is no dependency: it is run as a command when it is there (``RINGFENCE_MVT`` names it, else ``mvt-android`` on the path), and
the comparison is skipped when it is not. Both include the start of Python and all imports. MVT writes JSON and runs its checks;
ours fills MESSAGES without number keys (streamed, every frame dropped) and, in a second line, all of MESSAGES kept in memory.

``python benchmarks/bench_adb.py [--quick]``; input is generated into a temporary folder.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from datetime import date
from pathlib import Path
from statistics import median

ROUNDS = 3
TODAY = date(2026, 3, 1)
BODIES = (
    "【某某贷】尊敬的客户，您的借款已逾期{d}天，应还金额{a}元，请于今日18点前处理，否则我司将联系您的紧急联系人并依法提起诉讼。回T退订",
    "今晚回家吃饭吗？妈妈做了红烧肉，{d}点之前到家就行，路上慢点。",
    "您的验证码是{c}，5分钟内有效，请勿泄露给他人。<示例网>",
    '周末一起爬山？😂 我已经约了小李，早上{d}点在东门集合，带好水和"吃的"。',
)


def files(rows: int) -> list[bytes]:
    """Return the backup's SMS files, a thousand messages each, as Android writes them."""
    dice = random.Random(20260301)  # noqa: S311 -- synthetic text, always the same
    when = 1_600_000_000_000
    made = []
    for start in range(0, rows, 1000):
        out = []
        for _ in range(min(1000, rows - start)):
            when += dice.randrange(120_000)
            code = dice.randrange(10_000, 99_999)
            sender = f"1069{dice.randrange(4000):07}" if code % 3 else f"1990000{dice.randrange(10_000):04}"
            body = dice.choice(BODIES).format(d=code % 28, a=code / 10, c=code)
            out.append(
                {
                    "self_phone": "+8619900000009",
                    "address": sender,
                    "body": body,
                    "date": str(when),
                    "date_sent": str(when - 900),
                    "status": "-1",
                    "type": "2" if code % 7 == 0 else "1",
                    "recipients": [sender],
                    "read": "1",
                }
            )
        made.append(zlib.compress(json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode()))
    return made


def write_backup(path: Path, rows: int) -> None:
    """Write a backup of ``rows`` messages."""
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        for number, content in enumerate(files(rows)):
            info = tarfile.TarInfo(f"apps/com.android.providers.telephony/d_f/{number:06}_sms_backup")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    path.write_bytes(b"ANDROID BACKUP\n5\n1\nnone\n" + zlib.compress(tarred.getvalue()))


def child(path: Path, *, keep: bool) -> int:
    """Read with our reader."""
    from ringfence.ingest import Request, Source, adb_frames, read

    source = Source.of_path(path)
    if keep:
        print(read(source, today=TODAY).completeness.found)
    else:
        print(sum(len(frame) for frame in adb_frames(Request(source, TODAY))))
    return 0


def run(name: str, command: list[str]) -> tuple[float, float]:
    """Run a command and return (CPU seconds, peak MiB) of exactly this process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"  {name:10} cpu {cpu:.2f} s peak {peak:.0f} MiB{'' if status == 0 else f' status {status}'}", flush=True)
    return cpu, peak


def main() -> int:
    """Generate, measure alternately, print the ratios."""
    mvt = os.environ.get("RINGFENCE_MVT") or shutil.which("mvt-android")
    rows = 100_000 if "--quick" in sys.argv else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backup.ab"
        # in a process of its own: a child's peak counts from its parent's, which must stay small
        subprocess.run([sys.executable, __file__, f"write:{rows}:{path}"], check=True)
        print(f"  {rows:,} messages, {path.stat().st_size:,} bytes, {os.cpu_count()} cores", flush=True)
        mine = [sys.executable, __file__]
        commands = {"streamed": [*mine, f"child:streamed:{path}"], "kept": [*mine, f"child:kept:{path}"]}
        if mvt is not None:
            commands["mvt"] = [mvt, "check-backup", "-n", "-o", f"{folder}/out", str(path)]
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seen[name].append(run(name, command))
        if mvt is None:
            print("skipped: no mvt-android to compare with")
            return 0
    cpu = {name: median(one for one, _ in values) for name, values in seen.items()}
    peak = {name: median(one for _, one in values) for name, values in seen.items()}
    for name in ("streamed", "kept"):
        for what, unit, used, bar in (("CPU", "s", cpu, "6x"), ("memory", "MiB", peak, "20x")):
            ours, theirs = used[name], used["mvt"]
            print(
                f"RATIO adb backup, {name}: {what} | {ours:.2f} {unit} | {theirs:.2f} {unit} | {theirs / ours:.1f}x | {bar}"
            )
    return 0


if __name__ == "__main__":
    told = sys.argv[1] if len(sys.argv) > 1 else ""
    if told.startswith("child:"):
        _, how, where = told.split(":", 2)
        sys.exit(child(Path(where), keep=how == "kept"))
    if told.startswith("write:"):
        _, many, where = told.split(":", 2)
        write_backup(Path(where), int(many))
        sys.exit(0)
    sys.exit(main())
