import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Answer, parse_case


def answer(name: str, value: object, side: str = "unknown") -> Answer:
    return parse_case({"findings": {name: value}, "side": side}, KNOWLEDGE).findings[name]


def refused(name: str, value: object, side: str = "unknown") -> str:
    return complaint(answer, name, value, side)


@pytest.mark.parametrize("word", [True, "yes", "Yes", "true", "TRUE"])
def test_yes_has_several_spellings(word: object) -> None:
    assert answer("slr", word) == Answer(True)


@pytest.mark.parametrize("word", [None, "unknown", "don't know", "do not know", "not known", "?", ""])
@pytest.mark.parametrize("name", ["slr", "pain_intensity", "swelling", "sij_provocation", "sij_provocation_count"])
def test_not_known_is_no_value_whatever_the_finding(name: str, word: object) -> None:
    assert answer(name, word) == Answer()


def test_a_state_named_like_a_word_for_unknown_is_that_state() -> None:
    assert answer("dominant_leg", "unknown") == Answer("unknown")


def test_not_tested_is_no_answer() -> None:
    assert answer("slr", "not tested") == answer("slr", {"not_tested": True}) == Answer(not_tested=True)
    assert "not tested and answered" in refused("slr", {"value": True, "not_tested": True})


def test_probably_is_a_value_with_a_likelihood() -> None:
    assert answer("slr", "probably") == Answer(True, likelihood={"yes": 0.8, "no": 0.2})
    assert answer("slr", "probably not") == Answer(False, likelihood={"yes": 0.2, "no": 0.8})
    assert answer("slr", {"value": "probably", "side": "left"}).likelihood == {"yes": 0.8, "no": 0.2}


@pytest.mark.parametrize("value", [1, 0, 0.5, "maybe", "on", "2024-01-05", ["yes"]])
def test_a_yes_or_no_finding_takes_nothing_else(value: object) -> None:
    assert "expected yes, no, probably or unknown" in refused("slr", value)


@pytest.mark.parametrize("value", [True, "16", "1_600", "1e400", "nan", [16], float("nan"), float("inf"), 10**400])
def test_a_number_finding_takes_a_finite_number_only(value: object) -> None:
    assert "number" in refused("weeks_since_onset", value)


def test_a_number_written_another_way_is_told_how_to_write_it() -> None:
    assert "write 0.43" in refused("weeks_since_onset", "0,43")
    assert "write 16 without quotes" in refused("weeks_since_onset", "16")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weeks_since_onset", -1),
        ("weeks_since_onset", 2601),
        ("pain_intensity", 10.5),
        ("pain_intensity", -0.1),
    ],
)
def test_a_number_the_finding_cannot_have_is_refused(name: str, value: float) -> None:
    assert f"found {value}, expected a number from 0 to" in refused(name, value)


def test_the_ends_of_a_range_belong_to_it() -> None:
    assert answer("pain_intensity", 10) == Answer(10.0)
    assert answer("pain_intensity", 0) == Answer(0.0)


def test_a_state_is_found_whatever_its_spelling() -> None:
    assert answer("sport_main", "Road running") == answer("sport_main", "road-running") == Answer("road_running")


def test_an_unknown_state_is_answered_with_the_nearest() -> None:
    assert refused("sport_main", "road_runing").endswith(
        "expected road_running, trail_ultra or none (did you mean road_running?)"
    )


def test_states_named_yes_and_no_may_stand_unquoted() -> None:
    assert answer("seen_before", False) == Answer("no")
    assert answer("seen_before", "twice") == Answer("twice")


def test_a_graded_family_is_answered_by_its_own_id() -> None:
    assert answer("sij_provocation", "three_or_more") == Answer("three_or_more")
    assert "expected none, one_or_two or three_or_more" in refused("sij_provocation", 3)


def test_a_family_that_is_not_graded_takes_no_answer() -> None:
    assert "unknown finding 'leg_pain'" in refused("leg_pain", True)


