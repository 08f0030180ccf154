from typing import Any

import pytest

from tests.exam.candidates import KNOWLEDGE, candidate, truth
from whatelse.errors import InputError
from whatelse.exam import truth_of
from whatelse.exam.truth import unknown_names


def test_a_case_without_a_truth_has_none() -> None:
    assert truth_of(candidate()) is None


def test_what_is_left_out_has_a_plain_meaning() -> None:
    found = truth_of(candidate(truth={"conditions": ["pht"]}))
    assert found is not None
    assert (found.acceptable, found.partly, found.urgency, found.group) == ((), (), None, "")
    assert found.ranked and not found.triaged and not found.several


@pytest.mark.parametrize(
    ("use", "ranked", "triaged"),
    [("full", True, True), ("triage", False, True), ("lenient", False, True), ("behaviour", False, False)],
)
def test_the_use_says_what_is_scored(use: str, ranked: bool, triaged: bool) -> None:
    found = truth_of(candidate(truth=truth("pht", scoring_use=use)))
    assert found is not None
    assert (found.ranked, found.triaged) == (ranked, triaged)


def test_self_care_may_be_written_with_a_dash() -> None:
    found = truth_of(candidate(truth=truth("pht", urgency="self-care")))
    assert found is not None and found.urgency == "self_care"


BAD: dict[str, tuple[Any, str]] = {
    "a word": ("pht", "truth: found 'pht', expected a mapping with conditions"),
    "one condition instead of a list": ({"conditions": "pht"}, "truth.conditions: found 'pht', expected a list"),
    "a list of numbers": ({"conditions": [1]}, "truth.conditions: found [1], expected a list"),
    "no condition": ({"conditions": []}, "truth.conditions: names no condition"),
    "a wrong use": (truth("pht", scoring_use="ful"), "truth.scoring_use: found 'ful', expected full, triage"),
    "a wrong urgency": (truth("pht", urgency="urgnt"), "(did you mean urgent?)"),
}


@pytest.mark.parametrize(("raw", "line"), BAD.values(), ids=BAD)
def test_a_truth_that_cannot_be_read_is_told_in_one_line(raw: Any, line: str) -> None:
    with pytest.raises(InputError) as caught:
        truth_of(candidate(truth=raw))
    assert line in str(caught.value) and "\n" not in str(caught.value)


def test_names_that_the_knowledge_does_not_have_are_found_once() -> None:
    read = [truth_of(candidate(truth=truth("pht", "no_such", partly=["other", "pht"]))) for _ in range(2)]
    assert unknown_names([one for one in read if one is not None], KNOWLEDGE) == ("no_such", "other")
