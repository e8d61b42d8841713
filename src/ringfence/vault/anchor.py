"""Offline anchors: a head given to somebody outside, as a text, a QR code and a page to print and sign.

Whoever holds one can show later that the log still begins with the same entries, or that it was set back or rewritten.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from ringfence.vault.export.page import whole_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segno import QRCode

    from ringfence.vault.head import Head


@dataclass(frozen=True, slots=True)
class GivenAnchor:
    """One head that was given to somebody.

    Attributes:
        size: entries it covers.
        code: ``<size>-<root>``, what they hold.
        to: who holds it.
        how: on paper, by message ...
        written_micros: when that was noted, by the vault's clock.
    """

    size: int
    code: str
    to: str
    how: str
    written_micros: int

    def body(self) -> dict[str, Any]:
        """Return the body of the ``vault.anchor`` entry."""
        return {"size": self.size, "head": self.code, "to": self.to, "how": self.how}


def given_anchor(body: Mapping[str, Any], written_micros: int) -> GivenAnchor:
    """Return the anchor that a ``vault.anchor`` entry notes."""
    return GivenAnchor(int(body["size"]), str(body["head"]), str(body["to"]), str(body.get("how", "")), written_micros)


def anchor_text(head: Head, fingerprint: str) -> str:
    """Return what to send or to scan, one line: head and key. :func:`~ringfence.vault.head.parse_anchor` finds the head in it."""
    return f"ringfence head {head.code} key {fingerprint}"


def _code(text: str) -> QRCode:
    import segno  # noqa: PLC0415 -- it loads urllib and ssl, for which nobody should wait who draws no code

    return segno.make(text, error="m", micro=False)


def anchor_qr(text: str) -> str:
    """Return a QR code as characters for a terminal."""
    out = io.StringIO()
    _code(text).terminal(out, compact=True)
    return out.getvalue()


def anchor_svg(text: str) -> str:
    """Return a QR code as an SVG element to put into a page; black on white, so that it scans in a dark page too."""
    out = io.BytesIO()
    _code(text).save(out, kind="svg", scale=5, light="#fff", xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode().strip()


def anchor_page(title: str, head: Head, fingerprint: str, when: str, to: str = "") -> bytes:
    """Return a page to print: the QR code, both codes in groups, what they prove, and room for a signature."""
    picture = io.BytesIO()
    _code(anchor_text(head, fingerprint)).save(picture, kind="svg", scale=5, light="#fff", xmldecl=False, svgns=True)
    size, root = head.code.split("-")
    rows = (
        ("案件 / case", title),
        ("存证码 / head", f"{size}- {_groups(root)}"),
        ("密钥指纹 / key", _groups(fingerprint)),
        ("包含记录 / entries", size),
        ("制作时间 / made", when),
        ("交给 / for", to or "\u3000" * 12),
        ("收到人签名 / received by", "\u3000" * 12),
        ("日期 / date", "\u3000" * 12),
    )
    cells = "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in rows)
    return whole_page(
        "存证码",
        f"<h1>存证码 · Anchor</h1>{picture.getvalue().decode()}<table>{cells}</table>"
        "<p>请妥善保存本页。它只是一个摘要,看不出案件的任何内容。以后只要出示它,就能证明:这些记录在交给您之前已经存在,"
        "此后没有被改动、删减或退回。核对办法:ringfence verify --anchor 存证码,或在导出的文件夹里 "
        "python3 verify.py --head 存证码 --key 密钥指纹。</p>"
        "<p>Keep this page. It is a digest and shows nothing of the case. With it anyone can prove later that these "
        "entries existed before you received it and were not changed, removed or set back since.</p>",
        script="",
    )


def _groups(digits: str) -> str:
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
