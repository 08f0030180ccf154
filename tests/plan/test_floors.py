"""More alarm never loosens a plan, whatever the sources and whatever the alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from tests.plan.made import Alarm, fired, plan_of, strictness, suspects
from tests.plan.test_weighing import LISTED, PROBABILITIES
from whatelse.knowledge.schema import Urgency
from whatelse.plan.floors import held_floors, probability_of_any

FLOORS = {floor.id: floor for floor in KNOWLEDGE.plan.floors}
GRAVE = sorted({name for floor in FLOORS.values() for name in floor.conditions})
LEVELS: tuple[Urgency, ...] = ("self_care", "routine", "urgent", "emergency")
RULES = st.lists(st.sampled_from(GRAVE), max_size=3)
RUNNING = ("run_easy", "run_hills", "run_speed", "run_long", "hop_and_jump")


def looser(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [action for action in before if after[action] < before[action]]


@given(PROBABILITIES, RULES, st.sampled_from(GRAVE), st.sampled_from(LEVELS))
def test_one_more_rule_never_loosens(some: dict[str, float], rules: list[str], new: str, level: Urgency) -> None:
    old = tuple(fired(name) for name in rules)
    before = strictness(suspects(some), Alarm(level, reasons=old))
    after = strictness(suspects(some), Alarm(level, reasons=(*old, fired(new))))
    assert looser(before, after) == []


@given(PROBABILITIES, st.sampled_from(LISTED), st.floats(0.0, 1.0))
def test_a_likelier_source_never_loosens_what_harm_or_a_floor_holds(
    some: dict[str, float], name: str, p: float
) -> None:
    likelier = {**some, name: max(p, some.get(name, 0.0))}
    assert looser(strictness(suspects(some), Alarm()), strictness(suspects(likelier), Alarm())) == []


@given(PROBABILITIES, st.sampled_from([0, 1, 2]))
def test_a_higher_level_never_loosens(some: dict[str, float], step: int) -> None:
    before = strictness(suspects(some), Alarm(LEVELS[step]))
    assert looser(before, strictness(suspects(some), Alarm(LEVELS[step + 1]))) == []


@pytest.mark.parametrize("floor", [f for f in FLOORS.values() if f.conditions], ids=lambda f: f.id)
def test_a_floor_holds_from_its_threshold_on_and_by_any_rule_that_catches_it(floor: object) -> None:
    name, at = floor.conditions[0], floor.at.value
    for p, holds in ((at * 0.9, False), (at * 1.01, True)):
        held = [f.floor for f in held_floors(KNOWLEDGE, suspects({name: p, "pht": 0.9}), Alarm())]
        assert (floor.id in held) is holds
    by_rule = held_floors(KNOWLEDGE, suspects({"pht": 0.9}), Alarm(reasons=(fired(floor.conditions[-1]),)))
    assert floor.id in [f.floor for f in by_rule]
    stopped = strictness(suspects({"pht": 0.9}), Alarm(reasons=(fired(floor.conditions[-1]),)))
    assert all(stopped[action] == 2 for action in floor.stops)


def test_a_routine_rule_that_catches_nearly_everything_holds_no_floor() -> None:
    vague = Alarm(reasons=(fired(*GRAVE, level="routine"),))
    assert held_floors(KNOWLEDGE, suspects({"pht": 0.9}), vague) == ()


def test_an_urgent_level_stops_running_as_its_text_says() -> None:
    stopped = strictness(suspects({"pht": 0.9}), Alarm("urgent"))
    assert all(stopped[action] == 2 for action in RUNNING)


def test_a_possible_bone_stress_injury_stops_running_and_hopping_whatever_else_is_likely() -> None:
    likely = {"hamstring_strain_g1": 0.95, "pelvic_bsi": 0.04}
    stopped = strictness(suspects(likely), Alarm("self_care"))
    assert all(stopped[action] == 2 for action in RUNNING)
    assert strictness(suspects({"hamstring_strain_g1": 0.95}), Alarm("self_care"))["run_easy"] == 0


def test_a_possible_clot_stops_rubbing_the_leg() -> None:
    assert plan_of("sit_bone_30_weeks").of("massage_thigh").group == "little"
    alarmed = plan_of("sit_bone_30_weeks", Alarm("urgent", reasons=(fired("dvt"),)))
    assert alarmed.of("massage_thigh").group == "stop"
    assert "clot" in alarmed.of("massage_thigh").floors


def test_what_hangs_below_another_condition_of_a_floor_is_not_counted_twice() -> None:
    told = suspects({"sacral_bsi": 0.3, "femoral_neck_bsi": 0.2}).told
    found = probability_of_any(KNOWLEDGE, FLOORS["bone"].conditions, told)
    assert found == pytest.approx(1 - 0.7 * 0.8)
