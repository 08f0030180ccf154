"""``whatelse challenge``: does what somebody was told fit, and what fits better?"""

from __future__ import annotations

import sys

import click

from whatelse.case import Case, read_cases
from whatelse.challenge import Challenged, challenge_case, claims_in, claims_of
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import require_sound
from whatelse.report.challenge import render


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[TEXT] CASE")
@click.option("--setting", metavar="NAME", help="Where the person is seen; sets how common each cause is.")
@click.option(
    "--stage",
    type=click.Choice(["history", "exam", "all"]),
    default="all",
    show_default=True,
    help="Use what the history tells, the history and examination, or everything.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="Plain words, or decibans with figures and sources.",
)
@click.option("--intervals", is_flag=True, help="Also how sure each probability is; takes longer.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each case.")
@click.option(
    "--knowledge",
    "overlays",
    multiple=True,
    metavar="OVERLAY.toml",
    help="Change or add numbers for this run; named with its hash in the output. May be repeated.",
)
def command(
    words: tuple[str, ...],
    setting: str | None,
    stage: str,
    audience: str,
    intervals: bool,
    as_json: bool,
    overlays: tuple[str, ...],
) -> None:
    """Hold what was told ("hamstring strain") against CASE: what fits, what does not, what fits better.

    TEXT names one or several conditions in free words. Without it everything in the case under "told" is challenged,
    one after the other. CASE is a file, a folder of files, or - for standard input, as for assess.
    """
    if len(words) > 2:
        raise InputError(
            f'found {len(words)} arguments, expected [TEXT] CASE; put the text in quotes: "{words[0]} ..."'
        )
    knowledge = require_sound(load(overlays)) if overlays else load()
    text, path = (words[0], words[1]) if len(words) == 2 else ("", words[0])
    if len(words) == 2:
        claims_in(text, knowledge)
    failed = False
    shown = 0
    for name, item in read_cases(path, knowledge):
        try:
            if not isinstance(item, Case):
                raise item
            found, errors = _answer(item, text, knowledge, setting, stage, intervals)
        except InputError as error:
            if "setting" in (error.field or "") and not error.file:
                raise
            failed = True
            sys.stdout.flush()
            click.echo(f"whatelse: {error.at(file=name)}", err=True)
            continue
        for unknown in errors:
            failed = True
            click.echo(f"whatelse: {unknown.at(file=name)}", err=True)
        if as_json:
            click.echo(found.to_json() if found.case else found.named(name).to_json())
        else:
            click.echo(("\n" if shown else "") + render(found, knowledge, audience=audience, name=name), nl=False)
        shown += 1
    if failed:
        sys.exit(2)


def _answer(
    case: Case, text: str, knowledge: Knowledge, setting: str | None, stage: str, intervals: bool
) -> tuple[Challenged, list[InputError]]:
    """The answer, and what of the told words names nothing known. Raises InputError where nothing can be challenged."""
    claims, errors = claims_of(case, knowledge) if not text else (list(claims_in(text, knowledge)), [])
    if errors and not claims:
        raise errors[0]
    if not claims:
        raise InputError('nothing to challenge: write what was told before the case, or under "told" in it')
    return challenge_case(case, claims, knowledge, setting, stage, with_intervals=intervals), errors  # type: ignore[arg-type]
