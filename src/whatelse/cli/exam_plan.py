"""``whatelse exam-plan``: cases in, the tests most worth doing within a few minutes out."""

from __future__ import annotations

import click
import msgspec

from whatelse.case import Case
from whatelse.cli import options
from whatelse.cli.each_case import EachCase
from whatelse.inference.weigh import weigh
from whatelse.interview.exam_plan import LONGEST, exam_plan_of
from whatelse.interview.exam_types import ExamPlan
from whatelse.knowledge import Knowledge
from whatelse.plan.alarm import alarm_of
from whatelse.plan.floors import held_floors
from whatelse.plan.sources import suspects_of
from whatelse.report.exam_plan import exam_plan_text


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@click.option(
    "--minutes",
    type=click.FloatRange(0, LONGEST, min_open=True),
    default=5.0,
    show_default=True,
    help="Time for the examination, with the turning.",
)
@options.setting
@click.option("--how", is_flag=True, help="Also how each test is done, and when not.")
@options.as_json
@options.overlays
def command(
    cases: tuple[str, ...], minutes: float, setting: str | None, how: bool, as_json: bool, overlays: tuple[str, ...]
) -> None:
    """For clinicians: the tests most worth doing now, in an order in which the patient turns once.

    For each, the likeliest sources after a positive and after a negative. What matters for urgency comes first, what
    may flare an irritable patient last. CASE is as for assess. A case that cannot be read is told in one line and does
    not stop the others; the exit code is then 2.
    """
    knowledge = options.knowledge_with(overlays)
    run = EachCase(cases, knowledge)
    as_json = as_json or run.lines_in
    for shown, (name, _, plan) in enumerate(run.answers(lambda case: _plan(case, knowledge, setting, minutes))):
        if shown and not as_json:
            click.echo()
        click.echo(_shown(plan, name, how=how, as_json=as_json), nl=False)
    run.done()


def _plan(case: Case, knowledge: Knowledge, setting: str | None, minutes: float) -> ExamPlan:
    """The plan of the examination, with the floors of the plan of the case."""
    weighed = weigh(case, knowledge, setting)
    floors = held_floors(knowledge, suspects_of(weighed), alarm_of(weighed))
    return exam_plan_of(weighed, minutes=minutes, floors={floor.floor for floor in floors})


def _shown(plan: ExamPlan, name: str, *, how: bool, as_json: bool) -> str:
    if as_json:
        named = plan if plan.case else msgspec.structs.replace(plan, case=name)
        return named.to_json() + "\n"
    return exam_plan_text(plan, name=name, how=how)
