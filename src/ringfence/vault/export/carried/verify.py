"""Check the folder that this file lies in. Needs Python 3.8 or later and nothing else; no network, nothing is changed.

    python3 verify.py [--head CODE] [--key FINGERPRINT] [--no-sm3]

It checks that no file was added, removed or changed (SHA-256 and SM3), that the case's key signed the list of files, that each
exhibit was entered into the case's log and when, and that the log's signed head covers that entry. ``--head`` and ``--key``
compare with what you were given by another way (on paper, by a lawyer): only that shows that the whole folder was not made up
anew by somebody else. Exit code 0: all is well; 1: something is wrong; 2: it could not be checked.

The formats are in the public domain of standards: BagIt RFC 8493, Merkle trees RFC 6962, Ed25519 RFC 8032, SHA-256 FIPS 180-4,
SM3 GB/T 32905-2016. README.txt says how to check the same with sha256sum and openssl.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, Tuple  # noqa: UP035 -- Python 3.8

PIECE = 1 << 20
LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)\n")
JUNK = re.compile(
    r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|__pycache__/[^/]*|\._[^/]*)$"
)  # left by desktops that looked at it
NOTE = re.compile(
    r"ringfence\.vault/1/([0-9a-f]{32})\n([1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\ntime (0|-?[1-9][0-9]{0,17})\n"
    r"previous (0|[1-9][0-9]{0,17})\n\n\u2014 ringfence\.vault/1/([0-9a-f]{32}) ([A-Za-z0-9+/]{91}=)\n"
)
SIGNATURE = "signature.bin"
TAGS = {"sha256": "tagmanifest-sha256.txt", "sm3": "tagmanifest-sm3.txt"}
PAYLOAD = {"sha256": "manifest-sha256.txt", "sm3": "manifest-sm3.txt"}
UNLISTED = {*TAGS.values(), SIGNATURE}
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo, RFC 3161
SHA256 = bytes.fromhex("0609608648016503040201")  # id-sha256
PEM_HEAD = bytes.fromhex(
    "302a300506032b6570032100"
)  # SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), before its 32 bytes


class Bad(Exception):  # noqa: N818 -- it is a finding, in two languages
    """Something is wrong, so what depends on it cannot be checked."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


# -- digests ------------------------------------------------------------------------------------------------------


