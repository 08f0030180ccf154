"""``whatelse assess``: cases in (files, folders, standard input), differentials out."""

from __future__ import annotations

import sys

import click
import msgspec

from whatelse.case import Case, read_cases
from whatelse.errors import InputError
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals as intervals_of
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import require_sound
from whatelse.report.terminal import Depth, print_assessment
from whatelse.triage import Assessment, assess


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@click.option("--setting", metavar="NAME", help="Where the person is seen; sets how common each cause is.")
@click.option(
    "--stage",
    type=click.Choice(["history", "exam", "all"]),
    default="all",
    show_default=True,
    help="Use what the history tells, the history and examination, or everything.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=8,
    show_default=True,
    help="Sources shown before the rest is folded.",
)
@click.option("--intervals", is_flag=True, help="How sure each probability is: its range, and what it hangs on most.")
@click.option("--why", is_flag=True, help="What speaks for and against the first sources, with the figures behind.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each case.")
@click.option(
    "--knowledge",
    "overlays",
    multiple=True,
    metavar="OVERLAY.toml",
    help="Change or add numbers for this run; named with its hash in the output. May be repeated.",
)
def command(
    cases: tuple[str, ...],
    setting: str | None,
    stage: str,
    top: int,
    intervals: bool,
    why: bool,
    as_json: bool,
    overlays: tuple[str, ...],
) -> None:
    """How urgent each CASE is, then the possible sources of its pain, ranked, with probabilities.

    CASE is a YAML or JSON file, a .jsonl file with one case a line (then JSON Lines come out), a folder of such
    files, or - for standard input. A case that cannot be read is told in one line and does not stop the others;
    the exit code is then 2.
    """
    knowledge = require_sound(load(overlays)) if overlays else load()
    as_json = as_json or all(path.endswith(".jsonl") for path in cases)
    failed = False
    shown = 0
    for path in cases:
        for name, item in read_cases(path, knowledge):
            try:
                if not isinstance(item, Case):
                    raise item
                result = assess(item, knowledge, setting, stage)  # type: ignore[arg-type]
            except InputError as error:
                if "setting" in (error.field or "") and not error.file:
                    raise
                failed = True
                sys.stdout.flush()
                click.echo(f"whatelse: {error.at(file=name)}", err=True)
                continue
            depth = _depth(item, knowledge, setting, stage, intervals=intervals, why=why)
            if as_json:
                named = result if result.case else msgspec.structs.replace(result, case=name)
                click.echo(_json(named, depth))
            else:
                if shown:
                    click.echo()
                print_assessment(result, top=top, name=name, depth=depth)
            shown += 1
    if failed:
        sys.exit(2)


def _depth(case: Case, knowledge: Knowledge, setting: str | None, stage: str, *, intervals: bool, why: bool) -> Depth:
    """Intervals and reasons, where they are asked for."""
    if not intervals and not why:
        return Depth()
    weighed = weigh(case, knowledge, setting, stage)  # type: ignore[arg-type]
    rooms = (knowledge.conditions, knowledge.findings, knowledge.families)
    return Depth(
        intervals=intervals_of(weighed) if intervals else None,
        explanation=explain(weighed) if why else None,
        labels={key: item.label for room in rooms for key, item in room.items()},
    )


def _json(result: Assessment, depth: Depth) -> str:
    """One line; what was asked for beside the answer stands under its own key."""
    more = {"intervals": depth.intervals, "explanation": depth.explanation}
    asked = {key: part.to_dict() for key, part in more.items() if part is not None}
    return msgspec.json.encode({**result.to_dict(), **asked}).decode() if asked else result.to_json()
