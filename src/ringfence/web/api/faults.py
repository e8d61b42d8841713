"""What the API answers when something is not done, and what a form of the pages refuses, as one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ringfence.schema import RingfenceError
from ringfence.web.api import shapes
from ringfence.web.words import Say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.forms import SpokenForm

FAULTS: dict[Any, Any] = {
    401: Any,
    403: shapes.Fault,
    404: shapes.Fault,
    409: shapes.Fault,
    422: shapes.Unreadable,
    423: shapes.Fault,
}


F = TypeVar("F", bound="SpokenForm")


class RefusedError(RingfenceError):
    """What was sent can be read but does not go together with the case."""


def checked(make: Callable[[Say], F]) -> F:
    """Return the valid form that ``make`` gives: the pages' own rules hold for programs too.

    Raises:
        RefusedError: with the form's words in both languages.
    """
    form = make(Say("zh"))
    if form.is_valid():
        return form
    other = make(Say("en"))
    other.is_valid()
    raise RefusedError(_words(form, ";"), _words(other, "; "))


def _words(form: SpokenForm, between: str) -> str:
    return between.join(
        f"{form.fields[name].label}: {text}" if name in form.fields and form.fields[name].label else str(text)
        for name, texts in form.errors.items()
        for text in texts
    )
