"""Sitting the exam: every case once a stage by the engine and by every baseline, then the marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from whatelse.case import Case, Stage
from whatelse.errors import InputError, nearest, shown
from whatelse.exam.confusion import Confusion, confusion
from whatelse.exam.credit import ConditionTree, Credit
from whatelse.exam.drops import drop
from whatelse.exam.marks import Mark, Ranking, mark
from whatelse.exam.methods import ENGINE, LABELS, Answerers
from whatelse.exam.result import CaseAnswer, ExamResult, GroupScore, Refusal, StageScore
from whatelse.exam.score import Score, score
from whatelse.exam.truth import Truth, truth_of, unknown_names
from whatelse.exam.urgency import Judge, no_judge, urgency_score
from whatelse.inference.compile import compiled
from whatelse.inference.differential import KnowledgeVersion
from whatelse.knowledge.schema import Knowledge, Urgency
from whatelse.version import __version__

STAGES: tuple[Stage, ...] = ("history", "exam", "all")
Sittings = Literal["history", "exam", "all", "every"]
#: Told (answers given, answers in all) after each.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Candidate:
    """A case with its name and what its answers are marked by; truth and credit are None where it tells no truth."""

    name: str
    case: Case
    truth: Truth | None
    credit: Credit | None


@dataclass(frozen=True)
class _Sheet:
    """All answers to one case at one stage."""

    candidate: _Candidate
    rankings: dict[str, Ranking]
    triage: Urgency | None

    def marks(self) -> dict[str, Mark]:
        assert self.candidate.credit is not None
        return {method: mark(self.rankings[method], self.candidate.credit) for method in LABELS}


def sit(
    cases: Iterable[Case],
    knowledge: Knowledge,
    setting: str | None = None,
    stage: Sittings = "every",
    *,
    judge: Judge = no_judge,
    progress: Progress | None = None,
) -> ExamResult:
    """How well cases with a known truth are answered, beside the baselines.

    setting: default each case's own, else the default of the knowledge. stage: one, or ``every``. judge: who judges the
    urgency. A case without a truth is answered and not scored; one that cannot be answered is refused and, where it has
    a truth, counts as missed. Raises InputError for an unknown setting or stage, and for a truth that cannot be read.
    """
    if stage not in (*STAGES, "every"):
        known = (*STAGES, "every")
        raise InputError(f"found stage {shown(stage)}, expected {', '.join(known)}{nearest(str(stage), known)}")
    if setting is not None:
        compiled(knowledge, setting)
    stages: tuple[Stage, ...] = STAGES if stage == "every" else (stage,)
    candidates = _candidates(cases, knowledge)
    answerers = Answerers(knowledge, setting)
    refused: list[Refusal] = []
    sheets: dict[Stage, list[_Sheet]] = {}
    for at, one in enumerate(stages):
        sheets[one] = []
        for number, candidate in enumerate(candidates, 1):
            sheets[one].append(_answered(candidate, one, answerers, judge, refused))
            if progress is not None:
                progress(at * len(candidates) + number, len(stages) * len(candidates))
    truths = [candidate.truth for candidate in candidates if candidate.truth is not None]
    marked = {one: [(s.candidate, s.marks()) for s in sheets[one] if _is_ranked(s.candidate)] for one in stages}
    return ExamResult(
        engine=__version__,
        knowledge=KnowledgeVersion(knowledge.version, knowledge.digest, knowledge.overlays),
        settings=tuple(sorted({answerers.setting_of(c.case) for c in candidates})),
        cases=len(candidates),
        ranked=sum(_is_ranked(candidate) for candidate in candidates),
        unscored=tuple(candidate.name for candidate in candidates if candidate.truth is None),
        unknown=unknown_names(truths, knowledge),
        refused=tuple(refused),
        stages=tuple(_stage_score(one, sheets[one], marked[one]) for one in stages),
        drops=tuple(drop(a, b, _ranks(marked[a]), _ranks(marked[b])) for a, b in combinations(stages, 2)),
        confusions=tuple(_confusion(one, marked[one], knowledge) for one in stages),
        answers=tuple(
            CaseAnswer(s.candidate.name, one, s.rankings[ENGINE], s.triage)
            for one in stages
            for s in sheets[one]
            if s.rankings[ENGINE]
        ),
    )


def _candidates(cases: Iterable[Case], knowledge: Knowledge) -> list[_Candidate]:
    tree = ConditionTree(knowledge)
    out = []
    for number, case in enumerate(cases, 1):
        truth = truth_of(case)
        credit = tree.credit(truth) if truth is not None else None
        out.append(_Candidate(case.id or f"case {number}", case, truth, credit))
    return out


def _is_ranked(candidate: _Candidate) -> bool:
    return candidate.truth is not None and candidate.truth.ranked


def _answered(
    candidate: _Candidate, stage: Stage, answerers: Answerers, judge: Judge, refused: list[Refusal]
) -> _Sheet:
    try:
        differential = answerers.engine(candidate.case, stage)
        baselines = answerers.baselines(candidate.case, stage)
    except InputError as error:
        refused.append(Refusal(candidate.name, stage, str(error)))
        return _Sheet(candidate, dict.fromkeys(LABELS, ()), None)
    triage = judge(candidate.case.at_stage(stage, answerers.knowledge), differential)
    return _Sheet(candidate, {ENGINE: differential.ranking, **baselines}, triage)


_Marked = Sequence[tuple[_Candidate, dict[str, Mark]]]


def _stage_score(stage: Stage, sheets: Sequence[_Sheet], marked: _Marked) -> StageScore:
    groups: dict[str, list[tuple[_Candidate, dict[str, Mark]]]] = {}
    for candidate, marks in marked:
        assert candidate.truth is not None
        groups.setdefault(candidate.truth.group, []).append((candidate, marks))
    judged = [
        (truth.urgency, sheet.triage)
        for sheet in sheets
        if (truth := sheet.candidate.truth) is not None and truth.triaged and truth.urgency is not None
    ]
    return StageScore(
        stage=stage,
        scores=_scores(marked),
        groups=tuple(GroupScore(group, _scores(inside)) for group, inside in sorted(groups.items())),
        urgency=urgency_score(judged),
    )


def _scores(marked: _Marked) -> tuple[Score, ...]:
    several = [candidate.truth is not None and candidate.truth.several for candidate, _ in marked]
    return tuple(
        score(method, label, [marks[method] for _, marks in marked], several) for method, label in LABELS.items()
    )


def _ranks(marked: _Marked) -> list[int | None]:
    return [marks[ENGINE].rank for _, marks in marked]


def _confusion(stage: Stage, marked: _Marked, knowledge: Knowledge) -> Confusion:
    misses = [
        (candidate.truth.conditions[0], marks[ENGINE].first)
        for candidate, marks in marked
        if candidate.truth is not None and marks[ENGINE].rank != 1
    ]
    return confusion(stage, len(marked), misses, knowledge)
