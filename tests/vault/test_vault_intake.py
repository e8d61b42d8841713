"""Write-only intake: what the page or any age tool encrypts, the case opens, and nobody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pyrage
import pytest
from vault_case import make_case

from ringfence.vault import UnreadablePacketError, Vault, intake_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN = """
const fs = require("fs"), {encrypt} = require("./page.js");
const [recipient, sizes] = [Uint8Array.from(Buffer.from(process.argv[2], "hex")), JSON.parse(process.argv[3])];
(async () => {
  for (const size of sizes) {
    const data = new Uint8Array(fs.readFileSync(`${size}.bin`));
    const pieces = await encrypt(recipient, data.length, async (from, to) => data.subarray(from, to));
    fs.writeFileSync(`${size}.age`, Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  }
})();
"""


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=made.identity, read_only=True) as opened:
        yield opened


def test_what_any_age_tool_encrypts_to_the_case_is_opened(vault: Vault, tmp_path: Path) -> None:
    data = os.urandom(200_000)
    recipient = pyrage.x25519.Recipient.from_str(vault.recipient())
    (tmp_path / "a.age").write_bytes(pyrage.encrypt(data, [recipient]))
    with vault.open_packet(tmp_path / "a.age") as stream:
        assert stream.read() == data
        stream.seek(100_000)
        assert stream.read(5) == data[100_000:100_005]


def test_what_is_not_for_this_case_or_damaged_is_refused(vault: Vault, tmp_path: Path) -> None:
    other = pyrage.x25519.Identity.generate().to_public()
    mine = pyrage.encrypt(b"x" * 1000, [pyrage.x25519.Recipient.from_str(vault.recipient())])
    for data in (b"", b"plain text", pyrage.encrypt(b"x", [other]), mine[:-1], mine[:100], mine[:-3] + b"abc"):
        (tmp_path / "a.age").write_bytes(data)
        with pytest.raises(UnreadablePacketError), vault.open_packet(tmp_path / "a.age") as stream:
            stream.read()


def test_the_page_tells_nothing_of_the_case_and_can_send_nothing(vault: Vault) -> None:
    page = intake_page(vault.recipient(), "表 <1>").decode()
    assert vault.recipient() in page
    assert "表 &lt;1&gt;" in page
    assert vault.case_id not in page
    assert "default-src 'none'" in page
    assert not any(
        word in page for word in ("http://", "https://", "fetch(", "XMLHttp", "WebSocket", "{KEY}", "{FORM}")
    )


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, to run the page's script without a browser")
def test_what_the_page_encrypts_any_age_tool_opens(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    page = intake_page(str(identity.to_public()), "").decode()
    (tmp_path / "page.js").write_text(page[page.index("<script>") + 8 : page.index("</script>")], "utf-8")
    (tmp_path / "run.js").write_text(RUN, "utf-8")
    key = re.search(r'"([0-9a-f]{64})"\.match', page)
    assert key is not None
    sizes = [0, 1, 15, 16, 17, 63, 64, 65, 1000, 65535, 65536, 65537, 131072, 300_001]
    for size in sizes:
        (tmp_path / f"{size}.bin").write_bytes(b"\xff" * size if size % 2 else os.urandom(size))
    for _ in range(3):  # fresh keys each time
        command = ["node", "run.js", key[1], json.dumps(sizes)]
        subprocess.run(command, cwd=tmp_path, check=True)  # noqa: S603 -- the interpreter under test
        for size in sizes:
            sealed = (tmp_path / f"{size}.age").read_bytes()
            assert pyrage.decrypt(sealed, [identity]) == (tmp_path / f"{size}.bin").read_bytes(), size
