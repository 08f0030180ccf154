"""What was tried, and what it tells: which sources its failing makes less likely, which it could not have helped."""

from __future__ import annotations

from whatelse.case.trials import Reading
from whatelse.case.types import Treatment
from whatelse.challenge.answer import Moved, NoHelp, Tried
from whatelse.challenge.scene import Node, Scene
from whatelse.inference.differential import rounded
from whatelse.knowledge.care import Response
from whatelse.knowledge.responses import responses_of

#: Weights smaller than this (decibans) move nothing worth a word.
LITTLE = 0.5
#: An action that helps fewer of those who have a source could not be expected to help.
HELPS_FEW = 0.2
#: One that may harm so many, and more than it helps, works against the source.
HARMS_MANY = 0.3


def tried(scene: Scene, reading: Reading, treatment: Treatment, likely: list[Node]) -> Tried:
    """One treatment against the likely sources of the case."""
    told = scene.findings_told()
    names = sorted({told[key] for key in reading.answers if key in told})
    moved = [_moved(scene, node, names) for node in likely]
    chance = min(reading.weight, 1.0)
    failed = treatment.effect in ("none", "worse", "hours_or_days")
    action = scene.knowledge.actions.get(reading.name)
    return Tried(
        said=reading.said,
        read_as=action.label if action is not None else "",
        counted="no" if not names else "yes" if chance >= 1.0 else "in part",
        reason=reading.reason,
        findings=tuple(sorted(reading.answers)),
        less_likely=tuple(sorted((m for m in moved if m.decibans <= -LITTLE), key=lambda m: m.decibans)),
        more_likely=tuple(sorted((m for m in moved if m.decibans >= LITTLE), key=lambda m: -m.decibans)),
        could_not_help=_no_help(scene, reading.name, likely) if action is not None and failed else (),
    )


def _moved(scene: Scene, node: Node, names: list[str]) -> Moved:
    """Of several findings that one treatment answers, the weights are added: they belong to different families."""
    weights = scene.decibans((node.node,))
    return Moved(node.source.condition, node.source.plain, rounded(sum(weights[name] for name in names)))


def _no_help(scene: Scene, action: str, likely: list[Node]) -> tuple[NoHelp, ...]:
    out = []
    for node in likely:
        response = responses_of(scene.knowledge, node.source.condition).get(action)
        why = _why(response)
        if why:
            note = response.note if response is not None else ""
            out.append(NoHelp(node.source.condition, node.source.plain, why, note))
    return tuple(out)


def _why(response: Response | None) -> str:
    """ "" where the action helps enough people with the source that its failing would mean something."""
    if response is None:
        return "unknown"
    helps, harms, leaves = (
        figure.value if figure is not None else 0.0 for figure in (response.helps, response.may_harm, response.nothing)
    )
    if helps >= HELPS_FEW:
        return ""
    if harms >= HARMS_MANY:
        return "harms"
    return "leaves" if leaves > helps else "unknown"
