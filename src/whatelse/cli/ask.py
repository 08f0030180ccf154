"""``whatelse ask``: the interview in a terminal or a pipe."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import click

from whatelse import cachefolder
from whatelse.case import Case, read_cases
from whatelse.cli import options
from whatelse.cli.ask_dialogue import Dialogue, now
from whatelse.errors import InputError
from whatelse.interview.event_file import EventFile
from whatelse.interview.session import Session
from whatelse.interview.types import Audience, Explore, Mode, RuleIn, RuleOut, Settle
from whatelse.knowledge import Knowledge


@click.command()
@click.option("--case", "case_file", metavar="FILE", help="Begin with what a case file tells.")
@click.option("--for", "audience", type=click.Choice(["runner", "clinician"]), default=None, help="Who answers.")
@click.option("--rule-out", metavar="ID", help="Ask what would show that this condition is not there.")
@click.option("--rule-in", metavar="ID", help="Ask what would show that this condition is there.")
@click.option("--settle", nargs=2, metavar="ID ID", help="Ask what tells these two conditions apart.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many questions; safety comes on top.")
@click.option("--save", "save", metavar="FILE", help="Keep the answers in FILE.jsonl; where it is, go on from it.")
@click.option("--export-case", "export", metavar="FILE", help="Write the case to FILE.yaml, for assess, plan and note.")
@options.setting
@options.overlays
def command(
    case_file: str | None,
    audience: str | None,
    rule_out: str | None,
    rule_in: str | None,
    settle: tuple[str, str] | None,
    limit: int | None,
    save: str | None,
    export: str | None,
    setting: str | None,
    overlays: tuple[str, ...],
) -> None:
    """Ask about the pain, the dangerous things first, and say what it could be.

    One question at a time: y, n or d (don't know) and Enter; "help" shows all keys. Every answer is kept at once, so
    that Ctrl-C loses nothing. Works in a pipe too, with one answer a line.
    """
    mode = _mode(rule_in, rule_out, settle)
    _check_names(case_file, save, export)
    knowledge = options.knowledge_with(overlays)
    terms = _given({"--case": case_file, "--for": audience, "--limit": limit, "--setting": setting}, mode)
    if save is not None and Path(save).exists():
        if terms:
            raise InputError(f"goes on as it began; leave out {', '.join(terms)}", file=save)
        file, log = EventFile.resume(Path(save))
        session = _resumed(knowledge, log.events, save)
        dialogue = Dialogue(session, file, written=len(log.events))
        dialogue.greet_again(torn=log.torn)
    else:
        case = _case(case_file, knowledge) if case_file else None
        reader: Audience = "clinician" if audience == "clinician" else "runner"
        session = Session.open(knowledge, now(), case=case, setting=setting, audience=reader, mode=mode, limit=limit)
        file_or_none = EventFile.create(Path(save)) if save is not None else _own_file()
        dialogue = Dialogue(session, file_or_none)
        dialogue.greet()
    _talk(dialogue, save=save, export=export)


def _talk(dialogue: Dialogue, *, save: str | None, export: str | None) -> None:
    interrupted = False
    try:
        dialogue.run()
    except KeyboardInterrupt:
        interrupted = True
        click.echo()
    except EOFError:
        pass
    if export is not None:
        _write(Path(export), dialogue.session.case)
    dialogue.leave(save=save, export=export)
    if interrupted:
        sys.exit(130)


def _mode(rule_in: str | None, rule_out: str | None, settle: tuple[str, str] | None) -> Mode:
    modes: list[Mode] = []
    if rule_in is not None:
        modes.append(RuleIn(rule_in))
    if rule_out is not None:
        modes.append(RuleOut(rule_out))
    if settle is not None:
        modes.append(Settle(*settle))
    if len(modes) > 1:
        raise click.UsageError("choose one of --rule-in, --rule-out and --settle")
    return modes[0] if modes else Explore()


def _check_names(case_file: str | None, save: str | None, export: str | None) -> None:
    if save is not None and Path(save).suffix.lower() != ".jsonl":
        raise InputError("expected a name that ends in .jsonl", file=save)
    if export is not None and Path(export).suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError("expected a name that ends in .yaml or .json", file=export)
    if export is not None and case_file is not None and Path(export).resolve() == Path(case_file).resolve():
        raise InputError("is the file of --case; choose another name for --export-case", file=export)


def _given(options: dict[str, object], mode: Mode) -> list[str]:
    names = [name for name, value in options.items() if value is not None]
    return names if isinstance(mode, Explore) else [*names, "--rule-in, --rule-out or --settle"]


def _resumed(knowledge: Knowledge, events: object, save: str) -> Session:
    try:
        return Session.resume(knowledge, events)  # type: ignore[arg-type]
    except InputError as error:
        raise error.at(file=save) from None


def _case(path: str, knowledge: Knowledge) -> Case:
    found = [item for _, item in read_cases(path, knowledge)]
    for item in found:
        if isinstance(item, InputError):
            raise item
    cases = [item for item in found if isinstance(item, Case)]
    if len(cases) != 1:
        raise InputError(f"holds {len(cases)} cases, expected one", file=path)
    return cases[0]


def _own_file() -> EventFile | None:
    """A file of this interview in the folder of this user, so that nothing is lost; None where none can be made."""
    base = cachefolder.folder()
    if base is None:
        return None
    try:
        inside = base / "interviews"
        inside.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=inside, prefix="answers-", suffix=".jsonl")
        os.close(handle)
    except OSError:
        return None
    return EventFile(Path(name), 0)


def _write(path: Path, case: Case) -> None:
    """The case, whole or not at all."""
    text = case.to_json() if path.suffix.lower() == ".json" else case.to_yaml()
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(f"cannot write ({error.strerror})", file=str(path)) from None
