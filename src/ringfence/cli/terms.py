"""The terms of a loan on the command line: three numbers people know, or a table of payments."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.schema import Flow

F = TypeVar("F", bound="Callable[..., Any]")

WAYS = ["equal", "equal_principal", "interest_first"]
_FILE = click.Path(exists=True, dir_okay=False)
BIGGEST = 1 << 20  # bytes of a table of payments
_YUAN = re.compile(r"¥?(\d{1,12}(?:\.\d{1,4})?)(万|千)?(?:元|块)?")
_TIMES = {"万": 10000, "千": 1000, None: 1}


class Yuan(click.ParamType[Decimal]):
    """An amount of money: ``9400``, ``9,400.00``, ``1.2万``, ``9400元``."""

    name = "yuan"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for a value in the help."""
        del param, ctx
        return say("元", "YUAN")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:  # noqa: ANN401 -- click's own signature
        """Return the amount in yuan."""
        del param, ctx
        if isinstance(value, Decimal):
            return value
        plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", str(value)))
        match = _YUAN.fullmatch(plain)
        if match is None:
            raise click.UsageError(say(f"金额要写成 9400 或 888.49 这样:{value}", f"write amounts as 888.49: {value}"))
        return Decimal(match[1]) * _TIMES[match[2]]


class Day(click.ParamType[date]):
    """A day: ``2026-03-05``."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for a value in the help."""
        del param, ctx
        return say("日期", "DAY")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 -- click's own signature
        """Return the day."""
        del param, ctx
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise click.UsageError(
                say(f"日期要写成 2026-03-01 这样:{value}", f"write days as 2026-03-01: {value}")
            ) from None


def loan_terms(command: F) -> F:
    """Add the options that say what was received and is to be paid."""
    told = (
        ("--got", "got", Yuan(), None, say("到手多少", "what arrived")),
        ("--pay", "pay", Yuan(), None, say("每期还多少(等额本金:第一期;先息后本:每月利息)", "each instalment")),
        ("--times", "times", int, None, say("还几期(按月)", "number of monthly instalments")),
        ("--first", "first", Day(), None, say("第一期还款日", "day of the first instalment")),
        ("--on", "start", Day(), None, say("到账日期(默认第一期前一个月)", "day the money came")),
        ("--principal", "principal", Yuan(), None, say("合同写的本金", "principal of the contract")),
        ("--fee", "fee", Yuan(), Decimal(0), say("每期还款之外另付的费用(担保费等)", "fee beside each instalment")),
        ("--once", "once", Yuan(), Decimal(0), say("放款时另付的一次性费用", "fee paid once at the start")),
        ("--way", "way", click.Choice(WAYS), "equal", say("还款方式:等额本息、等额本金、先息后本", "way of repayment")),
        ("--flows", "flows", _FILE, None, say("还款表 CSV(日期,金额,类型),代替上面的数", "CSV: day,amount,kind")),
    )
    for flag, name, kind, default, words in reversed(told):
        command = click.option(flag, name, type=kind, default=default, help=words)(command)
    return command


def flows_of(told: dict[str, Any], today: date) -> tuple[Flow, ...]:
    """Return the payments that the options of :func:`loan_terms` describe, none when none was given.

    Raises:
        click.UsageError: some of the three numbers are missing.
        FinanceError: they make no loan, or the table cannot be read.
    """
    from ringfence.finance import Repayment, read_flows, schedule

    if told["flows"]:
        return read_flows(table_text(Path(told["flows"])), today=today)
    three = [told["got"], told["pay"], told["times"]]
    if all(one is None for one in three):
        return ()
    if any(one is None for one in three):
        raise click.UsageError(
            say(
                "要三个数:--got 到手多少、--pay 每期多少、--times 几期",
                "three numbers are needed: --got, --pay, --times",
            )
        )
    return schedule(
        told["got"],
        told["times"],
        told["pay"],
        first=first_day(told["first"], told["start"], today),
        start=told["start"],
        principal=told["principal"],
        fee=told["fee"],
        upfront=told["once"],
        way=Repayment(told["way"]),
    )


def first_day(first: date | None, start: date | None, today: date) -> date:
    """Return the day of the first instalment: as told, else a month after the money came, else a month from today."""
    from ringfence.finance import months_after

    return first if first is not None else months_after(start or today, 1)


def table_text(path: Path) -> str:
    """Return the text of a table; Excel writes UTF-8, UTF-16 or the Chinese code page.

    Raises:
        click.UsageError: it is no text, or too large to be a table of payments.
    """
    if path.stat().st_size > BIGGEST:
        raise click.UsageError(say(f"{path.name} 太大,不像还款表", f"{path.name} is too large for a table of payments"))
    raw = path.read_bytes()
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise click.UsageError(
            say("这是 Excel 文件,请在表格软件里另存为 CSV 再来", "this is a workbook; save it as CSV first")
        )
    for codec in ("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    raise click.UsageError(say(f"{path.name} 不是文本表格", f"{path.name} is no text"))
