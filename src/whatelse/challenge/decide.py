"""What would decide between what was told and its best rival: open questions, by how much their answer should say."""

from __future__ import annotations

from whatelse.challenge.answer import Decides, Says
from whatelse.challenge.scene import Scene
from whatelse.inference.apart import separations
from whatelse.inference.differential import rounded
from whatelse.inference.separate import Separation
from whatelse.knowledge.schema import Finding

#: Expected decibans below which a question decides nothing.
LEAST = 0.5
#: Questions that a runner can answer alone, and tests and scans for a visit.
ALONE, VISIT = 5, 4


def decides(scene: Scene, told: str, rival: str, *, careful: bool) -> tuple[Decides, ...]:
    """Strongest first among what a runner can find out alone, then among what needs a visit.

    careful: something dangerous is in question, so tests are for a visit and only questions are for home.
    A composite of tests stands for its tests: the first that a runner can do, else the first.
    """
    found = [
        _decides(scene, separation, rival, careful)
        for separation in separations(scene.alone, told, rival)
        if separation.expected >= LEAST and _is_open(scene, separation.finding) and _can_be_asked(scene, separation)
    ]
    alone = [one for one in found if one.alone][:ALONE]
    return (*alone, *[one for one in found if not one.alone][:VISIT])


def _can_be_asked(scene: Scene, separation: Separation) -> bool:
    """What a treatment did is no question to those who had none; what was tried has its own account."""
    finding = scene.knowledge.findings.get(separation.finding)
    return finding is None or (finding.kind != "treatment_response" and bool(finding.question))


def _is_open(scene: Scene, key: str) -> bool:
    network, evidence, account = scene.model.network, scene.weighed.evidence, scene.weighed.account
    if key in network.below:
        return key in scene.open
    closed = {*evidence.graded, *evidence.measured, *account.implied, *account.used, *account.set_aside}
    family = scene.knowledge.families.get(key)
    return not closed & {key, *(family.members if family is not None else ())}


def _decides(scene: Scene, separation: Separation, rival: str, careful: bool) -> Decides:
    knowledge, key = scene.knowledge, separation.finding
    finding = knowledge.findings[key] if key in knowledge.findings else _of_family(scene, key)
    return Decides(
        finding=key,
        label=knowledge.families[key].label if key in knowledge.families else finding.label,
        question=finding.question,
        how=finding.how,
        not_when=finding.not_when,
        alone=_alone(finding, careful),
        stage=finding.stage,
        rival=rival,
        expected=rounded(separation.expected),
        answers=tuple(
            Says(answer, rounded(weight)) for answer, weight in zip(separation.answers, separation.weights, strict=True)
        ),
    )


def _of_family(scene: Scene, key: str) -> Finding:
    members = [scene.knowledge.findings[member] for member in scene.knowledge.families[key].members]
    return next((one for one in members if one.self_test), members[0])


def _alone(finding: Finding, careful: bool) -> bool:
    """Whether a runner can answer it without help; a number to be measured is for a visit."""
    if finding.type == "number":
        return False
    return finding.stage == "history" or (finding.stage == "exam" and finding.self_test and not careful)
