"""What is said on the next page after something was done in a case; with a button that takes it back where that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.case import Case


def said(request: HttpRequest, told: str, *, undo: int | None = None) -> None:
    """Say what was done; ``undo``: number of the entry that the button takes back."""
    messages.success(request, told, extra_tags="good" if undo is None else f"good undo-{undo}")


def refused(request: HttpRequest, told: str) -> None:
    """Say why nothing was done."""
    messages.warning(request, told, extra_tags="warn")


def noted(request: HttpRequest, case: Case) -> None:
    """Say that the last entry was noted; call it while the case is still open."""
    said(request, say_of(request)("已记下。", "Noted."), undo=case.vault.size - 1)
