"""The first screen comes first: what it does not need is loaded and started once it was answered."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE_S = 3.0  # how long all else waits for somebody to ask for the first screen


class Behind:
    """What goes on behind the first screen: started when that was answered, or when nobody asked for it for a while."""

    def __init__(
        self,
        application: WSGIApplication,
        start: Callable[[], subprocess.Popen[bytes]],
        patience: float = PATIENCE_S,
    ) -> None:
        self._application, self._start, self._patience = application, start, patience
        self._answered = threading.Event()
        self._guard = threading.Lock()
        self._closed = False
        self._worker: subprocess.Popen[bytes] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, and note when it was a page."""
        answer = self._application(environ, start_response)
        if not self._answered.is_set() and not environ["PATH_INFO"].startswith(("/open/", "/static/")):
            self._answered.set()
        return answer

    def begin(self) -> None:
        """Wait for the first screen, in a thread."""
        threading.Thread(target=self._run, name="behind", daemon=True).start()

    def _run(self) -> None:
        self._answered.wait(self._patience)
        with self._guard:
            if self._closed:
                return
            self._worker = self._start()
        from django.urls import get_resolver

        from ringfence.law import load_pack
        from ringfence.web.lazily import load

        load(get_resolver().url_patterns)
        load_pack()

    def close(self) -> None:
        """End the worker's process."""
        with self._guard:
            self._closed = True
        self._answered.set()
        if self._worker is not None:
            self._worker.terminate()
            self._worker.wait(20)
