"""The root command: lists the verbs without importing them, turns faults into sentences and exit codes.

Exit codes: 0 done; 1 a fault that is explained; 2 wrong use; 3 ``verify`` found damage; 130 stopped by the user.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from ringfence.cli.words import say

FAULT, USAGE, DAMAGED, STOPPED = 1, 2, 3, 130

# verb -> (module:attribute, Chinese, English); imported only when the verb is run
VERBS = {
    "init": ("ringfence.cli.init:init", "新建案件(设口令,给出恢复码)", "make a case (passphrase, recovery key)"),
    "add": (
        "ringfence.cli.add:add",
        "加入短信、通话、通讯录、详单、截图、亲友陈述",
        "add messages, calls, contacts, lists, screenshots, statements",
    ),
    "intake": ("ringfence.cli.intake:intake", "请亲友加密递交材料,收进案件", "let others hand in material, encrypted"),
    "name": ("ringfence.cli.name:name", "登记机构、亲友、借款、本人", "name parties, people, debts, yourself"),
    "note": (
        "ringfence.cli.note:note",
        "登记看到的 App、信用报告里的疑问、其他情况",
        "note an app, a credit entry, circumstances",
    ),
    "timeline": ("ringfence.cli.timeline:timeline", "看发生了什么(时间线)", "what happened"),
    "people": ("ringfence.cli.people:people", "看谁被联系了、哪些号码在催", "who was reached, which numbers collect"),
    "findings": ("ringfence.cli.findings:findings", "看哪里违规、依据哪一条", "what is wrong, by which article"),
    "fields": (
        "ringfence.cli.fields:fields",
        "核对、更正截图的识别结果",
        "check and correct what was read on screenshots",
    ),
    "correct": ("ringfence.cli.correct:correct", "改正机器的判断", "correct a class"),
    "reread": ("ringfence.cli.reread:reread", "把已保存的原件再读一次", "read kept originals again"),
    "undo": ("ringfence.cli.undo:undo", "撤销上一步", "undo the last step"),
    "route": ("ringfence.cli.route:route", "该向谁投诉、带什么、多久答复", "where to complain, with what, by when"),
    "lenders": (
        "ringfence.cli.lenders:lenders",
        "查放款机构;看信息里的名字是不是真的",
        "look up lenders and official names",
    ),
    "advice": ("ringfence.cli.advice:advice", "流行说法哪里不对、应该怎么做", "what popular advice gets wrong"),
    "report": ("ringfence.cli.report:report", "生成案情报告(网页和 PDF)", "write the case report (HTML and PDF)"),
    "letter": ("ringfence.cli.letter:letter", "生成投诉信、报案材料(Word 和 PDF)", "write the letters (Word and PDF)"),
    "today": ("ringfence.cli.today:today", "现在该做什么、为什么、到哪天为止", "what to do now, why, by when"),
    "follow": (
        "ringfence.cli.follow:follow",
        "跟进寄出的请求和投诉:期限、答复、下一步",
        "requests and complaints under way",
    ),
    "calendar": ("ringfence.cli.calendar:calendar", "把期限写成日历文件(.ics,带提醒)", "deadlines as a calendar file"),
    "notice": (
        "ringfence.cli.notice:notice",
        "告诉被打扰的亲友怎么回答(可复制的短文)",
        "short notices to the people who were contacted",
    ),
    "sheet": (
        "ringfence.cli.sheet:sheet",
        "打印页:电话怎么说(本人、亲友)、家庭借款协议",
        "pages to print: calls, a loan in the family",
    ),
    "blocklist": (
        "ringfence.cli.blocklist:blocklist",
        "导出要屏蔽的号码(手机和拦截应用的格式)",
        "numbers to block, in the forms phones read",
    ),
    "negotiate": (
        "ringfence.cli.negotiate:negotiate",
        "协商还款怎么说:开场、方案、条件、不要说什么",
        "what to say when talking about terms",
    ),
    "agreement": (
        "ringfence.cli.agreement:agreement",
        "检查还款协议或减免方案:缺什么、含糊在哪、有没有危险条款",
        "check a repayment agreement or an offer",
    ),
    "export": (
        "ringfence.cli.export:export",
        "把选定的证据交给外人(自带证明)",
        "give chosen originals out, with proof",
    ),
    "anchor": ("ringfence.cli.anchor:anchor", "给出存证码(文字、二维码、打印页)", "the head to give to somebody"),
    "stamp": ("ringfence.cli.stamp:stamp", "给证据盖可信时间戳(会联网,或离线分两步)", "trusted timestamp of the log"),
    "verify": ("ringfence.cli.verify:verify", "检查证据有没有被改动", "check that nothing was changed"),
    "cut": ("ringfence.cli.cut:cut", "从录音剪出节选(附剪辑表和完整原件)", "cut a highlight of a recording"),
    "transcribe": (
        "ringfence.cli.transcribe:transcribe",
        "把录音转成文字(用自己的模型,不联网),核对改正",
        "transcribe a recording, check and correct it",
    ),
    "redact": ("ringfence.cli.redact:redact", "遮住隐私,写一份可分享的副本", "write a masked copy to share"),
    "audit": (
        "ringfence.cli.audit:audit",
        "检查 App 的安装包:能拿什么、能发到哪里(不用建案件)",
        "what an app's package can take and send (no case needed)",
    ),
    "reader": (
        "ringfence.cli.reader:reader",
        "让律师用自己的密钥查看(可收回)",
        "let a lawyer read with a key of theirs",
    ),
    "destroy": ("ringfence.cli.destroy:destroy", "彻底销毁一份原件(留下可证明的记录)", "destroy an original, provably"),
    "passphrase": ("ringfence.cli.passphrase:passphrase", "更换口令", "change the passphrase"),
    "lock": ("ringfence.cli.lock:lock", "锁上案件(忘掉这次的口令)", "forget the unlocked passphrase"),
    "cost": ("ringfence.cli.cost:cost", "算一笔借款的真实年化(不用建案件)", "the true rate of a loan (no case needed)"),
    "offer": ("ringfence.cli.offer:offer", "算协商时报多少(不超过承受力)", "what could be offered, within the budget"),
    "help-lines": (
        "ringfence.cli.help_lines:help_lines",
        "难受或者危险的时候可以打的电话",
        "telephone lines for distress",
    ),
    "law": ("ringfence.cli.law:law", "解释一条规则", "explain a rule"),
    "serve": (
        "ringfence.cli.serve:serve",
        "在浏览器里使用(只在这台电脑上)",
        "use it in the browser, on this computer only",
    ),
    "server": (
        "ringfence.cli.server:server",
        "机构的服务器:检查、升级、管理员、备份、恢复",
        "a clinic's server: check, migrate, admin, backup",
    ),
    "doctor": ("ringfence.cli.doctor:doctor", "检查这台电脑能不能正常运行", "check this computer"),
    "demo": ("ringfence.cli.demo:demo", "用虚构案例走一遍全过程", "walk the whole path with a made-up case"),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are run, with headings in the user's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of use."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module, attribute = VERBS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(
            ctx.command_path, say("[选项] 动作 [内容]…", "[OPTIONS] VERB [ARGS]…"), say("用法:", "Usage: ")
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and verbs."""
        write_options(self, ctx, formatter)
        with formatter.section(say("动作", "Verbs")):
            formatter.write_dl([(verb, say(zh, en)) for verb, (_, zh, en) in VERBS.items()])


