"""RFC 3161 with a real authority: asked, kept whole, verified here and by openssl; whatever is wrong is refused and named."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from vault_authority import Authority, openssl
from vault_case import FailingDisk, PowerCut, QuickDisk, make_case

from ringfence.vault import (
    AuthorityUnreachableError,
    ExportItem,
    RefusedStampError,
    Vault,
    ask_authority,
    load_roots,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as opened:
        yield opened


def test_asked_kept_and_verified_here_and_by_openssl(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    head, request = vault.stamp_request()
    (tmp_path / "q.tsq").write_bytes(request)
    text = openssl("ts", "-query", "-in", str(tmp_path / "q.tsq"), "-text").stdout
    assert "Hash Algorithm: sha256" in text
    assert "Certificate required: yes" in text
    response = authority.answer(request)
    kept = vault.keep_stamp(response, [authority.root])
    assert (kept.size, kept.stamp.authority) == (head.size, "Made-up TSA")
    assert (vault.folder / kept.path).read_bytes() == response, "the full response, certificates and all"
    assert vault.size == head.size + 1
    assert vault.stamps() == (kept,)
    (tmp_path / "head.txt").write_bytes(head.text.encode())
    openssl(
        *("ts", "-verify", "-data", str(tmp_path / "head.txt"), "-in", str(vault.folder / kept.path)),
        *("-CAfile", str(vault.folder / kept.root_path)),
    )
    for unlocked in (None, vault):
        report = verify(vault.folder, vault=unlocked)
        assert (report.ok, report.remarks) == (True, ()), report


def test_several_authorities_stamp_the_same_head(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", "另一家 TSA")
    head, request = vault.stamp_request()
    for one in (authority, other, authority):
        vault.keep_stamp(one.answer(request), [authority.root, other.root])
    assert [one.path for one in vault.stamps()] == [
        f"heads/{head.size}-made-up-tsa-2.tsr",
        f"heads/{head.size}-made-up-tsa.tsr",
        f"heads/{head.size}-tsa.tsr",
    ]
    assert verify(vault.folder).ok


def test_a_response_brought_back_much_later_still_fits_its_head(vault: Vault, authority: Authority) -> None:
    head, request = vault.stamp_request()
    identity, folder = vault.identity, vault.folder
    vault.append("note", {"later": True})
    vault.close()
    with Vault.open(folder, identity=identity, disk=QuickDisk()) as again:
        assert again.keep_stamp(authority.answer(request), [authority.root]).size == head.size


def refused(vault: Vault, response: bytes, *roots: object) -> str:
    """Return the reason, after making sure that nothing was kept."""
    size, there = vault.size, sorted(vault.folder.rglob("*"))
    with pytest.raises(RefusedStampError) as caught:
        vault.keep_stamp(response, roots)  # type: ignore[arg-type] # certificates, typed where they are made
    assert (vault.size, sorted(vault.folder.rglob("*"))) == (size, there)
    return caught.value.en


def test_what_is_wrong_is_refused_with_the_reason(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    head, request = vault.stamp_request()
    good = authority.answer(request)
    other = Authority(tmp_path / "other", "Other TSA")
    expired = Authority(tmp_path / "expired", "Expired TSA", valid=(-20, -10))
    weak = Authority(tmp_path / "weak", "Weak TSA", signer_digest="sha1")
    picky = Authority(tmp_path / "picky", "Picky TSA", digests="sha512")
    assert "no RFC 3161 response" in refused(vault, b"<html>not found</html>", authority.root)
    assert "no RFC 3161 response" in refused(vault, good[:-1], authority.root)
    assert "too big" in refused(vault, good + bytes(1 << 20), authority.root)
    assert "no trusted root" in refused(vault, good, other.root)
    assert "no trusted root" in refused(vault, good)
    assert "not valid" in refused(vault, expired.answer(request), expired.root)
    assert "unknown or weak digest" in refused(vault, weak.answer(request), weak.root)
    assert "did not grant" in refused(vault, picky.answer(request), picky.root)
    (tmp_path / "head.txt").write_bytes(head.text.encode())
    openssl(
        *("ts", "-query", "-data", str(tmp_path / "head.txt"), "-sha512", "-cert", "-out", str(tmp_path / "512.tsq"))
    )
    assert "another digest algorithm" in refused(
        vault, authority.answer((tmp_path / "512.tsq").read_bytes()), authority.root
    )
    openssl(
        *("ts", "-query", "-data", str(tmp_path / "head.txt"), "-sha256", "-cert", "-out", str(tmp_path / "nonce.tsq"))
    )
    assert "nonce" in refused(vault, authority.answer((tmp_path / "nonce.tsq").read_bytes()), authority.root)
    openssl(
        *(
            "ts",
            "-query",
            "-data",
            str(tmp_path / "tsa.txt" if (tmp_path / "tsa.txt").exists() else tmp_path / "512.tsq"),
        ),
        *("-sha256", "-cert", "-out", str(tmp_path / "else.tsq")),
    )
    assert "no head of this case" in refused(
        vault, authority.answer((tmp_path / "else.tsq").read_bytes()), authority.root
    )
    same_name = Authority(tmp_path / "imitation")
    assert "signature or chain is wrong" in refused(vault, same_name.answer(request), authority.root)
    vault.keep_stamp(good, [authority.root])


def test_a_changed_byte_of_a_response_never_passes(vault: Vault, authority: Authority) -> None:
    """What is signed, the signature and the certificates: a flip anywhere is refused, or leaves every checked fact as it was."""
    head, request = vault.stamp_request()
    good = authority.answer(request)
    want = vault.keep_stamp(good, [authority.root]).stamp
    from ringfence.vault.timestamp import judge, parse_response  # noqa: PLC0415 -- what keep_stamp calls, without keeping

    passed = 0
    for at in range(0, len(good), 3):
        changed = good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :]
        try:
            stamp = judge(parse_response(changed), head.text.encode(), [authority.root], None)
        except RefusedStampError:
            continue
        passed += 1
        assert stamp == want, at
    assert passed < len(good) // 3 // 2


def test_a_kept_stamp_that_was_changed_or_exchanged_is_named(vault: Vault, authority: Authority) -> None:
    _, request = vault.stamp_request()
    kept = vault.keep_stamp(authority.answer(request), [authority.root])
    for name in (kept.path, kept.root_path):
        data = (vault.folder / name).read_bytes()
        (vault.folder / name).write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        assert [problem.place for problem in verify(vault.folder).problems] == [f"file:{name}"]
        (vault.folder / name).write_bytes(data)
    assert verify(vault.folder).ok


def test_an_export_carries_stamps_that_openssl_verifies(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    entry = next(one for one in vault.entries() if one.kind == "source.added")
    _, request = vault.stamp_request()
    kept = vault.keep_stamp(authority.answer(request), [authority.root])
    item = ExportItem("S1", "sms.xml", entry.body["source"]["blob"], entry.seq)
    folder = vault.export(tmp_path / "bag", [item]).path
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 -- this interpreter
    assert done.returncode == 0, done.stdout
    line = next(one.strip() for one in done.stdout.splitlines() if one.strip().startswith("openssl ts"))
    assert line in (folder / "README.txt").read_text("utf-8")
    checked = subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607 -- as printed
    assert "Verification: OK" in checked.stdout, checked.stderr
    assert f"{kept.stamp.time:%Y%m%d%H%M%S}Z" in done.stdout
    assert (
        sha256((folder / f"proof/head-{kept.size:012d}.txt").read_bytes()).digest()
        in (folder / f"proof/stamp-{kept.path.rpartition('/')[2]}").read_bytes()
    )


@pytest.mark.enable_socket
def test_over_http_only_the_request_leaves(vault: Vault, authority: Authority) -> None:
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            self.send_response(404 if self.path == "/gone" else 200)
            self.end_headers()
            self.wfile.write(b"" if self.path == "/gone" else authority.answer(seen[-1]))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        _, request = vault.stamp_request()
        assert vault.keep_stamp(ask_authority(address, request), [authority.root]).stamp.authority == "Made-up TSA"
        assert seen == [request]
        assert len(request) < 80
        with pytest.raises(AuthorityUnreachableError, match="404"):
            ask_authority(f"{address}/gone", request)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    with pytest.raises(AuthorityUnreachableError):
        ask_authority(address, request)
    with pytest.raises(AuthorityUnreachableError, match="not a URL"):
        ask_authority("file:///etc/passwd", request)


def test_roots_come_from_a_file_or_the_system(tmp_path: Path, authority: Authority) -> None:
    assert load_roots(authority.folder / "root.pem") == [authority.root]
    (tmp_path / "none.pem").write_text("nothing", "ascii")
    for name in ("none.pem", "missing.pem"):
        with pytest.raises(RefusedStampError):
            load_roots(tmp_path / name)
    assert isinstance(load_roots(None), list)


def test_a_bare_token_is_read_too(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    _, request = vault.stamp_request()
    (tmp_path / "a.tsr").write_bytes(authority.answer(request))
    openssl("ts", "-reply", "-in", str(tmp_path / "a.tsr"), "-token_out", "-out", str(tmp_path / "a.token"))
    kept = vault.keep_stamp((tmp_path / "a.token").read_bytes(), [authority.root])
    assert vault.stamps() == (kept,)
    shutil.rmtree(tmp_path / "case" / "derived")
    assert verify(vault.folder).ok


def test_a_power_cut_at_every_call_of_keeping_one(vault: Vault, authority: Authority, tmp_path: Path) -> None:
    _, request = vault.stamp_request()
    response, identity = authority.answer(request), vault.identity
    vault.close()
    cuts = 0
    for at in range(1, 60):
        folder = tmp_path / f"cut-{at}"
        shutil.copytree(tmp_path / "case", folder)
        disk = FailingDisk(at)
        opened = None
        try:
            opened = Vault.open(folder, identity=identity, disk=disk)
            opened.keep_stamp(response, [authority.root])
        except PowerCut:
            cuts += 1
        if opened is not None and opened._lock is not None:
            opened._lock.release()
        with Vault.open(folder, identity=identity, disk=QuickDisk()) as again:
            assert verify(folder, vault=again).ok
            kept = again.stamps()
            if not kept:
                again.keep_stamp(response, [authority.root])
            assert len(again.stamps()) == 1
        report = verify(folder)
        assert (report.ok, report.remarks) == (True, ())
        shutil.rmtree(folder)
    assert 10 < cuts < 59
