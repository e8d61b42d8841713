"""Messages as the app SMS Backup & Restore (SyncTech) writes them, with the quirks of real files.

XML that no strict parser reads: characters beyond the basic plane as two surrogate references (``&#55357;&#56838;``), values that
hold ``"`` in single quotes, the literal ``null`` for what is missing, attributes that come and go with the phone's
maker, line breaks as references, MMS with parts and addresses. ``readable_date`` is the phone's own wording.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from ringfence.demo.dice import digits, stream
from ringfence.demo.moment import millis, readable

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from ringfence.demo.records import Text
    from ringfence.schema import Progress

STEP = "写出短信备份"
OWN_NUMBER = "19900009001"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_SPECIAL = re.compile(r"[&<>\r\n\t\"\U00010000-\U0010ffff]")
_SMIL = (
    '<smil><head><layout><root-layout/><region id="Text" top="70%" left="0%" height="30%" width="100%" fit="scroll"/>'
    '</layout></head><body><par dur="5000ms"><text src="text0.txt" region="Text"/></par></body></smil>'
)


def quoted(value: str) -> str:
    """Return ``value`` as the app's serialiser writes an attribute, quotes included.

    KXmlSerializer takes ``'`` as soon as the value holds ``"``; Java's strings are UTF-16, so an emoji is two references.
    """
    if _SPECIAL.search(value) is None:
        return f'"{value}"'
    quote = "'" if '"' in value else '"'
    text = _SPECIAL.sub(_escape, value)
    return quote + (text.replace("'", "&apos;") if quote == "'" else text) + quote


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char == '"':
        return char
    if char in _ESCAPES:
        return _ESCAPES[char]
    high, low = divmod(ord(char) - 0x10000, 0x400)
    return f"&#{0xD800 + high};&#{0xDC00 + low};"


def write_messages(path: Path, texts: Sequence[Text], backup: datetime, *, seed: int, progress: Progress) -> None:
    """Write ``texts`` (in order of time) as one ``<smses>`` file made at ``backup``."""
    dice = stream(seed, f"sms-xml:{path.name}")
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
            f"<!--File Created By SMS Backup & Restore v10.20.002 on {backup:%d/%m/%Y %H:%M:%S}-->\n"
            "<!--\nTo view this file in a more readable format, visit https://synctech.com.au/view-backup/\n-->\n"
            f'<smses count="{len(texts)}" backup_set="{_uuid(dice)}" backup_date="{millis(backup)}" type="full">\n'
        )
        for place, text in enumerate(texts):
            if text.others:
                _mms(out, text, dice)
            else:
                _sms(out, text, dice)
            if place % 20_000 == 0:
                progress(STEP, place, len(texts))
        out.write("</smses>")
    progress(STEP, len(texts), len(texts))


def _uuid(dice: random.Random) -> str:
    raw = f"{dice.getrandbits(128):032x}"
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))


def _contact_name(text: Text, dice: random.Random) -> str:
    """Return the attribute as it stands after a blank, or nothing: some phones leave it out, some write ``null``."""
    if text.name:
        return f" contact_name={quoted(text.name)}"
    chance = dice.random()
    if chance < 0.9:
        return ' contact_name="(Unknown)"'
    return ' contact_name="null"' if chance < 0.97 else ""


def _sms(out: TextIO, text: Text, dice: random.Random) -> None:
    at = millis(text.at)
    sent = 0 if text.outgoing or dice.random() < 0.05 else (at // 1000 - dice.randrange(1, 4)) * 1000
    toa = ' toa="null" sc_toa="null"' if dice.random() < 0.98 else ""
    out.write(
        f'  <sms protocol="0" address="{text.number}" date="{at}" type="{2 if text.outgoing else 1}" subject="null" '
        f'body={quoted(text.body)}{toa} service_center="null" read="1" status="-1" locked="0" date_sent="{sent}" '
        f'sub_id="{text.line}" readable_date="{readable(text.at)}"'
        f"{_contact_name(text, dice)} />\n"
    )


def _mms(out: TextIO, text: Text, dice: random.Random) -> None:
    at = millis(text.at)
    everybody = (text.number, *text.others)
    box, kind = (2, 128) if text.outgoing else (1, 132)
    out.write(
        f'  <mms date="{at}" rr="129" sub="null" ct_t="application/vnd.wap.multipart.related" read_status="null" seen="1" '
        f'msg_box="{box}" address="{"~".join(everybody)}" sub_cs="null" resp_st="null" retr_st="128" d_tm="null" '
        f'text_only="0" exp="null" locked="0" m_id="{digits(dice, 12)}@mms" st="null" retr_txt_cs="null" retr_txt="null" '
        f'creator="com.android.mms" date_sent="{at // 1000}" read="1" m_size="{len(text.body) * 3 + 4096}" rpt_a="null" '
        f'ct_cls="null" pri="129" sub_id="1" tr_id="T{digits(dice, 8)}" resp_txt="null" ct_l="null" m_cls="personal" '
        f'd_rpt="129" v="18" _id="{dice.randrange(1, 9999)}" m_type="{kind}" readable_date="{readable(text.at)}" '
        f"contact_name={quoted(text.name or '(Unknown)')}>\n    <parts>\n"
        f'      <part seq="-1" ct="application/smil" name="null" chset="null" cd="null" fn="null" cid="&lt;smil&gt;" '
        f'cl="smil.xml" ctt_s="null" ctt_t="null" text={quoted(_SMIL)} />\n'
        f'      <part seq="0" ct="text/plain" name="null" chset="106" cd="null" fn="null" cid="&lt;text0&gt;" '
        f'cl="text0.txt" ctt_s="null" ctt_t="null" text={quoted(text.body)} />\n'
        f'      <part seq="0" ct="image/jpeg" name="photo.jpg" chset="null" cd="null" fn="null" cid="&lt;photo&gt;" '
        f'cl="photo.jpg" ctt_s="null" ctt_t="null" text="null" data="{_picture(dice)}" />\n'
        "    </parts>\n    <addrs>\n"
    )
    sender, receivers = (OWN_NUMBER, everybody) if text.outgoing else (everybody[0], (*everybody[1:], OWN_NUMBER))
    out.write(f'      <addr address="{sender}" type="137" charset="106" />\n')
    out.writelines(f'      <addr address="{number}" type="151" charset="106" />\n' for number in receivers)
    out.write("    </addrs>\n  </mms>\n")


def _picture(dice: random.Random) -> str:
    """Return base64 of bytes that begin and end like a JPEG; nobody is on the picture."""
    return base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + dice.randbytes(1500) + b"\xff\xd9").decode()
