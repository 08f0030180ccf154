"""The tests most worth doing within a few minutes, in an order in which the patient turns once.

Chosen one after the other by what each is expected to tell for the time it takes. What is already expected to be
learnt of a source is not counted twice: of a test, only the share of its information counts that is still open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.case import Case, Stage
from whatelse.errors import InputError, shown
from whatelse.inference.assess import differential_of
from whatelse.inference.differential import KnowledgeVersion, SettingUsed, rounded
from whatelse.inference.weigh import Weighed, weigh
from whatelse.interview.exam_open import OpenTest, entropy_of, exact, open_tests
from whatelse.interview.exam_types import AfterAnswer, Block, ExamPlan, Next, Planned, Top, Waits, Why
from whatelse.interview.holds import Held, held, seen_in
from whatelse.knowledge.exam_tests import Provokes
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage, evaluate, raise_by_probability
from whatelse.triage.formula import compile_formula
from whatelse.triage.known import known
from whatelse.version import __version__

#: Turning the patient over, in seconds.
TURN = 10.0
#: Below so many weighted bits a test tells too little to be done.
LEAST_BITS = 0.03
#: A positive that would raise the level comes first where it is at least this likely.
LIKELY_ENOUGH = 0.01
#: How many sources are shown, tests that wait, tests for more time.
SHOWN, WAITING, MORE = 3, 6, 5
LONGEST = 120.0
_HEIGHT: dict[Provokes, int] = {"none": 0, "some": 1, "much": 2}


def exam_plan(
    case: Case,
    knowledge: Knowledge,
    setting: str | None = None,
    *,
    minutes: float = 5.0,
    stage: Stage = "all",
    floors: Collection[str] = (),
) -> ExamPlan:
    """The examination plan of a case. floors: ids of the floors of its plan that hold; tests that they forbid wait.

    Raises InputError for minutes that are no time, and as ``weigh`` does.
    """
    return exam_plan_of(weigh(case, knowledge, setting, stage), minutes=minutes, stage=stage, floors=floors)


def exam_plan_of(
    weighed: Weighed, *, minutes: float = 5.0, stage: Stage = "all", floors: Collection[str] = ()
) -> ExamPlan:
    """The same for a case that is weighed already."""
    if not 0 < minutes <= LONGEST:
        raise InputError(f"found {shown(minutes)}, expected more than 0 and at most {LONGEST:g}", field="minutes")
    knowledge = weighed.model.knowledge
    triage = raise_by_probability(evaluate(weighed.case, knowledge), differential_of(weighed, stage), knowledge)
    if triage.level == "emergency":
        return _plan(weighed, triage, minutes, "emergency")
    found = open_tests(weighed)
    against = {test.id: _against(weighed, test) for test in found}
    reasons = {test.id: _reasons(knowledge, test, against[test.id], floors) for test in found}
    doable = [test for test in found if not reasons[test.id]]
    alarms = {test.id: test.alarm for test in doable if test.alarm >= LIKELY_ENOUGH}
    chosen, seconds = _choose(weighed, doable, alarms, 60.0 * minutes)
    irritable = irritable_because(weighed.case, knowledge)
    done = {test.id for test in chosen}
    return msgspec.structs.replace(
        _plan(weighed, triage, minutes, "plan"),
        seconds=seconds,
        irritable=irritable,
        now=_now(weighed),
        blocks=_blocks(weighed, exact(weighed, chosen), against, set(alarms), bool(irritable)),
        waits=tuple(
            Waits(test.id, _label(test.id, knowledge), reasons[test.id])
            for test in _best([test for test in found if reasons[test.id]], WAITING)
        ),
        more=tuple(
            Next(test.id, _label(test.id, knowledge), test.seconds, rounded(float(test.gain.sum())))
            for test in _best([test for test in doable if test.id not in done], MORE)
        ),
    )


def irritable_because(case: Case, knowledge: Knowledge) -> tuple[str, ...]:
    """Signs that the pain flares easily."""
    seen = seen_in(case, knowledge)
    signs = knowledge.exam_tests.irritable
    return tuple(sign.text for sign in signs if compile_formula(sign.when).truth(seen))


# ---------------------------------------------------------------- which tests


def _against(weighed: Weighed, test: OpenTest) -> Held:
    """What speaks against a test, and what may."""
    names = [name for one in test.tests for name in one.holds]
    return held(known(weighed.case, weighed.model.knowledge), names, weighed.model.knowledge) if names else Held()


def _reasons(knowledge: Knowledge, test: OpenTest, against: Held, floors: Collection[str]) -> tuple[str, ...]:
    """Why a test waits: what is known to speak against it. What is only open is for the clinician to ask."""
    forbidden = {name for one in test.tests for name in one.floors}
    stops = [floor.why for floor in knowledge.plan.floors if floor.id in floors and floor.id in forbidden]
    return (*stops, *(f"Not while {text}." for text in against.holds))


def _choose(
    weighed: Weighed, doable: list[OpenTest], alarms: dict[str, float], time: float
) -> tuple[list[OpenTest], float]:
    """Safety first, then the most new information for the time, until no test fits. Also the seconds used.

    Of a general finding and its special forms one is done.
    """
    whole = entropy_of(weighed)
    learnt = np.zeros_like(whole)
    chosen: list[OpenTest] = []
    used = 0.0
    for first in (True, False):
        left = [test for test in doable if test.id in alarms or not first]
        while left:
            share = np.clip(1.0 - np.divide(learnt, whole, out=np.zeros_like(whole), where=whole > 0), 0.0, 1.0)
            fitting = [
                (float(test.gain @ share) / _cost(test, chosen), test)
                for test in left
                if used + _cost(test, chosen) <= time and not _is_done(test, chosen, weighed.model.knowledge)
            ]
            if first:  # by how likely it raises the level, for its time
                fitting = [(alarms[test.id] / _cost(test, chosen), test) for _, test in fitting]
            else:
                fitting = [(rate, test) for rate, test in fitting if rate * _cost(test, chosen) >= LEAST_BITS]
            if not fitting:
                break
            _, best = max(fitting, key=lambda item: (round(item[0], 12), item[1].id))
            used += _cost(best, chosen)
            learnt = np.minimum(learnt + best.gain * share, whole)
            chosen.append(best)
            left = [test for test in left if test.id != best.id]
    return chosen, used


def _cost(test: OpenTest, chosen: Iterable[OpenTest]) -> float:
    turned = {one.position for other in chosen for one in other.tests}
    return test.seconds + TURN * len({one.position for one in test.tests} - turned)


def _is_done(test: OpenTest, chosen: Iterable[OpenTest], knowledge: Knowledge) -> bool:
    """Whether it, a general or a special form of it, or a number read from it, is among the chosen."""
    for other in chosen:
        if other.id == test.id:
            return True
        one, two = knowledge.findings.get(test.id), knowledge.findings.get(other.id)
        if one is None or two is None:
            continue
        if test.id in {*two.implies, *two.replaces} or other.id in {*one.implies, *one.replaces}:
            return True
    return False


def _best(tests: list[OpenTest], most: int) -> list[OpenTest]:
    rated = [test for test in tests if float(test.gain.sum()) >= LEAST_BITS]
    return sorted(rated, key=lambda test: (-round(float(test.gain.sum()) / test.seconds, 12), test.id))[:most]


# ---------------------------------------------------------------- in which order


def _blocks(
    weighed: Weighed, chosen: list[OpenTest], against: dict[str, Held], safety: set[str], irritable: bool
) -> tuple[Block, ...]:
    """Safety, then the rest by position, what provokes little first; if irritable, what provokes much in the end."""
    knowledge = weighed.model.knowledge
    parts: dict[Why, list[Planned]] = {"safety": [], "tests": [], "last": []}
    where: dict[str, str] = {}
    for test in chosen:
        planned = _planned(weighed, test, against[test.id].open, test.id in safety)
        where[test.id] = test.position
        late = irritable and planned.provokes == "much"
        parts["last" if late else "safety" if planned.safety else "tests"].append(planned)
    out = []
    for why, tests in parts.items():
        for position in knowledge.exam_tests.positions:
            here = [test for test in tests if where[test.id] == position.id]
            here.sort(key=lambda test: (_HEIGHT[test.provokes], -round(test.gain_bits / test.seconds, 12), test.id))
            if here:
                out.append(Block(why, position.id, position.label, tuple(here)))
    return tuple(out)


def _planned(weighed: Weighed, test: OpenTest, ask_first: tuple[str, ...], safety: bool) -> Planned:
    knowledge = weighed.model.knowledge
    findings = [knowledge.findings[one.id] for one in test.tests]
    single = len(findings) == 1 and findings[0].id == test.id
    return Planned(
        id=test.id,
        label=_label(test.id, knowledge),
        tests=tuple(finding.id for finding in findings),
        how=tuple(f.how if single else f"{f.label}: {f.how}" for f in findings),
        not_when=" ".join(dict.fromkeys(f.not_when for f in findings if f.not_when)),
        seconds=test.seconds,
        also=tuple(
            position.label
            for position in knowledge.exam_tests.positions
            if position.id != test.position and position.id in {one.position for one in test.tests}
        ),
        unit=findings[0].unit if single else "",
        provokes=max((one.provokes for one in test.tests), key=lambda word: _HEIGHT[word]),
        safety=safety,
        gain_bits=rounded(float(test.gain.sum())),
        ask_first=ask_first,
        after=tuple(_after(weighed, test, k) for k in range(len(test.seen.ask.answers))),
    )


def _after(weighed: Weighed, test: OpenTest, k: int) -> AfterAnswer:
    seen = test.seen
    nodes, unlisted = seen.nodes[:, k], float(seen.unlisted[k])
    tops = _tops(weighed, nodes, unlisted)
    moved = max(tops, key=lambda top: (round(abs(top.probability - top.now), 9), top.condition))
    return AfterAnswer(
        answer=seen.ask.answers[k],
        positive=_is_positive(test, k, weighed.model.knowledge),
        chance=rounded(float(seen.chance[k])),
        top=tuple(sorted(tops, key=lambda top: (-top.probability, top.condition))[:SHOWN]),
        moved=moved,
    )


def _is_positive(test: OpenTest, k: int, knowledge: Knowledge) -> bool:
    """Whether sources bring this answer about: the active one, a state above the first, the far end of a number."""
    finding = knowledge.findings.get(test.id)
    if finding is not None and finding.type == "yes_no":
        return k == 0
    if finding is not None and finding.abnormal == "low":
        return k < len(test.seen.ask.answers) - 1
    return k > 0


def _now(weighed: Weighed) -> tuple[Top, ...]:
    tops = _tops(weighed, weighed.result.nodes, weighed.result.unlisted)
    return tuple(sorted(tops, key=lambda top: (-top.probability, top.condition))[:SHOWN])


def _tops(weighed: Weighed, nodes: NDArray[np.float64], unlisted: float) -> list[Top]:
    """Every ranked source, by the name it goes by now, with its probability after an answer."""
    other = weighed.model.network.other
    conditions = weighed.model.knowledge.conditions
    return [
        Top(
            name,
            conditions[name].label,
            rounded(unlisted if node == other else float(nodes[node])),
            rounded(weighed.of(node)),
        )
        for node, name in weighed.names.items()
    ]


def _label(key: str, knowledge: Knowledge) -> str:
    return knowledge.findings[key].label if key in knowledge.findings else knowledge.families[key].label


def _plan(weighed: Weighed, triage: Triage, minutes: float, kind: Literal["plan", "emergency"]) -> ExamPlan:
    setting, knowledge = weighed.model.setting, weighed.model.knowledge
    return ExamPlan(
        case=weighed.case.id,
        side=weighed.case.side,
        kind=kind,
        level=triage.level,
        urgent=triage.lines,
        setting=SettingUsed(setting.id, setting.label, setting.reference_week.value),
        engine=__version__,
        knowledge=KnowledgeVersion(knowledge.version, knowledge.digest, knowledge.overlays),
        minutes=minutes,
    )
