"""Getting a case back without our software: by age alone, and by age and the few lines of Python in docs/vault-format.md."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import pty
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pyrage
import pytest
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from vault_case import CHEAP, PASSPHRASE

from ringfence.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

ORIGINAL = "某平台:您的借款已逾期(虚构)".encode() * 9


@pytest.fixture
def case(tmp_path: Path) -> tuple[Path, str]:
    """A case with one original and two notes, and its recovery key."""
    vault, recovery = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP)
    with vault:
        vault.append("source.added", {"source": vault.put(io.BytesIO(ORIGINAL)).as_body()})
        vault.append("note", {"text": "逾期"})
    return tmp_path / "case", recovery


def test_any_age_library_gets_from_passphrase_to_original(case: tuple[Path, str]) -> None:
    folder, recovery = case
    texts = {
        pyrage.passphrase.decrypt((folder / "keys/passphrase-1.age").read_bytes(), PASSPHRASE),
        pyrage.passphrase.decrypt((folder / "keys/recovery-1.age").read_bytes(), recovery),
    }
    assert len(texts) == 1
    case_key = pyrage.x25519.Identity.from_str(texts.pop().decode().strip().splitlines()[-1])
    assert str(case_key.to_public()) == (folder / "keys/recipients.txt").read_text(encoding="ascii").strip()
    (blob,) = (folder / "blobs").iterdir()
    key_file = pyrage.decrypt((folder / f"keys/blobs/{blob.stem}-1.age").read_bytes(), [case_key]).decode()
    blob_key = pyrage.x25519.Identity.from_str(key_file.strip().splitlines()[-1])
    assert pyrage.decrypt(blob.read_bytes(), [blob_key]) == ORIGINAL


def test_a_few_lines_of_python_read_the_log(case: tuple[Path, str]) -> None:
    """The script of docs/vault-format.md, nothing imported from ours."""
    folder, _ = case
    identity = pyrage.passphrase.decrypt((folder / "keys/passphrase-1.age").read_bytes(), PASSPHRASE).decode()
    match = re.search("ringfence-secret: (.+)", identity)
    assert match
    key = HKDF(SHA256(), 32, None, b"ringfence.vault/1/log/1").derive(bytes.fromhex(match[1]))
    found = []
    for path in sorted((folder / "log").glob("*.log")):
        data = path.read_bytes()
        while data:
            size, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[90:92], "big")
            frame, data, at = data[:size], data[size:], 92
            for _ in range(count):
                at += 2 + frame[at + 1] + 40
            plain = ChaCha20Poly1305(key).decrypt(frame[at : at + 12], frame[at + 12 : -32], frame[: at + 12])
            assert hashlib.sha256(b"\0" + frame[:-32]).digest() == frame[-32:]
            found.append(json.loads(plain[32:]))
    assert [entry["kind"] for entry in found] == ["vault.created", "source.added", "note"]
    assert found[2]["body"] == {"text": "逾期"}


def outsider(folder: Path) -> None:
    """Check a vault as docs/vault-format.md tells an outsider to; asserts fail where it was touched."""
    digests: list[bytes] = []
    files: dict[str, tuple[int, bytes]] = {}
    for path in sorted((folder / "log").glob("*.log")):
        assert int(path.stem) == len(digests)
        data = path.read_bytes()
        while data:
            size, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[90:92], "big")
            frame, data, at = data[:size], data[size:], 92
            assert frame[:4] == b"RFE1"
            assert int.from_bytes(frame[8:16], "big") == len(digests)
            assert frame[24:56] == (digests[-1] if digests else bytes(32))
            assert hashlib.sha256(b"\0" + frame[:-32]).digest() == frame[-32:]
            for _ in range(count):
                end = at + 2 + frame[at + 1]
                assert frame[at] == 1
                files[frame[at + 2 : end].decode()] = (
                    int.from_bytes(frame[end : end + 8], "big"),
                    frame[end + 8 : end + 40],
                )
                at = end + 40
            digests.append(frame[-32:])
    previous, text, again = 0, (folder / "heads/heads.txt").read_text("utf-8"), ""
    public = load_pem_public_key((folder / "keys/verify.pem").read_bytes())
    assert isinstance(public, Ed25519PublicKey)
    for note, encoded in re.findall(r"(ringfence\.vault/1/.*\n.*\n.*\ntime .*\nprevious .*\n)\n— \S+ (\S+)\n", text):
        lines, signature = note.split("\n"), base64.b64decode(encoded)
        again += f"{note}\n— {lines[0]} {base64.b64encode(signature).decode()}\n"
        assert (
            signature[:4] == hashlib.sha256(f"{lines[0]}\n".encode() + b"\1" + public.public_bytes_raw()).digest()[:4]
        )
        public.verify(signature[4:], note.encode())
        assert lines[4] == f"previous {previous}"
        previous = int(lines[1])
        assert base64.b64decode(lines[2]) == rfc_6962_root(digests[:previous])
    assert text == again
    assert previous == len(digests)
    for name, (size, digest) in files.items():
        data = (folder / name).read_bytes()
        assert (len(data), hashlib.sha256(data).digest()) == (size, digest)


def rfc_6962_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + rfc_6962_root(leaves[:split]) + rfc_6962_root(leaves[split:])).digest()


def test_an_outsider_checks_everything_from_the_page_alone(case: tuple[Path, str]) -> None:
    folder, _ = case
    outsider(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock"):
        data = path.read_bytes()
        for at in range(0, len(data), 5):
            path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
            with pytest.raises((AssertionError, InvalidSignature, UnsupportedAlgorithm, ValueError, OSError)):
                outsider(folder)
        path.write_bytes(data)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_the_pages_openssl_lines_check_the_newest_head(case: tuple[Path, str]) -> None:
    folder, _ = case
    script = """
    tail -n 7 heads/heads.txt | head -n 5 > note
    tail -n 1 heads/heads.txt | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
    openssl pkeyutl -verify -pubin -inkey keys/verify.pem -rawin -in note -sigfile signature
    """
    done = subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607 -- as a user types it
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age command")
def test_the_age_command_alone_recovers_an_original(case: tuple[Path, str], tmp_path: Path) -> None:
    folder, recovery = case
    for name, secret in (("passphrase-1", PASSPHRASE), ("recovery-1", recovery)):
        key = tmp_path / f"{name}.txt"
        key.write_bytes(_age_with_passphrase(folder / f"keys/{name}.age", secret))
        (blob,) = (folder / "blobs").iterdir()
        blob_key = tmp_path / "blob.key"
        blob_key.write_bytes(_age("-d", "-i", str(key), str(folder / f"keys/blobs/{blob.stem}-1.age")))
        assert _age("-d", "-i", str(blob_key), str(blob)) == ORIGINAL


def _age(*words: str) -> bytes:
    return subprocess.run(["age", *words], capture_output=True, check=True).stdout  # noqa: S603, S607 -- the tool under test


def _age_with_passphrase(path: Path, passphrase: str) -> bytes:
    """Type a passphrase into age, which insists on a terminal."""
    read_end, write_end = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.dup2(write_end, 1)
        os.execvp("age", ["age", "-d", str(path)])  # noqa: S606, S607 -- the tool under test
    os.close(write_end)
    prompt = b""
    while b"passphrase" not in prompt.lower():
        prompt += os.read(terminal, 1024)
    os.write(terminal, passphrase.encode() + b"\n")
    with os.fdopen(read_end, "rb") as stream:
        text = stream.read()
    os.waitpid(child, 0)
    os.close(terminal)
    return text
