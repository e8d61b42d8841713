"""``ringfence people``: who was reached, which numbers collect, what has no name yet."""

from __future__ import annotations

import json

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb, help=say("谁被联系了、哪些号码在催、哪些还没有归到机构。", "Who was reached and by which numbers.")
)
@click.option("--unmasked", is_flag=True, help=say("显示完整号码", "show full numbers"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def people(ctx: click.Context, *, unmasked: bool, as_json: bool) -> None:
    """Print people, numbers and suggestions."""
    from ringfence.analyze import measure
    from ringfence.case import suggestion_name
    from ringfence.schema import PARTY_TYPE_ZH, ROLE_ZH, Role

    with look_into_case(ctx) as case, showing_progress() as progress:
        metrics = measure(case.events(progress))
        state, suggestions = case.state, case.suggestions()
    if as_json:
        told = {
            "people": metrics.people.to_dicts(),
            "numbers": metrics.numbers.to_dicts(),
            "suggestions": [
                {"signature": one.signature, "numbers": list(one.numbers), "events": one.events, "example": one.example}
                for one in suggestions
            ],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        return
    from ringfence.cli.tables import clock_text, number_text, party_text, print_table

    names = {person.id: person.name for person in state.people.values()} | {"debtor": say("本人", "debtor")}
    parties = {party.id: party for party in state.parties.values()}
    print_table(
        [say("机构", "party"), say("名称", "name"), say("类型", "type"), say("代谁催收", "acts for")],
        [(one.id, one.name, say(PARTY_TYPE_ZH[one.type]), one.acts_for or "") for one in parties.values()],
        say("机构", "Parties"),
    )
    print_table(
        [
            say("编号", "id"),
            say("谁", "who"),
            say("关系", "relation"),
            say("次数", "attempts"),
            say("接通", "connected"),
        ],
        [
            (
                row["person"],
                names.get(row["person"], row["person"]),
                say(ROLE_ZH[Role(row["role"])]),
                f"{row['attempts']}",
                f"{row['connected']}",
            )
            for row in metrics.people.to_dicts()
        ],
        say("被联系的人", "People reached"),
    )
    print_table(
        [
            say("号码", "number"),
            say("机构", "party"),
            say("次数", "attempts"),
            say("首次", "first"),
            say("最近", "last"),
        ],
        [
            (
                number_text(row["address_key"], masked=not unmasked),
                party_text(parties.get(row["lender"] or "")),
                f"{row['attempts']}",
                clock_text(row["first_ts"], state.zone),
                clock_text(row["last_ts"], state.zone),
            )
            for row in metrics.numbers.head(40).to_dicts()
        ],
        say("催收号码(前 40 个)", "Collecting numbers (first 40)"),
    )
    for one in suggestions:
        named = say(suggestion_name(one, masked=not unmasked))
        known_by = f"--short {one.signature}" if one.signature else f"--number {one.numbers[0] if one.numbers else '…'}"
        command = f'ringfence name party "{say("合同上的全称", "full name")}" --type {one.type.value} {known_by}'
        click.echo(
            say(
                f"? {named}有 {one.events} 次催收类联系,还没有归到机构。确认后登记:\n    {command}",
                f"? {named}: {one.events} collecting contacts belong to no party yet. Once you are sure:\n    {command}",
            )
        )
