"""``whatelse assess``: cases in (files, folders, standard input), differentials out."""

from __future__ import annotations

import sys

import click
import msgspec

from whatelse.case import Case, read_cases
from whatelse.errors import InputError
from whatelse.knowledge import load
from whatelse.knowledge.check import require_sound
from whatelse.report.terminal import print_assessment
from whatelse.triage import assess


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
            if as_json:
                named = result if result.case else msgspec.structs.replace(result, case=name)
                click.echo(named.to_json())
            else:
                if shown:
                    click.echo()
                print_assessment(result, top=top, name=name)
            shown += 1
    if failed:
        sys.exit(2)
