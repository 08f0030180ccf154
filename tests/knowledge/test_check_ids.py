"""Ids and cycles: everything that is named exists, nothing follows from itself."""

import pytest

from tests.knowledge.broken import (
    SIJ,
    WIDE,
    Change,
    both,
    cases,
    condition,
    entry,
    family,
    finding,
    link,
    new,
    new_problems,
    odds,
    rule,
    setting,
)

BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [
        ("a link to nothing", link("often", "pain_buttok")),
        (
            "a finding that implies nothing known",
            finding("pain_outer_calf", implies=["pain_calves", "pain_calf", "pain_below_knee"]),
        ),
        ("a score that replaces nothing known", finding("wells_score", replaces=["leg_swolen"])),
        ("a driver that is not known", condition("hamstring_irritation", drivers__sij_stck="rare")),
        ("a parent that is not known", condition("pht", parent="tendons", relation="group")),
        ("a derived name with an unknown part", condition("pelvic_hip_joint_driver", any_of=["sij_stuck", "hip_stck"])),
        ("a site that is not known", condition("summed_nerve_pain", gate__loads__site_ankel=WIDE)),
        ("a share of nothing", setting("article_clinic", shares__sij=WIDE)),
        ("a rule that catches nothing known", rule("E2", catches=["cauda_equina", "lumbar"])),
        ("a rule about an unknown finding", rule("R2", when={"any": ["cyclic_pain"]})),
        ("a family that leaves out what is no finding", family("hip_impingement", outside__log_rol="a test")),
        ("an unknown fact", condition(SIJ, context__preganncy=odds())),
        ("an unknown place in the chain", condition(SIJ, interface="rim_on_axel")),
        ("a word for an unknown sport", entry("words", "sport", running="road")),
        ("base rates of nothing", setting("article_clinic", base_rates={"smokin": {"yes": WIDE}})),
    ],
    "relation": [
        ("a relation without a parent", condition("pht", relation="group")),
        ("a relation that does not exist", condition("pht", parent="hamstring_strain", relation="kin")),
    ],
    "unknown-family": [("a cluster without a family", finding("pop_at_onset", cluster="onsets"))],
    "default-setting": [("a default setting that is not there", entry("words", "defaults", setting="home"))],
    "cycle": [
        (
            "findings that follow from each other",
            both(
                new("findings", "x_one", "onset_at_rest", implies=["x_two"], unscored="a test", leak=...),
                new("findings", "x_two", "onset_at_rest", implies=["x_one"], unscored="a test", leak=...),
            ),
        ),
        ("a condition that is its own ancestor", condition("lumbar_any", parent="lumbar_facet", relation="group")),
        ("causes that bring each other about", condition("sij_stuck", drivers={"hamstring_irritation": "rare"})),
        ("a gate that brings its own site about", condition("site_ankle", drivers={"summed_nerve_pain": "rare"})),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
