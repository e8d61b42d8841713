"""Starting the door: ``ringfence serve`` for one person."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.web.behind import Behind
from ringfence.web.places import data_folder, make_private

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
PORT = 8765
# for the processes that work through whole cases: polars' allocator otherwise keeps what was freed, up to half of the most it had
GIVE_BACK = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0"}


@dataclass(frozen=True, slots=True)
class Opening:
    """How to start: ``port`` 0 takes any free one; ``case`` is put into the list and opened first; ``data`` holds list and jobs."""

    port: int = PORT
    browser: bool = True
    case: Path | None = None
    data: Path | None = None


def serve(opening: Opening, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. ``tell`` gets the one-time address, as soon as the door answers.

    Raises:
        OSError: the port is taken.
    """
    data = make_private(opening.data or data_folder())
    os.environ["RINGFENCE_WEB_DATA"] = str(data)
    os.environ["RINGFENCE_WEB_SECRET"] = secrets.token_urlsafe(48)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ringfence.web.settings.local"
    from waitress.server import create_server

    from ringfence.web.wsgi import application

    _bring_up_to_date()
    from ringfence.web.inlet import SealedChannel
    from ringfence.web.jobs.link import DeskLink
    from ringfence.web.middleware.gate import TOKENS

    behind = Behind(application, start_worker)
    server = create_server(
        behind,
        host=HOST,
        port=opening.port,
        threads=8,
        ident=None,
        max_request_body_size=17 * 1024**3,
        recv_bytes=65536,
    )
    server.channel_class = SealedChannel  # what waits to be read waits encrypted
    link = DeskLink()
    behind.begin()
    goal = f"?next={_known_case(opening.case)}" if opening.case is not None else ""
    address = f"http://{HOST}:{server.effective_port}/open/{TOKENS.issue()}/{goal}"
    tell(address)
    if opening.browser:
        webbrowser.open(address)
    try:
        server.run()
    finally:
        server.close()
        link.close()
        behind.close()


def start_worker() -> subprocess.Popen[bytes]:
    """Start the process that does the long work; it ends with this one."""
    return subprocess.Popen([sys.executable, "-m", "ringfence.web.worker", "--child"], env=GIVE_BACK | os.environ)


def _bring_up_to_date() -> None:
    """Make or update the small database of list and jobs."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    Path(str(settings.DATABASES["default"]["NAME"])).chmod(0o600)


def _known_case(folder: Path) -> str:
    """Put ``folder`` into the list and return the address of its passphrase page."""
    from django.urls import reverse

    from ringfence.vault import read_marker
    from ringfence.web.registry.models import CaseRow

    marker = read_marker(folder)
    row, _ = CaseRow.objects.get_or_create(
        vault=marker.case_id,
        defaults={"folder": str(folder.resolve()), "recipient": "", "title": folder.resolve().name[:120]},
    )
    return reverse("unlock", args=[row.id])
