"""The pages that go along: the exhibit list, the checking page, the instructions."""

from __future__ import annotations

import base64
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2rem auto;max-width:60rem;
padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #8886;padding:.35rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:13rem;font-weight:600}code{font-family:ui-monospace,Consolas,monospace;font-size:.85em;overflow-wrap:anywhere}
.bad{color:#c5221f;font-weight:600}.good{color:#137333}.small{font-size:.9rem;opacity:.8}
label.pick{display:inline-block;border:2px dashed #888;border-radius:.6rem;padding:1.2rem 1.6rem;cursor:pointer}
input[type=text],textarea{width:100%;font:inherit;padding:.3rem;box-sizing:border-box}
@media(prefers-color-scheme:dark){.bad{color:#f28b82}.good{color:#81c995}}
"""


def carried(name: str) -> str:
    """Return one of the files that every export carries."""
    return files("ringfence.vault.export.carried").joinpath(name).read_text("utf-8")


def exhibits_page(title: str, lead: Sequence[tuple[str, str]], exhibits: Sequence[dict[str, Any]]) -> bytes:
    """Return the exhibit list as a page without scripts.

    Args:
        title: name of the case.
        lead: (label, value) rows about the whole export.
        exhibits: as in ``proof.json``.
    """
    parts = [f"<h1>证据清单 Exhibits · {escape(title)}</h1>", _table(lead)]
    for one in exhibits:
        rows = [
            ("文件 / file", one["path"]),
            ("大小 / size", f"{one['size']:,} 字节 / bytes"),
            ("SHA-256", one["sha256"]),
            ("SM3", one["sm3"]),
            ("日志条目 / log entry", str(one["entry"])),
            *((f"{zh} / {en}", value) for zh, en, value in one["facts"]),
        ]
        parts += [f"<h2>{escape(one['id'])} · {escape(one['name'])}</h2>", _table(rows)]
    parts.append(
        '<p class="small">怎样核对,见 README.txt;最简单的办法是用浏览器打开 verify.html。 '
        "How to check: README.txt, or open verify.html in a browser.</p>"
    )
    return whole_page("证据清单", "".join(parts), script="")


def checking_page() -> bytes:
    """Return the page that checks the folder in a browser, offline: nothing in it may load or send anything."""
    return whole_page("核对证据", carried("verify.html"), script=carried("digest.js") + carried("verify.js"))


def whole_page(title: str, body: str, script: str) -> bytes:
    """Return a whole page whose policy allows exactly this style and this script and no connection at all."""
    policy = f"default-src 'none'; style-src '{_hash(_STYLE)}'; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src '{_hash(script)}'"
    tail = f"<script>{script}</script>" if script else ""
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>{body}{tail}</body></html>\n"
    ).encode()


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in rows if value)
    return f"<table>{cells}</table>"
