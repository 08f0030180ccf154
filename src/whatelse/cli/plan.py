"""``whatelse plan``: cases in, what to do until it is known what it is."""

from __future__ import annotations

import sys

import click
import msgspec

from whatelse.case import Case, read_cases
from whatelse.errors import InputError
from whatelse.inference.weigh import weigh
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import require_sound
from whatelse.plan import Plan, plan_for
from whatelse.report.plan import clinician_text, runner_text


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
@click.option("--all", "every", is_flag=True, help="Every action, nothing folded.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="Plain words, or figures with ranges and sources.",
)
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
    every: bool,
    reader: str,
    as_json: bool,
    overlays: tuple[str, ...],
) -> None:
    """What to do, what to wait with, what to stop, and whom to see, for each CASE.

    Each action is weighed over all possible sources. CASE is as for assess. A case that cannot be read is told in one
    line and does not stop the others; the exit code is then 2.
    """
    from whatelse.plan.alarm import alarm_of

    knowledge = require_sound(load(overlays)) if overlays else load()
    as_json = as_json or all(path.endswith(".jsonl") for path in cases)
    failed = False
    shown = 0
    for path in cases:
        for name, item in read_cases(path, knowledge):
            try:
                if not isinstance(item, Case):
                    raise item
                weighed = weigh(item, knowledge, setting, stage)  # type: ignore[arg-type]
                plan = plan_for(weighed, alarm_of(weighed, stage))  # type: ignore[arg-type]
            except InputError as error:
                if "setting" in (error.field or "") and not error.file:
                    raise
                failed = True
                sys.stdout.flush()
                click.echo(f"whatelse: {error.at(file=name)}", err=True)
                continue
            if shown and not as_json:
                click.echo()
            click.echo(_shown(plan, knowledge, name, every=every, reader=reader, as_json=as_json), nl=False)
            shown += 1
    if failed:
        sys.exit(2)


def _shown(plan: Plan, knowledge: Knowledge, name: str, *, every: bool, reader: str, as_json: bool) -> str:
    if as_json:
        named = plan if plan.case else msgspec.structs.replace(plan, case=name)
        return named.to_json() + "\n"
    if reader == "clinician":
        return clinician_text(plan, knowledge, name=name)
    return runner_text(plan, knowledge, every=every, name=name)
