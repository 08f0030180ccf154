"""``whatelse stride --add-to``: what a stride says enters a case, as a new file, because the person asked for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import click
import msgspec

from whatelse.case import Case, read_cases
from whatelse.case.files import FORMATS
from whatelse.cli.progress import Progress
from whatelse.cli.stride_job import Job, made_of
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, load
from whatelse.report.stride_case import bounds_of, stride_in_case
from whatelse.report.stride_case_text import effect_text
from whatelse.report.stride_html import page_html
from whatelse.report.stride_pictures import pictures_of, write_text
from whatelse.report.stride_text import stride_text
from whatelse.stride.change import what_to_change


def add(files: tuple[str, ...], jobs: list[Job], given: dict[str, Any]) -> None:
    """Shows the stride, adds it to the case, tells what that changes. The old case file is never written to."""
    if len(files) != 1 or len(jobs) != 1:
        raise InputError(f"found {len(jobs)} recordings, expected one for a case", field="--add-to")
    knowledge = load()
    case = _the_case(given["case"], knowledge)
    target = Path(given["case_out"] or _beside(Path(given["case"])))
    _require_free(target)
    progress = Progress()
    progress.say(f"reading {jobs[0].name}", now=True)
    try:
        made = made_of(jobs[0])
        progress.say("weighing the case", now=True)
        new, effect = stride_in_case(case, made.analysis, knowledge, given["setting"])
        change = what_to_change(made.analysis, bounds_of(case, knowledge, given["setting"]))
    finally:
        progress.done()
    if effect.entered:
        _write_new(target, _text_of(new, target), like=Path(given["case"]))
    if given["out"] is not None:
        page = page_html(
            made.analysis, pictures_of(made), change, name=Path(jobs[0].path).name, every=True, effect=effect
        )
        write_text(Path(given["out"]) / f"{jobs[0].stem}.html", page)
    if given["as_json"]:
        told = {"case": msgspec.to_builtins(effect), "change": msgspec.to_builtins(change)}
        told["written"] = str(target) if effect.entered else None
        told["stride"] = made.analysis.to_dict()
        click.echo(msgspec.json.encode(told).decode())
        return
    click.echo(stride_text(made.analysis, change, every=given["every"], name=jobs[0].name))
    click.echo(effect_text(effect, str(target)), nl=False)


def _the_case(path: str, knowledge: Knowledge) -> Case:
    found = [item for _, item in read_cases(path, knowledge)]
    if len(found) != 1:
        raise InputError(f"holds {len(found)} cases, expected one", file=path)
    if not isinstance(found[0], Case):
        raise found[0]
    return found[0]


def _beside(path: Path) -> Path:
    if str(path) == "-" or path.suffix.lower() not in FORMATS:
        raise InputError("give the new file a name (--case-out)", file=str(path))
    return path.with_name(f"{path.stem}-with-stride{path.suffix}")


def _require_free(target: Path) -> None:
    if target.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError("found another ending, expected .yaml or .json", file=str(target), field="--case-out")
    if target.exists():
        raise InputError("is already there; nothing is written over. Give another name (--case-out)", file=str(target))


def _text_of(case: Case, target: Path) -> str:
    return case.to_json() if target.suffix.lower() == ".json" else case.to_yaml()


def _write_new(target: Path, text: str, like: Path) -> None:
    """All of it or nothing: written beside and put in place; never over a file that is there.

    like: the old case; the new one may be read by whoever may read that.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".whatelse-", suffix=target.suffix, dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            if like.is_file():
                shutil.copymode(like, name)
            _put(Path(name), target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"cannot write ({error.strerror or error})", file=str(target)) from None


def _put(made: Path, target: Path) -> None:
    """A link fails where the name is taken meanwhile; file systems without links get a plain move."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:
        made.replace(target)
