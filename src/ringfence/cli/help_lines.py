"""``ringfence help-lines``: telephone lines for distress and danger, each with its source."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say("心里难受、有危险、要法律咨询时可以打的电话。", "Lines to ring in distress, danger, for legal advice."),
)
def help_lines() -> None:
    """Print the lines; whom it is urgent for is said first."""
    from ringfence import respond

    click.secho(say(respond.help_words("urgent")), bold=True)
    click.echo(say(respond.help_words("lead")))
    for line in respond.help_lines():
        click.secho(f"{line.number}  {say(line.name)}", bold=True)
        click.echo(f"  {say(line.for_zh)}")
        click.echo(say(f"  来源:{line.source}(截至{line.as_of})", f"  source: {say(line.source)} ({line.as_of})"))
