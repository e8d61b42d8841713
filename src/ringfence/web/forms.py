"""Forms whose labels and hints stand in both languages beside each other ("中文|English")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
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
            }
        self.speak(say)

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
