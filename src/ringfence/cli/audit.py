"""``ringfence audit``: what is inspected besides calls and messages. One file for each verb below it.

``audit apk``, ``audit policy`` and ``audit compare`` need no case; ``audit show`` and ``audit again`` are about packages
that were added to one.
Exit codes: 0 done, also when something was found; 1 a file could not be looked at; 2 wrong use; 130 stopped.
"""

from __future__ import annotations

import click

from ringfence.cli.app import Branch
from ringfence.cli.audit_apk import apk
from ringfence.cli.audit_case import again, show
from ringfence.cli.audit_compare import compare
from ringfence.cli.audit_policy import policy
from ringfence.cli.words import say


@click.group(
    cls=Branch,
    help=say(
        "检查 App 的安装包:声明了哪些权限、代码能读哪些数据、能不能发出去。只看代码,不运行,不联网;"
        "“能发送”不等于“发送过”。也检查隐私政策。例如:ringfence audit apk 某某贷.apk",
        "What an app's package declares, can read and can send. The code is read, never run; can is not did.",
    ),
)
def audit() -> None:
    """Hold the verbs together."""


for verb in (apk, policy, compare, show, again):
    audit.add_command(verb)
