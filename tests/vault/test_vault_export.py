"""An export proves itself with none of our code: every byte counts, and standard tools agree."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from typing import TYPE_CHECKING

import bagit
import pyrage
import pytest
from vault_case import CHEAP, PASSPHRASE, QuickDisk

from ringfence.vault import (
    DamagedBlobError,
    ExportItem,
    FolderNotEmptyError,
    NotARecipientError,
    ReadOnlyError,
    UnknownBlobError,
    Vault,
)
from ringfence.vault.export import bag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ringfence.vault import Exported

TEXTS = ["某平台:您的借款已逾期(虚构)".encode() * 40, b"", os.urandom(200_000)]
NAMES = ["短信 备份.xml", '../通话<1>"%?.csv', "a" * 300 + ".vcf"]
FACTS = (("类别", "category", "短信 <b>"),)


def fill(folder: Path) -> tuple[Vault, list[ExportItem]]:
    """Return an open vault with three originals and notes between them."""
    vault, _ = Vault.create(folder, PASSPHRASE, work_factor=CHEAP, disk=QuickDisk())
    items = []
    for number, (data, name) in enumerate(zip(TEXTS, NAMES, strict=True)):
        blob = vault.put(io.BytesIO(data))
        entry = vault.append("source.added", {"name": name, "source": blob.as_body()})
        vault.append("note", {"secret": "不应公开的内容", "number": number})
        items.append(ExportItem(f"S{number + 1}", name, blob.id, entry.seq, FACTS))
    return vault, items


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exported, str]:
    """An export of two of three originals and an earlier head's code."""
    folder = tmp_path_factory.mktemp("export")
    vault, items = fill(folder / "case")
    with vault:
        earlier = vault.heads()[2]
        return (
            vault.export(
                folder / "out" / "bag",
                items[:2],
                title="演示 <案>",
                lead=[("交给", "某\n法院")],
                today="2026-11-21",
                earlier=[earlier],
            ),
            earlier.code,
        )


