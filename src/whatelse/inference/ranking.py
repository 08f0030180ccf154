"""Names for probabilities: members of a family, groups, derived names; and which name a family goes by."""

from __future__ import annotations

from whatelse.inference.compile import OTHER, Model
from whatelse.inference.expand import is_member
from whatelse.inference.posterior import Posterior


def probabilities(model: Model, result: Posterior) -> dict[str, float]:
    """P(condition is present) for every condition of the knowledge, groups included (P of any in the group)."""
    network = model.network
    p: dict[str, float] = {}
    for n, cause in enumerate(model.causes):
        for value, v in zip(cause.values, network.values_of(n), strict=False):
            for member in value.members:
                p[member] = p.get(member, 0.0) + float(result.values[v])
        for members in cause.axes.values():
            for member in members:
                p.setdefault(member, 0.0)
    p.update(result.groups)
    p.update(result.derived)
    return {key: value for key, value in p.items() if key in model.knowledge.conditions}


def names_of(model: Model, p: dict[str, float], result: Posterior) -> dict[str, float]:
    """The ranking before it is sorted: each pain source once, under the name that says most of it.

    An exclusive family goes by the member that holds more than half of it, the most specific such member first,
    else by its own name. A node goes by a derived name that holds more than half of it. A group parent stands
    for its own unspecified part. "Something else" is P(no listed source).
    """
    out: dict[str, float] = {}
    derived = {d.node: [e for e in model.network.derived if e.node == d.node] for d in model.network.derived}
    for n, cause in enumerate(model.causes):
        if not model.network.pain[n]:
            continue
        own = float(result.nodes[n])
        if cause.id == OTHER:
            out[OTHER] = result.unlisted
            continue
        name = cause.id
        for alias in derived.get(n, []):
            if result.derived[alias.id] > 0.5 * own:
                name = alias.id
        out[_family_name(model, cause.id, p, own) if name == cause.id else name] = own
    return out


def _family_name(model: Model, root: str, p: dict[str, float], own: float) -> str:
    """The deepest member on the first axis that holds more than half of the family."""
    name, conditions = root, model.knowledge.conditions
    axes = model.causes[model.node[root]].axes
    first = next((axis for axis in axes if any(m in conditions for m in axes[axis])), None)
    while first is not None:
        inside = [
            c.id
            for c in model.knowledge.children(name)
            if is_member(c) and c.axis == first and p.get(c.id, 0.0) > 0.5 * own
        ]
        if not inside:
            break
        name = inside[0]
    return name
