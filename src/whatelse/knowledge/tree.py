"""Reading: TOML files become one raw tree of plain tables; an overlay is merged over it for one run.

The tree has one branch per room: ``conditions``, ``findings``, ``families``, ``sources``, ``settings``,
``red_flags``, ``actions``, ``scans``, ``six_factors``, ``plan``, ``interview``, ``shorthand``, ``self_tests``,
``exam``, ``words``. Its digest is the hash of the bytes, overlays included.
"""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from whatelse.errors import InputError, nearest, shown

Tree = dict[str, dict[str, Any]]
ROOMS = (
    "conditions",
    "findings",
    "families",
    "sources",
    "settings",
    "red_flags",
    "actions",
    "scans",
    "six_factors",
    "plan",
    "shorthand",
    "self_tests",
    "exam",
    "interview",
    "words",
)
#: Accounts for rows of evidence; holds no knowledge, so it is neither parsed here nor part of the digest.
EVIDENCE_ROWS = "evidence_rows.toml"
#: Where a place on the drawn body leads to; read by ``body_map``. What it changes is kept as answers.
BODY_MAP = "body_map.toml"
#: Files that are no part of the digest.
APART = (EVIDENCE_ROWS, BODY_MAP)
_LISTS = {
    "finding": "findings",
    "family": "families",
    "rule": "red_flags",
    "action": "actions",
    "scan": "scans",
    "alias": "shorthand",
}
#: What stands beside the rules in their file. No room of its own: no overlay can change it.
SAFETY = ("core", "level", "not_for", "raise")


def data_folder() -> Path:
    """The folder of the shipped knowledge."""
    return Path(str(resources.files("whatelse.knowledge") / "data"))


def read_bytes(folder: Path) -> dict[str, bytes]:
    """Every TOML file below a folder, by its relative name, in sorted order."""
    try:
        paths = sorted(folder.rglob("*.toml"))
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name not in APART}
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=str(folder)) from None
    if not found:
        raise InputError("holds no .toml file", file=str(folder))
    return found


def digest_of(files: dict[str, bytes]) -> str:
    """SHA-256 over names and bytes: the same knowledge has the same digest on every machine."""
    hasher = hashlib.sha256()
    for name in sorted(files):
        hasher.update(name.encode() + b"\0" + files[name] + b"\0")
    return hasher.hexdigest()


def parse_toml(raw: bytes, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start})", file=name) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"broken TOML: {error}", file=name) from None


def build_tree(files: dict[str, bytes]) -> Tree:
    """The raw tree of all files. Raises InputError on broken TOML, a missing or a doubled id."""
    tree: Tree = {room: {} for room in (*ROOMS, "safety")}
    for name, raw in files.items():
        table = parse_toml(raw, name)
        room = name.split("/")[0].removesuffix(".toml")
        if room in ("conditions", "settings"):
            _add(tree[room], table, name)
        elif room in ("findings", "red_flags", "actions", "scans", "shorthand"):
            for key, items in table.items():
                if room == "red_flags" and key in SAFETY:
                    tree["safety"][key] = items
                    continue
                if key not in _LISTS:
                    raise InputError(f"unknown table {key!r}{nearest(key, _LISTS)}", file=name)
                for item in items:
                    _add(tree[_LISTS[key]], item, name)
        elif room in ("six_factors", "plan", "interview", "self_tests", "exam"):
            for key, items in table.items():
                for item in items if isinstance(items, list) else [items]:
                    _add_listed(tree[room], key, item, name)
        elif room == "sources":
            for key, item in table.items():
                _add(tree["sources"], {"id": key, **item}, name)
        elif room in ("words", "places", "names"):
            tree["words"].update(table)
        else:
            raise InputError(f"no room named {room!r}{nearest(room, ROOMS)}", file=name)
    return tree


def _add(branch: dict[str, Any], table: dict[str, Any], name: str) -> None:
    key = table.get("id")
    if not isinstance(key, str) or not key:
        raise InputError("an entry without id", file=name)
    if key in branch:
        raise InputError(f"{key} is defined twice (also in {branch[key]['file']})", file=name)
    branch[key] = {**table, "file": name}


def _add_listed(branch: dict[str, Any], kind: str, item: Any, name: str) -> None:
    """An entry of a file that holds several lists goes by ``list/id``, so that ids are its own in each list."""
    if not isinstance(item, dict) or not isinstance(item.get("id"), str) or not item["id"]:
        raise InputError("an entry without id", file=name, field=kind)
    key = f"{kind}/{item['id']}"
    if key in branch:
        raise InputError(f"{key} is defined twice", file=name)
    branch[key] = {**item, "file": name}


def overlay_tree(tree: Tree, raw: bytes, name: str) -> Tree:
    """The tree with an overlay merged over it: tables merge, lists of tables with ids merge by id, all else replaces.

    ``[conditions.ID.findings]``, ``[findings.ID]``, ``[settings.ID.shares]``, ``[sources.ID]`` ... A new id
    adds an entry.
    """
    table = parse_toml(raw, name)
    merged: Tree = {room: dict(branch) for room, branch in tree.items()}
    for room, entries in table.items():
        if room not in ROOMS:
            raise InputError(f"no room named {room!r}{nearest(room, ROOMS)}", file=name)
        if not isinstance(entries, dict):
            raise InputError(f"[{room}] holds {type(entries).__name__}, expected tables by id", file=name)
        for key, entry in entries.items():
            old = merged[room].get(key)
            if room != "words" and not isinstance(entry, dict):
                raise InputError(f"found {shown(entry)}, expected a table", file=name, field=f"{room}.{key}")
            if isinstance(entry, dict):
                base = old if isinstance(old, dict) else {"id": key}
                if room == "words":
                    base = old if isinstance(old, dict) else {}
                merged[room][key] = (
                    {**_merge(base, entry), "file": name}
                    if room != "words"
                    else {
                        **base,
                        **entry,
                    }
                )
            else:
                merged[room][key] = entry
    return merged


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        is_record = "source" in new or "word" in new
        if is_record:
            return new
        return {
            key: _merge(old[key], new[key]) if key in old and key in new else new.get(key, old.get(key))
            for key in {**old, **new}
        }
    if _ids(old) is not None and _ids(new) is not None:
        by_id = {item["id"]: item for item in old}
        for item in new:
            by_id[item["id"]] = _merge(by_id.get(item["id"], {}), item)
        return list(by_id.values())
    return new


def _ids(items: Any) -> list[str] | None:
    if isinstance(items, list) and items and all(isinstance(i, dict) and "id" in i for i in items):
        return [item["id"] for item in items]
    return None
