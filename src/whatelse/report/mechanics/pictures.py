"""The pictures of a stride's mechanics as files."""

from __future__ import annotations

from pathlib import Path

from whatelse.errors import InputError
from whatelse.mechanics import Mechanics
from whatelse.mechanics.gait import Gait
from whatelse.report.mechanics.chain_diagram import chain_diagram
from whatelse.report.mechanics.nerve_map import nerve_map
from whatelse.report.mechanics.strip import strip


def pictures(told: Mechanics, gait: Gait) -> dict[str, str]:
    """Name of the file -> SVG. A picture that would say nothing about this stride is left out."""
    found = {"stretch.svg": strip(told, gait), "nerve.svg": nerve_map(told, gait)}
    chain = chain_diagram(told, gait)
    return found if chain is None else {**found, "chain.svg": chain}


def write_pictures(told: Mechanics, gait: Gait, folder: Path) -> list[str]:
    """Writes them; the names. Raises InputError where the folder cannot be written."""
    drawn = pictures(told, gait)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, svg in drawn.items():
            (folder / name).write_text(svg, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", file=str(folder), field="--plot") from None
    return list(drawn)
