"""Findings and families of tests."""

import pytest

from tests.knowledge.broken import WIDE, Change, cases, family, finding, link, new_problems, setting

BROKEN: dict[str, list[tuple[str, Change]]] = {
    "active": [("an active state that is no answer", finding("pop_at_onset", active="maybe"))],
    "states": [("a category without states", finding("running_surface", states=[], base_rates=...))],
    "leak": [
        ("a scored finding without a leak", finding("pop_at_onset", leak=...)),
        ("a fact with a leak", finding("smoking", leak="rare")),
        ("a test inside a family with a leak", finding("fadir", leak="rare")),
    ],
    "number": [
        ("a number without possible values", finding("pain_intensity", max=...)),
        ("a number with max below min", finding("pain_intensity", min=11, max=10)),
        ("a number without a resolution", finding("pain_intensity", resolution=0)),
        ("a number with no direction", finding("pain_intensity", abnormal="up")),
        ("a number on no scale", finding("pain_intensity", scale="cubic")),
    ],
    "base-rate": [
        ("a fact without a base rate", finding("smoking", base_rate=...)),
        ("a sign with a base rate", finding("pop_at_onset", base_rate="rare")),
        ("base rates that do not sum to 1", finding("sport_main", base_rates__road_running=0.9)),
        (
            "rates of a setting that do not sum to 1",
            setting("article_clinic", base_rates={"sport_main": {"road_running": WIDE, "triathlon": "rare"}}),
        ),
    ],
    "family-reason": [
        ("counted apart without a reason", family("onset", reason="")),
        ("left outside without a reason", family("sij_provocation", outside__tender_sij="")),
    ],
    "family-members": [
        ("a member that does not know it", finding("fadir", family=..., leak="uncommon", unscored="a test")),
        ("a finding of the cluster neither in nor out", family("sij_provocation", outside__tender_sij=...)),
        ("a finding that its family does not list", finding("pop_at_onset", family="onset")),
    ],
    "family-table": [
        ("counts with a gap", family("hip_impingement", count=[[0, 0], [1, 1], [3, 3]])),
        ("counts beyond the members", family("hip_impingement", count=[[0, 0], [1, 1], [2, 4]])),
        ("a row that falls", family("neurodynamic", positive__slr=[0.02, 0.9, 0.5])),
        ("a row that is too short", family("neurodynamic", positive__slr=[0.02, 0.9])),
        ("both a count and a table", family("neurodynamic", count=[[0, 0], [1, 2], [3, 3]])),
    ],
    "family-leak": [
        ("a state without a leak", family("hip_impingement", leak__two_or_more=...)),
    ],
    "unknown-state": [
        ("a leak of an unknown state", family("hip_impingement", leak__three=("rare"))),
        ("a grade that does not exist", link({"grades": {"one": "often", "tree": "rare"}}, "hip_impingement")),
    ],
    "family-kind": [
        ("a tree of two roots", finding("pop_at_onset", cluster="facet_loading")),
        ("a sign among durations", finding("pop_at_onset", cluster="duration")),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
