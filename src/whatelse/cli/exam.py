"""``whatelse exam``: cases whose truth is known, answered and scored beside simple baselines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from whatelse.case import Case, read_cases
from whatelse.cli import options
from whatelse.cli.progress import Progress
from whatelse.errors import InputError
from whatelse.exam import ExamResult, sit, truth_of
from whatelse.exam.urgency import Judge
from whatelse.inference.differential import Differential
from whatelse.knowledge import Knowledge
from whatelse.knowledge.schema import Urgency
from whatelse.report.exam import print_exam
from whatelse.triage import triage_of


@click.command()
@click.argument("folder", metavar="CASES_DIR")
@click.option(
    "--stage",
    type=click.Choice(["history", "exam", "all", "every"]),
    default="every",
    show_default=True,
    help="What is told: the history, also the examination, everything; or each of the three in turn.",
)
@click.option("--setting", metavar="NAME", help="Where the people are seen; default: as each case says.")
@click.option("--answers", metavar="FILE.jsonl", help="Write one line for each case and stage, for other scorers.")
@click.option("--confusion", is_flag=True, help="Also show what stood first where the truth did not.")
@click.option("--json", "as_json", is_flag=True, help="The same figures as one line of JSON.")
@options.overlays
def command(
    folder: str,
    stage: str,
    setting: str | None,
    answers: str | None,
    confusion: bool,
    as_json: bool,
    overlays: tuple[str, ...],
) -> None:
    """Score the answers to the cases in CASES_DIR against their truth, beside baselines.

    CASES_DIR is a folder of case files that tell their truth, a single file, or - for standard input. A case that
    cannot be read or answered is told in one line and does not stop the others; the exit code is then 2.
    """
    knowledge = options.knowledge_with(overlays)
    cases, failed = _read(folder, knowledge)
    if not cases:
        sys.exit(2)
    shown = Progress()
    try:
        result = sit(cases, knowledge, setting, stage, progress=_told(shown), judge=_judge(knowledge))  # type: ignore[arg-type]
    finally:
        shown.done()
    for line in dict.fromkeys(one.error for one in result.refused):
        click.echo(f"whatelse: {line}", err=True)
    if answers is not None:
        _write(result, answers)
    if not confusion:
        result = msgspec.structs.replace(result, confusions=())
    if as_json:
        click.echo(result.to_json())
    else:
        print_exam(result, knowledge)
    if failed or result.refused:
        sys.exit(2)


def _told(shown: Progress) -> Callable[[int, int], None]:
    return lambda given, of: shown.say(f"{given} of {of} answers")


def _judge(knowledge: Knowledge) -> Judge:
    """The urgency of a case as known at a stage, as the program gives it."""

    def judge(case: Case, differential: Differential) -> Urgency:
        return triage_of(case, knowledge, differential).level

    return judge


def _read(folder: str, knowledge: Knowledge) -> tuple[list[Case], bool]:
    """The cases that can be sat, and whether any could not; each of these is told in one line."""
    cases: list[Case] = []
    names: dict[str, str] = {}
    failed = False
    for name, item in read_cases(folder, knowledge):
        try:
            if not isinstance(item, Case):
                raise item
            truth_of(item)
            if item.id is not None and item.id in names:
                raise InputError(f"{item.id!r} is the id of a case in {names[item.id]}, too", field="id")
        except InputError as error:
            failed = True
            click.echo(f"whatelse: {error.at(file=name)}", err=True)
            continue
        if item.id is not None:
            names[item.id] = name
        cases.append(item)
    return cases, failed


def _write(result: ExamResult, path: str) -> None:
    text = "".join(one.to_json() + "\n" for one in result.answers)
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot write ({reason})", file=path) from None
