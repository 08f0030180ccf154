"""What fits better than what was told, with the findings that say so; and what is dangerous among it."""

from __future__ import annotations

from whatelse.challenge.answer import Between, Rival, Source
from whatelse.challenge.claim import GRAVITY, Claim, forms_of
from whatelse.challenge.scene import Node, Scene
from whatelse.inference.differential import rounded
from whatelse.inference.explanation import answer_told, finding_behind, label_of

#: Rivals shown, and the findings that speak most for each.
RIVALS, FINDINGS = 3, 3
#: Rivals less likely than this are not shown, unless they are the only one.
LEAST = 0.02
#: A dangerous source from here on is always named.
DANGEROUS = 0.05
GRAVE = ("urgent", "emergency")
#: Differences of weights (decibans) that are not worth a line.
LITTLE = 1.0
#: A finding that does less for the rival itself does not speak for it.
HELPS = 0.5


def rival_nodes(scene: Scene, claim: Claim) -> list[Node]:
    """Every source that the claim does not cover, likeliest first."""
    covered = set(claim.nodes(scene.model))
    return [node for node in scene.nodes if node.node not in covered]


def rivals(scene: Scene, claim: Claim) -> tuple[Rival, ...]:
    """The likeliest rivals, and what speaks for each of them more than for what was told."""
    forms = forms_of(claim, scene.knowledge)
    found = rival_nodes(scene, claim)
    shown = [node for k, node in enumerate(found[:RIVALS]) if k == 0 or node.source.probability >= LEAST]
    own = scene.decibans(claim.nodes(scene.model))
    return tuple(Rival(node.source, node.root in forms, _between(scene, node, own)) for node in shown)


def _between(scene: Scene, node: Node, own: dict[str, float]) -> tuple[Between, ...]:
    """Findings by what they do for the rival beyond what they do for what was told; where nothing helps the rival
    itself, by how much less they harm it."""
    found = []
    for name, rival in scene.decibans((node.node,)).items():
        more = rival - own[name]
        if more >= LITTLE:
            key = finding_behind(scene.weighed, name)
            answer, label = answer_told(scene.weighed, name), label_of(scene.weighed, key)
            found.append(Between(key, label, answer, rounded(more), rounded(rival), rounded(own[name])))
    helped = [one for one in found if one.helps >= HELPS]
    if helped:
        return tuple(sorted(helped, key=lambda one: (-one.helps, one.finding))[:FINDINGS])
    return tuple(sorted(found, key=lambda one: (-one.decibans, one.finding))[:FINDINGS])


def dangerous(scene: Scene, claim: Claim, told: Source) -> tuple[Source, ...]:
    """Grave sources above the limit or among the likeliest: under their own name, or by the likeliest grave form.

    Of what was told only forms that are graver than its name.
    """
    covered = set(claim.nodes(scene.model))
    out: list[Source] = []
    for place, node in enumerate(scene.nodes):
        grave = [source for source in _forms(scene, node) if source.urgency in GRAVE]
        if node.node in covered:
            grave = [one for one in grave if GRAVITY.index(one.urgency) > GRAVITY.index(told.urgency)]
        near = [one for one in grave if one.probability >= DANGEROUS or (place < RIVALS and one == node.source)]
        # The whole family where it is grave itself, else the likeliest grave form.
        out += sorted(near, key=lambda one: (-one.probability, one.condition))[:1]
    return tuple(sorted(out, key=lambda one: (-one.probability, one.condition)))


def _forms(scene: Scene, node: Node) -> list[Source]:
    """The node under its ranked name, and all that can be told apart inside it."""
    inside = {member for value in scene.model.causes[node.node].values for member in value.members}
    names = sorted((inside & set(scene.knowledge.conditions)) - {node.root, node.source.condition})
    return [node.source, *(scene.member(name) for name in names)]
