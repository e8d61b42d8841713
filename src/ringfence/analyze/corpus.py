"""Rows to train from: public messages with their labels mapped to ours, messages written for us, and filled templates.

The public corpora know spam, ham, advertising, fraud and personal; they hold next to no reminder and no collection. Ham of
2013 mixes notices, reminders, marketing and talk: patterns of high precision split it, what none of them takes is left out.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_STANDS_FOR = re.compile(r"DIGITm?|CELLPHONE|PHONE|HOTLINE|BANK|WECHAT|QQ")
_LEFT_OUT = re.compile(r"NAME|PLACE")
_BLOCK = 5  # lines of one author that stay on one side of a split
_SLOT = re.compile(r"\{([a-z]+)(\d*)\}")
_MAPPED = {
    "AD:Retail": "marketing", "AD:Network_service": "marketing", "AD:Other": "marketing", "AD:Real_estate": "marketing",
    "AD:Loan": "marketing", "FR:Phishing(Bank)": "fraud", "FR:Phishing(Other)": "fraud", "FR:Other": "fraud",
    "FR:Financial": "fraud", "IL:Gambling": "fraud", "IL:Fake_ID_and_invoice": "fraud", "IL:Escort_service": "fraud",
    "personal": "personal",
}  # fmt: skip
_FRAUD = re.compile(
    r"带学员|内部会员|牛股|涨停|发票|庄家|【?税】?【?付】?|六合彩|办证|特码|[中大]奖.{0,12}(?:领取|验证码)"
)
_REMINDER = re.compile(
    r"还款日|最低还款|本期应还|应还款|请.{0,8}(?:缴费|存入|续费)|余额不足|欠费|(?:账单|帐单).{0,14}(?:元|RMB|￥).{0,30}(?:还款|缴)"
)
_NOTICE = re.compile(
    r"验证码|校验码|动态(?:密)?码|动态口令|尾号为?\d{4}.{0,30}(?:元|RMB)|账户\d{4}于|取票|取件|航班|登机|车次|\d+车\d+号|订单.{0,20}(?:成功|取消|发货|出票)"
    r"|已.{0,4}(?:签收|发货|受理|开通|送达|到账)"
    r"|(?:余量|套餐|流量).{0,30}(?:剩余|已使用)|最低气温|气象|来电提醒|未接到|充值.{0,20}成功|成功充值|如非本人|新股发行|财富.{0,4}版|预约成功|支付成功|交易成功|办理了|特此提醒|谨防|诈骗短信|话费总额|查询结果|余额"
)
_MARKETING = re.compile(
    r"退订|诚邀|优惠|特价|折扣|\d折|抢购|秒杀|开抢|抽奖|红包|满\d+|立减|礼品|促销|热销|钜惠|豪礼|免费领|赢取|发售|首付"
)
_TALK = re.compile(r"^[^【】\[\]\d:/]{1,24}$|^[\u4e00-\u9fff]{2,3}:")


@dataclass(frozen=True, slots=True)
class Row:
    """One message to learn from. ``group`` keeps what belongs together (one template's rows) on one side of a split."""

    text: str
    label: str
    origin: str
    group: str


def public_rows(path: Path) -> Iterator[Row]:
    """Read ``source<TAB>label<TAB>text`` rows and map their labels; rows without a safe label are left out."""
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for number, line in enumerate(lines):
            source, label, text = line.rstrip("\n").split("\t", 2)
            ours = _MAPPED.get(label) or _split(label, text)
            if ours is not None:
                yield Row(
                    _plain(text) if source == "fake-base-station" else text, ours, f"{source}/{label}", f"p{number}"
                )


def written_rows() -> Iterator[Row]:
    """Read the messages written for this project (``data/written.tsv``: author, label, flags, text), all nine classes.

    Rows near each other were written in one go and resemble each other: they share a group.
    """
    lines = (files("ringfence.analyze") / "data" / "written.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:]):
        author, label, _, text = line.split("\t", 3)
        yield Row(text, label, f"written/{author}", f"w{author}{number // _BLOCK}")


def made_up_rows(seed: int, each: int) -> Iterator[Row]:
    """Fill every template ``each`` times; the same seed gives the same rows."""
    chance = random.Random(seed)  # noqa: S311 -- training data, no secret
    for label, templates in template_table()["classes"].items():
        for number, template in enumerate(templates):
            fillable = each if _SLOT.search(template) else max(1, each // 4)
            for _ in range(fillable):
                yield Row(fill(template, chance), label, "made-up", f"{label}{number}")


def fill(template: str, chance: random.Random) -> str:
    """Return ``template`` with its slots drawn: ``{bank}`` from the table, ``{n4}`` four digits."""
    slots = template_table()["slots"]

    def drawn(found: re.Match[str]) -> str:
        word, digits = found.groups()
        if word == "n":
            first = str(chance.randint(1, 9))
            return first + "".join(str(chance.randint(0, 9)) for _ in range(int(digits) - 1))
        return fill(str(chance.choice(slots[word])), chance)

    return _SLOT.sub(drawn, template)


@cache
def template_table() -> Mapping[str, Any]:
    """Return the table of templates and slots."""
    table = yaml.safe_load((files("ringfence.analyze") / "data" / "templates.yaml").read_text(encoding="utf-8"))
    return {**table, "classes": {label: lines.splitlines() for label, lines in table["classes"].items()}}


def _plain(text: str) -> str:
    """Turn the public corpus's place holders into what they stand for."""
    return _LEFT_OUT.sub("", _STANDS_FOR.sub("0", text.replace("URL", " http://a.cn/ ")))


def _split(label: str, text: str) -> str | None:
    """Split the mixed classes of 2013 by patterns of high precision."""
    if label == "spam":
        if _FRAUD.search(text):
            return "fraud"
        return None if _NOTICE.search(text) or _TALK.search(text) or _REMINDER.search(text) else "marketing"
    if label == "ham":
        for ours, pattern in (
            ("reminder", _REMINDER),
            ("marketing", _MARKETING),
            ("notice", _NOTICE),
            ("personal", _TALK),
        ):
            if pattern.search(text):
                return ours
    return None
