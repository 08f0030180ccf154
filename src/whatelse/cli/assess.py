"""``whatelse assess``: cases in (files, folders, standard input), differentials out."""

from __future__ import annotations

import click
import msgspec

from whatelse.case import Case, Stage
from whatelse.cli import options
from whatelse.cli.each_case import EachCase
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals as intervals_of
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge
from whatelse.report.terminal import Depth, print_assessment
from whatelse.triage import Assessment, assess


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@options.setting
@options.stage
@click.option(
    "--top",
    type=click.IntRange(1),
    default=8,
    show_default=True,
    help="Sources shown before the rest is folded.",
)
@click.option("--intervals", is_flag=True, help="How sure each probability is: its range, and what it hangs on most.")
@click.option("--why", is_flag=True, help="What speaks for and against the first sources, with the figures behind.")
@options.as_json
@options.overlays
def command(
    cases: tuple[str, ...],
    setting: str | None,
    stage: Stage,
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
    knowledge = options.knowledge_with(overlays)
    run = EachCase(cases, knowledge)
    as_json = as_json or run.lines_in
    for shown, (name, item, result) in enumerate(run.answers(lambda case: assess(case, knowledge, setting, stage))):
        depth = _depth(item, knowledge, setting, stage, intervals=intervals, why=why)
        if as_json:
            named = result if result.case else msgspec.structs.replace(result, case=name)
            click.echo(_json(named, depth))
        else:
            if shown:
                click.echo()
            print_assessment(result, top=top, name=name, depth=depth)
    run.done()


def _depth(case: Case, knowledge: Knowledge, setting: str | None, stage: Stage, *, intervals: bool, why: bool) -> Depth:
    """Intervals and reasons, where they are asked for."""
    if not intervals and not why:
        return Depth()
    weighed = weigh(case, knowledge, setting, stage)
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
