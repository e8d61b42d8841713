"""What the vault's tests share: a small case, and disks that fail where they are told to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ringfence.vault import Vault
from ringfence.vault.disk import Disk

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from ringfence.vault import Blob

PASSPHRASE = "口令 made up 1"
CHEAP = 2  # scrypt work factor for tests


def make_case(
    folder: Path, *, entries: int = 3, original: bytes = b"made-up original \xe5\x82\xac"
) -> tuple[Vault, Blob]:
    """Return a closed vault with ``vault.created``, one kept original and ``entries`` notes in one batch."""
    vault, _ = Vault.create(folder, PASSPHRASE, work_factor=CHEAP, disk=QuickDisk())
    with vault:
        blob = vault.put(io.BytesIO(original))
        vault.append("source.added", {"name": "sms.xml", "source": blob.as_body()})
        with vault.batch():
            for number in range(entries):
                vault.append("note", {"number": number})
    return vault, blob


def contents(vault: Vault) -> list[tuple[str, dict[str, Any]]]:
    """Return kind and body of every entry but the vault's own."""
    return [(entry.kind, entry.body) for entry in vault.entries(1)]


class QuickDisk(Disk):
    """A disk that does not wait for the platters: nobody pulls the plug of the machine that runs the tests."""

    def sync(self, handle: int) -> None:
        """Do nothing."""

    def sync_folder(self, path: Path) -> None:
        """Do nothing."""


class PowerCut(BaseException):
    """The machine stopped here: nothing after this call happens."""


class FailingDisk(QuickDisk):
    """A disk whose n-th call fails: with an OSError once, or for good as a power cut.

    Args:
        at: number of the call that fails, from 1; 0 never.
        error: makes what is raised.
        forever: whether every later call fails as well.
    """

    def __init__(self, at: int = 0, error: Callable[[], BaseException] = PowerCut, *, forever: bool = True) -> None:
        self.calls = 0
        self._at = at
        self._error = error
        self._forever = forever

    def _step(self) -> None:
        self.calls += 1
        if self._at and (self.calls == self._at or (self._forever and self.calls > self._at)):
            raise self._error()

    def make_folder(self, path: Path) -> None:
        self._step()
        super().make_folder(path)

    def create(self, path: Path) -> int:
        self._step()
        return super().create(path)

    def append_to(self, path: Path) -> int:
        self._step()
        return super().append_to(path)

    def write(self, handle: int, data: bytes) -> int:
        if self._at and self.calls + 1 == self._at:
            super().write(handle, data[: len(data) // 2])  # the call that fails gets half of it out
        self._step()
        return super().write(handle, data)

    def sync(self, handle: int) -> None:
        self._step()
        super().sync(handle)

    def replace(self, old: Path, new: Path) -> None:
        self._step()
        super().replace(old, new)

    def truncate(self, path: Path, size: int) -> None:
        self._step()
        super().truncate(path, size)

    def erase(self, path: Path) -> None:
        self._step()
        super().erase(path)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def sync_folder(self, path: Path) -> None:
        self._step()
        super().sync_folder(path)


class ForgetfulDisk(FailingDisk):
    """A disk that remembers what was synced, so that a power cut can lose, tear and reorder the rest.

    Files are known by inode. ``synced`` is each inode's content at its last sync, ``names`` each folder's names at its last sync.
    """

    def __init__(self, root: Path, at: int = 0) -> None:
        super().__init__(at)
        self._root = root
        self.synced: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
            for path in folder.iterdir():
                if path.is_file():
                    self.synced[path.stat().st_ino] = path.read_bytes()
            self._note(folder)
        self._paths: dict[int, Path] = {}

    def _note(self, folder: Path) -> None:
        self.names[folder] = {path.name: path.stat().st_ino for path in folder.iterdir() if path.is_file()}

    def create(self, path: Path) -> int:
        handle = super().create(path)
        self._paths[handle] = path
        return handle

    def append_to(self, path: Path) -> int:
        handle = super().append_to(path)
        self._paths[handle] = path
        return handle

    def sync(self, handle: int) -> None:
        super().sync(handle)
        path = self._paths[handle]
        self.synced[path.stat().st_ino] = path.read_bytes()

    def truncate(self, path: Path, size: int) -> None:
        super().truncate(path, size)
        self.synced[path.stat().st_ino] = path.read_bytes()

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        if path.is_relative_to(self._root):
            self._note(path)

    def after_power_cut(self, target: Path, chance: random.Random) -> None:
        """Write to ``target`` what a disk may hold afterwards: synced things surely, each other thing perhaps, torn or not."""
        for folder in (self._root, *(path for path in self._root.rglob("*") if path.is_dir())):
            copy = target / folder.relative_to(self._root)
            copy.mkdir(parents=True, exist_ok=True)
            live = {path.name: path for path in folder.iterdir() if path.is_file()}
            durable = self.names.get(folder, {})
            for name in sorted({*live, *durable}):
                inode = durable.get(name)
                if name in live and live[name].stat().st_ino != inode and chance.random() < 0.5:
                    inode = live[name].stat().st_ino  # the rename reached the disk by luck
                if inode is None or (name not in live and chance.random() < 0.5):
                    continue
                (copy / name).write_bytes(self._content(inode, chance))

    def _content(self, inode: int, chance: random.Random) -> bytes:
        synced = self.synced.get(inode, b"")
        live = next(
            (path.read_bytes() for path in self._root.rglob("*") if path.is_file() and path.stat().st_ino == inode),
            synced,
        )
        if not live.startswith(synced) or live == synced:
            return synced
        extra = bytearray(live[len(synced) :][: chance.randint(0, len(live) - len(synced))])
        if extra and chance.random() < 0.3:
            extra[: chance.randint(1, len(extra))] = bytes(chance.randint(1, len(extra)))[: len(extra)]
            extra = extra[: len(live) - len(synced)]
        return synced + bytes(extra)
