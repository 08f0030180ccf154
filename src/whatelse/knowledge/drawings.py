"""The drawings of the self-tests: small SVG files beside the data, three to a test."""

from __future__ import annotations

from whatelse.errors import InputError, nearest
from whatelse.knowledge.tree import data_folder

#: What each drawing of a test shows, in the order in which they are looked at.
MOMENTS = ("start", "end", "mistake")


def drawn() -> tuple[str, ...]:
    """The names of the tests that are drawn, in order."""
    files = (data_folder() / "drawings").glob("*_start.svg")
    return tuple(sorted(path.name.removesuffix("_start.svg") for path in files))


def drawing(name: str, moment: str) -> str:
    """The SVG of one moment of a test. Raises InputError for a name or a moment that is not drawn."""
    if moment not in MOMENTS:
        raise InputError(f"no moment {moment!r} of a drawing{nearest(moment, MOMENTS)}; known: {', '.join(MOMENTS)}")
    if name not in drawn():
        raise InputError(f"no drawing named {name!r}{nearest(name, drawn())}")
    return (data_folder() / "drawings" / f"{name}_{moment}.svg").read_text("utf-8")
