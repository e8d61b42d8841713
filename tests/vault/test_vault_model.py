"""Random work on a vault against a plain list: append, batch, fail, crash, close, open, read from anywhere."""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from vault_case import CHEAP, PASSPHRASE, FailingDisk, PowerCut, QuickDisk, contents

from ringfence.vault import Vault, merkle_root, verify

if TYPE_CHECKING:
    from ringfence.vault.head import Head

BODIES = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=20), max_size=3)


class VaultMachine(RuleBasedStateMachine):
    """``self.model`` is what must be in the vault."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "case"
        self.model: list[tuple[str, dict[str, Any]]] = []
        self.anchors: list[Head] = []

    @initialize()
    def create(self) -> None:
        self.vault, _ = Vault.create(self.folder, PASSPHRASE, work_factor=CHEAP, disk=QuickDisk())
        self.identity = self.vault.identity

    @rule(body=BODIES)
    def append(self, body: dict[str, Any]) -> None:
        entry = self.vault.append("note", body)
        self.model.append(("note", body))
        assert (entry.seq, entry.body) == (len(self.model), body)

    @rule(bodies=st.lists(BODIES, max_size=5))
    def batch(self, bodies: list[dict[str, Any]]) -> None:
        with self.vault.batch():
            for body in bodies:
                self.vault.append("note", body)
        self.model += [("note", body) for body in bodies]

    @rule(bodies=st.lists(BODIES, max_size=3))
    def batch_that_fails(self, bodies: list[dict[str, Any]]) -> None:
        with suppress(ZeroDivisionError), self.vault.batch():
            for body in bodies:
                self.vault.append("note", body)
            assert 1 // 0

    @rule(data=st.binary(max_size=100))
    def keep(self, data: bytes) -> None:
        blob = self.vault.put(io.BytesIO(data))
        self.vault.append("source.added", {"source": blob.as_body()})
        self.model.append(("source.added", {"source": blob.as_body()}))
        assert self.vault.read_blob(blob.id) == data

    @rule(bodies=st.lists(BODIES, min_size=1, max_size=3), at=st.integers(1, 9))
    def crash(self, bodies: list[dict[str, Any]], at: int) -> None:
        self.vault.close()
        disk = FailingDisk()
        vault = Vault.open(self.folder, identity=self.identity, disk=disk)
        disk._at = disk.calls + at
        try:
            with vault.batch():
                for body in bodies:
                    vault.append("note", body)
            acknowledged = len(bodies)
        except PowerCut:
            acknowledged = 0
        assert vault._lock is not None
        vault._lock.release()
        self.vault = Vault.open(self.folder, identity=self.identity, disk=QuickDisk())
        found = contents(self.vault)
        tried = [*self.model, *(("note", body) for body in bodies)]
        assert found == tried[: len(found)]
        assert len(found) >= len(self.model) + acknowledged
        self.model = found

    @rule(read_only=st.booleans())
    def reopen(self, *, read_only: bool) -> None:
        self.vault.close()
        if read_only:
            assert contents(Vault.open(self.folder, identity=self.identity, read_only=True)) == self.model
        self.vault = Vault.open(self.folder, identity=self.identity, disk=QuickDisk())

    @rule()
    def anchor(self) -> None:
        self.anchors.append(self.vault.head())

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def read_from_the_middle(self, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(self.model)))
        assert [entry.seq for entry in self.vault.entries(start)] == list(range(start, len(self.model) + 1))

    @invariant()
    def same_as_the_model(self) -> None:
        assert contents(self.vault) == self.model
        assert self.vault.size == len(self.model) + 1
        assert merkle_root(self.vault.leaves()) == self.vault.head().root

    def teardown(self) -> None:
        self.vault.close()
        assert verify(self.folder, vault=self.vault).ok
        for anchor in self.anchors:
            assert verify(self.folder, anchor=anchor).ok
        shutil.rmtree(self.folder.parent)


TestVaultModel = VaultMachine.TestCase
TestVaultModel.settings = settings(deadline=None, max_examples=20, stateful_step_count=15)
