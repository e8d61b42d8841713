"""A small made-up case with everything a report shows: drawn screenshots, recordings, a carrier's list, a contradiction."""

from __future__ import annotations

import importlib.util
import sys
import wave
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.schema import Debt, Party, PartyType, Person, Role, to_micros

PASSPHRASE = "测试口令-不要用"
TODAY = date(2026, 3, 20)
CALLER = "19900001234"  # the collector's: evidence, always shown
SISTER, SISTER_NUMBER = "林秀英", "19900005678"
THREAT = "再不还钱就去你老家找你妈，到时候别怪我们不客气，明天就带人上门"
PASS_ON = f"请转告你姐姐{SISTER}，她的电话是{SISTER_NUMBER}，今天不还我们就打给她"
PHONE_TOO = "最后通知：你的借款已逾期18天，今天下午5点前不还款，后果自负"
SHOT = "Screenshot_20260305_235911.png"
CALLS_SHOT = "Screenshot_20260310_180000.png"
RECORDING = f"通话录音@王演示({CALLER})_20260306101105.wav"
ALONE = "通话录音@王演示(19900009999)_20260301080000.wav"

CALLS = (  # time, type as the app writes it, seconds
    ("2026-03-06 10:11:02", 1, 42),
    ("2026-03-07 22:30:00", 3, 0),  # missed, says the phone; the carrier says answered
    ("2026-03-08 22:40:00", 1, 65),
    ("2026-03-09 23:10:00", 3, 0),
)
CARRIER = (("03-06 10:11:05", 41), ("03-07 22:30:06", 31), ("03-08 22:40:04", 64))


def screens() -> Any:  # noqa: ANN401 -- the benchmark's renderer, loaded by its path
    """Load the renderer that the benchmark uses."""
    name = "screens_for_report"
    if name not in sys.modules:
        path = Path(__file__).parents[2] / "benchmarks" / "screens.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def thread(texts: tuple[tuple[str, str, str], ...], look: str = "mi", width: int = 720) -> bytes:
    """Draw a thread with the caller; ``texts``: (side, text, time)."""
    draw = screens()
    told = tuple(draw.Told(side, text, datetime.fromisoformat(time)) for side, text, time in texts)
    scene = draw.Scene(SHOT, "sms", "plain", CALLER, datetime(2026, 3, 5, 23, 59, 11), told)  # noqa: DTZ001 -- a wall clock
    image, _ = draw.draw_chat(scene, draw.LOOKS[look], width, draw.random.Random(3))
    return bytes(draw.as_png(image))


def call_list(width: int = 720) -> bytes:
    """Draw a call list with one call that no log holds."""
    draw = screens()
    told = (
        draw.Told("missed", "上海", datetime.fromisoformat("2026-03-10 17:20"), CALLER),
        draw.Told("in", "上海", datetime.fromisoformat("2026-03-10 16:05"), CALLER, 75),
    )
    scene = draw.Scene(CALLS_SHOT, "calls", "plain", "", datetime(2026, 3, 10, 18, 0), told)  # noqa: DTZ001 -- a wall clock
    return bytes(draw.as_png(draw.draw_calls(scene, width, draw.random.Random(4), dark=False)))


def sound(seconds: float, rate: int = 8_000) -> bytes:
    """Return a tone as WAV."""
    row = (8_000 * np.sin(2 * np.pi * 300 * np.arange(int(seconds * rate)) / rate)).astype("<i2")
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(row.tobytes())
    return written.getvalue()


def calls_xml() -> bytes:
    """Return the phone's call log."""
    rows = "".join(
        f'<call number="{CALLER}" duration="{seconds}" date="{to_micros(datetime.fromisoformat(time)) // 1000}" type="{kind}" />'
        for time, kind, seconds in CALLS
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><calls count=\"{len(CALLS)}\">{rows}</calls>".encode()


def messages_xml() -> bytes:
    """Return the phone's messages: one that a screenshot shows too."""
    at = to_micros(datetime.fromisoformat("2026-03-05 22:40:17")) // 1000
    row = f'<sms address="{CALLER}" date="{at}" type="1" body="{PHONE_TOO}" read="1" />'
    return f"<?xml version='1.0' encoding='UTF-8'?><smses count=\"1\">{row}</smses>".encode()


def carrier_csv() -> bytes:
    """Return the carrier's list, as China Mobile's shop writes it."""
    head = "起始时间,通信地点,通信方式,对方号码,通信时长,通信类型,套餐优惠,实收通信费(元)"
    rows = [f"{time},青屿,被叫,{CALLER},{seconds}秒,国内通话,套餐内,0.00" for time, seconds in CARRIER]
    return "\r\n".join([head, *rows, ""]).encode("gb18030")


def make(folder: Path, *, pictures: bool = True) -> Case:
    """Make the case in ``folder``; the caller closes it."""
    case, _ = Case.create(folder, PASSPHRASE, name="演示", work_factor=2)
    files = [
        ("calls.xml", calls_xml()),
        ("sms.xml", messages_xml()),
        ("中国移动通话详单202603.csv", carrier_csv()),
        (RECORDING, sound(38)),
        (ALONE, sound(12)),
    ]
    if pictures:
        shot = (
            ("in", PHONE_TOO, "2026-03-05 22:40"),
            ("in", THREAT, "2026-03-05 23:21"),
            ("out", "请不要再联系我的家人", "2026-03-05 23:30"),
            ("in", PASS_ON, "2026-03-05 23:42"),
        )
        files += [(SHOT, thread(shot)), (CALLS_SHOT, call_list())]
    for name, data in files:
        case.add(Source.of_bytes(name, data), today=TODAY)
    case.name_person(Person("", SISTER, Role.FAMILY, (SISTER_NUMBER,), declared=False))
    case.name_party(Party("", "演示小额贷款有限公司", PartyType.MICROLOAN, ("演示贷",), (f"+86{CALLER}",)))
    case.note_debt(Debt("", "L1", "演示贷", 5000.0, date(2025, 6, 1), date(2026, 2, 15)))
    return case