class PlainSM3:
    """SM3 in Python itself, for interpreters whose OpenSSL has none; about 0.5 MB/s."""

    def __init__(self, data: bytes = b"") -> None:
        self._state = [
            0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
        ]  # fmt: skip
        self._rest = b""
        self._size = 0
        self.update(data)

    def update(self, data: bytes) -> None:
        """Feed the next bytes."""
        self._size += len(data)
        data = self._rest + data
        end = len(data) - len(data) % 64
        for at in range(0, end, 64):
            self._block(data[at : at + 64])
        self._rest = data[end:]

    def hexdigest(self) -> str:
        """Return the digest of everything fed; nothing may be fed afterwards."""
        size = self._size * 8
        self.update(b"\x80" + bytes((55 - self._size) % 64) + struct.pack(">Q", size))
        return "".join(f"{word:08x}" for word in self._state)

    def _block(self, block: bytes) -> None:
        words = list(struct.unpack(">16I", block))
        for j in range(16, 68):
            x = words[j - 16] ^ words[j - 9] ^ _left(words[j - 3], 15)
            words.append(x ^ _left(x, 15) ^ _left(x, 23) ^ _left(words[j - 13], 7) ^ words[j - 6])
        a, b, c, d, e, f, g, h = self._state
        for j in range(64):
            turned = _left(a, 12)
            ss1 = _left((turned + e + _left(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
            tt1 = (ff + d + (ss1 ^ turned) + (words[j] ^ words[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + words[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, _left(b, 9), c
            e, f, g, h = tt2 ^ _left(tt2, 9) ^ _left(tt2, 17), e, _left(f, 19), g
        self._state = [old ^ new for old, new in zip(self._state, (a, b, c, d, e, f, g, h))]  # noqa: B905 -- Python 3.8


def _left(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & 0xFFFFFFFF


def new_sm3() -> hashlib._Hash | PlainSM3:
    """Return an SM3 hasher."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return PlainSM3()


class Digests:
    """Digests files, SHA-256 and SM3 side by side: SM3 is several times slower, so it has a thread of its own."""

    def __init__(self, folder: Path, *, sm3: bool) -> None:
        self.folder = folder
        self.sm3 = sm3
        self.bytes = 0
        self._pool = ThreadPoolExecutor(1)

    def of(self, name: str) -> dict[str, str]:
        """Return the digests of one file."""
        sha256, sm3, waiting = hashlib.sha256(), new_sm3(), None
        with (self.folder / name).open("rb", buffering=0) as stream:
            while True:
                piece = stream.read(PIECE)
                if waiting is not None:
                    waiting.result()
                    waiting = None
                if not piece:
                    break
                self.bytes += len(piece)
                if self.sm3 and len(piece) < 65536:
                    sm3.update(piece)
                elif self.sm3:
                    waiting = self._pool.submit(sm3.update, piece)
                sha256.update(piece)
        found = {"sha256": sha256.hexdigest()}
        if self.sm3:
            found["sm3"] = sm3.hexdigest()
        return found


# -- Ed25519, RFC 8032 ----------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = Tuple[int, int, int, int]  # noqa: UP006 -- Python 3.8; X, Y, Z, T: extended coordinates


Fields = Dict[str, Any]  # noqa: UP006 -- Python 3.8


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, p: Point) -> Point:
    q: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            q = _add(q, p)
        p = _add(p, p)
        number >>= 1
    return q


def _same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE: Point = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) over ``message`` is that of ``key`` (32 bytes)."""
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return _same(_times(s, BASE), _add(r, _times(h, a)))


# -- Merkle trees, RFC 6962 and RFC 9162 --------------------------------------------------------------------------


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Tell whether ``leaf`` is number ``index`` of the ``size`` leaves under ``root``."""
    if not 0 <= index < size:
        return False
    node, last, current = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            current = _node(step, current)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            current = _node(current, step)
        node, last = node >> 1, last >> 1
    return last == 0 and current == root


def consistent(old_size: int, old_root: bytes, size: int, root: bytes, path: list[bytes]) -> bool:
    """Tell whether the tree of ``size`` leaves only appended to the one of ``old_size``."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == root
    steps = ([old_root] if old_size & (old_size - 1) == 0 else []) + path
    if not steps:
        return False
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            older, newer = _node(step, older), _node(step, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = _node(newer, step)
        node, last = node >> 1, last >> 1
    return last == 0 and older == old_root and newer == root


# -- the folder -----------------------------------------------------------------------------------------------------


class Check:
    """Checks one folder; what is found is printed as it is found."""

    def __init__(self, folder: Path, *, sm3: bool = True) -> None:
        self.folder = folder
        self.digests = Digests(folder, sm3=sm3)
        self.problems = 0
        self.code = ""
        self.fingerprint = ""

    def run(self, head: str | None = None, key: str | None = None) -> bool:
        """Check everything and tell whether all is well."""
        found: dict[str, dict[str, str]] = {}
        for step in (self._files, self._signature, self._proof):
            try:
                step(found)
            except Bad as bad:
                self.bad(bad.zh, bad.en)
            except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                self.bad(f"无法核对({type(error).__name__})", f"cannot be checked ({type(error).__name__}: {error})")
        self._compare(head, key)
        return not self.problems

    def bad(self, zh: str, en: str) -> None:
        """Note one thing that is wrong."""
        self.problems += 1
        print(f"✗ {zh} / {en}")

    # -- files and digests

    def _files(self, found: dict[str, dict[str, str]]) -> None:
        payload, tags = self._manifests(PAYLOAD), self._manifests(TAGS)
        if any(not name.startswith("data/") for name in payload) or any(name.startswith("data/") for name in tags):
            self.bad("有文件写错了清单", "a file is in the wrong list")
        listed = {**payload, **tags}
        there = self._there(set(listed))
        for name in sorted(set(listed) & there):
            found[name] = self.digests.of(name)
            wrong = [kind for kind, digest in found[name].items() if digest != listed[name][kind]]
            if wrong:
                self.bad(f"内容被改动:{name}({'、'.join(wrong)} 不符)", f"changed: {name} ({', '.join(wrong)} differ)")
        if (self.folder / "bagit.txt").read_bytes() != BAGIT:
            self.bad("bagit.txt 不是约定的内容", "bagit.txt is not as agreed")
        size = sum((self.folder / name).stat().st_size for name in payload if name in there)
        oxum = re.search(r"^Payload-Oxum: (.*)$", (self.folder / "bag-info.txt").read_text("utf-8"), re.MULTILINE)
        if oxum is None or oxum[1] != f"{size}.{len(payload)}":
            self.bad("文件数或总长度与 bag-info.txt 不符", "number or size of files differ from bag-info.txt")
        if not self.problems:
            done = f"{len(listed)} 个文件,{self.digests.bytes} 字节"
            kinds = "SHA-256 + SM3" if self.digests.sm3 else "SHA-256"
            print(f"✓ {done},{kinds} 都相符 / {len(listed)} files, {self.digests.bytes} bytes: all digests hold")

    def _there(self, listed: set[str]) -> set[str]:
        """Return the plain files that are there; note what is missing, too much or no plain file."""
        there = set()
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                self.bad(f"不是普通文件:{name}", f"not a plain file: {name}")
            elif path.is_file():
                there.add(name)
        for name in sorted(there - listed - UNLISTED):
            if JUNK.search(name):
                print(f"· 桌面系统留下的文件,不算在内 / left by a desktop, not counted: {name}")
            else:
                self.bad(f"多出一个文件:{name}", f"a file too many: {name}")
        for name in sorted(listed - there):
            self.bad(f"缺少文件:{name}", f"missing: {name}")
        return there

    def _manifests(self, names: dict[str, str]) -> dict[str, dict[str, str]]:
        """Return file -> kind -> digest from the two lists of one sort, which must name the same files."""
        lists = {kind: self._manifest(name) for kind, name in names.items()}
        if set(lists["sha256"]) != set(lists["sm3"]):
            raise Bad(
                f"{names['sha256']} 与 {names['sm3']} 列出的文件不同",
                "the SHA-256 and the SM3 list name different files",
            )
        return {name: {kind: one[name] for kind, one in lists.items()} for name in lists["sha256"]}

    def _manifest(self, name: str) -> dict[str, str]:
        text = (self.folder / name).read_bytes().decode("utf-8")
        listed, at = {}, 0
        while at < len(text):
            match = LINE.match(text, at)
            if match is None or _unsafe(match[2]) or match[2] in listed:
                raise Bad(f"{name} 里有看不懂的行", f"{name} holds a line that is none")
            listed[match[2]] = match[1]
            at = match.end()
        if not listed or list(listed) != sorted(listed):
            raise Bad(f"{name} 是空的或被打乱", f"{name} is empty or out of order")
        return listed

    # -- signatures and log

    def _key(self) -> bytes:
        """Return the case's public key, 32 bytes."""
        text = (self.folder / "proof/verify.pem").read_bytes().decode("ascii")
        match = re.fullmatch(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]{60})\n-----END PUBLIC KEY-----\n", text)
        data = base64.b64decode(match[1]) if match else b""
        if len(data) != 44 or not data.startswith(PEM_HEAD):
            raise Bad("proof/verify.pem 不是 Ed25519 公钥", "proof/verify.pem is no Ed25519 key")
        self.fingerprint = hashlib.sha256(data).hexdigest()
        return data[12:]

    def _signature(self, found: dict[str, dict[str, str]]) -> None:  # noqa: ARG002 -- one form for every step
        signed = (self.folder / TAGS["sha256"]).read_bytes()
        if not ed25519(self._key(), signed, (self.folder / SIGNATURE).read_bytes()):
            raise Bad("文件清单的签名不符", "the signature over the list of files is wrong")
        print("✓ 文件清单由本案密钥签名 / the list of files is signed with the case's key")

    def _proof(self, found: dict[str, dict[str, str]]) -> None:
        before = self.problems
        proof = json.loads((self.folder / "proof/proof.json").read_bytes().decode("utf-8"))
        if proof["format"] != "ringfence-proof" or proof["version"] != 1:
            raise Bad("proof.json 的版本不认识", "proof.json is of an unknown version")
        key = self._key()
        size, root, moment, case = self._head((self.folder / "proof/head.txt").read_bytes().decode("utf-8"), key)
        self.code = f"{size}-{root.hex()}"
        if proof["case"] != case:
            raise Bad("签名头属于别的案件", "the head belongs to another case")
        entries = {one["seq"]: self._entry(one, size, root) for one in proof["entries"]}
        listed = {name for name in found if name.startswith("data/")}
        if {one["path"] for one in proof["exhibits"]} != listed:
            self.bad("证据清单与文件不一致", "the list of exhibits does not match the files")
        for one in proof["exhibits"]:
            self._exhibit(one, entries, found.get(one["path"], {}))
        for one in proof["heads"]:
            text = (self.folder / one["file"]).read_bytes().decode("utf-8")
            old_size, old_root, _, old_case = self._head(text, key)
            if old_case != case or not consistent(old_size, old_root, size, root, _hashes(one["path"])):
                self.bad(f"{one['file']}:与本次签名头接不上", f"{one['file']} does not lead to this head")
            else:
                print(
                    f"✓ 较早的签名头({old_size} 条)是本次的开头 / an earlier head begins this one: {old_size}-{old_root.hex()}"
                )
        for one in proof["timestamps"]:
            self._stamp(one, {other["file"] for other in proof["heads"]})
        if before == self.problems:
            print(
                f"✓ {len(proof['exhibits'])} 件证据都在日志里,日志头签于 {moment} / all exhibits are in the signed log"
            )

    def _stamp(self, one: Fields, heads: set[str]) -> None:
        """Compare what a timestamp is about with its head; the authority's signature is openssl's work."""
        digest, moment = _stamped((self.folder / one["file"]).read_bytes())
        if one["head"] not in heads or digest != hashlib.sha256((self.folder / one["head"]).read_bytes()).digest():
            self.bad(f"{one['file']}:盖的不是这个签名头", f"{one['file']} is about something else than its head")
            return
        print(f"✓ 时间戳 {moment}:{one['head']} / timestamp about this head; the authority's signature is checked by:")
        print(f"    openssl ts -verify -data {one['head']} -in {one['file']} -CAfile {one['root']}")

    def _head(self, text: str, key: bytes) -> tuple[int, bytes, str, str]:
        """Return entries, root, time and case of a signed head."""
        match = NOTE.fullmatch(text)
        if match is None or match[1] != match[6]:
            raise Bad("签名头不是约定的格式", "the head is not in the agreed form")
        signature = base64.b64decode(match[7])
        note = text[: text.index("\n\n") + 1].encode()
        key_id = hashlib.sha256(f"ringfence.vault/1/{match[1]}\n".encode() + b"\x01" + key).digest()[:4]
        if signature[:4] != key_id or not ed25519(key, note, signature[4:]):
            raise Bad("签名头的签名不符", "the head's signature is wrong")
        return int(match[2]), base64.b64decode(match[3]), _moment(int(match[4])), match[1]

    def _entry(self, one: Fields, size: int, root: bytes) -> tuple[str, list[Fields]]:
        """Check one disclosed log entry; return when it was written and the originals it names."""
        frame = (self.folder / one["frame"]).read_bytes()
        opened = (self.folder / one["opened"]).read_bytes()
        magic, length, seq, micros, _, commitment = struct.unpack_from(">4sIQq32s32s", frame)
        leaf = hashlib.sha256(b"\x00" + frame[:-32]).digest()
        if magic != b"RFE1" or length != len(frame) or seq != one["seq"] or leaf != frame[-32:]:
            raise Bad(f"日志第 {one['seq']} 条被改动", f"log entry {one['seq']} was changed")
        if hashlib.sha256(opened).digest() != commitment:
            raise Bad(
                f"日志第 {seq} 条公开的内容与承诺值不符",
                f"what is disclosed of log entry {seq} is not what was committed to",
            )
        if not included(leaf, seq, size, _hashes(one["path"]), root):
            raise Bad(f"日志第 {seq} 条不在签名头之下", f"log entry {seq} is not covered by the signed head")
        return _moment(micros), list(_originals(json.loads(opened[32:].decode("utf-8"))["body"]))

    def _exhibit(self, one: Fields, entries: dict[int, tuple[str, list[Fields]]], found: dict[str, str]) -> None:
        name = one["path"]
        moment, originals = entries[one["entry"]]
        told = (one["size"], one["sha256"], one["sm3"])
        if told not in [(other["size"], other["sha256"], other["sm3"]) for other in originals]:
            self.bad(f"{name}:日志里没有登记这个文件", f"{name}: the log does not know this file")
        elif any(digest != one[kind] for kind, digest in found.items()):
            self.bad(f"{name}:与登记的摘要不符", f"{name} is not the file on record")
        elif (self.folder / name).stat().st_size != one["size"]:
            self.bad(f"{name}:长度不符", f"{name} has another size")
        else:
            print(
                f"✓ {one['id']} {name}:日志第 {one['entry']} 条,{moment} 存入 / entry {one['entry']}, kept at that time"
            )

    def _compare(self, head: str | None, key: str | None) -> None:
        """Compare with what the reader was given by another way."""
        within = re.search(r"[0-9]+-[0-9a-f]{64}", (head or "").lower())
        head = within.group() if within else head
        if head is not None and "".join(head.split()).lower() != self.code:
            earlier = f"{'' if not self.code else self._earlier(head)}"
            if earlier:
                print(f"✓ 与您手里的存证码相符 / agrees with the head you hold: {earlier}")
            else:
                self.bad("与您手里的存证码不符", "the head you hold is not among those proved here")
        elif head is not None:
            print("✓ 与您手里的存证码相符 / agrees with the head you hold")
        if key is not None and re.sub(r"[\s:]", "", key).lower() != self.fingerprint:
            self.bad("与您手里的密钥指纹不符", "the key is not the one you hold the fingerprint of")
        elif key is not None:
            print("✓ 与您手里的密钥指纹相符 / agrees with the fingerprint you hold")

    def _earlier(self, head: str) -> str:
        """Return ``head`` when it is one of the earlier heads proved here, else nothing."""
        wanted = "".join(head.split()).lower()
        for path in sorted((self.folder / "proof").glob("head-*.txt")):
            match = NOTE.fullmatch(path.read_bytes().decode("utf-8"))
            if match and wanted == f"{match[2]}-{base64.b64decode(match[3]).hex()}":
                return wanted
        return ""


def _unsafe(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or "\x00" in name
        or any(part in {"", ".", ".."} for part in name.split("/"))
    )


def _hashes(path: list[str]) -> list[bytes]:
    hashes = [bytes.fromhex(step) for step in path]
    if any(len(one) != 32 for one in hashes):
        raise Bad("proof.json 里的证明不完整", "a proof in proof.json is not whole")
    return hashes


def _stamped(data: bytes) -> tuple[bytes, str]:
    """Return the SHA-256 that an RFC 3161 response is about, and its time."""
    at = data.index(TST_INFO) + len(TST_INFO)
    end = at
    for tag in (0xA0, 0x04, 0x30):  # [0], OCTET STRING, TSTInfo
        found, at, end = _element(data, at)
        if found != tag:
            raise Bad("时间戳读不出来", "a timestamp cannot be read")
    parts: list[tuple[int, bytes]] = []
    while at < end and len(parts) < 5:  # version, policy, messageImprint, serialNumber, genTime
        tag, start, at = _element(data, at)
        parts.append((tag, data[start:at]))
    _, _, algorithm = _element(parts[2][1], 0)
    if parts[2][1][2:13] != SHA256 or parts[4][0] != 0x18:
        raise Bad("时间戳的摘要算法不是 SHA-256", "a timestamp is about another digest algorithm")
    _, start, end = _element(parts[2][1], algorithm)
    return parts[2][1][start:end], parts[4][1].decode("ascii")


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Return tag, start and end of the content of the DER element at ``at``."""
    tag, size, at = data[at], data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    if at + size > len(data):
        raise Bad("时间戳不完整", "a timestamp is cut off")
    return tag, at, at + size


def _originals(value: object) -> list[Fields]:
    """Return every original that an entry's body names, at any depth."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if {"blob", "size", "sha256", "sm3"} <= set(one):
                found.append(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def _moment(micros: int) -> str:
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(micros // 1000000))
    except (ValueError, OverflowError, OSError):
        return str(micros)


def main() -> int:
    """Check the folder of this file, print what was found, return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console may lack a character
    parser = argparse.ArgumentParser(description="检查这个文件夹 / check this folder")
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--head", help="您另外拿到的存证码(条数-64 位)/ a head you were given by another way")
    parser.add_argument("--key", help="您另外拿到的密钥指纹 / the fingerprint of the case's key")
    parser.add_argument("--no-sm3", action="store_true", help="只查 SHA-256 / SHA-256 only")
    words = parser.parse_args()
    folder = Path(words.folder)
    if not (folder / "bagit.txt").is_file():
        print(f"这里没有 bagit.txt,不是导出的文件夹 / no bagit.txt here: {folder}")
        return 2
    if not words.no_sm3 and isinstance(new_sm3(), PlainSM3):
        print("· 这个 Python 没有 SM3,改用慢的算法;急用可加 --no-sm3 / SM3 runs in plain Python here: slow")
    check = Check(folder, sm3=not words.no_sm3)
    good = check.run(words.head, words.key)
    print(f"存证码 / head: {check.code}\n密钥指纹 / key fingerprint (SHA-256): {check.fingerprint}")
    if good and words.no_sm3:
        print("· 没有核对 SM3 / SM3 was not checked")
    wrong = "结论:有问题,见上。/ Result: something is wrong, see above."
    print("结论:没有发现任何改动。/ Result: nothing was changed." if good else wrong)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
