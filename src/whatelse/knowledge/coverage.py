"""Is every row of a table of evidence accounted for: used somewhere, or left out for a reason?

A row is told by its key ``condition/finding/measure/source/value``. It counts as used where a number of the
knowledge rests on the same source, stands at that condition (or its kin) and that finding, and has the row's value.
What carries another name in the knowledge, or is left out, is written in ``data/evidence_rows.toml``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from whatelse.errors import InputError, nearest, shown
from whatelse.knowledge.places import every_number, every_quantiles
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.tree import EVIDENCE_ROWS, data_folder, parse_toml

State = Literal["used", "not used", "unaccounted"]
TABLE, MAP = "evidence.csv", "evidence_finding_map.csv"
_COLUMNS = ("condition_id", "finding_id", "measure", "source_id", "value")
_MAP_COLUMNS = ("evidence_finding_id", "finding_id")
#: Printed shares beyond these are smoothed before use.
_LOWEST, _HIGHEST = 0.03, 0.97
#: A number in the knowledge is the row's where it differs by no more than rounding and smoothing.
_NEAR = 0.03
_LIKELIHOODS = ("sensitivity", "prevalence_in_condition")
_LEAKS = ("specificity", "prevalence_overall")


@dataclass(frozen=True)
class Row:
    """One figure of the table of evidence, as printed there."""

    condition: str
    finding: str
    measure: str
    source: str
    value: str

    @property
    def key(self) -> str:
        return "/".join((self.condition, self.finding, self.measure, self.source, self.value))

    @property
    def number(self) -> float | None:
        try:
            return float(self.value)
        except ValueError:
            return None


@dataclass(frozen=True)
class Account:
    """A row and what became of it. ``why``: the places that use it, or the reason why not."""

    row: Row
    state: State
    why: str = ""


@dataclass(frozen=True)
class Coverage:
    """All rows in the order of the table, and what is wrong with the file of reasons."""

    accounts: tuple[Account, ...]
    problems: tuple[str, ...] = ()

    def of(self, state: State) -> list[Account]:
        return [account for account in self.accounts if account.state == state]

    @property
    def complete(self) -> bool:
        return not self.problems and not self.of("unaccounted")


@dataclass(frozen=True)
class _Spot:
    """A number in the knowledge: ``room.entry.field`` and what it says."""

    room: str
    entry: str
    field: str
    source: str
    value: float | None

    @property
    def name(self) -> str:
        return f"{self.room}.{self.entry}.{self.field}"

    def at_finding(self, finding: str) -> bool:
        """A link of this finding, or of one of its states."""
        return f".findings.{finding}." in f".{self.field}."


def coverage(knowledge: Knowledge, folder: Path, reasons: Path | None = None) -> Coverage:
    """Account for every row of ``folder/evidence.csv``.

    Raises InputError when a table or the file of reasons cannot be read or lacks a column.
    """
    rows = [Row(*values) for values in _table(folder / TABLE, _COLUMNS)]
    names: dict[str, set[str]] = {}
    for evidence_name, finding in _table(folder / MAP, _MAP_COLUMNS):
        names.setdefault(evidence_name, set()).add(finding)
    placed, left_out = _reasons(reasons or data_folder() / EVIDENCE_ROWS)
    spots = _spots(knowledge)
    by_name: dict[str, list[_Spot]] = {}
    by_source: dict[str, list[_Spot]] = {}
    for spot in spots:
        by_name.setdefault(spot.name, []).append(spot)
        by_source.setdefault(spot.source, []).append(spot)

    problems = [f"{key} names no row of {TABLE}" for key in sorted({*placed, *left_out} - {row.key for row in rows})]
    problems += [f"{key} stands under used and under not_used" for key in sorted(placed.keys() & left_out.keys())]
    accounts = []
    for row in rows:
        where = [
            spot.name
            for spot in by_source.get(row.source, [])
            if _speaks_of(knowledge, row, names.get(row.finding, set()), spot)
        ]
        for place in placed.get(row.key, ()):
            if any(spot.source == row.source for spot in by_name.get(place, ())):
                where.append(place)
            else:
                hint = "rests on other sources" if place in by_name else f"is no number{nearest(place, by_name)}"
                problems.append(f"{row.key}: {place} {hint}")
        if where:
            accounts.append(Account(row, "used", ", ".join(dict.fromkeys(where))))
            if row.key in left_out:
                problems.append(f"{row.key} is used ({where[0]}) and stands under not_used")
        elif row.key in left_out:
            accounts.append(Account(row, "not used", left_out[row.key]))
        else:
            accounts.append(Account(row, "unaccounted"))
    return Coverage(tuple(accounts), tuple(problems))


def _spots(knowledge: Knowledge) -> list[_Spot]:
    spots = [_Spot(p.room, p.entry, p.field, n.source, n.value) for p, n in every_number(knowledge)]
    spots += [_Spot(p.room, p.entry, p.field, q.source, None) for p, q in every_quantiles(knowledge)]
    return spots


def _speaks_of(knowledge: Knowledge, row: Row, names: set[str], spot: _Spot) -> bool:
    """Does this number say what the row says? Its source is the row's already."""
    findings = _with_families(knowledge, names | ({row.finding} & knowledge.findings.keys()))
    if spot.room == "conditions":
        if spot.entry not in _kin(knowledge, row.condition):
            return False
        if row.measure == "healing_weeks":
            return spot.field.startswith("course.")
        return row.measure in _LIKELIHOODS and any(map(spot.at_finding, findings)) and _same(row, spot)
    if row.measure not in _LEAKS or spot.entry not in findings or not spot.field.startswith("leak"):
        return False
    return _same(row, spot, other=row.measure == "specificity")


