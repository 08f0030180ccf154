"""Actions, scans and settings with a base: each mistake is named."""

from typing import Any

import pytest

from knowledge.broken import Change, condition, entry, new_problems

HALF = {"value": 0.6, "low": 0.3, "high": 0.8, "source": "EXPERT"}


def rules_of(change: Change) -> set[str]:
    return {problem.rule for problem in new_problems(change)}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (condition("pht", actions__rset={"helps": "often"}), "unknown-id"),
        (condition("pht", actions__run_easy={"helps": HALF, "nothing": HALF}), "response-total"),
        (entry("actions", "shockwave", tells=[{"finding": "respons_shockwave", "none": "no"}]), "unknown-id"),
        (entry("actions", "shockwave", words=["massage"]), "double-word"),
        (entry("actions", "shockwave", how=" "), "action-text"),
        (entry("actions", "shockwave", how="Percutaneous radiofrequency interventions."), "reading-grade"),
        (entry("scans", "mri_thigh", clean={"mri_thigh_norml": "yes"}), "unknown-id"),
        (entry("scans", "mri_thigh", regions=[]), "scan-words"),
        (entry("scans", "mri_thigh", shows={"tear": "A tear"}), "scan-words"),
        (entry("scans", "mri_thigh", shows__ter="A tear"), "unknown-id"),
        (entry("scans", "mri_thigh", shows__tear="Characteristic musculotendinous discontinuity"), "reading-grade"),
        (entry("scans", "mri_thigh", misses=" "), "text"),
        (entry("settings", "second_opinion", base="general"), "base-setting"),
        (entry("settings", "second_opinion", shares={"pht": HALF}), "base-setting"),
        (entry("settings", "second_opinion", given={"response_rst": "no"}), "given"),
        (entry("settings", "second_opinion", given={}), "given"),
    ],
)
def test_a_mistake_is_named(change: Any, rule: str) -> None:
    assert rule in rules_of(change)


def test_a_word_that_only_one_action_has_is_no_mistake() -> None:
    assert rules_of(entry("actions", "shockwave", words=["thunder"])) == set()
