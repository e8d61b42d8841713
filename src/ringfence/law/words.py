"""Words for people: names of parties, times, counts of people and means, the articles as one says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.schema import RANK_ZH, Confidence, Rank, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.schema import Citation

MEANS_ZH = {
    "call": "电话{n}次",
    "voice_robot": "机器人电话{n}次",
    "sms": "短信{n}条",
    "mms": "彩信{n}条",
    "im": "聊天消息{n}条",
    "email": "邮件{n}封",
    "visit": "上门{n}次",
    "group_msg": "群消息{n}条",
    "post": "网上发布{n}条",
    "poster": "张贴{n}次",
    "letter": "信函{n}封",
}
MEANS_EN = {
    "call": "{n} by call",
    "voice_robot": "{n} by robot call",
    "sms": "{n} by SMS",
    "mms": "{n} by MMS",
    "im": "{n} by chat",
    "email": "{n} by e-mail",
    "visit": "{n} by visit",
    "group_msg": "{n} in group chats",
    "post": "{n} by post on the net",
    "poster": "{n} by poster",
    "letter": "{n} by letter",
}
WHOM_ZH = {
    Role.DEBTOR: "您本人",
    Role.CO_DEBTOR: "{n}位共同借款人",
    Role.GUARANTOR: "{n}位担保人",
    Role.FAMILY: "您的{n}位家人",
    Role.FRIEND: "您的{n}位朋友",
    Role.COLLEAGUE: "您的{n}位同事",
    Role.EMPLOYER: "您工作单位的{n}位领导或人员",
    Role.CLIENT: "您的{n}位客户",
    Role.OTHER_CONTACT: "您的{n}位其他联系人",
}
ROLE_EN = {
    Role.DEBTOR: "you",
    Role.CO_DEBTOR: "a co-debtor",
    Role.GUARANTOR: "a guarantor",
    Role.FAMILY: "family",
    Role.FRIEND: "friends",
    Role.COLLEAGUE: "colleagues",
    Role.EMPLOYER: "your employer",
    Role.CLIENT: "clients",
    Role.OTHER_CONTACT: "other contacts",
}
RANK_EN = {
    Rank.RECOMMENDED_STANDARD: "recommended national standard",
    Rank.SELF_REGULATION: "self-regulation of the trade",
}


def who_zh(docket: Docket, lender: str | None) -> str:
    """Return the lender's name in quotes, or that it is not known."""
    party = docket.party(lender)
    return f"“{party.name or party.id}”" if party else "还不能确认身份的一方"


def who_en(docket: Docket, lender: str | None) -> str:
    """Return the lender's name, or that it is not known."""
    party = docket.party(lender)
    return (party.name or party.id) if party else "A party not yet identified"


def day_zh(day: date) -> str:
    """Return a day as written in a letter."""
    return f"{day.year}年{day.month}月{day.day}日"


def span_zh(days: Sequence[date]) -> str:
    """Return from the first to the last of the (sorted, not empty) days."""
    return day_zh(days[0]) if days[0] == days[-1] else f"{day_zh(days[0])}至{_next_zh(days[0], days[-1])}期间"


def _next_zh(before: date, day: date) -> str:
    """Return a day that is named after another: the year only when it is another one."""
    return day_zh(day) if before.year != day.year else f"{day.month}月{day.day}日"


def span_en(days: Sequence[date]) -> str:
    """Return from the first to the last of the (sorted, not empty) days."""
    return f"on {days[0]}" if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"


def when_zh(rows: pl.DataFrame) -> str:
    """Return when: one event with its time, else the span with the number of days."""
    days = rows["local_date"].unique().sort().to_list()
    if rows.height == 1:
        return f"{day_zh(days[0])}{_clock(rows, '约')}"
    if len(days) == 2:
        return f"{day_zh(days[0])}和{_next_zh(*days)}"
    return span_zh(days) if len(days) == 1 else f"{span_zh(days)}(其中{len(days)}天)"


def when_en(rows: pl.DataFrame) -> str:
    """Return when: one event with its time, else the span with the number of days."""
    days = rows["local_date"].unique().sort().to_list()
    if rows.height == 1:
        return f"on {days[0]} at {_clock(rows, 'about ')}"
    return span_en(days) if len(days) == 1 else f"{span_en(days)} ({len(days)} days)"


def _clock(rows: pl.DataFrame, roughly: str) -> str:
    second, precision = rows.select("local_second", "precision_s").row(0)
    return f"{roughly if precision >= 60 else ''}{second // 3600:02d}:{second % 3600 // 60:02d}"


def means(rows: pl.DataFrame, table: dict[str, str], glue: str) -> str:
    """Return by which means, most frequent first."""
    counts = rows.group_by("kind").agg(n=pl.col("event").n_unique()).sort("n", "kind", descending=[True, False])
    return glue.join(table.get(kind, kind + " {n}").format(n=n) for kind, n in counts.iter_rows())


def times_zh(rows: pl.DataFrame, count: int) -> str:
    """Return how often and by which means, ready to end a clause: ``(短信1条)``, ``,共3次(均为短信)``."""
    kinds = rows["kind"].unique().to_list()
    said = means(rows, MEANS_ZH, "、")
    if count == 1:
        return f"({said})"
    alone = MEANS_ZH[kinds[0]].split("{")[0] if len(kinds) == 1 and kinds[0] in MEANS_ZH else ""
    return f",共{count}次({f'均为{alone}' if alone else said})"


def _people(rows: pl.DataFrame) -> list[tuple[Role, int]]:
    counts = dict(rows.group_by("role").agg(pl.col("person").n_unique()).iter_rows())
    return [(role, counts[role.value]) for role in Role if counts.get(role.value)]


def whom_zh(rows: pl.DataFrame) -> str:
    """Return who was reached, by relation; no names, so that the sentence can go into a letter."""
    words = [WHOM_ZH[role].format(n=count) for role, count in _people(rows)]
    return "、".join(words) or "有关的人"


def whom_en(rows: pl.DataFrame) -> str:
    """Return who was reached, by relation."""
    words = [ROLE_EN[role] if role is Role.DEBTOR else f"{ROLE_EN[role]} ({count})" for role, count in _people(rows)]
    return " and ".join(words) or "people concerned"


def article_zh(citation: Citation) -> str:
    """Return the instrument and, only when its text was read, the article."""
    title = f"《{citation.title.removeprefix('中华人民共和国')}》"
    return title + (citation.article_zh if citation.article_confirmed else "")


def article_en(citation: Citation) -> str:
    """Return the instrument and, only when its text was read, the article."""
    title = f"《{citation.title.removeprefix('中华人民共和国')}》"
    known = citation.article_confirmed and citation.article[:1].isdigit()
    return f"{title} art. {citation.article}" if known else title


def rank_note_zh(citation: Citation) -> str:
    """Return the rank in words, with a mark when the source was not confirmed."""
    mark = "(尚未核实)" if citation.confidence is Confidence.MEMORY else ""
    return f"{RANK_ZH[citation.rank]}{mark}"
