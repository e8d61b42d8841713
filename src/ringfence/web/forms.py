"""Forms whose labels and hints stand in both languages beside each other ("中文|English")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from ringfence.web.fields import TellField
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from typing import Self

    from django.http import HttpRequest

    from ringfence.web.words import Say


class DayInput(forms.DateInput):
    """A day in the browser's own field; its value is written as browsers read it, whatever the locale."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SpokenForm(forms.Form):
    """A form that speaks the reader's language. A subclass fills its choices in :meth:`speak`."""

    def __init__(self, data: Any, *, say: Say, initial: dict[str, Any] | None = None) -> None:  # noqa: ANN401 -- a QueryDict or None
        super().__init__(data, initial=initial, label_suffix="")
        self.say = say
        for field in self.fields.values():
            field.label = self._spoken(str(field.label or ""))
            field.help_text = self._spoken(str(field.help_text or ""))
            field.error_messages |= {
                "required": say("请填写这一项。", "Please fill this in."),
                "invalid": say("这样写看不懂,请照提示改一下。", "This cannot be read; please write it as shown."),
                "invalid_choice": say("请从列表里选一项。", "Please choose from the list."),
                "min_value": say("这个数太小,请看看有没有写错。", "This number is too small."),
                "max_value": say("这个数太大,请看看有没有写错。", "This number is too large."),
                "max_length": say("太长了,请写短一些。", "Too long."),
                "min_length": say("太短了,请写长一些。", "Too short."),
            }
            if isinstance(field, TellField):
                field.speak(say)
        self.speak(say)

    @classmethod
    def of(cls, request: HttpRequest, **more: Any) -> Self:  # noqa: ANN401 -- what the subclass takes
        """Return the form as it was sent, or to be filled in; only what was sent and is right `is_valid`.

        So a page is: show the form again unless it is valid; note what it says; ``noted``; go on by a redirect.
        """
        return cls(request.POST if request.method == "POST" else None, say=say_of(request), **more)

    def speak(self, say: Say) -> None:
        """Fill choices in the reader's language."""
        del say

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set the choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- written by us
        field.choices = choices

    def _spoken(self, text: str) -> str:
        zh, bar, en = text.partition("|")
        return self.say(zh, en) if bar else text
