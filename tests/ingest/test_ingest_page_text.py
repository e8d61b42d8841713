"""The words of a saved web page: blocks are lines, rows keep their cells, scripts and hidden encodings count for nothing."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest

from ringfence.ingest import NoTextError, document_text

PAGE = """<!DOCTYPE html><html><head><title>不要</title><style>p{}</style></head><body>
<h1>隐私政策</h1><script>alert('不要')</script><p>我们会收集您的<b>通讯录</b>，
用于推荐好友。</p><table><tr><th>权限</th><th>用途</th></tr><tr><td>通讯录</td><td>推荐好友</td></tr></table>
<ul><li>第一</li><li>第二</li></ul><div hidden>折起的一节</div><!-- 不要 --></body></html>"""


@pytest.mark.parametrize("code", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_saved_page_is_read_as_lines(code: str) -> None:
    text = document_text("saved.html", PAGE.encode(code))
    assert (
        text
        == "隐私政策\n我们会收集您的通讯录， 用于推荐好友。\n权限 | 用途\n通讯录 | 推荐好友\n第一\n第二\n折起的一节"
    )
    assert document_text("noname", PAGE.encode(code)) == text


def test_the_page_of_a_phone_s_archive_is_read() -> None:
    body = base64.b64encode(PAGE.encode()).decode()
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.invalid/\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n\r\n------B\r\n'
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n------B--\r\n"
    )
    assert "用于推荐好友" in document_text("page.mhtml", saved.encode())


def test_a_page_without_words_and_a_hostile_one() -> None:
    with pytest.raises(NoTextError):
        document_text("empty.html", b"<html><body><script>x</script></body></html>")
    deep = b"<html><body>" + b"<div>" * 50_000 + "隐私".encode() + b"</html>"
    with suppress(NoTextError):  # the parser may give up below some depth; it must only not fall over
        assert "<div>" not in document_text("deep.html", deep)
    entity = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x; ok</body></html>'
    assert "root:" not in document_text("entity.html", entity)
