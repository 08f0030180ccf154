"""Self-tests and the tests of an examination: every one is complete, and what must not be asked cannot be."""

from typing import Any

import pytest

from tests.knowledge.broken import Change, both, cases, changed, entry, finding, new_problems
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, tree

SLUMP, GIRTH, KTC = "test/slump_positive", "test/calf_girth_difference_over_3cm", "test/knee_to_chest_difference_deg"
HARD = "Neurodynamic sensitisation necessitates conscientious differentiation of symptomatology."


def self_test(key: str = SLUMP, **fields: Any) -> Change:
    return entry("self_tests", key, **fields)


def exam(key: str, **fields: Any) -> Change:
    return entry("exam", key, **fields)


def without(room: str, key: str) -> Change:
    def apply(raw: tree.Tree) -> None:
        del raw[room][key]

    return apply


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [
        ("a hold that is none", self_test(holds=["torn", "turn"])),
        ("an action that is none", self_test(like=["nerve_slidings"])),
        ("a drawing that is none", self_test(drawing="slumped")),
        ("a hold on nothing known", self_test("hold/fresh", when={"finding": "weeks_since", "below": 1})),
        ("a hold by no rule", self_test("hold/hip_bone", rules=["E99"])),
        ("a position that is none", exam("test/slr", position="upside_down")),
        ("a floor that is none", exam("test/single_leg_hop_pain", floors=["bones"])),
        ("a hold of an exam that is none", exam("test/slr", holds=["tear"])),
        ("a sign of nothing known", exam("irritable/strong", when="severe")),
    ],
    "self-test": [
        ("no steps", self_test(steps=[])),
        ("twice without a reason", self_test(times=2)),
        ("a reason for three times", self_test(once="It is enough.")),
        ("a load that nothing holds", self_test("test/hip_motion_limited", holds=[])),
        ("a test that is for a clinician", finding("weak_hip_flexors", self_test=False)),
    ],
    "self-test-missing": [
        ("a test without steps", without("self_tests", "test/tender_calf")),
        ("a text that goes with all", without("self_tests", "text/while")),
    ],
    "never-alone": [("a hop at home", finding("exertion_test_reproduces_symptoms", self_test=True))],
    "unknown-source": [("nobody said so", self_test("never/single_leg_hop_pain", source="NOBODY"))],
    "self-measure": [
        ("a yes or no without a limit", self_test(GIRTH, measure__limit=...)),
        ("a number with a limit", self_test(KTC, measure__limit=10)),
        ("a number in another unit", self_test(KTC, measure__unit="cm")),
        ("no range of readings", self_test(KTC, measure__low=200)),
    ],
    "hold": [("a hold that holds nothing", self_test("hold/fresh", when=...))],
    "formula": [("a hold that denies", self_test("hold/fresh", when={"not": "fever"}))],
    "reading-grade": [("hard words", self_test(counts=HARD)), ("hard steps", self_test(steps=["Sit.", HARD]))],
    "never-safe": [("a promise", self_test(mistake="It is safe to go on."))],
    "text": [("nothing that counts", self_test(counts=" "))],
    "exam-missing": [("a test without a position", without("exam", "test/slr"))],
    "exam-seconds": [("no time at all", exam("test/slr", seconds=0))],
}


@pytest.mark.parametrize(("name", "change"), cases(BROKEN))
def test_what_is_broken_is_named(name: str, change: Change) -> None:
    found = {problem.rule for problem in new_problems(change)}
    assert name in found
    assert found <= {name, "self-test-missing"} or name == "never-alone"


def test_an_error_of_measuring_is_a_number_with_a_range() -> None:
    with pytest.raises(InputError, match=r"self_tests\.toml: test/knee_to_chest_difference_deg\.measure\.placed"):
        changed(self_test(KTC, measure__placed="about four"))
    narrow = {"value": 4, "low": 5, "high": 6, "source": "EXPERT"}
    assert new_problems(self_test(KTC, measure__placed=narrow))


def test_unknown_keys_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown key 'step' \(did you mean steps\?\)"):
        changed(self_test(step=["Sit."]))
    with pytest.raises(InputError, match=r"unknown key 'second' \(did you mean seconds\?\)"):
        changed(exam("test/slr", second=3))


def test_a_test_that_is_no_longer_one_needs_no_steps() -> None:
    gone = both(finding("tender_calf", self_test=False), without("self_tests", "test/tender_calf"))
    assert new_problems(gone) == []


def test_the_errors_of_measuring_are_exported_with_their_sources(shipped: Knowledge) -> None:
    from whatelse.knowledge.places import every_number

    found = {
        (place.entry, place.field): number for place, number in every_number(shipped) if place.room == "self_tests"
    }
    measured = [test for test in shipped.self_tests.tests.values() if test.measure is not None]
    assert len(found) == 2 * len(measured) > 0
    assert all(number.low < number.value < number.high for number in found.values())
