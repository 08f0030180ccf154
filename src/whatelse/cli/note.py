"""``whatelse note``: cases in, a note to copy for a clinician out."""

from __future__ import annotations

import click

from whatelse.case import Case, Stage
from whatelse.cli import options
from whatelse.cli.each_case import EachCase
from whatelse.inference.assess import differential_of
from whatelse.inference.explanation import explain
from whatelse.inference.intervals import intervals
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge
from whatelse.plan import plan_for
from whatelse.report.note import note_text


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@options.setting
@options.stage
@click.option("--intervals", "with_intervals", is_flag=True, help="Also how sure each probability is. Slower.")
@options.overlays
def command(
    cases: tuple[str, ...], setting: str | None, stage: Stage, with_intervals: bool, overlays: tuple[str, ...]
) -> None:
    """Each CASE as a note for a clinician: plain text, 80 columns, to copy.

    History, positive, negative and not tested findings, red flags, possible sources, plan. CASE is as for assess. A
    case that cannot be read is told in one line and does not stop the others; the exit code is then 2.
    """
    knowledge = options.knowledge_with(overlays)
    run = EachCase(cases, knowledge)
    for shown, (_, _, text) in enumerate(
        run.answers(lambda case: _note(case, knowledge, setting, stage, with_intervals))
    ):
        if shown:
            click.echo()
        click.echo(text, nl=False)
    run.done()


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
