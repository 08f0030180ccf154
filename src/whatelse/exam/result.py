"""The result of an exam: scores by stage and group, beside the baselines. Frozen; every view shows the same numbers."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.case import Stage
from whatelse.exam.confusion import Confusion
from whatelse.exam.drops import Drop
from whatelse.exam.marks import Ranking
from whatelse.exam.score import Score
from whatelse.exam.urgency import UrgencyScore
from whatelse.inference.differential import KnowledgeVersion
from whatelse.knowledge.schema import Urgency


class CaseAnswer(msgspec.Struct, frozen=True):
    """What was answered to one case at one stage: a line of an answers file."""

    id: str
    stage: Stage
    ranking: Ranking
    triage: Urgency | None

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()


class Refusal(msgspec.Struct, frozen=True):
    """A case that could not be answered at a stage; where it has a truth, it counts as missed."""

    id: str
    stage: Stage
    error: str


class GroupScore(msgspec.Struct, frozen=True):
    """The scores of all methods on the ranked cases of one group of truths, the engine's first."""

    group: str
    scores: tuple[Score, ...]


class StageScore(msgspec.Struct, frozen=True):
    """One stage: all methods on all ranked cases, by group, and the urgency where it was judged."""

    stage: Stage
    scores: tuple[Score, ...]
    groups: tuple[GroupScore, ...]
    urgency: UrgencyScore | None


class ExamResult(msgspec.Struct, frozen=True):
    """How the program did on cases whose truth is known.

    cases: all that were answered; ranked: those that are scored by rank. settings: where the cases were taken to be
    seen. unscored: cases without a truth. unknown: names in truths that the knowledge does not have. ``answers`` is
    not part of ``to_dict``: it is the file that another scorer reads.
    """

    engine: str
    knowledge: KnowledgeVersion
    settings: tuple[str, ...]
    cases: int
    ranked: int
    unscored: tuple[str, ...]
    unknown: tuple[str, ...]
    refused: tuple[Refusal, ...]
    stages: tuple[StageScore, ...]
    drops: tuple[Drop, ...]
    confusions: tuple[Confusion, ...]
    answers: tuple[CaseAnswer, ...]

    def stage(self, name: str) -> StageScore:
        """The scores of a stage. Raises KeyError for one that was not sat."""
        for one in self.stages:
            if one.stage == name:
                return one
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        del out["answers"]
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self.to_dict()).decode()

    def __repr__(self) -> str:
        lines = [f"ExamResult of {self.cases} cases, {self.ranked} ranked ({', '.join(self.settings)})"]
        for one in self.stages:
            for each in one.scores:
                tops = "  ".join(f"top-{k} {_percent(s.share)}" for k, s in zip((1, 3, 5), _tops(each), strict=True))
                lines.append(f"  {one.stage:8}{each.label:24}{tops}")
        return "\n".join(lines)


def _tops(one: Score) -> tuple[Any, ...]:
    return one.top1, one.top3, one.top5


def _percent(value: float | None) -> str:
    return "  -  " if value is None else f"{100 * value:3.0f} %"
