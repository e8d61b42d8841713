"""``ringfence name``: who is who. Lenders and agencies, people around the borrower, debts, the borrower."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from ringfence.cli.advice import hint
from ringfence.cli.app import Branch
from ringfence.cli.money import budget, loan
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.schema import Person

TYPES = ["bank", "credit_card", "consumer_finance", "microloan", "assist_platform", "agency", "unlicensed", "unknown"]
ROLES = [
    "co_debtor",
    "guarantor",
    "family",
    "friend",
    "colleague",
    "employer",
    "client",
    "other_contact",
]


@click.group(cls=Branch, help=say("登记机构、亲友、借款和本人信息。", "Name parties, people, debts, yourself."))
def name() -> None:
    """Group the naming verbs."""


@name.command(
    help=say("登记或修改一家机构,例如:name party 某某小额贷款有限公司 --type microloan --short 某某贷", "a party")
)
@click.argument("full_name", metavar=say("全称", "NAME"))
@click.option("--id", "party_id", default="", help=say("改已有的机构:L1 等", "change an existing one"))
@click.option("--type", "kind", type=click.Choice(TYPES), default="unknown", help=say("机构类型", "type"))
@click.option("--short", "short_names", multiple=True, help=say("短信签名或简称(可多次)", "signature"))
@click.option("--number", "numbers", multiple=True, help=say("它用的号码(可多次)", "its number"))
@click.option("--acts-for", help=say("催收机构或平台:替哪一家(L1)", "for which lender"))
@click.pass_context
def party(
    ctx: click.Context,
    full_name: str,
    *,
    party_id: str,
    kind: str,
    short_names: tuple[str, ...],
    numbers: tuple[str, ...],
    acts_for: str | None,
) -> None:
    """Write the party into the log."""
    from ringfence.law import find_lenders, load_pack
    from ringfence.schema import PARTY_TYPE_ZH, Party, PartyType, parse_phone

    keys = tuple(parse_phone(number).key for number in numbers)
    party_type, source = PartyType(kind), "user"
    listed = next((one for one in find_lenders(full_name, load_pack("cn")) if one.name == full_name.strip()), None)
    if listed is not None and party_type is PartyType.UNKNOWN and listed.type is not PartyType.UNKNOWN:
        party_type, source = listed.type, f"directory:{listed.as_of.isoformat()}"
    with open_case(ctx) as case:
        kept = case.name_party(Party(party_id, full_name, party_type, short_names, keys, acts_for, type_source=source))
    click.echo(say(f"已登记:{kept.id} {kept.name}", f"Named: {kept.id} {kept.name}"))
    if listed is not None:
        told = PARTY_TYPE_ZH[listed.type]
        click.echo(
            say(
                f"名录(截至{listed.as_of.isoformat()})里它是{told};请对照合同核实,核对处:{listed.register}",
                f"Listed as {told.en} ({listed.as_of.isoformat()}); check the contract and the register.",
            )
        )


@name.command(help=say("登记亲友,或修改关系,例如:name person 表姐 --role family --number 1990000xxxx", "a person"))
@click.argument("full_name", metavar=say("称呼", "NAME"))
@click.option("--id", "person_id", default="", help=say("改已有的人:P1 等", "change an existing one"))
@click.option("--role", type=click.Choice(ROLES), help=say("和您的关系", "relation"))
@click.option("--number", "numbers", multiple=True, help=say("其号码(可多次)", "number"))
@click.option("--declared/--not-declared", default=None, help=say("是不是借款时填的联系人", "declared to the lender"))
@click.pass_context
def person(
    ctx: click.Context,
    full_name: str,
    *,
    person_id: str,
    role: str | None,
    numbers: tuple[str, ...],
    declared: bool | None,
) -> None:
    """Write the person into the log; what is not said stays as it was."""
    from ringfence.schema import Person, Role, parse_phone

    with open_case(ctx) as case:
        before: Person = case.state.people.get(person_id, Person(person_id, full_name))
        kept = case.name_person(
            replace(
                before,
                name=full_name,
                role=Role(role) if role else before.role,
                numbers=tuple(dict.fromkeys((*before.numbers, *(parse_phone(number).key for number in numbers)))),
                declared=before.declared if declared is None else declared,
            )
        )
    click.echo(say(f"已登记:{kept.id} {kept.name}", f"Named: {kept.id} {kept.name}"))
    if declared:
        hint("contacts", most=1)


@name.command(help=say("登记一笔借款,例如:name debt L1 --principal 8000 --due 2026-03-01", "a debt"))
@click.argument("lender", metavar=say("机构编号", "LENDER"))
@click.option("--id", "debt_id", default="", help=say("改已有的借款:D1 等", "change an existing one"))
@click.option("--product", default="", help=say("产品名", "product"))
@click.option("--principal", type=float, help=say("本金(元)", "yuan"))
@click.option("--opened", help=say("借款日期", "day of the contract"))
@click.option("--due", help=say("最早一期没还的到期日", "oldest unpaid due day"))
@click.option("--contract", default="", help=say("合同编号", "contract number"))
@click.option("--outsourced/--not-outsourced", default=None, help=say("是否由第三方催收", "a third party collects"))
@click.option("--told/--not-told", default=None, help=say("机构有没有告诉过您委托了谁", "you were told of it"))
@click.pass_context
def debt(
    ctx: click.Context,
    lender: str,
    *,
    debt_id: str,
    product: str,
    principal: float | None,
    opened: str | None,
    due: str | None,
    contract: str,
    outsourced: bool | None,
    told: bool | None,
) -> None:
    """Write the debt into the log."""
    from ringfence.schema import Debt

    with open_case(ctx) as case:
        kept = case.note_debt(
            Debt(
                debt_id,
                lender,
                product,
                principal,
                read_day(opened),
                read_day(due),
                contract,
                outsourced=outsourced,
                outsource_notice=told,
            )
        )
    click.echo(say(f"已登记:{kept.id}", f"Noted: {kept.id}"))


@name.command(help=say("登记本人信息,用于填写信件;都可以不填。", "yourself; everything may stay empty"))
@click.option("--name", "full_name", default="", help=say("姓名", "name"))
@click.option("--number", "numbers", multiple=True, help=say("手机号(可多次)", "number"))
@click.option("--id-number", default="", help=say("身份证号", "id number"))
@click.option("--address", default="", help=say("联系地址", "address"))
@click.option("--city", default="", help=say("所在城市", "city"))
@click.pass_context
def me(
    ctx: click.Context, *, full_name: str, numbers: tuple[str, ...], id_number: str, address: str, city: str
) -> None:
    """Write the borrower into the log."""
    from ringfence.schema import Borrower, parse_phone

    keys = tuple(parse_phone(number).key for number in numbers)
    with open_case(ctx) as case:
        case.name_borrower(Borrower(full_name, keys, id_number, address, city))
    click.echo(say("已登记。", "Noted."))


@name.command(
    help=say(
        "说明“借款时填过的联系人都已经登记”,这样没登记的人被联系才说明问题。",
        "say that all contacts declared to the lender are named",
    )
)
@click.option("--no", "unknown", is_flag=True, help=say("改回:说不清楚", "not known after all"))
@click.pass_context
def declared(ctx: click.Context, *, unknown: bool) -> None:
    """Write it into the log."""
    with open_case(ctx) as case:
        case.declare_contacts_known(known=not unknown)
    click.echo(say("已记下。", "Noted."))


name.add_command(loan)
name.add_command(budget)


def read_day(text: str | None) -> date | None:
    """Read a day; explain the form when it is not one."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            say(f"日期要写成 2026-03-01 这样:{text}", f"write days as 2026-03-01: {text}")
        ) from None
