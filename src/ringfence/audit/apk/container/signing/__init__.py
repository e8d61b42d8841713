"""Who signed an APK: the jar signature (v1) and the signing block (v2, v3, v3.1)."""

from ringfence.audit.apk.container.signing.signers import read_signers

__all__ = ["read_signers"]
