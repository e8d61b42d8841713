"""The second factor: codes of six digits that change every 30 seconds (RFC 6238), and codes on paper that stand in for it.

The secret lies in the database sealed with the server's key; a code is taken once, with one step of tolerance for slow clocks.
"""

from __future__ import annotations

import base64
import secrets
import time
from hmac import compare_digest
from io import BytesIO

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString

from ringfence.web.accounts.models import RecoveryCode, User
from ringfence.web.sealed import digest, seal, unseal

STEP_S = 30
DIGITS = 6
CODES = 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else


def new_secret() -> bytes:
    """Return a new secret of 160 bits, as the RFC asks."""
    return secrets.token_bytes(20)


def code_at(secret: bytes, moment: float) -> str:
    """Return the code of a moment (seconds since 1970)."""
    totp = TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303 -- the algorithm every authenticator app speaks; HMAC-SHA1 stands
    return totp.generate(int(moment)).decode()


def matching_step(secret: bytes, code: str, after: int, now: float | None = None) -> int | None:
    """Return the time step whose code this is, later than ``after``; None when it is none of them."""
    moment = time.time() if now is None else now
    step = int(moment) // STEP_S
    for one in (step, step - 1, step + 1):
        if one > after and compare_digest(code_at(secret, one * STEP_S), code):
            return one
    return None


def keep_secret(user: User, secret: bytes, step: int) -> None:
    """Make ``secret`` the person's second factor; ``step`` was shown to be right."""
    user.totp, user.step = seal("totp", secret), step
    user.save(update_fields=["totp", "step"])


def take_code(user: User, text: str) -> bool:
    """Tell whether ``text`` is the present code or an unused code on paper, and use it up."""
    text = "".join(text.split()).replace("-", "").upper()
    with transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        if text.isascii() and text.isdigit() and len(text) == DIGITS and fresh.totp:
            step = matching_step(unseal("totp", bytes(fresh.totp)), text, fresh.step)
            if step is not None:
                User.objects.filter(pk=user.pk).update(step=step)
                return True
        used = RecoveryCode.objects.filter(user=user, digest=digest("recovery", text), used=None)
        return used.update(used=timezone.now()) == 1


def new_codes(user: User) -> list[str]:
    """Make new codes on paper, 49 bits each; the old ones stop working."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest("recovery", code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def drop(user: User) -> None:
    """Take the second factor away: the next sign-in makes a new one."""
    RecoveryCode.objects.filter(user=user).delete()
    user.totp, user.step = b"", 0
    user.save(update_fields=["totp", "step"])


def typed(secret: bytes) -> str:
    """Return the secret as an app takes it by hand: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def picture(user: User, secret: bytes, place: str) -> SafeString:
    """Return the QR code for an app, as SVG with attributes only (no style, no script)."""
    uri = TOTP(secret, DIGITS, SHA1(), STEP_S).get_provisioning_uri(user.name, place)  # noqa: S303 -- as above
    out = BytesIO()
    segno.make(uri, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, xmldecl=False, light="#fff", svgns=True
    )
    return SafeString(out.getvalue().decode())
