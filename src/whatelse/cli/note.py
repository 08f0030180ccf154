"""``whatelse note``: cases in, a note to copy for a clinician out."""

from __future__ import annotations

import sys

import click

from whatelse.case import Case, Stage, read_cases
from whatelse.errors import InputError
from whatelse.inference.assess import differential_of
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import require_sound
from whatelse.plan import plan_for
from whatelse.report.note import note_text


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
@click.option("--intervals", "with_intervals", is_flag=True, help="Also how sure each probability is. Slower.")
@click.option(
    "--knowledge",
    "overlays",
    multiple=True,
    metavar="OVERLAY.toml",
    help="Change or add numbers for this run; named with its hash in the output. May be repeated.",
)
def command(
    cases: tuple[str, ...], setting: str | None, stage: str, with_intervals: bool, overlays: tuple[str, ...]
) -> None:
    """Each CASE as a note for a clinician: plain text, 80 columns, to copy.

    History, positive, negative and not tested findings, red flags, possible sources, plan. CASE is as for assess. A
    case that cannot be read is told in one line and does not stop the others; the exit code is then 2.
    """
    knowledge = require_sound(load(overlays)) if overlays else load()
    failed = False
    shown = 0
    for path in cases:
        for name, item in read_cases(path, knowledge):
            try:
                if not isinstance(item, Case):
                    raise item
                text = _note(item, knowledge, setting, stage, with_intervals)  # type: ignore[arg-type]
            except InputError as error:
                if "setting" in (error.field or "") and not error.file:
                    raise
                failed = True
                sys.stdout.flush()
                click.echo(f"whatelse: {error.at(file=name)}", err=True)
                continue
            if shown:
                click.echo()
            click.echo(text, nl=False)
            shown += 1
    if failed:
        sys.exit(2)


def _note(case: Case, knowledge: Knowledge, setting: str | None, stage: Stage, with_intervals: bool) -> str:
    from whatelse.plan.alarm import alarm_of

    weighed = weigh(case, knowledge, setting, stage)
    alarm = alarm_of(weighed, stage)
    return note_text(
        weighed.case,
        knowledge,
        differential_of(weighed, stage),
        explain(weighed),
        plan_for(weighed, alarm),
        alarm,
        intervals(weighed) if with_intervals else None,
    )
