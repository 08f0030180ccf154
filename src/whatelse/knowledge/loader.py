"""``load()``: the shipped knowledge, with overlays for one run, read once per content.

Typed knowledge is cached as JSON under the hash of the file bytes and of the code that shapes it.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import msgspec

from whatelse import cachefolder
from whatelse.errors import InputError
from whatelse.knowledge import (
    care,
    exam_tests,
    interview_data,
    number,
    parse,
    plan_data,
    scans,
    schema,
    self_tests,
    shaped,
    shorthand,
    six_factors,
    tree,
)
from whatelse.knowledge.schema import Knowledge


@functools.cache
def code_digest() -> str:
    """Hash of the code that turns bytes into knowledge: a cache of an older program is never read."""
    hasher = hashlib.sha256()
    for module in (
        care,
        exam_tests,
        interview_data,
        number,
        parse,
        plan_data,
        scans,
        schema,
        self_tests,
        shaped,
        shorthand,
        six_factors,
        tree,
    ):
        hasher.update(Path(str(module.__file__)).read_bytes())
    return hasher.hexdigest()


def load(overlays: tuple[str | Path, ...] = (), folder: Path | None = None) -> Knowledge:
    """The knowledge of ``folder`` (default: the shipped one) with overlay files merged over it, in order.

    Raises InputError when a file cannot be read or has not the right shape.
    """
    files = tree.read_bytes(folder or tree.data_folder())
    layers: list[tuple[str, bytes]] = []
    for path in overlays:
        try:
            layers.append((str(path), Path(path).read_bytes()))
        except OSError as error:
            raise InputError(f"cannot read ({error.strerror})", file=str(path)) from None
    hasher = hashlib.sha256(tree.digest_of(files).encode())
    names = []
    for name, raw in layers:
        own = hashlib.sha256(raw).hexdigest()
        names.append((Path(name).name, own[:12]))
        hasher.update(raw + b"\0")
    digest = hasher.hexdigest() if layers else tree.digest_of(files)
    return _cached(files, layers, digest, tuple(names))


_memory: dict[str, Knowledge] = {}


def _cached(
    files: dict[str, bytes],
    layers: list[tuple[str, bytes]],
    digest: str,
    names: tuple[tuple[str, str], ...],
) -> Knowledge:
    key = f"knowledge-{digest[:24]}-{code_digest()[:16]}"
    if key in _memory and _memory[key].overlays == names:
        return _memory[key]
    kept = cachefolder.read(key + ".json")
    if kept is not None:
        try:
            knowledge = msgspec.json.decode(kept, type=Knowledge)
            if knowledge.overlays == names:
                _memory[key] = knowledge
                return knowledge
        except msgspec.MsgspecError:
            pass
    raw = tree.build_tree(files)
    for name, content in layers:
        raw = tree.overlay_tree(raw, content, name)
    knowledge = parse.parse_tree(raw, digest, names)
    cachefolder.write(key + ".json", msgspec.json.encode(knowledge))
    _memory[key] = knowledge
    return knowledge
