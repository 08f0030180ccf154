"""``whatelse replay``: is a record what was written, and does the program still say the same?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from whatelse.cli import options
from whatelse.errors import InputError
from whatelse.interview.event_file import LARGEST
from whatelse.interview.events import Event, read
from whatelse.interview.fold import fold
from whatelse.knowledge import Knowledge
from whatelse.version import __version__


@click.command()
@click.argument("file", metavar="FILE.jsonl")
@options.overlays
def command(file: str, overlays: tuple[str, ...]) -> None:
    """Check FILE.jsonl, the record of an interview, and work out again what it says.

    Every line must be as it was written, and follow the line before it. Where engine and knowledge are those of the
    record, the case is folded anew and every result that was shown is compared. Exit code 0: all the same, or made by
    other versions, which are named; 1: another result; 2: a record that was changed or cannot be read.
    """
    knowledge = options.knowledge_with(overlays)
    events = _read(file)
    click.echo(f"{len(events)} events, {events[0].time} to {events[-1].time}: the chain is whole.")
    other = differing(events[0], knowledge)
    if other:
        click.echo(f"Not worked out again: {'; '.join(other)}.")
        return
    try:
        problems = recomputed(events, knowledge)
    except InputError as error:
        raise error.at(file=file) from None
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("Worked out again with the same engine and knowledge: the same.")


def _read(file: str) -> tuple[Event, ...]:
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=file) from None
    if len(raw) > LARGEST:
        raise InputError("is larger than 10 MB", file=file)
    try:
        log = read(raw)
    except InputError as error:
        raise error.at(file=file) from None
    if log.torn:
        click.echo("The last line was cut off while it was written; it is left out.")
    return log.events


def differing(first: Event, knowledge: Knowledge) -> list[str]:
    """What the record was made with and what is here, where that is not the same."""
    made: Any = first.data.get("knowledge")
    digest = str(made.get("digest", "")) if isinstance(made, dict) else ""
    found = []
    if first.data.get("engine") != __version__:
        found.append(f"engine {first.data.get('engine')} in the record, {__version__} here")
    if digest != knowledge.digest:
        found.append(f"knowledge {digest[:12] or 'not named'} in the record, {knowledge.digest[:12]} here")
    return found


def recomputed(events: tuple[Event, ...], knowledge: Knowledge) -> list[str]:
    """What comes out otherwise: for each result that was shown, and for the level at the end. Empty: nothing."""
    from whatelse.interview.session import Session
    from whatelse.interview.shown import shown_of

    problems = []
    for k, event in enumerate(events):
        if event.kind == "finished" and "level" in event.data:
            level = Session.resume(knowledge, events[:k]).triage.level
            if level != event.data["level"]:
                problems.append(f"Line {k + 1}: level {level}, recorded {event.data['level']}.")
        if event.kind == "shown":
            found = shown_of(Session.resume(knowledge, events[:k]))
            other = [key for key, value in found.items() if event.data.get(key) != value]
            if other:
                problems.append(f"Line {k + 1}: another result ({', '.join(other)}).")
    fold(events, knowledge)
    return problems
