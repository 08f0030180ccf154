"""Which body point a marker's label means: the shipped table, and the person's own on top of it."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from whatelse.errors import InputError, nearest, shown

#: The one-letter and the written side.
_SIDES = (("l", "left"), ("r", "right"))
#: Stands before the label of a marker whose meaning is not known.
UNKNOWN = "?"
#: Keep a label as unknown on purpose: the right-hand side of a map.
IGNORED = "ignore"


def points_of(
    labels: Sequence[str], own: Mapping[str, str] | None = None, empty: Sequence[bool] | None = None
) -> tuple[str, ...]:
    """The body point of each label, unique: (M,) names; ``?label`` where it is unknown or would be named twice.

    own: label -> point, the person's table, which wins. empty: (M,) columns that hold nothing. Where several labels
    mean one point, a column with data goes before an empty one, then an exact name before a loose one, then the
    first.
    """
    exact, loose = _tables()
    chosen = {_bare(label): point for label, point in (own or {}).items()}
    found: list[tuple[int, str]] = []
    for label in labels:
        bare = _bare(label)
        if bare in chosen:
            found.append((0, chosen[bare]))
        elif bare in exact:
            found.append((1, exact[bare]))
        else:
            found.append((2, loose.get(_letters(bare), IGNORED)))
    hollow = list(empty) if empty is not None else [False] * len(labels)
    best: dict[str, int] = {}
    for index, (rank, point) in enumerate(found):
        if point != IGNORED:
            held = best.setdefault(point, index)
            if (hollow[index], rank) < (hollow[held], found[held][0]):
                best[point] = index
    named = [
        point if point != IGNORED and best[point] == index else UNKNOWN + label
        for index, ((_, point), label) in enumerate(zip(found, labels, strict=True))
    ]
    return _unique(named)


def known_points() -> frozenset[str]:
    """Every name of a body point that a map may use."""
    return frozenset(_tables()[0].values())


def read_map(given: str | Path | Mapping[str, str] | None) -> dict[str, str]:
    """The person's table label -> point, from a mapping or a file (TOML as points.toml, or two columns: label,point).

    Raises InputError for a point that does not exist, naming the nearest.
    """
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return _checked(given.items(), None)
    name = Path(given).name
    try:
        text = Path(given).read_text("utf-8")
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror or error})", file=name) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text, expected a table of marker names", file=name) from None
    if Path(given).suffix.lower() == ".toml":
        return _checked(_from_toml(text, name), name)
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    if rows and [cell.strip().lower() for cell in rows[0]] == ["label", "point"]:
        rows = rows[1:]
    for number, row in enumerate(rows, start=1):
        if len(row) != 2:
            raise InputError(f"row {number} has {len(row)} columns, expected two: label,point", file=name)
    return _checked([(row[0].strip(), row[1].strip()) for row in rows], name)


def _from_toml(text: str, name: str) -> list[tuple[str, str]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not TOML: {error}", file=name) from None
    pairs: list[tuple[str, str]] = []
    for part in ("sided", "middle"):
        for point, labels in table.get(part, {}).items():
            if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
                raise InputError("expected a list of marker names", file=name, field=f"{part}.{point}")
            pairs += [(label, full) for label, full in _expanded(part, point, labels)]
    pairs += [(str(label), str(point)) for label, point in table.get("labels", {}).items()]
    if not pairs:
        raise InputError("holds no table [sided], [middle] or [labels]", file=name)
    return pairs


def _checked(pairs: Iterable[tuple[str, str]], name: str | None) -> dict[str, str]:
    known, kept = known_points(), {}
    for label, point in pairs:
        if point not in known and point != IGNORED:
            raise InputError(
                f"maps {shown(label)} to {shown(point)}, which is no body point{nearest(point, known)}", file=name
            )
        kept[label] = point
    return kept


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """label -> point as it stands, and without punctuation where that is not ambiguous."""
    table = tomllib.loads(resources.files("whatelse.motion").joinpath("points.toml").read_text("utf-8"))
    exact: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    for part in ("sided", "middle"):
        for point, labels in table[part].items():
            own = [point] if part == "middle" else [f"{{side}}_{point}"]
            for label, full in _expanded(part, point, [*labels, *own]):
                exact.setdefault(label, full)
                loose.setdefault(_letters(label), set()).add(full)
    return exact, {label: next(iter(points)) for label, points in loose.items() if len(points) == 1}


def _expanded(part: str, point: str, labels: Sequence[str]) -> Iterable[tuple[str, str]]:
    for label in labels:
        if part == "middle":
            yield label, point
            continue
        for letter, side in _SIDES:
            yield label.replace("{s}", letter).replace("{side}", side), f"{side}_{point}"


def _bare(label: str) -> str:
    """Lower case, without the subject before a colon ("Runner01:LASI")."""
    return label.rsplit(":", 1)[-1].strip().lower()


def _letters(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label)


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Unknown labels that repeat get a number, so that no column is lost."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(unique)
