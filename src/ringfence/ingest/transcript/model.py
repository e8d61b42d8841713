"""The user's model folder: which family it holds, which files belong to it, and their digest.

A folder is recognised by the parts in it and by what the files say of themselves; a name that somebody gave the folder proves
nothing. Of two precisions of one model the smaller one (int8) is taken: it is made for computers without a graphics card.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.ingest.facts import facts
from ringfence.ingest.transcript.errors import BrokenModelError, ModelNotFoundError
from ringfence.ingest.transcript.onnx_about import onnx_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PARTS = ("encoder", "decoder", "joiner")
_PRECISION = re.compile(r"[.\-_](?:int8|fp16|fp32|quant|uint8)(?=[.\-_]|$)", re.IGNORECASE)
_MOST_TOKENS = 32 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One model on the user's disk.

    Attributes:
        family: id in ``speech_models.yaml``; ``name``: what people call it.
        folder: where it lies.
        files: part -> file (``model`` or encoder, decoder, joiner; ``tokens``).
    """

    family: str
    name: str
    folder: Path
    files: Mapping[str, Path]

    def call(self) -> tuple[str, dict[str, Any]]:
        """Return the engine's factory and its arguments."""
        family = _family(self.family)
        named = family.get("named", {})
        paths = {named.get(part, part): str(path) for part, path in self.files.items()}
        return str(family["make"]), {**paths, **family.get("with", {})}

    def digest(self) -> str:
        """Return SHA-256 over the digests of all its files, weights kept beside included: which model it was, exactly."""
        whole = hashlib.sha256()
        for path in sorted(self._all_files()):
            with path.open("rb") as file:
                whole.update(f"{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
        return whole.hexdigest()

    def _all_files(self) -> set[Path]:
        beside = {
            other
            for path in self.files.values()
            if path.suffix == ".onnx"
            for other in self.folder.iterdir()
            if other.is_file() and other.suffix in {".data", ".weights"} and other.name.startswith(path.stem)
        }
        return {*self.files.values(), *beside}


def find_model(folder: Path) -> SpeechModel:
    """Return the model in ``folder``, or in the one folder inside it that holds any.

    Raises:
        ModelNotFoundError: no such folder, parts are missing, two models in one folder, or of a kind that is not supported.
        BrokenModelError: a file is damaged, or tokens and model do not belong together.
    """
    place = _unwrapped(folder)
    files = _candidates(place)
    chosen = _one_set(place, files)
    family, about = _recognised(place, chosen)
    tokens = _tokens(place, chosen)
    if family.get("whole"):
        _check_tokens(place, tokens, about)
    return SpeechModel(family["id"], family["name"], place, {**chosen, "tokens": tokens})


def _unwrapped(folder: Path) -> Path:
    """Return the folder the model really lies in: archives unpack into a folder of their own."""
    if not folder.is_dir():
        raise ModelNotFoundError(str(folder), "没有这个文件夹", "there is no such folder")
    if any(folder.glob("*.onnx")):
        return folder
    inside = [child for child in folder.iterdir() if child.is_dir() and any(child.glob("*.onnx"))]
    if len(inside) == 1:
        return inside[0]
    if inside:
        raise ModelNotFoundError(
            str(folder),
            "里面有几套模型，请直接写其中一套的文件夹",
            "it holds several models; name the folder of one",
        )
    if any(folder.glob("*.tar*")) or any(folder.glob("*.zip")):
        raise ModelNotFoundError(
            str(folder), "下载的压缩包还没有解压", "the downloaded archive has not been unpacked yet"
        )
    raise ModelNotFoundError(str(folder), "里面没有模型文件（.onnx）", "there is no model (.onnx) in it")


def _candidates(folder: Path) -> dict[str, dict[str, Path]]:
    """Return name of the set -> part -> file; files that differ only in their part and precision are one set."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.onnx")):
        stem = _PRECISION.sub("", path.stem).casefold()
        if any(word in re.split(r"[.\-_]", stem) for word in facts("speech_models")["others"]):
            continue
        part = next((name for name in PARTS if name in stem), "model")
        parts = found.setdefault("model:" + stem if part == "model" else stem.replace(part, "*"), {})
        if part not in parts or "int8" in path.name.casefold():
            parts[part] = path
    return found


def _one_set(folder: Path, found: Mapping[str, dict[str, Path]]) -> dict[str, Path]:
    shapes = [set(family["parts"]) for family in facts("speech_models")["families"]]
    whole = [parts for parts in found.values() if set(parts) in shapes]
    if len(whole) == 1:
        return whole[0]
    if whole:
        raise ModelNotFoundError(
            str(folder), "里面有几套模型，请只留一套", "it holds several models; leave only one in the folder"
        )
    there = {part for parts in found.values() for part in parts}
    missing = "、".join(f"{part}*.onnx" for part in PARTS[:2] if part not in there) or "joiner*.onnx"
    raise ModelNotFoundError(str(folder), f"缺少 {missing}", f"{missing} is missing")


def _recognised(folder: Path, chosen: Mapping[str, Path]) -> tuple[dict[str, Any], dict[str, str]]:
    first = chosen.get("model") or chosen["encoder"]
    about: dict[str, str] = {}
    for path in chosen.values():
        try:
            told = onnx_metadata(path)
        except (ValueError, OSError) as fault:
            raise BrokenModelError(str(folder), f"{path.name} 已损坏", f"{path.name} is damaged ({fault})") from None
        about |= told if path == first else {}
    if any(key in about for key in facts("speech_models")["streaming"]):
        raise ModelNotFoundError(
            str(folder),
            "这是实时字幕用的“流式”模型，请换非流式（offline）的",
            "it is a streaming model for live captions; take an offline one",
        )
    for family in facts("speech_models")["families"]:
        if set(family["parts"]) == set(chosen) and _fits(family, about):
            return family, about
    if set(chosen) == {"encoder", "decoder"} and _fits(_family("transducer"), about):
        raise ModelNotFoundError(str(folder), "缺少 joiner*.onnx", "joiner*.onnx is missing")
    kind = about.get("model_type") or "没有写明 / not said"
    raise ModelNotFoundError(
        str(folder),
        f"不支持这种模型（model_type：{kind}）",
        f"this kind of model is not supported (model_type: {kind})",
    )


def _fits(family: Mapping[str, Any], about: Mapping[str, str]) -> bool:
    told = about.get("model_type", "")
    if told and re.fullmatch(family["type"], told, re.IGNORECASE):
        return True
    return any(key in about for key in family.get("keys", ()))


def _tokens(folder: Path, chosen: Mapping[str, Path]) -> Path:
    """Return the token list: ``tokens.txt``, or the one whose name begins as the model's (``base-tokens.txt``)."""
    plain = folder / "tokens.txt"
    if plain.is_file():
        return plain
    first = next(iter(chosen.values())).name
    named = [path for path in sorted(folder.glob("*tokens.txt")) if first.startswith(path.name[: -len("tokens.txt")])]
    if named:
        return named[0]
    raise ModelNotFoundError(str(folder), "缺少 tokens.txt", "tokens.txt is missing")


def _check_tokens(folder: Path, tokens: Path, about: Mapping[str, str]) -> None:
    """Refuse a token list that cannot be the model's: it would write wrong words without a sign."""
    if tokens.stat().st_size > _MOST_TOKENS:
        raise BrokenModelError(str(folder), "tokens.txt 太大，不是词表", "tokens.txt is too large to be a token list")
    try:
        lines = tokens.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise BrokenModelError(str(folder), "tokens.txt 不是文字文件", "tokens.txt is not text") from None
    numbered = sum(1 for line in lines if line.split() and line.split()[-1].isdigit())
    wanted = about.get("vocab_size", "0")
    if not numbered or (wanted.isdigit() and numbered < int(wanted)):
        raise BrokenModelError(
            str(folder),
            f"tokens.txt 有 {numbered} 个词，模型需要 {wanted} 个",
            f"tokens.txt has {numbered} tokens, the model needs {wanted}",
        )


def _family(name: str) -> dict[str, Any]:
    return next(family for family in facts("speech_models")["families"] if family["id"] == name)
