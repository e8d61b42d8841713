"""``ringfence serve``: the same in the browser, on this computer only."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "在浏览器里使用(只在这台电脑上,不联网,不用账号)。按 Ctrl-C 结束。",
        "Use it in the browser, on this computer only. Ctrl-C ends it.",
    ),
)
@click.option(
    "--port", default=8765, show_default=True, help=say("端口;0 = 任选一个空的", "port; 0 takes any free one")
)
@click.option("--no-browser", is_flag=True, help=say("不自动打开浏览器", "do not open the browser"))
@click.option("--server", is_flag=True, help=say("作为机构的服务器运行(账号、PostgreSQL)", "run as a clinic's server"))
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("服务器设置文件,默认 /etc/ringfence/server.toml", "the server's settings; /etc/ringfence/server.toml"),
)
@click.pass_context
def serve(ctx: click.Context, *, port: int, no_browser: bool, server: bool, config: Path | None) -> None:
    """Start the local server and say the one-time address, or a clinic's."""
    if server:
        from ringfence.web import serve_clinic

        serve_clinic(config, lambda where: click.echo(say(f"服务器已启动:{where}", f"Serving on {where}"), err=True))
        return
    from ringfence.web import Opening
    from ringfence.web import serve as run

    chosen = ctx.find_root().obj
    case = Path(chosen).expanduser() if chosen else None

    def tell(address: str) -> None:
        click.echo(say(f"请用浏览器打开(只能用一次):\n  {address}", f"Open in your browser (works once):\n  {address}"))
        click.echo(say("按 Ctrl-C 结束。", "Ctrl-C ends it."), err=True)

    try:
        run(Opening(port=port, browser=not no_browser, case=case), tell)
    except OSError as fault:
        raise click.ClickException(
            say(
                f"端口 {port} 用不了({fault.strerror})。换一个:--port 0", f"port {port}: {fault.strerror}; try --port 0"
            )
        ) from fault
    except KeyboardInterrupt:
        click.echo(say("已结束。", "Stopped."), err=True)
