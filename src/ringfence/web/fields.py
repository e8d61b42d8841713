"""Fields of forms that read what people write: amounts of money, days, yes or no or not known."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from typing import Any

    from ringfence.web.words import Say

_YUAN = re.compile(r"¥?(\d{1,12}(?:\.\d{1,4})?)(万|千)?(?:元|块)?")
_TIMES = {"万": 10_000, "千": 1_000, None: 1}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SHARE = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)%?")
TELL = {"yes": True, "no": False}


class YuanField(forms.CharField):
    """An amount of money as people write it: ``9400``, ``9,400.00``, ``1.2万``, ``9400元``. Gives a Decimal, None when empty."""

    default_error_messages = {"invalid": "?"}  # noqa: RUF012 -- Django's own; the form gives the sentence

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401 -- whatever was sent
        """Read it.

        Raises:
            ValidationError: it is no amount.
        """
        text = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", str(super().clean(value))))
        if not text:
            return None
        match = _YUAN.fullmatch(text)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(match[1]) * _TIMES[match[2]]


class DayField(forms.CharField):
    """A day: chosen in a calendar or written ``2026-03-05``, ``2026年3月5日``. Gives a date, None when empty."""

    default_error_messages = {"invalid": "?"}  # noqa: RUF012 -- Django's own; the form gives the sentence

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 -- whatever was sent
        """Read it.

        Raises:
            ValidationError: there is no such day.
        """
        text = unicodedata.normalize("NFKC", str(super().clean(value))).replace(" ", "")
        if not text:
            return None
        match = _DAY.fullmatch(text)
        try:
            if match is not None:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- a date, or what was typed
        """Show a day as calendars want it."""
        return value.isoformat() if isinstance(value, date) else value


class ShareField(forms.CharField):
    """A rate a year: ``24%``, ``24`` or ``0.24``. Gives a fraction as Decimal, None when empty."""

    default_error_messages = {"invalid": "?"}  # noqa: RUF012 -- Django's own; the form gives the sentence

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401 -- whatever was sent
        """Read it; without a per cent sign, 1 and less is a fraction already.

        Raises:
            ValidationError: it is no rate.
        """
        text = unicodedata.normalize("NFKC", str(super().clean(value))).replace(" ", "")
        if not text:
            return None
        match = _SHARE.fullmatch(text)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        number = Decimal(match[1])
        return number / 100 if text.endswith("%") or number > 1 else number


class TellField(forms.ChoiceField):
    """Yes, no, or not known: three buttons. Gives True, False or None."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(required=False, widget=forms.RadioSelect, **kwargs)

    def speak(self, say: Say) -> None:
        """Set the choices in the reader's language."""
        self.choices = [("yes", say("是", "yes")), ("no", say("否", "no")), ("", say("不知道", "not known"))]

    def clean(self, value: Any) -> bool | None:  # noqa: ANN401 -- whatever was sent
        """Read it."""
        return TELL.get(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- a bool, or what was sent
        """Show what is known."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value or ""
