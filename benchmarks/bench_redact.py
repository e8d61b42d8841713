"""Masking of shared text on made-up messages: recall of what is private, and amounts and dates that must stay (bars: TEXT).

The script writes messages itself: numbers by the numbering plan, ids with right check digits, cards by Luhn, each in many
spellings (spaced, full-width, Chinese numerals, circled, zero-width), beside amounts, dates, times, rates and public numbers.
A private thing counts as found only when all its characters are masked; an amount or date counts as over-masked when one
character of it is. The peer is the usual four regular expressions of a log filter. ``--show`` prints what was missed.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass

SEED = 20261121
MESSAGES = 20_000
_CN = ("零一二三四五六七八九", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零幺两三四五六七八九")
_FULL = "０１２３４５６７８９"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
_KEPT = ("amount", "date")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华玉萍红志建国文斌宇浩凯秋雨欣怡子涵梓轩"
_TEXTS = (
    "【某某金融】{name}您好，您尾号1234的借款{amount}已于{date}逾期，请致电{phone}处理。",
    "{name}的电话是{phone}，身份证{identity}，让他今天之内还{amount}，不然上门。",
    "{date}有人用{phone}打给我妈，说{name}欠{amount}，还报了他的身份证号{identity}",
    "请将{amount}转入{card}，户名{name}，逾期{count}天，日利率0.05%，电话{phone}",
    "你哥{name}住{address}，{date}之前不还{amount}，我们就过去。",
    "住址：{address} 联系人：{name} {phone} 备用 {phone}",
    "卡号 {card}\n证件 {identity}\n金额 {amount}\n时间 {date}",
    "座机{landline}，手机{phone}、{phone}，客服95588，投诉12378，热线400-812-3123，日期{date}，{amount}",
    "{date} {amount} {phone}",
    "{amount}，{date}，第3期共12期，年化24%，应还{amount}，已还{amount}。",
    "通知：{date}至{date}系统维护，咨询10086或12345，手续费{amount}。",
    "加我微信{handle}，邮箱{email}，{name}的钱{amount}我来收",
    "({phone})是{name}的新号，旧号{phone}已停机；{date}起生效",
    "转账{amount}到{card}即可，{card}也行，不要转到{landline}",
    "身份证:{identity},手机:{phone},地址:{address},金额:{amount},放款:{date}",
)


@dataclass(frozen=True)
class Piece:
    """One thing put into a message: [start, end) and its kind."""

    start: int
    end: int
    kind: str


def spelled(dice: random.Random, digits: str, groups: tuple[int, ...]) -> str:
    """Return a row of digits in one of the spellings that occur."""
    wide = "".join(_FULL[int(d)] if d.isdigit() else "Ｘ" for d in digits)
    row = dice.choice(_CN)
    numerals = [row[int(d)] if d.isdigit() else d for d in digits]
    mixed = [one if dice.random() < 0.5 else d for one, d in zip(numerals, digits, strict=True)]
    return dice.choice(
        [
            digits,
            " ".join(digits),
            *(grouped(digits, groups, gap) for gap in (" ", "-", "  ", "．", "·", "\u3000")),
            wide,
            grouped(wide, groups, dice.choice([" ", "　", "－"])),
            "".join(numerals),
            dice.choice([" ", ""]).join(mixed),
            "".join(_CIRCLED[int(d)] if d.isdigit() else d for d in digits),
            "\u200b".join(digits),
        ]
    )


def grouped(row: str, groups: tuple[int, ...], gap: str) -> str:
    """Return ``row`` cut into ``groups`` (the last takes the rest)."""
    parts: list[str] = []
    at = 0
    for size in groups:
        parts.append(row[at : at + size])
        at += size
    return gap.join(part for part in [*parts, row[at:]] if part)


def phone(dice: random.Random) -> str:
    """Return a made-up mobile number."""
    digits = "1" + dice.choice("3456789") + "".join(dice.choices("0123456789", k=9))
    written = spelled(dice, digits, dice.choice([(3, 4), (3, 3), (4, 3), (4, 4)]))
    return dice.choice(["", "", "", "+86 ", "+86", "86-"]) + written if written[0] in "1１" else written


def landline(dice: random.Random) -> str:
    """Return a made-up landline with area code."""
    area = dice.choice(["010", "021", "0755", "0371", "028", "0991"])
    local = dice.choice("2345678") + "".join(dice.choices("0123456789", k=7))
    return dice.choice(
        [f"{area}-{local}", f"({area}){local}", f"{area} {local}", f"{area}{local}", f"（{area}）{local}"]
    )


def identity(dice: random.Random) -> str:
    """Return a made-up identity number with its check digit (the year lies in the 1800s or 19xx: any date that exists)."""
    first = (
        f"{dice.choice(['11', '31', '43', '44', '51', '65'])}{dice.randrange(10**4):04d}{dice.randrange(1955, 2008)}"
    )
    first += f"{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}{dice.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
    return spelled(dice, first + "10X98765432"[total % 11], (6, 8))


def card(dice: random.Random) -> str:
    """Return a made-up card number of 16 or 19 digits that passes Luhn."""
    size = dice.choice([16, 19, 19])
    head = dice.choice(["6222", "6217", "6228", "6230", "4392", "5187", "9558"])
    body = head + "".join(dice.choices("0123456789", k=size - 5))
    total = sum(
        int(d) * 2 - 9 if i % 2 == 0 and int(d) > 4 else int(d) * (2 - i % 2) for i, d in enumerate(reversed(body))
    )
    return spelled(dice, body + str(-total % 10), (4, 4, 4, 4))


def amount(dice: random.Random) -> str:
    """Return an amount as messages write it."""
    yuan = dice.choice([dice.randrange(100, 10_000), dice.randrange(10_000, 10_000_000), dice.randrange(10**8, 10**10)])
    cents = f"{dice.randrange(100):02d}"
    return dice.choice(
        [f"{yuan % 10**8}元", f"{yuan % 10**8}.{cents}元", f"{yuan:,}.{cents}元", f"¥{yuan:,}.{cents}", f"￥{yuan % 10**8}",
         f"人民币{yuan:,}元", f"{yuan % 10**7 / 10_000:.2f}万元", f"RMB {yuan:,}", f"{yuan % 10**6} 块", f"{yuan:,}",
         "三千五百元整", "叁万贰仟壹佰元", f"１{yuan % 1000:03d}．００元"]
    )  # fmt: skip


def day(dice: random.Random) -> str:
    """Return a date or moment as messages write it."""
    y, m, d = dice.randrange(1950, 2031), dice.randrange(1, 13), dice.randrange(1, 29)
    h, n, s = dice.randrange(24), dice.randrange(60), dice.randrange(60)
    return dice.choice(
        [f"{y}-{m:02d}-{d:02d}", f"{y}年{m}月{d}日", f"{y}/{m}/{d}", f"{y}.{m:02d}.{d:02d}", f"{y}{m:02d}{d:02d}", f"{m}月{d}日",
         f"{y}-{m:02d}-{d:02d} {h:02d}:{n:02d}:{s:02d}", f"{y}{m:02d}{d:02d}{h:02d}{n:02d}{s:02d}",
         f"{m:02d}-{d:02d} {h:02d}:{n:02d}",
         f"{y}年{m}月{d}日{h}时{n}分", f"{h:02d}:{n:02d}", f"{y}-{m:02d}-{d:02d}T{h:02d}:{n:02d}:{s:02d}", "二〇二六年三月十五日"]
    )  # fmt: skip


def address(dice: random.Random) -> str:
    """Return a made-up address."""
    place = dice.choice(
        ["湖南省长沙市岳麓区", "北京市朝阳区", "广东省深圳市南山区", "上海市", "河南省郑州市中原区", "成都市武侯区", ""]
    )
    street = dice.choice(
        ["麓山南路", "建国门外大街", "深南大道", "人民路", "幸福里小区", "阳光花园", "解放西路", "和平新村"]
    )
    n = dice.randrange(1, 999)
    house = dice.choice([f"{n}号", f"{n}号{dice.randrange(1, 30)}栋{dice.randrange(1, 5)}单元{dice.randrange(101, 2999)}室",
                         f"{n}弄{dice.randrange(1, 60)}号{dice.randrange(101, 999)}室",
                         f"{dice.randrange(1, 40)}幢{dice.randrange(101, 999)}",
                         f"{dice.randrange(1, 40)}号楼{dice.randrange(101, 2999)}"])  # fmt: skip
    return place + street + house


def name(dice: random.Random, book: list[str]) -> str:
    """Return a name of the book as it stands, or pulled apart."""
    chosen = dice.choice(book)
    return " ".join(chosen) if dice.random() < 0.1 else chosen


def message(dice: random.Random, book: list[str]) -> tuple[str, list[Piece]]:
    """Return one message and what was put where."""
    made = {
        "phone": phone,
        "landline": landline,
        "identity": identity,
        "card": card,
        "amount": amount,
        "date": day,
        "address": address,
    }
    text, pieces = "", []
    for part in re.split(r"(\{\w+\})", dice.choice(_TEXTS)):
        kind = part.strip("{}")
        if part == kind:
            text += part
            continue
        if kind == "count":
            filled = str(dice.randrange(1, 400))
        elif kind == "name":
            filled = name(dice, book)
        elif kind == "handle":
            filled = dice.choice(["wx", "a_", "Li"]) + str(dice.randrange(10**4, 10**7))
        elif kind == "email":
            filled = f"user{dice.randrange(10**4)}@example.com"
        else:
            filled = made[kind](dice)
        pieces.append(Piece(len(text), len(text) + len(filled), kind))
        text += filled
    return text, pieces


def ours(texts: list[str], book: list[str]) -> list[list[tuple[int, int]]]:
    """Return the masked places of each text."""
    from ringfence.respond.redact import Redactor

    redactor = Redactor(names=book)
    return [[(span.start, span.end) for span in redactor.spans(text)] for text in texts]


def peer(texts: list[str], book: list[str]) -> list[list[tuple[int, int]]]:
    """Return what the four expressions of a usual log filter find, and the names as they stand."""
    usual = [
        r"1[3-9]\d{9}",
        r"\d{17}[\dXx]",
        r"\d{16,19}",
        r"0\d{2,3}-\d{7,8}",
        "|".join(map(re.escape, book)),
        r"\S+@\S+\.\w+",
    ]
    pattern = re.compile("|".join(f"(?:{one})" for one in usual))
    return [[found.span() for found in pattern.finditer(text)] for text in texts]


def score(
    texts: list[str], truth: list[list[Piece]], found: list[list[tuple[int, int]]], *, show: bool
) -> dict[str, float]:
    """Return recall of each private kind and, for amounts and dates, the share that was touched."""
    hit: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text, pieces, spans in zip(texts, truth, found, strict=True):
        masked = {place for first, last in spans for place in range(first, last)}
        for piece in pieces:
            if piece.kind == "count":
                continue
            total[piece.kind] += 1
            marks = [at for at in range(piece.start, piece.end) if text[at].isalnum()]
            touched = [at in masked for at in marks]
            good = any(touched) if piece.kind in _KEPT else all(touched)
            hit[piece.kind] += good
            if show and good is (piece.kind in _KEPT):
                print(piece.kind, "|", text[piece.start : piece.end], "|", text.replace("\n", "⏎"))
    return {kind: hit[kind] / total[kind] for kind in sorted(total)}


def main() -> None:
    """Print recall and over-masking of both."""
    dice = random.Random(SEED)  # noqa: S311 -- made-up text, nothing secret
    book = sorted({dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=2)) for _ in range(300)})
    made = [message(dice, book) for _ in range(2_000 if "--quick" in sys.argv else MESSAGES)]
    texts, truth = [text for text, _ in made], [pieces for _, pieces in made]
    ours(texts[:50], book)
    began = time.process_time()
    found = ours(texts, book)
    speed = len(texts) / (time.process_time() - began)
    began = time.process_time()
    usual = peer(texts, book)
    usual_speed = len(texts) / (time.process_time() - began)
    good, poor = score(texts, truth, found, show="--show" in sys.argv), score(texts, truth, usual, show=False)
    for kind, value in good.items():
        kept = kind in _KEPT
        what = f"{'over-masked' if kept else 'recall'} {kind}"
        print(f"RATIO redact {what} | {value:.4f} | {poor[kind]:.4f} | - | {'0' if kept else '>= 0.99'}")
    print(f"RATIO redact messages/s | {speed:.0f} | {usual_speed:.0f} | {speed / usual_speed:.2f} | -")


if __name__ == "__main__":
    main()
