"""Blocks on a terminal: lines break where Chinese may break, and no text commands the terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from ringfence.cli.blocks import draw, wrapped
from ringfence.schema import Blank, Bullets, Heading, Paragraph, Table


def drawn(*blocks: Heading | Paragraph | Bullets | Table | Blank, width: int = 30) -> str:
    out = io.StringIO()
    draw(blocks, Console(file=out, width=width, color_system=None))
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("它能读取通讯录，也能发送。", ["它能读取通", "讯录，也能", "发送。"]),
        ("App自己的代码", ["App自己的", "代码"]),
        ("a bb ccc dddd", ["a bb ccc", "dddd"]),
        ("com.example.verylong", ["com.exampl", "e.verylong"]),
        ("", [""]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert wrapped(text, 11 if "，" in text else 10) == lines


@given(st.text(max_size=200), st.integers(4, 60))
def test_nothing_but_blanks_is_lost_and_few_lines_are_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width)
    kept = "".join("".join(lines).split())
    assert kept == "".join("".join(char if char.isprintable() else " " for char in text).split())
    assert all(
        cell_len(line) <= width or "…" in line or any(mark in line for mark in "，。、；：！？）》」』”’")
        for line in lines
    )


def test_every_block_is_drawn_and_nothing_is_markup() -> None:
    told = drawn(
        Heading("[bold]标题[/]", 1),
        Paragraph("\x1b[31m红色的字"),
        Bullets(("第一条很长很长很长很长很长很长的话", "二"), numbered=True),
        Bullets(("点",)),
        Table(("项", "值"), (("a", "[red]b"),), (1, 1)),
        Table(("", ""), (("名", "值"),), (1, 4)),
        Blank("签名"),
    )
    assert "[bold]标题[/]" in told
    assert "\x1b" not in told
    assert "1. 第一条" in told
    assert "\n   " in told  # the second line of an item stands below its words
    assert "· 点" in told
    assert "[red]b" in told
    assert "签名:________" in told
