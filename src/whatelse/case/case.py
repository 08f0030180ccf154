"""A case: what is known of one person. An answer makes a new case; nothing is changed in place."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from whatelse.case import writing
from whatelse.case.types import (
    STAGES,
    Answer,
    AnswerSide,
    Imaging,
    Person,
    Side,
    StageName,
    Treatment,
)
from whatelse.errors import InputError, nearest, shown
from whatelse.knowledge.schema import Knowledge

Stage = Literal["history", "exam", "all"]
_REACH: dict[str, tuple[StageName, ...]] = {"history": STAGES[:1], "exam": STAGES[:2], "all": STAGES}
_OPPOSITE: dict[AnswerSide, AnswerSide] = {"left": "right", "right": "left", "both": "both"}


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person's findings, sorted by id. A finding that is absent is not known, never "no".

    ``told``: what the person was told it is. ``stages``: who could know which finding, where the case says
    so itself. ``source`` and ``truth`` are carried along and never read. ``file``: where it came from.
    """

    id: str | None = None
    person: Person = Person()
    side: Side = "unknown"
    findings: dict[str, Answer] = {}
    treatments: tuple[Treatment, ...] = ()
    imaging: tuple[Imaging, ...] = ()
    told: tuple[str, ...] = ()
    setting: str | None = None
    stages: dict[str, tuple[str, ...]] = {}
    source: Any = None
    truth: Any = None
    file: str | None = None

    def with_answer(self, finding_id: str, answer: Answer) -> Case:
        """A case in which this finding has this answer."""
        findings = dict(sorted({**self.findings, finding_id: answer}.items()))
        return msgspec.structs.replace(self, findings=findings)

    def without(self, finding_id: str) -> Case:
        """A case in which nothing is known of this finding."""
        return self._only({key for key in self.findings if key != finding_id})

    def at_stage(self, stage: Stage, knowledge: Knowledge) -> Case:
        """The case as known after the ``history``, after the ``exam`` as well, or after ``all``.

        Scans are investigations: they are known at ``all`` only. Raises InputError for another stage.
        """
        if stage not in _REACH:
            raise InputError(f"found stage {shown(stage)}, expected history, exam or all{nearest(stage, _REACH)}")
        if stage == "all":
            return self
        reach = _REACH[stage]
        kept = self._only({key for key in self.findings if self.stage_of(key, knowledge) in reach})
        return msgspec.structs.replace(kept, imaging=())

    def stage_of(self, finding_id: str, knowledge: Knowledge) -> StageName:
        """Who can know a finding: the case's own word, else the knowledge's, else the history."""
        for stage in STAGES:
            if finding_id in self.stages.get(stage, ()):
                return stage
        if finding_id in knowledge.findings:
            return knowledge.findings[finding_id].stage
        for family in knowledge.families.values():
            if finding_id in (family.id, family.count_finding):
                members = [knowledge.findings[m].stage for m in family.members if m in knowledge.findings]
                return max(members, key=STAGES.index, default="history")
        return "history"

    def mirrored(self) -> Case:
        """The same case with left and right exchanged everywhere."""
        side: Side = "unknown" if self.side == "unknown" else _OPPOSITE[self.side]
        findings = {key: _mirrored(answer) for key, answer in self.findings.items()}
        return msgspec.structs.replace(self, side=side, findings=findings)

    def to_dict(self) -> dict[str, Any]:
        """The case as plain values in the form of a case file; ``parse_case`` reads it back."""
        return writing.as_dict(self)

    def to_yaml(self) -> str:
        """The case as a YAML file."""
        return writing.as_yaml(self)

    def to_json(self) -> str:
        """The case as a JSON file."""
        return writing.as_json(self)

    def _only(self, kept: set[str]) -> Case:
        findings = {key: answer for key, answer in self.findings.items() if key in kept}
        stages = {stage: tuple(key for key in ids if key in kept) for stage, ids in self.stages.items()}
        stages = {stage: ids for stage, ids in stages.items() if ids or not self.stages[stage]}
        return msgspec.structs.replace(self, findings=findings, stages=stages)


def _mirrored(answer: Answer) -> Answer:
    side = _OPPOSITE[answer.side] if answer.side else None
    return msgspec.structs.replace(answer, side=side, left=answer.right, right=answer.left)