@pytest.mark.parametrize("value", ["3/5", "3 of 5", " 3 / 5 ", {"value": 3, "of": 5}, {"value": "3/5"}])
def test_a_count_says_how_many_were_positive_and_how_many_were_done(value: object) -> None:
    assert answer("sij_provocation_count", value) == Answer(3.0, of=5)
    assert answer("sij_provocation_count", 3) == Answer(3.0)


@pytest.mark.parametrize("value", [6, -1, 2.5, "6/6", "2/6", "3/2", {"value": 3, "of": 2}, {"of": 5}, True])
def test_a_count_that_cannot_be_is_refused(value: object) -> None:
    assert "expected" in refused("sij_provocation_count", value) or "needs" in refused("sij_provocation_count", value)


def test_the_number_done_belongs_to_a_count_only() -> None:
    assert "is no count of tests" in refused("slr", {"value": True, "of": 5})


def test_the_long_form_carries_everything() -> None:
    said = {
        "value": True,
        "side": "both",
        "by": "measured",
        "when": "2024-01-05",
        "set_aside": True,
        "measured": 41.5,
        "se": 2,
        "definition": "degrees from the table",
        "likelihood": {"no": 1, "yes": 3},
    }
    assert answer("slr", said) == Answer(
        True,
        "both",
        "measured",
        "2024-01-05",
        False,
        True,
        41.5,
        2.0,
        "degrees from the table",
        {"no": 1.0, "yes": 3.0},
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("side", "unknown"),
        ("by", "guessed"),
        ("when", -1),
        ("when", True),
        ("not_tested", 1),
        ("set_aside", "maybe"),
        ("measured", "3"),
        ("se", -1),
        ("definition", 3),
        ("valu", True),
    ],
)
def test_a_wrong_field_of_the_long_form_is_named(field: str, value: object) -> None:
    assert refused("slr", {field: value}).startswith(f"findings.slr.{field}: ")


def test_a_standard_error_needs_its_number() -> None:
    assert "needs the number" in refused("slr", {"value": True, "se": 2})
    assert answer("pain_intensity", {"value": 4, "se": 2}).se == 2


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"no": 1, "maybe": 2}, "expected no or yes"),
        ({"no": -1, "yes": 2}, "expected a number of 0 or more"),
        ({"no": 0, "yes": 0}, "all weights are zero"),
        ({}, "all weights are zero"),
        ({"yes": 1, "Yes": 2}, "given twice"),
        ({"yes": None}, "found nothing"),
        ([1, 2], "expected a mapping"),
    ],
)
def test_a_likelihood_gives_each_state_a_weight(weights: object, said: str) -> None:
    assert said in refused("slr", {"likelihood": weights})


def test_a_number_has_no_likelihood_of_states() -> None:
    assert "give measured and se" in refused("pain_intensity", {"likelihood": {"yes": 1}})


def test_a_difference_is_given_as_left_and_right_or_as_a_number() -> None:
    name = "hip_rotation_difference_deg"
    paired = answer(name, {"left": 30, "right": 45, "unit": "deg"})
    assert (paired.left, paired.right, paired.unit, paired.value) == (30, 45, "deg", None)
    assert answer(name, -15) == Answer(-15.0)
    assert "left without right" in refused(name, {"left": 30})
    assert "keep one of the two" in refused(name, {"left": 30, "right": 45, "value": 15})
    assert "expected degrees" in refused(name, {"left": 0.5, "right": 0.8, "unit": "radians"})


@pytest.mark.parametrize("side", ["left", "right", "unknown"])
def test_a_difference_outside_its_range_is_refused(side: str) -> None:
    said = refused("hip_rotation_difference_deg", {"left": -60, "right": 60}, side)
    assert "left and right differ by 120, expected a number from -90 to 90" in said


def test_only_a_difference_has_a_left_and_a_right() -> None:
    assert "slr has no left and right" in refused("slr", {"left": 30, "right": 45})
