"""After something was noted in a case: a message with a button that takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.case import Case


def noted(request: HttpRequest, case: Case) -> None:
    """Say that the last entry was noted; call it while the case is still open."""
    messages.success(request, say_of(request)("已记下。", "Noted."), extra_tags=f"good undo-{case.vault.size - 1}")