def _same(row: Row, spot: _Spot, *, other: bool = False) -> bool:
    """Is it the printed value (or one minus it), but for rounding and the smoothing of 0 and 1?"""
    if row.number is None or spot.value is None:
        return False
    printed = 1 - row.number if other else row.number
    return abs(min(max(printed, _LOWEST), _HIGHEST) - spot.value) <= _NEAR + 1e-9


def _with_families(knowledge: Knowledge, findings: set[str]) -> set[str]:
    """The findings, and the graded families that count them. A row may be about no finding at all."""
    findings = findings - {""}
    families = {
        family.id
        for family in knowledge.families.values()
        if family.kind == "graded" and findings.intersection((*family.members, family.count_finding))
    }
    return findings | families


def _kin(knowledge: Knowledge, condition: str) -> set[str]:
    """A condition, those above it, those below it, and those it is a name for."""
    kin = {condition}
    above = knowledge.conditions.get(condition)
    if above is not None:
        kin.update(above.any_of, {above.of} - {""})
    while above is not None and above.parent and above.parent not in kin:
        kin.add(above.parent)
        above = knowledge.conditions.get(above.parent)
    below = [condition]
    while below:
        children = [child.id for child in knowledge.children(below.pop()) if child.id not in kin]
        kin.update(children)
        below.extend(children)
    return kin


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The named columns of every row of a comma-separated table."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=str(path)) from None
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start})", file=str(path)) from None
    reader = csv.DictReader(text.splitlines())
    for column in columns:
        if column not in (reader.fieldnames or ()):
            raise InputError(f"has no column {column!r}", file=str(path))
    for line in reader:
        yield tuple((line[column] or "").strip() for column in columns)


def _reasons(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Places by the key of a row (``[[used]]``), reasons by the key of a row (``[[not_used]]``)."""
    try:
        raw = parse_toml(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"cannot read ({error.strerror})", file=str(path)) from None
    for key in raw:
        if key not in ("used", "not_used"):
            raise InputError(f"unknown table {key!r}{nearest(key, ('used', 'not_used'))}", file=path.name)
    placed: dict[str, tuple[str, ...]] = {}
    left_out: dict[str, str] = {}
    for at, entry in enumerate(_tables(raw, "used", path.name)):
        field = f"used[{at}]"
        places = _texts(entry, "at", field, path.name)
        for key in _texts(entry, "rows", field, path.name):
            placed[key] = (*placed.get(key, ()), *places)
    for at, entry in enumerate(_tables(raw, "not_used", path.name)):
        field = f"not_used[{at}]"
        reason = entry.get("reason")
        if not isinstance(reason, str) or not reason:
            raise InputError(f"found {shown(reason)}, expected a reason", file=path.name, field=f"{field}.reason")
        left_out.update(dict.fromkeys(_texts(entry, "rows", field, path.name), reason))
    return placed, left_out


def _tables(raw: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    items = raw.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"found {shown(items)}, expected [[{key}]]", file=file, field=key)
    return items


def _texts(entry: dict[str, Any], key: str, field: str, file: str) -> list[str]:
    items = entry.get(key)
    if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
        raise InputError(f"found {shown(items)}, expected a list of texts", file=file, field=f"{field}.{key}")
    return items
