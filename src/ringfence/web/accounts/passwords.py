"""Whether a password is good enough, said in words.

Long beats complicated (NIST SP 800-63B): at least 12 characters, none of the common ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from ringfence.web.accounts.models import User
    from ringfence.web.words import Say

_TOLD = {
    "password_too_short": ("太短了,至少 12 个字。可以用几个不相干的词连起来。", "Too short: at least 12 characters."),
    "password_too_common": ("这个密码太常见,别人一猜就中。请换一个。", "This password is too common."),
    "password_entirely_numeric": ("不能全是数字。", "It must not be digits only."),
    "password_too_similar": ("和登录名太像了。", "It is too much like the sign-in name."),
}


def faults(password: str, user: User, say: Say) -> list[str]:
    """Return what is wrong with a new password, nothing when it may be used."""
    try:
        validate_password(password, user)
    except ValidationError as fault:
        return [say(*_TOLD.get(one.code or "", _TOLD["password_too_common"])) for one in fault.error_list]
    return []
