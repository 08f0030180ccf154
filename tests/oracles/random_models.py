"""Small random networks that use every feature of the model, each feature switched by name."""

from __future__ import annotations

import numpy as np

from whatelse.inference.curves import Survival, ValueCurve
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Derived, Driver, Fact, GateTable, Graded, Measure, Network
from whatelse.inference.settled import with_settled

FEATURES = (
    "families",
    "driven",
    "driven_family",
    "driven_chain",
    "gate",
    "tree",
    "overlap",
    "absent",
    "soft",
    "graded",
    "graded_soft",
    "graded_capped",
    "number",
    "number_low",
    "duration",
    "unknown_week",
    "past",
    "facts",
)


def random_model(rng: np.random.Generator, features: set[str], n_nodes: int = 6) -> tuple[Network, Evidence]:
    """A network of about ``n_nodes`` causes and one piece of evidence of every kind asked for."""
    counts = [int(rng.integers(2, 4)) if "families" in features and rng.random() < 0.5 else 1 for _ in range(n_nodes)]
    kinds = ["root"] * n_nodes
    if "driven" in features or "driven_family" in features or "driven_chain" in features:
        kinds.append("driven")
        counts.append(2 if "driven_family" in features else 1)
    if "driven_chain" in features:
        kinds.append("driven")
        counts.append(1)
    if "gate" in features:
        kinds.append("gate")
        counts.append(2 if "families" in features else 1)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
    n_values = int(first[-1])
    share = rng.uniform(0.02, 0.6, n_values)
    undriven = np.zeros(len(kinds))
    drivers: list[Driver] = []
    gates: dict[int, GateTable] = {}
    pain = rng.random(len(kinds)) < 0.7
    pain[0] = True
    for n, kind in enumerate(kinds):
        rows = slice(int(first[n]), int(first[n + 1]))
        if kind == "root":
            continue
        share[rows] /= share[rows].sum()
        if kind == "driven":
            undriven[n] = rng.uniform(0.01, 0.3)
            sources = [v for v in range(int(first[n_nodes])) if rng.random() < 0.5] or [0]
            if n > n_nodes:
                sources.append(int(first[n - 1]))
            drivers += [Driver(target=n, value=v, strength=float(rng.uniform(0.1, 0.9))) for v in sources]
        else:
            sites = tuple(int(s) for s in rng.permutation(n_nodes)[:3])
            on = np.sort(rng.uniform(0.001, 0.98, 8))
            gates[n] = GateTable(sites=sites, on=on, together=on * rng.uniform(0.1, 0.9, 8))
            pain[n] = True
    n_parts = 8
    fires = np.where(rng.random((n_values, n_parts)) < 0.5, rng.uniform(0.02, 0.95, (n_values, n_parts)), 0.0)
    leak = rng.uniform(0.005, 0.3, n_parts)
    below = {f"f{b}": (b,) for b in range(n_parts)}
    active = {"f0": True, "f1": True}
    soft: dict[str, tuple[float, float]] = {}
    if "tree" in features:
        below["f2"] = (2, 3)
        active["f2"] = True
        if rng.random() < 0.5:
            active["f3"] = bool(rng.random() < 0.5)
    if "overlap" in features:
        below["f4"], below["f5"] = (4, 6, 7), (5, 6)
        active["f4"] = active["f5"] = True
        if rng.random() < 0.3:
            active["f7"] = False
    if "absent" in features:
        active["f7" if "overlap" not in features else "f1"] = False
    if "soft" in features:
        soft["f6"] = (float(rng.uniform(0.05, 1)), float(rng.uniform(0.05, 1)))
    graded = {}
    seen: dict[str, tuple[float, ...]] = {}
    for name in ("graded", "graded_soft", "graded_capped"):
        if name in features:
            k = int(rng.integers(3, 5))
            contribution = rng.dirichlet(np.ones(k), n_values)
            idle = rng.random(n_values) < 0.4
            contribution[idle] = [1.0] + [0.0] * (k - 1)
            graded[name] = Graded(tuple(map(str, range(k))), rng.dirichlet(np.ones(k)), contribution)
            weights = {
                "graded": tuple(float(x == 1) for x in range(k)),
                "graded_soft": tuple(float(x) for x in rng.uniform(0.05, 1, k)),
                "graded_capped": tuple(float(x) for x in [*rng.uniform(0.05, 1, k - 1), 0.0]),
            }
            seen[name] = weights[name]
    measures, measured = {}, {}
    for name in ("number", "number_low"):
        if name in features:
            curves = {
                v: ValueCurve.through(((0.1, c - 2.0), (0.5, c), (0.9, c + 3.0)))
                for v in range(n_values)
                if rng.random() < 0.6
                for c in [float(rng.uniform(2, 8))]
            }
            sign = -1.0 if name == "number_low" else 1.0
            measures[name] = Measure(
                ValueCurve.through(((0.1, -1.0), (0.9, 6.0))), curves, sign < 0, log=False, resolution=0.5
            )
            x = sign * float(rng.uniform(0, 9))
            measured[name] = (x - 0.5, x + 0.5)
    survival = {}
    if {"duration", "unknown_week", "past"} & features:
        for n in range(len(kinds)):
            if pain[n]:
                for v in range(int(first[n]), int(first[n + 1])):
                    s = np.sort(rng.uniform(0.02, 0.95, 2))[::-1]
                    survival[v] = Survival(np.array([4.0, 20.0]), s)
    facts, known = {}, {}
    if "facts" in features:
        facts["age"] = Fact(
            ("young", "old"),
            np.array([0.6, 0.4]),
            rng.uniform(0.3, 3, (2, n_values)),
            rng.uniform(0.3, 3, (2, len(kinds))),
        )
        for n, kind in enumerate(kinds):
            if kind != "root":
                facts["age"].odds[:, int(first[n]) : int(first[n + 1])] = 1.0
        known["age"] = "old"
    derived: tuple[Derived, ...] = ()
    for n, kind in enumerate(kinds):
        if kind == "driven" and pain[n]:
            derived += (Derived(f"derived{n}", n, any_of=(0, 1), together=False),)
        if kind == "gate":
            derived += (Derived(f"together{n}", n, any_of=(), together=True),)
    sources = [int(n) for n in rng.permutation(np.flatnonzero(pain))]
    groups = {"some": tuple(sorted(sources[:2])), "more": tuple(sorted(sources[1:4]))}
    network = Network(
        node_ids=tuple(f"n{i:02d}" for i in range(len(kinds))),
        pain=pain,
        other=0,
        first=first,
        value_ids=tuple(f"v{i:02d}" for i in range(n_values)),
        share=share,
        undriven=undriven,
        drivers=tuple(drivers),
        gates=gates,
        part_ids=tuple(f"f{b}" for b in range(n_parts)),
        part_leak=leak,
        part_fires=fires,
        below=below,
        graded=graded,
        measures=measures,
        survival=survival,
        usual_weeks=np.array([1.0, 5.0, 30.0]) if "unknown_week" in features else None,
        facts=facts,
        derived=derived,
        groups={name: members for name, members in groups.items() if members},
    )
    if survival:
        network = with_settled(network, rng.random(n_parts) < (0.6 if "past" in features else 0.0))
    week = float(rng.uniform(0.5, 40)) if {"duration", "past"} & features and "unknown_week" not in features else None
    return network, Evidence(active, soft, seen, measured, week, known)
