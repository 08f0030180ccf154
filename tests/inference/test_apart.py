"""One condition alone, and two side by side, on the shipped knowledge and against its written numbers."""

import math

import pytest

from whatelse.errors import InputError
from whatelse.inference.alone import Alone
from whatelse.inference.apart import facts_apart, separations, still_in_pain
from whatelse.inference.neighbours import nearest, neighbours, neighbours_of
from whatelse.knowledge import load


@pytest.fixture(scope="module")
def alone() -> Alone:
    return Alone(load())


def test_a_cause_and_the_leak_are_a_noisy_or(alone: Alone) -> None:
    finding, condition = alone.knowledge.findings["worse_hard_seat"], alone.knowledge.conditions["pht"]
    assert finding.leak is not None
    figure = condition.findings["worse_hard_seat"].figure
    assert figure is not None
    assert alone.of("pht").yes["worse_hard_seat"] == pytest.approx(1 - (1 - finding.leak.value) * (1 - figure.value))


def test_ways_of_spreading_count_by_their_shares(alone: Alone) -> None:
    leak = alone.knowledge.findings["pain_sit_bone"].leak
    patterns = [value for value in alone.knowledge.conditions["pht"].values if value.axis == "pattern"]
    figures = [(pattern.share.value, pattern.findings["pain_sit_bone"].figure) for pattern in patterns]
    assert leak is not None
    total = sum(share for share, _ in figures)
    mean = sum(share / total * (1 - (1 - leak.value) * (1 - f.value)) for share, f in figures if f is not None)
    assert alone.of("pht").yes["pain_sit_bone"] == pytest.approx(mean)


def test_every_condition_has_a_look_of_probabilities(alone: Alone) -> None:
    for condition in alone.knowledge.conditions:
        look = alone.of(condition)
        assert math.isclose(sum(share for share, _ in look.values), 1.0, rel_tol=1e-9)
        assert all(0.0 < p < 1.0 for p in look.yes.values())
        assert all(math.isclose(sum(row), 1.0, rel_tol=1e-9) and min(row) >= 0 for row in look.grades.values())


@pytest.mark.parametrize(("a", "b"), [("pht", "sij_dysfunction"), ("hamstring_strain_g1", "dvt"), ("infection", "pht")])
def test_the_other_way_round_every_sign_turns(alone: Alone, a: str, b: str) -> None:
    assert separations(alone, b, a) == [s.swapped() for s in separations(alone, a, b)]


@pytest.mark.parametrize("condition", ["pht", "hamstring_strain", "double_crush", "infection"])
def test_a_condition_against_itself_is_nothing(alone: Alone, condition: str) -> None:
    found = separations(alone, condition, condition)
    assert found
    assert {weight for s in found for weight in s.weights} == {0.0}
    assert facts_apart(alone, condition, condition) == []


def test_a_number_is_cut_where_it_can_be_read_off(alone: Alone) -> None:
    (pain,) = [s for s in separations(alone, "acute_compartment_syndrome", "pht") if s.finding == "pain_intensity"]
    value = float(pain.answers[0].removesuffix(" or more"))
    assert (value / alone.knowledge.findings["pain_intensity"].resolution).is_integer()


def test_a_composite_is_told_by_its_states(alone: Alone) -> None:
    (tests,) = [s for s in separations(alone, "pht", "sij_dysfunction") if s.finding == "sij_provocation"]
    assert tests.answers == alone.knowledge.families["sij_provocation"].states
    assert tests.weights[0] > 0 > tests.weights[-1]


def test_fewer_are_in_pain_the_longer_it_lasts(alone: Alone) -> None:
    course = still_in_pain(alone, "hamstring_strain_g1")
    assert course is not None
    assert course[0] > course[1] > course[2]


def test_an_unknown_condition_is_told(alone: Alone) -> None:
    with pytest.raises(InputError, match="no condition named 'ptt'"):
        separations(alone, "ptt", "pht")
    with pytest.raises(InputError, match="did you mean sij_dysfunction"):
        neighbours_of(alone, "sij_disfunction")


def test_neighbours_are_mutual(alone: Alone) -> None:
    pairs = {(pair.a, pair.b) for pair in neighbours(alone)}
    for condition in ("pht", "piriformis_syndrome", "dvt"):
        own = {pair.b for pair in neighbours_of(alone, condition)}
        assert own == {b for a, b in pairs if a == condition} | {a for a, b in pairs if b == condition}


def test_everything_has_three_nearest_and_never_itself(alone: Alone) -> None:
    for condition in ("pht", "double_crush", "something_else", "hip_stuck"):
        found = [pair.b for pair in nearest(alone, condition)]
        assert len(set(found)) == 3
        assert condition not in found
