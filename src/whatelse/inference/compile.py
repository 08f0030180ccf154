"""Knowledge and a setting become a network: every number at its used value, priors calibrated to the setting."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import NormalDist

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse import cachefolder
from whatelse.errors import InputError, nearest
from whatelse.inference import observables
from whatelse.inference.calibrate import Priors, calibrate
from whatelse.inference.curves import Survival
from whatelse.inference.expand import Cause, Value, causes
from whatelse.inference.facts import build_facts
from whatelse.inference.gate import gate_tables
from whatelse.inference.network import Derived, Driver, GateTable, Network
from whatelse.inference.settled import with_settled
from whatelse.knowledge.number import Figure
from whatelse.knowledge.schema import CoursePoint, Knowledge, Setting

Array = NDArray[np.float64]

OTHER = "something_else"
#: Points that stand for the weeks at which people are seen.
USUAL_WEEKS = 15


@dataclass(frozen=True, eq=False)
class Model:
    """A compiled setting: the network, the causes behind its nodes and where everything came from."""

    knowledge: Knowledge
    setting: Setting
    causes: tuple[Cause, ...]
    network: Network
    node: dict[str, int]
    """Condition id (node roots only) -> node."""

    @property
    def shares(self) -> dict[str, Figure]:
        """Share of each cause among the people of the setting; of one with a base, those of the base."""
        setting = self.setting
        while setting.base:
            setting = self.knowledge.settings[setting.base]
        return setting.shares


_models: dict[tuple[str, str], Model] = {}


def compiled(knowledge: Knowledge, setting: str) -> Model:
    """The model of a setting, compiled once a process; calibrated priors are kept on disk by content.

    Raises InputError for an unknown setting or shares that no prior can reproduce.
    """
    if setting not in knowledge.settings:
        known = ", ".join(sorted(knowledge.settings))
        raise InputError(
            f"unknown setting {setting!r}{nearest(setting, knowledge.settings)}; known: {known}",
            field="setting",
        )
    key = (knowledge.digest, setting)
    if key not in _models:
        _models[key] = _compile(knowledge, knowledge.settings[setting])
    return _models[key]


def _compile(knowledge: Knowledge, setting: Setting) -> Model:
    """A setting with a base has the priors of that base: the same people, seen at its own weeks."""
    if not setting.base:
        return compile_model(knowledge, setting)
    base = compiled(knowledge, setting.base)
    return replace(base, setting=setting, network=replace(base.network, usual_weeks=presentation_weeks(setting)))


def compile_model(knowledge: Knowledge, setting: Setting) -> Model:
    nodes = causes(knowledge)
    index = {cause.id: n for n, cause in enumerate(nodes)}
    network = _structure(knowledge, setting, nodes, index)
    targets = _targets(setting, nodes, index)
    priors = _kept_priors(knowledge, setting, lambda: calibrate(network, targets))
    network = replace(network, share=priors.share, undriven=priors.undriven)
    network = replace(
        network,
        facts=build_facts(
            knowledge, setting, nodes, network.share, network.undriven, set(network.driven), set(network.gates)
        ),
    )
    past = np.array([knowledge.findings[key].past for key in network.part_ids])
    return Model(knowledge, setting, tuple(nodes), with_settled(network, past), index)


def _structure(knowledge: Knowledge, setting: Setting, nodes: list[Cause], index: dict[str, int]) -> Network:
    """Everything but the calibration: root shares are in-node shares at onset, undriven occurrence a first guess."""
    first = np.concatenate([[0], np.cumsum([len(cause.values) for cause in nodes])]).astype(np.intp)
    values = [value for cause in nodes for value in cause.values]
    pain = np.array([cause.condition.kind in ("source", "gate") for cause in nodes])
    weeks = presentation_weeks(setting)
    survival, share = {}, np.zeros(len(values))
    curves: dict[tuple[CoursePoint, ...], Survival] = {}
    for n in range(len(nodes)):
        rows = range(int(first[n]), int(first[n + 1]))
        for v in rows:
            share[v] = values[v].share
            if pain[n] and values[v].course:
                course = values[v].course
                if course not in curves:
                    curves[course] = Survival(
                        np.array([point.week for point in course]),
                        np.array([point.share.value for point in course]),
                    )
                survival[v] = curves[course]
                share[v] /= sum(survival[v].at(week) for week in weeks) / len(weeks)
        share[rows.start : rows.stop] /= share[rows.start : rows.stop].sum()
    drivers, undriven = _drivers(nodes, index, first)
    broad = {
        v: cause.condition.broad.value
        for n, cause in enumerate(nodes)
        if cause.condition.broad is not None
        for v in _rows(first, n)
    }
    part_ids, below, leak, fires = observables.parts(knowledge, values, broad)
    network = Network(
        node_ids=tuple(cause.id for cause in nodes),
        pain=pain,
        other=index.get(OTHER),
        first=first,
        value_ids=tuple(value.id for value in values),
        share=share,
        undriven=undriven,
        drivers=tuple(drivers),
        gates=_gates(nodes, index),
        part_ids=part_ids,
        part_leak=leak,
        part_fires=fires,
        below=below,
        graded=observables.graded(knowledge, values, broad),
        measures=observables.measures(knowledge, values),
        survival=survival,
        usual_weeks=weeks,
        derived=_derived(knowledge, index),
        groups=_groups(knowledge, index),
    )
    return network


def presentation_weeks(setting: Setting) -> Array:
    """Equally likely weeks since onset at which people are seen, from the median and the central 90 %."""
    week = setting.reference_week
    levels = (np.arange(USUAL_WEEKS) + 0.5) / USUAL_WEEKS
    spread = 1.644854
    z = np.array([NormalDist().inv_cdf(level) for level in levels])
    below, above = np.log(week.value / week.low) / spread, np.log(week.high / week.value) / spread
    out: Array = week.value * np.exp(np.where(z < 0, below, above) * z)
    return out


def _drivers(nodes: list[Cause], index: dict[str, int], first: NDArray[np.intp]) -> tuple[list[Driver], Array]:
    drivers, undriven = [], np.zeros(len(nodes))
    for n, cause in enumerate(nodes):
        for source, strength in sorted(cause.condition.drivers.items()):
            undriven[n] = 0.05
            for v, value in zip(
                _rows(first, _root_of(nodes, index, source)), _values_at(nodes, index, source), strict=True
            ):
                if source in value.members:
                    drivers.append(Driver(target=n, value=v, strength=strength.value))
    return drivers, undriven


def _root_of(nodes: list[Cause], index: dict[str, int], condition: str) -> int:
    if condition in index:
        return index[condition]
    for n, cause in enumerate(nodes):
        if any(condition in value.members for value in cause.values):
            return n
    raise InputError(f"no cause {condition!r}{nearest(condition, index)}")


def _values_at(nodes: list[Cause], index: dict[str, int], condition: str) -> tuple[Value, ...]:
    return nodes[_root_of(nodes, index, condition)].values


def _rows(first: NDArray[np.intp], n: int) -> range:
    return range(int(first[n]), int(first[n + 1]))


def _gates(nodes: list[Cause], index: dict[str, int]) -> dict[int, GateTable]:
    out = {}
    for n, cause in enumerate(nodes):
        gate = cause.condition.gate
        if gate is not None:
            sites = sorted(gate.loads)
            on, together = gate_tables([gate.loads[s].value for s in sites], gate.threshold_spread.value)
            out[n] = GateTable(sites=tuple(index[s] for s in sites), on=on, together=together)
    return out


def _derived(knowledge: Knowledge, index: dict[str, int]) -> tuple[Derived, ...]:
    return tuple(
        Derived(
            id=key,
            node=index[condition.of],
            any_of=tuple(index[c] for c in condition.any_of if c in index),
            together=condition.no_single_site,
        )
        for key, condition in sorted(knowledge.conditions.items())
        if condition.kind == "derived"
    )


def _groups(knowledge: Knowledge, index: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """P(group parent) is P(any in the group): nodes by group parent, nested groups included."""

    def inside(parent: str) -> list[int]:
        found = [index[parent]] if parent in index else []
        for child in knowledge.children(parent):
            if child.relation == "group":
                found += inside(child.id)
        return found

    parents = {c.parent for c in knowledge.conditions.values() if c.relation == "group"}
    return {parent: tuple(sorted(inside(parent))) for parent in sorted(parents) if parent in index}


def _targets(setting: Setting, nodes: list[Cause], index: dict[str, int]) -> dict[int, float]:
    """Share of each node among the people of a setting, from its file."""
    targets = {}
    for key, figure in setting.shares.items():
        if key not in index:
            raise InputError(
                f"share of {key!r}, which is no cause of its own{nearest(key, index)}",
                file=setting.file,
                field="shares",
            )
        targets[index[key]] = figure.value
    missing = [cause.id for n, cause in enumerate(nodes) if n not in targets]
    if missing:
        raise InputError(f"no share for {', '.join(missing[:5])}", file=setting.file, field="shares")
    return targets


@functools.cache
def _code_digest() -> str:
    hasher = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()


def _kept_priors(knowledge: Knowledge, setting: Setting, solve: Callable[[], Priors]) -> Priors:
    name = f"priors-{knowledge.digest[:24]}-{setting.id}-{_code_digest()[:16]}.json"
    kept = cachefolder.read(name)
    if kept is not None:
        try:
            share, undriven = msgspec.json.decode(kept, type=tuple[list[float], list[float]])
            return Priors(np.array(share), np.array(undriven))
        except msgspec.MsgspecError:
            pass
    priors = solve()
    cachefolder.write(name, msgspec.json.encode((priors.share.tolist(), priors.undriven.tolist())))
    return priors
