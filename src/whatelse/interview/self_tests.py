"""Tests that a runner does alone: which there are, whether one may be offered now, and what its readings say.

A reading taken by oneself is not exact. Its error goes into the answer, and a difference that is no larger than the
error is "no difference that can be told".
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec

from whatelse.case import Answer, Case
from whatelse.case.answers import parse_answer
from whatelse.case.place import Place
from whatelse.case.subjects import subject_of
from whatelse.case.types import Side
from whatelse.errors import InputError, nearest, shown
from whatelse.interview.holds import held, seen_in
from whatelse.knowledge.schema import Knowledge, Urgency
from whatelse.knowledge.self_tests import Measure, SelfTest
from whatelse.triage import evaluate
from whatelse.triage.known import Known

#: Readings of one side that are still one sitting.
MOST_READINGS = 10
#: Half the width of a 95 % interval, in standard errors.
SPAN = 1.96
#: From here on a yes or a no is firm; between, it is as likely as the readings make it.
FIRM = 0.98
#: Levels at which a runner does not test but is seen; at the second, looking is still allowed.
STOPS_ALL, STOPS_LOADING = "emergency", "urgent"


class Allowed(msgspec.Struct, frozen=True):
    """Whether a test may be offered. because: why not, in words for the runner. ask_first: what must be known before.

    What is not known is not "no": a test with something in ``ask_first`` is not offered.
    """

    yes: bool
    because: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """What the readings of both sides say.

    value: how much worse the painful side is, as the test counts it; where either may be worse, how far they are apart.
    error: it can be wrong by so much, 19 times of 20. tells: whether it is more than that. words: for the runner.
    """

    value: float
    error: float
    unit: str
    tells: bool
    words: str


def self_test(finding_id: str, knowledge: Knowledge) -> SelfTest:
    """How a runner tests a finding alone. Raises InputError where there is no such test, with the nearest or why."""
    tests = knowledge.self_tests.tests
    if finding_id in tests:
        return tests[finding_id]
    never = knowledge.self_tests.never.get(finding_id)
    if never is not None:
        raise InputError(f"{finding_id} is never tested alone: {never.why}")
    if finding_id in knowledge.findings:
        raise InputError(f"{finding_id} is no test that a runner does alone")
    raise InputError(f"no self-test of {shown(finding_id)}{nearest(finding_id, tests)}")


def not_when(test: SelfTest, knowledge: Knowledge) -> str:
    """When not to do it, in words; "" where nothing speaks against it."""
    return test.not_when or knowledge.findings[test.id].not_when


def allowed(
    case: Case,
    test: SelfTest,
    knowledge: Knowledge,
    *,
    level: Urgency | None = None,
    floors: Collection[str] = (),
    seen: Known | None = None,
) -> Allowed:
    """Whether a test may be offered to a runner with these answers.

    level: how urgent the case is; by default by the red-flag rules alone. floors: ids of the floors of the plan that
    hold. A floor that stops an action which the test resembles stops the test. seen: ``seen_in`` the case, where it is
    known already.
    """
    never = knowledge.self_tests.never.get(test.id)
    if never is not None:
        return Allowed(False, (never.why,))
    level = evaluate(case, knowledge).level if level is None else level
    if level == STOPS_ALL or (level == STOPS_LOADING and not test.looks):
        return Allowed(False, ("This needs a doctor first. Tests at home can wait.",))
    stops = [
        floor for floor in knowledge.plan.floors if floor.id in floors and set(floor.stops).intersection(test.like)
    ]
    found = held(seen_in(case, knowledge) if seen is None else seen, test.holds, knowledge)
    because = tuple(dict.fromkeys([*(floor.why for floor in stops), *(f"Not while {text}." for text in found.holds)]))
    return Allowed(not because and not found.open, because, () if because else found.open)


def offers(
    case: Case, knowledge: Knowledge, *, level: Urgency | None = None, floors: Collection[str] = ()
) -> Callable[[str], bool]:
    """For choosing questions: whether a runner may be asked for a finding. What is no test always may be; of tests
    those that are allowed. ``level`` and ``floors`` as for ``allowed``.
    """
    level = evaluate(case, knowledge).level if level is None else level
    seen = seen_in(case, knowledge)

    def may_be_asked(finding_id: str) -> bool:
        test = knowledge.self_tests.tests.get(finding_id)
        if test is not None:
            return allowed(case, test, knowledge, level=level, floors=floors, seen=seen).yes
        finding = knowledge.findings.get(finding_id)
        return finding is not None and finding.stage == "history"

    return may_be_asked


def measured(
    test: SelfTest,
    readings_left: Sequence[float],
    readings_right: Sequence[float],
    knowledge: Knowledge,
    side: Side = "unknown",
) -> Answer:
    """The answer that readings of both sides give, with the error of measuring alone.

    A number keeps both sides and the standard error of their difference. A yes or no becomes as likely as the readings
    make a difference beyond the limit of the test, every true difference being equally likely before; that needs the
    painful ``side``, and without it the answer is open. Raises InputError for readings that cannot be.
    """
    measure = _measure(test)
    left, right = _side(readings_left, "left", measure), _side(readings_right, "right", measure)
    se = math.hypot(_error(readings_left, measure), _error(readings_right, measure))
    done = f"measured alone, {len(readings_left)} times left and {len(readings_right)} right"
    common: dict[str, Any] = {"by": "measured", "se": round(se, 3), "definition": done}
    subject = subject_of(test.id, knowledge)
    if subject is None:
        raise InputError(f"{test.id} takes no answer")
    if measure.limit is None:
        pair = {"left": round(left, 3), "right": round(right, 3)}
        return parse_answer({**pair, **common}, subject, Place().at(test.id), side)
    gap = _gap(measure, left, right, side)
    if gap is None:
        return Answer(by="measured", definition=done)
    yes = _beyond(gap, se, measure.limit, either=measure.worse == "either")
    raw: dict[str, Any] = {**common, "measured": round(gap, 3)}
    if not 1 - FIRM < yes < FIRM:
        return parse_answer({**raw, "value": yes > 0.5}, subject, Place().at(test.id), side)
    weights = {"no": round(1 - yes, 6), "yes": round(yes, 6)}
    return parse_answer({**raw, "likelihood": weights}, subject, Place().at(test.id), side)


def difference(test: SelfTest, answer: Answer, knowledge: Knowledge, side: Side = "unknown") -> Difference | None:
    """What a measured answer says of the two sides; None where there are no readings or the painful side is open."""
    measure = _measure(test)
    gap = answer.measured
    if answer.left is not None and answer.right is not None:
        gap = _gap(measure, answer.left, answer.right, side)
    if gap is None or answer.se is None:
        return None
    error = SPAN * answer.se
    tells = abs(gap) > error
    text = knowledge.self_tests.text("difference" if tells else "no_difference")
    return Difference(round(gap, 3), round(error, 3), measure.unit, tells, text)


def _measure(test: SelfTest) -> Measure:
    if test.measure is None:
        raise InputError(f"{test.id} is not measured; it is answered with yes or no")
    return test.measure


def _side(readings: Sequence[float], name: str, measure: Measure) -> float:
    """The mean of the readings of one side."""
    if not 1 <= len(readings) <= MOST_READINGS:
        raise InputError(f"{len(readings)} readings, expected 1 to {MOST_READINGS}", field=name)
    for reading in readings:
        is_number = isinstance(reading, (int, float)) and not isinstance(reading, bool)
        if not is_number or not measure.low <= reading <= measure.high:
            wanted = f"a number from {measure.low:g} to {measure.high:g} {measure.unit}"
            raise InputError(f"found {shown(reading)}, expected {wanted}", field=name)
    return statistics.fmean(readings)


def _error(readings: Sequence[float], measure: Measure) -> float:
    """Standard error of one side: placing it anew, which more readings do not mend, and the spread of the readings.

    Two or three readings say little of their own spread, so it is never taken for less than what is known of people.
    """
    spread = statistics.stdev(readings) if len(readings) > 1 else 0.0
    return math.hypot(measure.placed.value, max(spread, measure.read.value) / math.sqrt(len(readings)))


def _gap(measure: Measure, left: float, right: float, side: Side) -> float | None:
    """How much worse the painful side is; of a test that takes either side as worse, how far the two are apart."""
    if measure.worse == "either":
        return abs(left - right)
    if side not in ("left", "right"):
        return None
    painful, other = (left, right) if side == "left" else (right, left)
    return other - painful if measure.worse == "less" else painful - other


def _beyond(gap: float, se: float, limit: float, *, either: bool) -> float:
    """Chance that the true difference is beyond the limit."""
    above = _normal((gap - limit) / se)
    return above + (_normal((-gap - limit) / se) if either else 0.0)


def _normal(z: float) -> float:
    """The standard normal distribution function."""
    return 0.5 * math.erfc(-z / math.sqrt(2))
