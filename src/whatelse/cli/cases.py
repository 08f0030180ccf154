"""``whatelse cases``: what is kept on this computer: list, show, export, import, delete."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from whatelse.errors import InputError
from whatelse.store import Conflict, Store

_STORE = click.option(
    "--store",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of cases; default: this user's own (WHATELSE_STORE names another).",
)
_CASE = click.argument("case", metavar="CASE")
#: Letters of a value in a list of events.
WIDTH = 50


@click.group(name="cases")
def command() -> None:
    """Cases kept on this computer by the web app. CASE is an id, or how it begins.

    Nothing here leaves this computer. "export" gives you all of a case, "delete" leaves nothing of it.
    """


@command.command(name="list")
@_STORE
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each case.")
def list_(path: Path | None, as_json: bool) -> None:
    """All cases, the one that was last worked on first."""
    with Store(path) as store:
        for kept in store.list():
            row = {
                "case": kept.id,
                "audience": kept.data.get("audience", "runner"),
                "opened": kept.first.time,
                "last": kept.last.time,
                "events": kept.events,
                "finished": kept.last.kind == "finished",
            }
            if as_json:
                click.echo(msgspec.json.encode(row).decode())
            else:
                end = "finished" if row["finished"] else "open"
                click.echo(f"{kept.id}  {row['audience']}, {kept.events} events, last {kept.last.time}, {end}")
        for gone in () if as_json else store.deleted():
            click.echo(f"{gone.id}  deleted {gone.time}")


@command.command()
@_CASE
@_STORE
def show(case: str, path: Path | None) -> None:
    """Every event of CASE on a line, after its chain was checked."""
    with Store(path) as store:
        for line in store.lines(store.find(case)):
            event = msgspec.json.decode(line)
            data = event.get("data", {})
            what = data.get("key", data.get("reason", data.get("event", "")))
            value = f" = {msgspec.json.encode(data['value']).decode()}" if "value" in data else ""
            text = f"{event['n']:>3}  {event['time']}  {event['kind']:<15} {what}{value}".rstrip()
            click.echo(text if len(text) <= 42 + WIDTH else text[: 41 + WIDTH] + "…")


@command.command()
@_CASE
@_STORE
@click.option("-o", "--output", metavar="FILE", help="A new file; default: standard output.")
def export(case: str, path: Path | None, output: str | None) -> None:
    """CASE as a file of an interview, which ``whatelse ask --save`` goes on with and ``whatelse replay`` checks."""
    with Store(path) as store:
        raw = store.export(store.find(case))
    if output is None:
        click.echo(raw, nl=False)
        return
    try:
        handle = os.open(output, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise InputError("is there already", file=output) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot write ({reason})", file=output) from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(raw)
    click.echo(f"wrote {output}", err=True)


@command.command(name="import")
@click.argument("file", metavar="FILE.jsonl")
@_STORE
def import_(file: str, path: Path | None) -> None:
    """Take in FILE.jsonl, an interview, after its chain was checked. What is kept already is not kept twice."""
    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=file) from None
    with Store(path) as store:
        click.echo(_with_file(file, lambda: store.take_in(raw)))


@command.command()
@_CASE
@_STORE
@click.option("--yes", is_flag=True, help="Do not ask again.")
def delete(case: str, path: Path | None, yes: bool) -> None:
    """Delete CASE wholly: its bytes are written over. That it was there, and when it went, stays."""
    with Store(path) as store:
        found = store.find(case)
        if not yes:
            click.confirm(f"Delete {found} for good?", abort=True, err=True)
        store.delete(found)
    click.echo(f"deleted {found}", err=True)


def _with_file(file: str, take: Callable[[], Any]) -> Any:
    """The same, with errors that name the file."""
    try:
        return take()
    except InputError as error:
        raise error.at(file=file) from None
    except Conflict as error:
        raise InputError(f"goes on differently than the case that is kept, {error}", file=file) from None