@pytest.fixture
def copy(made: tuple[Exported, str], tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return shutil.copytree(made[0].path, tmp_path / "copy")


def check(folder: Path, *words: str) -> tuple[int, str]:
    """Run the carried verifier as its receiver would: isolated, from the folder itself."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(folder / "verify.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 -- this interpreter
    return done.returncode, done.stdout + done.stderr


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_it_verifies_with_the_standard_library_alone(made: tuple[Exported, str]) -> None:
    exported, earlier = made
    code, said = check(exported.path)
    assert code == 0, said
    assert exported.head in said
    assert exported.fingerprint in said
    assert check(exported.path, "--head", exported.head, "--key", exported.fingerprint)[0] == 0
    assert check(exported.path, "--head", earlier)[0] == 0
    assert check(exported.path, "--head", "3-" + "0" * 64)[0] == 1
    assert check(exported.path, "--key", "0" * 64)[0] == 1
    assert check(exported.path.parent, str(exported.path.parent))[0] == 2


def test_only_what_was_chosen_is_in_it(made: tuple[Exported, str]) -> None:
    folder = made[0].path
    assert made[0].files == ("data/S1-短信 备份.xml", "data/S2-_通话_1____.csv")
    assert [(folder / name).read_bytes() for name in made[0].files] == TEXTS[:2]
    everything = b"".join(path.read_bytes() for path in files(folder))
    assert "不应公开的内容".encode() not in everything
    assert len(list((folder / "proof").glob("*.opened"))) == 2
    assert b"AGE-SECRET-KEY" not in everything


@pytest.mark.slow
def test_one_changed_byte_anywhere_is_found(copy: Path) -> None:
    """The carried verifier, loaded once, against a flipped bit at the start, middle and end of every file, and many between."""
    sys.path.insert(0, str(copy))
    try:
        module = __import__("verify")
    finally:
        sys.path.remove(str(copy))
        sys.modules.pop("verify", None)
    shutil.rmtree(copy / "__pycache__", ignore_errors=True)
    assert module.Check(copy).run()
    for path in files(copy):
        data = path.read_bytes()
        for at in sorted({0, len(data) // 2, len(data) - 1, *range(0, len(data), max(1, len(data) // 12))} - {-1}):
            if not data:
                continue
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert not module.Check(copy).run(), (path, at)
        path.write_bytes(data + b"\n")
        assert not module.Check(copy).run(), path
        path.write_bytes(data)
    assert module.Check(copy).run()


def test_every_byte_of_lists_and_signature_counts(copy: Path) -> None:
    """The files that no list can cover: their own form and the signature do."""
    sys.path.insert(0, str(copy))
    try:
        module = __import__("verify")
    finally:
        sys.path.remove(str(copy))
        sys.modules.pop("verify", None)
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sm3.txt", "signature.bin"):
        data = (copy / name).read_bytes()
        for at in range(0, len(data), 1 if name == "signature.bin" else 7):
            one = module.Check(copy)
            (copy / name).write_bytes(data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :])
            found: dict[str, dict[str, str]] = {}
            try:
                one._files(found)
                one._signature(found)
            except (module.Bad, ValueError):
                continue
            assert one.problems, (name, at)
        (copy / name).write_bytes(data)


def test_missing_added_renamed_and_linked_files_are_found(copy: Path) -> None:
    assert check(copy)[0] == 0
    (copy / ".DS_Store").write_bytes(b"x")
    assert check(copy)[0] == 0, "what a desktop leaves is only mentioned"
    (copy / "data" / "more.txt").write_bytes(b"x")
    assert check(copy)[0] == 1
    (copy / "data" / "more.txt").rename(copy / "more.txt")
    assert check(copy)[0] == 1
    (copy / "more.txt").unlink()
    (copy / "exhibits.html").rename(copy / "exhibits.htm")
    assert check(copy)[0] == 1
    (copy / "exhibits.htm").rename(copy / "exhibits.html")
    (copy / "proof/head.txt").rename(copy.parent / "head.txt")
    (copy / "proof/head.txt").symlink_to(copy.parent / "head.txt")
    assert check(copy)[0] == 1


def test_a_list_made_anew_does_not_pass_without_the_key(copy: Path) -> None:
    """Somebody changes an exhibit and every list that speaks of it: the signature, the log and the digest on record remain."""
    (copy / "data/S1-短信 备份.xml").write_bytes(TEXTS[0][:-1] + b"!")
    for kind in ("sha256", "sm3"):
        for name in (f"manifest-{kind}.txt", f"tagmanifest-{kind}.txt"):
            lines = [line.split("  ", 1)[1] for line in (copy / name).read_text("utf-8").splitlines()]
            fresh = [f"{hashlib.new(kind, (copy / one).read_bytes()).hexdigest()}  {one}\n" for one in lines]
            (copy / name).write_text("".join(fresh), "utf-8")
        (copy / f"tagmanifest-{kind}.txt").write_text(
            "".join(
                f"{hashlib.new(kind, (copy / line.split('  ', 1)[1]).read_bytes()).hexdigest()}  {line.split('  ', 1)[1]}\n"
                for line in (copy / f"tagmanifest-{kind}.txt").read_text("utf-8").splitlines()
            ),
            "utf-8",
        )
    code, said = check(copy)
    assert code == 1
    assert "签名不符" in said
    assert "与登记的摘要不符" in said


def test_a_bagit_validator_accepts_it_and_finds_a_change(copy: Path) -> None:
    assert bagit.Bag(str(copy)).validate(processes=1)
    (copy / "data/S1-短信 备份.xml").write_bytes(b"!" + TEXTS[0][1:])
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(copy)).validate(processes=1)


def test_the_written_instructions_work_as_typed(made: tuple[Exported, str], copy: Path) -> None:
    """Every command of README.txt but Python's, in a shell with sha256sum and openssl."""
    assert shutil.which("openssl"), "this test needs the openssl command"
    text = (copy / "README.txt").read_text("utf-8")
    part = text[text.index("三、") : text.index("四、")]
    commands = "\n".join(line.strip() for line in part.splitlines() if line.startswith("        "))
    done = subprocess.run(["sh", "-ec", commands], cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603, S607 -- as a receiver types it
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 2
    assert "CHANGED" not in done.stdout
    assert made[0].fingerprint in done.stdout
    seq = json.loads((copy / "proof/proof.json").read_text("utf-8"))["entries"][0]["seq"]
    opened = hashlib.sha256((copy / f"proof/entry-{seq:012d}.opened").read_bytes()).hexdigest()
    assert done.stdout.count(opened) == 2, "the commitment in the frame is the digest of what was opened"
    assert hashlib.sha256(TEXTS[0]).hexdigest() in done.stdout


def test_plain_python_sm3_equals_openssls(copy: Path) -> None:
    sys.path.insert(0, str(copy))
    try:
        module = __import__("verify")
    finally:
        sys.path.remove(str(copy))
        sys.modules.pop("verify", None)
    # GB/T 32905-2016, appendix A
    assert module.PlainSM3(b"abc").hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert (
        module.PlainSM3(b"abcd" * 16).hexdigest() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )
    for size in (0, 1, 55, 56, 63, 64, 65, 1000):
        data = bytes(range(256)) * 4
        assert module.PlainSM3(data[:size]).hexdigest() == hashlib.new("sm3", data[:size]).hexdigest()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, to run the page's script without a browser")
def test_the_page_checks_the_same(made: tuple[Exported, str], copy: Path, tmp_path: Path) -> None:
    page = (copy / "verify.html").read_text("utf-8")
    script = page[page.index("<script>") + 8 : page.index("</script>")]
    (tmp_path / "verify.js").write_text(script, "utf-8")
    (tmp_path / "run.js").write_text(RUN, "utf-8")
    exported, earlier = made

    def browse(*words: str) -> int:
        command = ["node", str(tmp_path / "run.js"), str(copy), *words]
        return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603 -- the interpreter under test

    assert browse(exported.head, exported.fingerprint) == 0
    assert browse(earlier, "") == 0
    assert browse("3-" + "0" * 64, "") == 1
    assert browse("", "0" * 64) == 1
    for path in files(copy):
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if data else b"x")
        assert browse() == 1, path
        path.write_bytes(data)
    assert browse() == 0


RUN = """
const fs = require("fs"), path = require("path"), {Check} = require("./verify.js"), files = new Map(), root = process.argv[2];
(function walk(folder) {
  for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(full);
    else {
      const data = new Uint8Array(fs.readFileSync(full));
      files.set(path.relative(root, full).split(path.sep).join("/"), {size: data.length, read: async (a, b) => data.slice(a, b)});
    }
  }
})(root);
new Check(files, () => {}).run(process.argv[3], process.argv[4]).then((good) => process.exit(good ? 0 : 1));
"""


def test_the_pages_can_neither_load_nor_send(made: tuple[Exported, str]) -> None:
    for name in ("verify.html", "exhibits.html"):
        page = (made[0].path / name).read_text("utf-8")
        assert "default-src 'none'" in page
        assert not any(
            word in page for word in ("http://", "https://", "src=", "href=", "fetch(", "XMLHttp", "import(")
        )
        for tag, policy in (("style", "style-src"), ("script", "script-src")):
            if f"<{tag}>" in page:
                inner = page[page.index(f"<{tag}>") + len(tag) + 2 : page.index(f"</{tag}>")]
                digest = b64encode(hashlib.sha256(inner.encode()).digest()).decode()
                assert f"{policy} 'sha256-{digest}'" in page
    listing = (made[0].path / "exhibits.html").read_text("utf-8")
    assert "演示 &lt;案&gt;" in listing
    assert "短信 &lt;b&gt;" in listing
    assert hashlib.sha256(TEXTS[0]).hexdigest() in listing
    assert hashlib.new("sm3", TEXTS[0]).hexdigest() in listing


def test_encrypted_to_recipients_only_they_can_read_it(tmp_path: Path) -> None:
    vault, items = fill(tmp_path / "case")
    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    with vault:
        target = tmp_path / "out" / "court.tar.age"
        exported = vault.export(target, items, recipients=[str(key.to_public()) for key in keys])
        assert exported.path == target
        with pytest.raises(NotARecipientError):
            vault.export(tmp_path / "out" / "x.tar.age", items, recipients=["age1nothing"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["court.tar.age"], "nothing in clear is left"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(target.read_bytes(), [pyrage.x25519.Identity.generate()])
    for key in keys:
        plain = pyrage.decrypt(target.read_bytes(), [key])
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            archive.extractall(tmp_path / str(key.to_public()), filter="data")
        assert check(tmp_path / str(key.to_public()) / "court")[0] == 0


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age command")
def test_the_age_command_opens_it(tmp_path: Path) -> None:
    vault, items = fill(tmp_path / "case")
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"{key}\n", encoding="ascii")
    with vault:
        vault.export(tmp_path / "court.tar.age", items, recipients=[str(key.to_public())])
    script = "age -d -i key.txt court.tar.age | tar xf -"
    subprocess.run(["sh", "-ec", script], cwd=tmp_path, check=True)  # noqa: S603, S607 -- as README.txt says it
    assert check(tmp_path / "court")[0] == 0


def test_what_is_wrong_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    vault, items = fill(tmp_path / "case")
    out = tmp_path / "out"
    with vault:
        (out / "there").mkdir(parents=True)
        with pytest.raises(FolderNotEmptyError):
            vault.export(out / "there", items)
        wrong: Sequence[ExportItem] = [ExportItem("S1", "x", items[0].blob, items[1].seq)]
        with pytest.raises(UnknownBlobError):
            vault.export(out / "bag", wrong)
        with pytest.raises(UnknownBlobError):
            vault.export(out / "bag", [ExportItem("S1", "x", items[0].blob, 99)])
        stored = tmp_path / "case" / "blobs" / f"{items[2].blob}.age"
        data = bytearray(stored.read_bytes())
        data[-30] ^= 1
        stored.write_bytes(data)
        with pytest.raises(DamagedBlobError):
            vault.export(out / "bag", items)
        assert [path.name for path in out.iterdir()] == ["there"]
        identity = vault.identity
    with Vault.open(tmp_path / "case", identity=identity, read_only=True) as reader, pytest.raises(ReadOnlyError):
        reader.export(out / "bag", items[:1])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.xml", "data/S1-a.xml"),
        ("..", "data/S1-file"),
        ("", "data/S1-file"),
        ("C:\\x\\y.csv", "data/S1-C__x_y.csv"),
        ("e\u0301.txt", "data/S1-\u00e9.txt"),
        ("\u202egnp.exe", "data/S1-gnp.exe"),
        ("名" * 100 + ".jpeg", "data/S1-" + "名" * 37 + ".jpeg"),
        ("no ending but a.very long tail indeed", "data/S1-no ending but a.very long tail indeed"),
    ],
)
def test_names_that_every_file_system_takes(name: str, safe: str) -> None:
    assert bag.payload_name("S1", name) == safe
