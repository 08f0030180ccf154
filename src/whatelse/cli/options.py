"""Options that several commands share, each told once."""

from __future__ import annotations

import click

from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import require_sound

_STAGES = ["history", "exam", "all"]

setting = click.option("--setting", metavar="NAME", help="Where the person is seen; sets how common each cause is.")

stage = click.option(
    "--stage",
    type=click.Choice(_STAGES),
    default="all",
    show_default=True,
    help="Use what the history tells, the history and examination, or everything.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="One line of JSON for each case.")

overlays = click.option(
    "--knowledge",
    "overlays",
    multiple=True,
    metavar="OVERLAY.toml",
    help="Change or add numbers for this run; named with its hash in the output. May be repeated.",
)


def knowledge_with(overlays: tuple[str, ...]) -> Knowledge:
    """What is known, with the overlays of this run; those must pass the check of the knowledge.

    Raises InputError for an overlay that cannot be read or does not pass.
    """
    return require_sound(load(overlays)) if overlays else load()
