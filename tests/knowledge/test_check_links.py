"""Links: the right kind, above the leak, enough of them."""

import pytest

from tests.knowledge.broken import (
    PATTERN,
    SIJ,
    WIDE,
    Change,
    cases,
    condition,
    finding,
    link,
    new,
    new_problems,
    quantiles,
)

BROKEN: dict[str, list[tuple[str, Change]]] = {
    "broad": [
        (
            "what brings anything less often than chance",
            condition("something_else", broad={"value": 0.9, "low": 0.5, "high": 1.5, "source": "EXPERT"}),
        )
    ],
    "link-kind": [
        ("a probability for a number", link("often", "pain_intensity")),
        ("quantiles for yes or no", link(quantiles(2, 6, 8))),
        ("a probability for a family of tests", link("often", "hip_impingement")),
        ("a link to a family that is not graded", link("often", "cord_signs")),
    ],
    "link-refused": [
        ("a link to one test of a family", link("often", "fadir")),
        ("a link to the count of a family", link("often", "sij_provocation_count")),
        ("a link to a fact", link("often", "smoking")),
        ("a link to the weeks", link("often", "weeks_since_onset")),
    ],
    "unscored-linked": [("an unscored finding that is linked", finding("worse_sitting", unscored="a test"))],
    "grades-sum": [
        ("grades of more than everybody", link({"grades": {"one": "usual", "two_or_more": "often"}}, "hip_impingement"))
    ],
    "below-leak": [
        ("a link at the leak", finding("worse_sitting", leak=WIDE | {"value": 0.79})),
        ("grades below the leak", link({"grades": {"one": "excluded"}}, "hip_impingement")),
        ("a number on the healthy side", link(quantiles(0.1, 0.2, 0.3), "pain_intensity")),
    ],
    "few-links": [("a condition of which nothing is said", condition("site_ankle", findings={}))],
    "no-cause": [("a finding that nothing produces", new("findings", "x_alone", "onset_at_rest"))],
    "general-below-specific": [
        (
            "a leak below that of a special form",
            finding("pain_calf", leak={"value": 0.012, "low": 0.002, "high": 0.05, "source": "EXPERT"}),
        ),
        (
            "a cause of the special form rather than the general",
            condition(
                SIJ,
                **{
                    PATTERN + "findings__pain_low_back": "nearly always",
                    PATTERN + "findings__pain_calf": "sometimes",
                    PATTERN + "findings__pain_outer_calf": "often",
                    PATTERN + "findings__pain_below_knee": "nearly always",
                },
            ),
        ),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
