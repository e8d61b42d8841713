"""The first screen waits for no room behind it: pages are loaded when asked for, all else starts after it."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from ringfence.web.access import Act
from ringfence.web.behind import Behind
from ringfence.web.lazily import LazyPage, Pages, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

ROOMS = (
    "polars",
    "numpy",
    "lxml",
    "fontTools",
    "docx",
    "icalendar",
    "segno",
    "ninja",
    "ringfence.respond",
    "ringfence.case",
)
ASKED = """
import os, sys
from pathlib import Path
os.environ["RINGFENCE_WEB_DATA"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "ringfence.web.settings.local"
import ringfence.cli.serve, ringfence.web
from waitress.server import create_server
from ringfence.web.wsgi import application
from ringfence.web.serve import _bring_up_to_date
_bring_up_to_date()
from ringfence.web.inlet import SealedChannel
from ringfence.web.jobs.link import DeskLink
from ringfence.web.middleware.gate import TOKENS
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1")
answer = client.get(f"/open/{TOKENS.issue()}/", follow=True)
assert answer.status_code == 200, answer.status_code
print(*(name for name in sys.modules if name.startswith(tuple(sys.argv[2:]))))
"""


def test_the_first_screen_loads_none_of_the_rooms(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 -- our own interpreter; what is loaded shows in a fresh one only
        [sys.executable, "-c", ASKED, str(tmp_path), *ROOMS], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_a_lazy_page_is_the_page_it_stands_for() -> None:
    page = Pages("start").health
    assert page.__name__ == "health"
    assert not hasattr(page, "view_class")
    assert page(RequestFactory().get("/healthz")).status_code == 200
    assert Pages("overview").overview.act is Act.SEE
    with pytest.raises(AttributeError):
        Pages("overview").nothing.page()


def test_every_address_leads_to_a_page() -> None:
    pages = [one.callback for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    lazy = [one for one in pages if isinstance(one, LazyPage)]
    assert len(lazy) > 100
    load(get_resolver().url_patterns)
    assert all(callable(vars(one)["_page"]) for one in lazy)


class Worker:
    """Stands for the process and for what starts it."""

    def __init__(self) -> None:
        self.started, self.ended = threading.Event(), False

    def start(self) -> Any:  # noqa: ANN401 -- a stand-in
        self.started.set()
        return self

    def terminate(self) -> None:
        self.ended = True

    def wait(self, patience: float) -> int:
        return int(patience * 0)


def answering(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["PATH_INFO"].encode()]


def ask(behind: Behind, path: str) -> None:
    def start_response(status: str, headers: object, fault: object = None, /) -> Callable[[bytes], object]:
        return bytes

    assert b"".join(behind({"PATH_INFO": path}, start_response)) == path.encode()


def test_the_worker_starts_after_the_first_page() -> None:
    worker = Worker()
    behind = Behind(answering, worker.start, patience=60)
    behind.begin()
    ask(behind, "/open/x/")
    ask(behind, "/static/web/page.css")
    assert not worker.started.wait(0.05)
    ask(behind, "/")
    assert worker.started.wait(10)
    behind.close()
    assert worker.ended


def test_the_worker_starts_when_nobody_asks_for_a_page() -> None:
    worker = Worker()
    behind = Behind(answering, worker.start, patience=0)
    behind.begin()
    assert worker.started.wait(10)
    behind.close()
    assert worker.ended


def test_a_door_closed_early_starts_nothing() -> None:
    worker = Worker()
    behind = Behind(answering, worker.start, patience=60)
    behind.begin()
    behind.close()
    assert not worker.started.wait(0.2)
