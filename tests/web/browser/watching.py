"""What a browser noticed while pages were open: requests to elsewhere, errors, how much came."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Watch:
    """Listens to a page from its first request on."""

    def __init__(self, page: Page, base: str) -> None:
        self.base = base
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self._came: list[Response] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def weight(self) -> int:
        """Return the bytes of all that came since the last time, not compressed."""
        whole = sum(len(one.body()) for one in self._came if one.status == 200)
        self._came.clear()
        return whole

    def quiet(self) -> None:
        """Fail when something was asked of another host, or the browser complained (a policy broken, a script's error)."""
        assert self.elsewhere == []
        assert self.errors == []

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:")):
            self.elsewhere.append(request.url)

    def _response(self, response: Response) -> None:
        self._came.append(response)

    def _console(self, message: ConsoleMessage) -> None:
        refused = "status of 403" in message.text  # a wrong passphrase is answered so
        if message.type in {"error", "warning"} and not refused:
            self.errors.append(f"{message.text} {message.location}")
