"""``whatelse challenge``: does what somebody was told fit, and what fits better?"""

from __future__ import annotations

import click

from whatelse.case import Case, Stage
from whatelse.challenge import Challenged, challenge_case, claims_in, claims_of
from whatelse.cli import options
from whatelse.cli.each_case import EachCase
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge
from whatelse.report.challenge import render


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[TEXT] CASE")
@options.setting
@options.stage
@click.option(
    "--for",
    "audience",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="Plain words, or decibans with figures and sources.",
)
@click.option("--intervals", is_flag=True, help="Also how sure each probability is; takes longer.")
@options.as_json
@options.overlays
def command(
    words: tuple[str, ...],
    setting: str | None,
    stage: Stage,
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
    knowledge = options.knowledge_with(overlays)
    text, path = (words[0], words[1]) if len(words) == 2 else ("", words[0])
    if len(words) == 2:
        claims_in(text, knowledge)
    run = EachCase((path,), knowledge)
    for shown, (name, _, (found, errors)) in enumerate(
        run.answers(lambda case: _answer(case, text, knowledge, setting, stage, intervals))
    ):
        for unknown in errors:
            run.failed(unknown, name)
        if as_json:
            click.echo(found.to_json() if found.case else found.named(name).to_json())
        else:
            click.echo(("\n" if shown else "") + render(found, knowledge, audience=audience, name=name), nl=False)
    run.done()


def _answer(
    case: Case, text: str, knowledge: Knowledge, setting: str | None, stage: Stage, intervals: bool
) -> tuple[Challenged, list[InputError]]:
    """The answer, and what of the told words names nothing known. Raises InputError where nothing can be challenged."""
    claims, errors = claims_of(case, knowledge) if not text else (list(claims_in(text, knowledge)), [])
    if errors and not claims:
        raise errors[0]
    if not claims:
        raise InputError('nothing to challenge: write what was told before the case, or under "told" in it')
    return challenge_case(case, claims, knowledge, setting, stage, with_intervals=intervals), errors
