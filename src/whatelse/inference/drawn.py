"""Numbers drawn for many models of a case, and the tables that they make of the stated ones."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whatelse.inference.network import Network
from whatelse.inference.tables import Reading, Row, Tables

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Key:
    """Which number: its sort, the values it belongs to (empty: a leak), and a finding, part or driver.

    sort: there, kind, course, undriven, driver, gate, link, leak, grade, grade_leak, below, fires.
    """

    sort: str
    rows: tuple[int, ...]
    about: str = ""
    index: int = -1


@dataclass(frozen=True, eq=False)
class Drawn:
    """Numbers drawn together: their keys, means (k,), spreads of the log odds (k,) and values (k, G).

    concentration: of the shares of one whole; infinite where they are none. together: high or low together.
    """

    keys: tuple[Key, ...]
    mean: Array
    spread: Array
    values: Array
    concentration: float = math.inf
    together: bool = False


@dataclass(frozen=True, eq=False)
class Draws:
    """All numbers drawn for one case. ``base``: the stated tables, of which ``tables`` makes a few lanes."""

    lanes: int
    base: Tables
    drawn: tuple[Drawn, ...]
    network: Network

    def tables(self, lanes: slice) -> Tables:
        """The numbers of some lanes, in the form that the builder reads."""
        return _Writer(self.network, self.base, len(range(*lanes.indices(self.lanes)))).write(self.drawn, lanes)


class _Writer:
    """Copies the stated tables into several lanes and writes the drawn numbers over them, a table at a time."""

    def __init__(self, network: Network, base: Tables, lanes: int) -> None:
        self.network, self.base, self.lanes = network, base, lanes

    def _wide(self, array: Array) -> Array:
        return array.repeat(self.lanes, axis=-1)

    def write(self, drawn: tuple[Drawn, ...], cut: slice) -> Tables:
        base = self.base
        kinds = self._wide(base.weight)
        there: dict[int, Array] = {}
        lasting, undriven, strength = self._wide(base.lasting), self._wide(base.undriven), self._wide(base.strength)
        gates = {n: self._wide(table) for n, table in base.gates.items()}
        fires, leak = dict(base.fires), dict(base.leak)
        graded, measures = dict(base.graded), dict(base.measures)
        owner = self.network.node_of()
        totals = self._totals()
        for numbers in drawn:
            for key, own in zip(numbers.keys, numbers.values, strict=True):
                q, rows = own[cut], list(key.rows)
                match key.sort:
                    case "there":
                        there[int(owner[rows[0]])] = q
                    case "kind":
                        kinds[rows] = q * totals[owner[rows[0]]]
                    case "course":
                        present = self.network.present[rows]
                        lasting[rows] = np.where(present[:, None], q, 1.0 - q)
                    case "undriven":
                        undriven[int(owner[rows[0]])] = q
                    case "driver":
                        strength[[i for i, d in enumerate(self.network.drivers) if self._drives(i, d.value, key)]] = q
                    case "gate":
                        gates[int(owner[rows[0]])][key.index] = q
                    case "link":
                        if fires[key.index] is base.fires[key.index]:
                            fires[key.index] = self._wide(fires[key.index])
                        fires[key.index][rows] = q
                    case "leak":
                        leak[key.index] = q
                    case "grade" | "grade_leak":
                        row = graded[key.about]
                        if row is base.graded[key.about]:
                            row = graded[key.about] = Row(self._wide(row.contribution), self._wide(row.leak))
                        if rows:
                            row.contribution[rows, key.index] = q
                        else:
                            row.leak[key.index] = q
                    case "below" | "fires":
                        reading = measures[key.about]
                        if reading is base.measures[key.about]:
                            reading = measures[key.about] = Reading(
                                *(self._wide(a) for a in (reading.below, reading.fires)),
                                *(self._wide(a) for a in (reading.leak_below, reading.leak_fires)),
                            )
                        table = reading.below if key.sort == "below" else reading.fires
                        if rows:
                            table[rows] = q
                        else:
                            (reading.leak_below if key.sort == "below" else reading.leak_fires)[:] = q
        absent = self._wide(base.absent)
        for n, p in there.items():
            span = slice(int(self.network.first[n]), int(self.network.first[n + 1]))
            kinds[span] *= p / totals[n]
            absent[n] = 1.0 - p
        return replace(
            base,
            lanes=self.lanes,
            weight=kinds,
            absent=absent,
            lasting=lasting,
            undriven=undriven,
            strength=strength,
            gates=gates,
            fires=fires,
            leak=leak,
            graded=graded,
            measures=measures,
        )

    def _totals(self) -> Array:
        """(N,) weight of each node over its values, settled twins not counted again."""
        weight = np.where(self.network.present, self.base.weight[:, 0], 0.0)
        return np.add.reduceat(weight, self.network.first[:-1])

    def _drives(self, i: int, value: int, key: Key) -> bool:
        driver, first = self.network.drivers[i], self.network.drivers[key.index]
        return value in key.rows and driver.target == first.target and driver.strength == first.strength