class Verb(click.Command):
    """A command with headings in the user's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        write_options(self, ctx, formatter)


class Branch(click.Group):
    """A group of commands below a verb, with headings in the user's language."""

    command_class = Verb

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and commands."""
        write_options(self, ctx, formatter)
        shown = {verb: command for verb, command in self.commands.items() if not command.hidden}
        rows = [(verb, command.get_short_help_str(80)) for verb, command in shown.items()]
        with formatter.section(say("动作", "Verbs")):
            formatter.write_dl(rows)


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the usage line of a command in the user's language."""
    pieces = [
        say("[选项]", "[OPTIONS]") if piece == "[OPTIONS]" else piece for piece in command.collect_usage_pieces(ctx)
    ]
    pieces = [say("动作 [内容]…", piece) if piece.startswith("COMMAND") else piece for piece in pieces]
    formatter.write_usage(ctx.command_path, " ".join(pieces), say("用法:", "Usage: "))


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the options of a command under a heading."""
    options = [one for one in command.get_params(ctx) if isinstance(one, click.Option)]
    rows = [record for one in options if (record := one.get_help_record(ctx)) is not None]
    if rows:
        with formatter.section(say("选项", "Options")):
            formatter.write_dl([(left, say("显示帮助", right) if left == "--help" else right) for left, right in rows])


def choose_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Set the language before any other text is made."""
    del ctx, param
    if value:
        say.lang = value


