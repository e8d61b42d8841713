"""Recordings of calls: number and time from the file name, format and duration from the sound, times of three clocks kept apart.

The time in the name is the phone's own wall clock; the time in the container is claimed by whoever wrote it; a file's own time
is changed by every copy and is not taken at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.errors import SilkRefusedError
from ringfence.ingest.numbers import key_and_kind
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.recording_name import parse_recording_name
from ringfence.ingest.sound import LIMIT, Sound, listen
from ringfence.ingest.tally import Tally
from ringfence.schema import RECORDINGS, Clock, Said, conform, from_micros

if TYPE_CHECKING:
    from ringfence.ingest.recording_name import RecordingName
    from ringfence.ingest.source import Source

SILK = (b"\x02#!SILK_V3", b"#!SILK_V3")
_MP3 = frozenset({0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3, 0xF1, 0xF9})  # MPEG layer 3 and ADTS AAC after the first 0xFF
_BRANDS = (b"M4A", b"mp4", b"isom", b"3gp", b"MSNV", b"iso", b"qt")
_FAR_MS = 2_000  # a header that is this far off what can be heard is reported


class Recording:
    """Reader of audio files."""

    name = "recording"
    version = 1
    kind_zh = "录音"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the head is that of an audio file."""
        what = audio_kind(source.head)
        return None if what is None else Match(self.name, self.kind_zh, 0.97, f"文件头是 {what}")

    def read(self, request: Request) -> ReadResult:
        """Read one recording.

        Raises:
            SilkRefusedError: a WeChat voice message, which cannot be decoded here.
            NeedsAudioError, BrokenFileError, TooLargeError: see those.
        """
        source = request.source
        if source.head.startswith(SILK):
            raise SilkRefusedError(source.name)
        request.progress(Said("听取录音", "listening to the recording"), 0, source.size)
        sound = listen(source.name, source.whole(LIMIT))
        request.progress(Said("听取录音", "listening to the recording"), source.size, source.size)
        named = parse_recording_name(source.name)
        tally = Tally()
        frame = _row(sound, named, request)
        _tell(tally, sound, named, request)
        completeness = tally.completeness(1, 1, frame["ts"])
        kind = "通话录音" if frame["call"].item() else self.kind_zh
        return ReadResult(self.name, self.version, kind, completeness, recordings=frame)


def audio_kind(head: bytes) -> str | None:
    """Return what kind of audio file begins with ``head``, None when it is none."""
    if head.startswith(SILK):
        return "SILK"
    for magic, kind in ((b"#!AMR", "AMR"), (b"OggS", "Ogg"), (b"fLaC", "FLAC"), (b"ID3", "MP3")):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "WAV"
    if head[4:8] == b"ftyp" and head[8:12].startswith(_BRANDS):
        return "MP4"
    if len(head) > 3 and head[0] == 0xFF and head[1] in _MP3 and (head[2] >> 4) != 0xF:
        return "MP3"
    return None


def _row(sound: Sound, named: RecordingName | None, request: Request) -> pl.DataFrame:
    written = "~".join(named.numbers) if named else ""
    key, kind = key_and_kind(written)
    time = named.time.micros(zone=request.zone) if named and named.time else None
    row = {
        "row": 1,
        "address": written,
        "address_key": key,
        "address_kind": kind,
        "name": (named.contact or None) if named else None,
        "call": named is not None and time is not None,
        "ts": time if time is not None else sound.made_micros,
        "zone": request.zone,
        "clock": (Clock.DEVICE if time is not None else Clock.CLAIMED).value,
        "ts_container": sound.made_micros,
        "duration_ms": sound.duration_ms,
        "heard_ms": sum(end - start for start, end in sound.heard),
        "heard": [edge for part in sound.heard for edge in part],
        "container": sound.container,
        "codec": sound.codec,
        "rate": sound.rate,
        "channels": sound.channels,
        "system": named.system if named else None,
        "verified": named.verified if named else None,
    }
    types = {name: kind_ for name, kind_ in RECORDINGS.items() if name in row}
    return conform(pl.DataFrame({name: [value] for name, value in row.items()}, schema=types), RECORDINGS)


def _tell(tally: Tally, sound: Sound, named: RecordingName | None, request: Request) -> None:
    """Say what the user should know of this recording."""
    seconds = sound.duration_ms / 1000
    heard = sum(end - start for start, end in sound.heard) / 1000
    tally.note(
        Said(
            f"时长 {seconds:.1f} 秒，其中有声 {heard:.1f} 秒（按音量判断）；采样率 {sound.rate} Hz。",
            f"{seconds:.1f} s long, {heard:.1f} s of it with sound (by volume); sampled at {sound.rate} Hz.",
        )
    )
    if sound.damaged:
        tally.unread(
            f"ms:{sound.duration_ms}", "录音在此处之后无法解码", "the sound cannot be decoded after this place"
        )
    if sound.header_ms is not None and abs(sound.header_ms - sound.duration_ms) > _FAR_MS:
        tally.note(
            Said(
                f"文件头写的时长是 {sound.header_ms / 1000:.1f} 秒，与实际听到的不同。",
                f"The head says {sound.header_ms / 1000:.1f} s, which is not what can be heard.",
            )
        )
    if named is None or named.time is None:
        tally.note(
            Said(
                "文件名里没有认出号码和通话时间，没有计入时间线；请保留手机原来的文件名再添加。",
                "No number and time were recognised in the file's name, so it is not in the timeline; add it with the "
                "phone's original file name.",
            )
        )
    elif not named.verified:
        tally.note(
            Said(
                f"文件名按“{named.system}”的样式理解，这种样式未经实物核对，请核对号码和时间。",
                f"The file's name was read in the style of “{named.system}”, which was not compared with real files; check "
                "number and time.",
            )
        )
    if named is not None and named.cut:
        tally.note(
            Said(
                "文件名达到手机允许的最大长度，号码或姓名可能被截断。",
                "The file's name has the greatest length phones allow; number or name may be cut off.",
            )
        )
    if sound.made_micros is not None:
        tally.note(
            Said(
                f"文件内部写的生成时间是 {from_micros(sound.made_micros, request.zone):%Y-%m-%d %H:%M:%S}，仅供参考。",
                f"Made, by the file itself: {from_micros(sound.made_micros, request.zone):%Y-%m-%d %H:%M:%S}; for reference only.",
            )
        )
