"""What was found out about code, kept for the next app that carries the same.

Three things: the edges of methods, by package and digest of their code, with every question about the rest of the app that they
rest on (``watch.py``); of each dex file where its code names what, and the digests of its methods, by the digest of the whole file.
What is read again holds only where the same questions get the same answers, so that no app can put into the cache what is wrong
for another. All keys begin with our version, our code and the models'.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache as once
from importlib.resources import files
from typing import TYPE_CHECKING

from ringfence.audit.apk.dex import Uses
from ringfence.audit.apk.flow.bucket import Bucket
from ringfence.audit.apk.flow.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.audit.apk.dex import DexFile
    from ringfence.audit.apk.flow.local import Edges
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.watch import Answers, Question

SIZE = 16
CODE = ("ringfence.audit.apk.flow", "ringfence.audit.apk.flow.semantics", "ringfence.audit.apk.dex")


class SummaryCache:
    """Open it for a file; ``version`` must change with our version and the models (``Models.digest``)."""

    def __init__(self, path: Path, version: str) -> None:
        self._salt = hashlib.blake2b(f"{version} {engine()}".encode(), digest_size=SIZE).digest()
        self._store = Store(path)
        self._answers: Answers | None = None
        self._buckets: dict[str, Bucket] = {}
        self._digests: dict[int, tuple[DexFile, bytes]] = {}
        self._hashes: dict[int, _Hashes] = {}
        self.hits = 0
        self.misses = 0

    def get(self, routine: Routine, answers: Answers) -> Edges | None:
        """What is remembered of a method, None when there is nothing that holds here."""
        self._meet(answers)
        edges = self._bucket(routine).get(self._name(routine, answers), answers)
        if edges is None:
            self.misses += 1
        else:
            self.hits += 1
        return edges

    def put(self, routine: Routine, edges: Edges, asked: set[Question], answers: Answers) -> None:
        """Remember a method's edges with what they rest on."""
        self._meet(answers)
        self._bucket(routine).put(self._name(routine, answers), edges, asked, answers)

    def uses(self, dex: DexFile) -> Uses | None:
        """Where a dex file's code names what, as it was found in an earlier app."""
        part = self._store.get(self._key("uses", self.digest(dex)))
        if part is None:
            return None
        try:
            return Uses.unpacked(part)
        except ValueError:
            return None

    def keep_uses(self, dex: DexFile, uses: Uses) -> None:
        """Remember it."""
        self._store.put(self._key("uses", self.digest(dex)), uses.packed())

    def save(self) -> None:
        """Write what is new."""
        for name, bucket in self._buckets.items():
            if bucket.changed:
                self._store.put(self._key("package", name.encode("utf-8", "surrogatepass")), bucket.written())
                bucket.changed = False
        for number, hashes in self._hashes.items():
            if hashes.changed:
                self._store.put(self._key("hashes", self._digests[number][1]), hashes.written())
                hashes.changed = False
        self._store.save()

    def close(self) -> None:
        """Write and close."""
        self.save()
        self._store.close()

    def _key(self, word: str, what: bytes) -> bytes:
        return hashlib.blake2b(word.encode() + b"\0" + what, digest_size=SIZE, key=self._salt).digest()

    def _meet(self, answers: Answers) -> None:
        """What holds is found out anew for each app."""
        if self._answers is not answers:
            self.save()
            self._buckets.clear()
            self._answers = answers

    def _bucket(self, routine: Routine) -> Bucket:
        name = routine.ref.cls.rpartition("/")[0]
        found = self._buckets.get(name)
        if found is None:
            part = self._store.get(self._key("package", name.encode("utf-8", "surrogatepass")))
            found = self._buckets[name] = Bucket(part)
        return found

    def _name(self, routine: Routine, answers: Answers) -> str:
        definition = routine.definition
        dex = definition.owner.dex
        hashes = self._hashes.get(id(dex))
        if hashes is None:
            digest = self.digest(dex)
            hashes = self._hashes[id(dex)] = _Hashes(self._store.get(self._key("hashes", digest)))
        place = f"{definition.code_at:x} {definition.access:x} {definition.ref.proto}"
        found = hashes.known.get(place)
        if found is None:
            found = hashes.known[place] = definition.code_hash().hex()
            hashes.changed = True
        return f"{routine.ref} {found} {answers.flags}"

    def digest(self, dex: DexFile) -> bytes:
        """The digest of a whole dex file."""
        found = self._digests.get(id(dex))
        if found is None:
            digest = hashlib.blake2b(dex.data, digest_size=SIZE, key=f"{dex.header.at}".encode()).digest()
            found = self._digests[id(dex)] = (dex, digest)  # with the file itself, so that its number stays its own
        return found[1]


class _Hashes:
    """Digests of methods' code in one dex file, by place of the code, access and types."""

    def __init__(self, part: bytes | None) -> None:
        self.changed = False
        self.known: dict[str, str] = {}
        if part is None:
            return
        try:
            read = json.loads(part)
        except (ValueError, RecursionError):
            return
        if isinstance(read, dict) and all(isinstance(each, str) for each in read.values()):
            self.known = read

    def written(self) -> bytes:
        return json.dumps(self.known, separators=(",", ":")).encode("utf-8", "surrogatepass")


@once
def engine() -> str:
    """The digest of the code that finds edges: with another, nothing that was kept is used."""
    digest = hashlib.blake2b(digest_size=SIZE)
    for package in CODE:
        for file in sorted(files(package).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                digest.update(f"\n{package} {file.name}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
