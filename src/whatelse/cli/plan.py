"""``whatelse plan``: cases in, what to do until it is known what it is."""

from __future__ import annotations

import click
import msgspec

from whatelse.case import Case, Stage
from whatelse.cli import options
from whatelse.cli.each_case import EachCase
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge
from whatelse.plan import Plan, plan_for
from whatelse.report.plan import clinician_text, runner_text


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@options.setting
@options.stage
@click.option("--all", "every", is_flag=True, help="Every action, nothing folded.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="Plain words, or figures with ranges and sources.",
)
@options.as_json
@options.overlays
def command(
    cases: tuple[str, ...],
    setting: str | None,
    stage: Stage,
    every: bool,
    reader: str,
    as_json: bool,
    overlays: tuple[str, ...],
) -> None:
    """What to do, what to wait with, what to stop, and whom to see, for each CASE.

    Each action is weighed over all possible sources. CASE is as for assess. A case that cannot be read is told in one
    line and does not stop the others; the exit code is then 2.
    """
    knowledge = options.knowledge_with(overlays)
    run = EachCase(cases, knowledge)
    as_json = as_json or run.lines_in
    for shown, (name, _, plan) in enumerate(run.answers(lambda case: _plan(case, knowledge, setting, stage))):
        if shown and not as_json:
            click.echo()
        click.echo(_shown(plan, knowledge, name, every=every, reader=reader, as_json=as_json), nl=False)
    run.done()


def _plan(case: Case, knowledge: Knowledge, setting: str | None, stage: Stage) -> Plan:
    from whatelse.plan.alarm import alarm_of

    weighed = weigh(case, knowledge, setting, stage)
    return plan_for(weighed, alarm_of(weighed, stage))


def _shown(plan: Plan, knowledge: Knowledge, name: str, *, every: bool, reader: str, as_json: bool) -> str:
    if as_json:
        named = plan if plan.case else msgspec.structs.replace(plan, case=name)
        return named.to_json() + "\n"
    if reader == "clinician":
        return clinician_text(plan, knowledge, name=name)
    return runner_text(plan, knowledge, every=every, name=name)