def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's callback form
    """Print the version and stop."""
    del param
    if value and not ctx.resilient_parsing:
        from ringfence import __version__

        click.echo(f"ringfence {__version__}")
        ctx.exit()


@click.command(
    cls=Verbs,
    help="护联 Ringfence:被催收打扰时,整理证据、看清违规、写好材料。一切都在您自己的电脑上,不联网、不上传。",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    is_eager=True,
    expose_value=False,
    callback=choose_language,
    help="语言 / language",
)
@click.option(
    "--case", "folder", metavar="DIR", envvar="RINGFENCE_CASE", help="案件文件夹(默认当前文件夹) / case folder"
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="版本 / version"
)
@click.pass_context
def root(ctx: click.Context, folder: str | None) -> None:
    """Keep the chosen folder for the verbs."""
    ctx.obj = folder


def complain(sentence: str) -> None:
    """Print one fault to standard error."""
    click.secho(sentence, fg="red", err=True)


def usage_sentence(fault: click.UsageError) -> str:
    """Say what is wrong with the words that were typed."""
    if isinstance(fault, click.NoSuchOption):
        zh = f"没有这个选项:{fault.option_name}"
    elif isinstance(fault, click.MissingParameter):
        zh = f"还缺少:{fault.param.human_readable_name if fault.param else ''}"
    elif isinstance(fault, click.BadParameter):
        zh = f"这个值不对:{fault.format_message()}"
    else:
        zh = f"命令没有写对:{fault.format_message()}"
    return say(f"{zh}。加 --help 看用法。", f"{fault.format_message()} Try --help.")


def main() -> None:
    """Run the command line and exit with the code that says how it went."""
    sys.exit(run(sys.argv[1:]))


def faults() -> tuple[type[Exception], type[Exception]]:
    """Return our own fault classes; imported only when something was raised, so that ``--help`` stays quick."""
    from ringfence.schema import CancelledError, RingfenceError

    return RingfenceError, CancelledError


def run(words: list[str]) -> int:
    """Run with ``words`` and return the exit code."""
    try:
        result: Any = root.main(words, prog_name="ringfence", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        complain(say("已停止。", "Stopped."))
        return STOPPED
    except BrokenPipeError:
        return 0
    except click.ClickException as fault:
        return explain_click(fault)
    except faults()[0] as fault:
        return explain_fault(fault)
    return result if isinstance(result, int) else 0


def explain_click(fault: click.ClickException) -> int:
    """Print what click found wrong and return the exit code."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        click.echo(fault.format_message())
        return USAGE
    if isinstance(fault, click.UsageError):
        complain(usage_sentence(fault))
        return USAGE
    complain(fault.format_message())
    return FAULT


def explain_fault(fault: Exception) -> int:
    """Print one of our own faults and return the exit code."""
    complain(getattr(fault, "en" if say.lang == "en" else "zh"))
    return STOPPED if isinstance(fault, faults()[1]) else FAULT
