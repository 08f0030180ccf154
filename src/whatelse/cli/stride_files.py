"""Which recordings are meant: files, folders, who ran them, and what a sidecar file says of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from whatelse.cli.stride_job import Job
from whatelse.errors import InputError, nearest, shown

#: Endings of files in a folder that may hold movement.
ENDINGS = (".c3d", ".trc", ".mot", ".sto", ".txt", ".csv", ".csv.gz", ".txt.gz", ".json", ".fit", ".forces")
SIDECAR = "stride.toml"
_KNOWN = ("subject", "condition", "speed", "static", "incline", "skip")
_FIELD = re.compile(r"\\\{(\w+)\\\}|\\\*")


def jobs_of(paths: tuple[str, ...], shared: Job, pattern: str | None) -> list[Job]:
    """A job for each file, in the order of the names. shared: what was asked for all of them.

    A folder may hold ``stride.toml``: a table ``[default]``, and one a file, ``["run1.c3d"]``, with any of subject,
    condition, speed, static, incline, skip. pattern: ``{subject}_{condition}.c3d``, ``*`` for anything. What was
    asked on the command line wins over the sidecar, the sidecar over the pattern.

    Raises InputError for a path that is not there, an empty folder, a sidecar or pattern that cannot be understood.
    """
    matching = _compiled(pattern)
    jobs = []
    for given in paths:
        path = Path(given)
        if path.is_dir() and not _is_openpose(path):
            jobs += _in_folder(path, shared, matching)
        else:
            jobs.append(_job(path, given, shared, {}, matching))
    return _with_own_stems(jobs)


def is_folder(path: str) -> bool:
    return Path(path).is_dir() and not _is_openpose(Path(path))


def _in_folder(folder: Path, shared: Job, matching: re.Pattern[str] | None) -> list[Job]:
    said = _sidecar(folder / SIDECAR)
    files = sorted(path for path in folder.iterdir() if path.name.lower().endswith(ENDINGS) and path.name[0] != ".")
    unknown = [name for name in said if name != "default" and not (folder / name).exists()]
    if unknown:
        close = nearest(unknown[0], [path.name for path in files])
        raise InputError(f"names {shown(unknown[0])}, which is not in this folder{close}", file=str(folder / SIDECAR))
    default = said.get("default", {})
    tables = {path: {**default, **said.get(path.name, {})} for path in files}
    standing = {str(table["static"]) for table in tables.values() if "static" in table}
    if shared.static:
        standing.add(Path(shared.static).name)
    kept = [path for path in files if not tables[path].get("skip") and path.name not in standing]
    if not kept:
        raise InputError(f"is a folder without recordings ({', '.join(ENDINGS)})", file=str(folder))
    return [_job(path, str(path), shared, tables[path], matching) for path in kept]


def _job(path: Path, name: str, shared: Job, table: dict[str, Any], matching: re.Pattern[str] | None) -> Job:
    found = matching.fullmatch(path.name) if matching else None
    named = found.groupdict() if found else {}
    static = shared.static or (str(path.parent / table["static"]) if table.get("static") else None)
    stem = path.name.removesuffix(".gz")
    return Job(
        path=str(path),
        name=name,
        stem=stem.rpartition(".")[0] or stem,
        static=static,
        speed=shared.speed if shared.speed is not None else table.get("speed"),
        events_from=shared.events_from,
        incline_deg=shared.incline_deg if shared.incline_deg is not None else table.get("incline"),
        reading=shared.reading,
        plots=shared.plots,
        pages=shared.pages,
        subject=table.get("subject", named.get("subject")),
        condition=table.get("condition", named.get("condition")),
    )


def _with_own_stems(jobs: list[Job]) -> list[Job]:
    """Two files of one name in two folders, or of two endings, do not write over each other."""
    import msgspec

    seen: dict[str, int] = {}
    out = []
    for job in jobs:
        seen[job.stem] = seen.get(job.stem, 0) + 1
        count = seen[job.stem]
        out.append(job if count == 1 else msgspec.structs.replace(job, stem=f"{job.stem}-{count}"))
    return out


def _sidecar(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be understood ({error})", file=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=str(path)) from None
    for name, table in said.items():
        if not isinstance(table, dict):
            raise InputError(f'found {shown(table)}, expected a table: ["{name}"]', file=str(path), field=name)
        for key, value in table.items():
            if key not in _KNOWN:
                raise InputError(f"not known{nearest(key, _KNOWN)}", file=str(path), field=f"{name}.{key}")
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            wanted = {"speed": is_number, "incline": is_number, "skip": isinstance(value, bool)}
            if not wanted.get(key, isinstance(value, (str, int))):
                raise InputError(f"found {shown(value)}", file=str(path), field=f"{name}.{key}")
    return {
        name: {key: str(value) if key in ("subject", "condition") else value for key, value in table.items()}
        for name, table in said.items()
    }


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    fields = re.findall(r"\{(\w*)\}", pattern)
    if not fields or set(fields) - {"subject", "condition"} or len(set(fields)) < len(fields):
        raise InputError(
            f"found {shown(pattern)}, expected a file name with {{subject}} or {{condition}}, each once, such as "
            "{subject}_{condition}.c3d",
            field="--name-pattern",
        )
    text = _FIELD.sub(lambda m: f"(?P<{m[1]}>.+?)" if m[1] else ".*", re.escape(pattern))
    return re.compile(text)


def _is_openpose(folder: Path) -> bool:
    """A folder with one OpenPose file a picture is one recording, not many."""
    files = sorted(path for path in folder.iterdir() if path.name.lower().endswith(ENDINGS))
    if not files or any(path.suffix.lower() != ".json" for path in files):
        return False
    try:
        with files[0].open("rb") as stream:
            return b'"people"' in stream.read(1000)
    except OSError:
        return False
