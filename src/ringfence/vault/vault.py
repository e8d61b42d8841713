"""One case's vault: append, keep, read back. See docs/vault-format.md for what lies on the disk."""

from __future__ import annotations

from ringfence.vault.destroying import Destroying
from ringfence.vault.giving import Giving


class Vault(Destroying, Giving):
    """One case: an append-only log, encrypted originals, encrypted caches.

    Make one with :meth:`create`, open one with :meth:`open`; use it as a context manager. An entry exists once :meth:`append` has
    returned (or the outermost :meth:`batch` has ended): then it survives a killed process and a power cut. One thread at a
    time may use an instance; a reader keeps to the head it was opened with, so open again (3 ms with an identity) to see more.

    Its verbs lie in seven files: ``opened`` (made, unlocked, the log read), ``claiming`` (files the log speaks of), ``admitting``
    (readers), ``keeping`` (entries and originals), ``destroying``, ``witnessing`` (timestamps, anchors), ``giving`` (exports).
    """
