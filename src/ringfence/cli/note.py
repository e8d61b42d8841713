"""``ringfence note``: what is known besides calls and messages: an app, an entry of a credit report, circumstances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from dataclasses import Field

KINDS = {
    "app": ("AppFacts", "note_app", "放款机构的 App"),
    "credit": ("CreditEntry", "note_credit_entry", "信用报告里有疑问的一条"),
    "told": ("Circumstances", "note_circumstances", "关于一家机构的其他情况"),
}
YES, NO = {"yes", "y", "是", "有", "true"}, {"no", "n", "否", "没有", "false"}


@click.command(
    cls=Verb,
    help=say(
        "登记看到的 App、信用报告、其他情况。只写种类就列出可以填的项目,例如:ringfence note app;"
        "填写:ringfence note app lender=L1 name=某某贷 observed=2026-11-20 permissions=READ_CONTACTS,READ_SMS",
        "Note an app, an entry of a credit report, circumstances; a kind alone lists its fields.",
    ),
)
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="app|credit|told")
@click.argument("values", nargs=-1, metavar=say("[项目=内容…]", "[FIELD=VALUE…]"))
@click.pass_context
def note(ctx: click.Context, kind: str, values: tuple[str, ...]) -> None:
    """Write what was told into the log; what is not said stays unknown, or as it was where the same id is given again."""
    from dataclasses import fields, replace

    from ringfence import schema

    name, verb, zh = KINDS[kind]
    noun: type[Any] = getattr(schema, name)
    known = {field.name: field for field in fields(noun) if _fillable(field)}
    if not values:
        click.echo(say(f"{zh}可以填的项目(不知道的不要填):", f"fields of {kind}:"))
        for field in known.values():
            click.echo(f"  {field.name:<20}{_form(field)}")
        return
    given: dict[str, Any] = {}
    for value in values:
        given |= _pair(value, known)
    with open_case(ctx) as case:
        before = _before(case.state, kind, given)
        whole: dict[str, Any] = {one: "" for one in ("id", "name") if one in known} | given
        try:
            record = replace(before, **given) if before is not None else noun(**whole)
        except TypeError:
            raise click.UsageError(
                say("至少要写 lender=L1,信用报告还要 kind 和 shown_on", "lender is needed")
            ) from None
        kept = getattr(case, verb)(record)
    click.echo(say(f"已登记:{getattr(kept, 'id', '') or given.get('lender', '')}", "Noted."))


def _fillable(field: Field[Any]) -> bool:
    return "Extra" not in str(field.type) and "Post" not in str(field.type)


def _form(field: Field[Any]) -> str:
    """Say how a field is written."""
    kind = str(field.type)
    if "bool" in kind:
        return say("是/否", "yes/no")
    if "date" in kind:
        return "2026-11-20"
    if "int" in kind:
        return say("数字", "a number")
    if "PolicyNaming" in kind:
        return "clear / vague / absent"
    return say("文字,多个用逗号分开", "texts, by commas") if "tuple" in kind else say("文字", "a text")


def _pair(written: str, known: dict[str, Field[Any]]) -> dict[str, Any]:
    name, equals, text = written.partition("=")
    field = known.get(name.strip())
    if not equals or field is None:
        raise click.BadParameter(
            say(f"“{name}”不是可以填的项目;只写种类就列出全部。", f"{name!r} is no field; the kind alone lists them.")
        )
    return {field.name: _value(field, text.strip())}


def _value(field: Field[Any], text: str) -> Any:  # noqa: ANN401 -- whatever the field holds
    from datetime import date

    from ringfence.schema import PolicyNaming

    kind = str(field.type)
    try:
        if "bool" in kind:
            return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}[text.lower()]
        if "date" in kind:
            return date.fromisoformat(text)
        if "int" in kind:
            return int(text)
        if "PolicyNaming" in kind:
            return PolicyNaming(text)
    except (ValueError, KeyError):
        raise click.BadParameter(say(f"{field.name} 要写成:{_form(field)}", f"{field.name}: {_form(field)}")) from None
    if "tuple" not in kind:
        return text
    parts = tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())
    return tuple(_permission(part) for part in parts) if field.name == "permissions" else parts


def _permission(name: str) -> str:
    return name if "." in name else f"android.permission.{name}"


def _before(state: Any, kind: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 -- one of three nouns
    """Return what was noted under the same id (circumstances: of the same lender), None when nothing was."""
    if kind == "told":
        return state.circumstances.get(given.get("lender", ""))
    kept = state.apps if kind == "app" else state.credit_entries
    return kept.get(given.get("id", ""))
