"""``ringfence law``: what a rule says and what it rests on."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say("解释一条规则,例如:ringfence law CN-COL-001;不写则列出全部。", "Explain a rule; none lists them."),
)
@click.argument("rule", required=False, metavar=say("[规则]", "[RULE]"))
def law(rule: str | None) -> None:
    """Print one rule with its citations, or the list."""
    from ringfence.law import explain, load_pack

    pack = load_pack("cn")
    if rule is None:
        for one in pack.rules.values():
            click.echo(f"{one.id:<12} {one.title_zh}")
        return
    told = explain(rule, pack)
    for line in told.lines() if say.lang == "zh" else (f"{told.rule} {told.title_en}", told.condition_en):
        click.echo(line)
