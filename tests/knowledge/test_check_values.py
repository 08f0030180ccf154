"""Values of a cause, gates, drivers, facts, derived names."""

import pytest

from tests.knowledge.broken import PATTERN, SIJ, WIDE, Change, cases, condition, course, new_problems, odds

BROKEN: dict[str, list[tuple[str, Change]]] = {
    "patterns": [
        ("weights that do not sum to 1", condition(SIJ, **{PATTERN + "weight": WIDE | {"value": 0.7}})),
        ("nothing about how it spreads", condition("doms", pattern=...)),
        ("two patterns of the same id", condition(SIJ, **{PATTERN + "id": "whole_thigh"})),
    ],
    "share": [
        ("a grade without a share", condition("hamstring_strain_g1", share=...)),
        ("a share of what is no grade", condition("pht", share="rare")),
    ],
    "axis-share": [("shares above the whole", condition("hamstring_strain_g1", share="nearly always"))],
    "two-axes": [
        ("a finding set by a value and a pattern", condition(SIJ, value__0__findings__pain_buttock="nearly always")),
        ("a course on two axes", condition("hamstring_strain_recurrent", course=course((2, 0.7), (6, 0.3)))),
    ],
    "member": [
        ("a driven grade", condition("hamstring_strain_g1", drivers={"sij_stuck": "rare"})),
        (
            "a grade with values of its own",
            condition("hamstring_strain_g1", value=[{"axis": "a", "id": "b", "label": "c", "share": "often"}]),
        ),
    ],
    "course": [
        ("a course that rises", condition("doms", course=course((1, 0.3), (2, 0.6)))),
        ("a course of one point", condition("doms", course=course((1, 0.3)))),
        ("no course", condition("doms", course=...)),
        ("a course of what hurts nobody", condition("site_ankle", course=course((1, 0.6), (2, 0.3)))),
        ("a week before onset", condition("doms", course=course((0, 0.9), (2, 0.3)))),
    ],
    "gate-load": [
        (
            "a site that suffices alone",
            condition(
                "summed_nerve_pain", gate__loads__site_ankle={"value": 1.1, "low": 0.6, "high": 1.4, "source": "EXPERT"}
            ),
        )
    ],
    "gate-context": [("context at a gate", condition("summed_nerve_pain", context={"smoking": odds()}))],
    "gate": [
        ("a site that hurts by itself", condition("summed_nerve_pain", gate__loads__cauda_equina=WIDE)),
        ("a source with a gate", condition("summed_nerve_pain", kind="source")),
        ("a driven gate", condition("summed_nerve_pain", drivers={"sij_stuck": "rare"})),
    ],
    "driver": [("a derived name as a driver", condition("lumbar_facet", drivers={"double_crush": "rare"}))],
    "context-state": [
        ("a band that is no band", condition(SIJ, context__age={"old": odds()})),
        ("bands that overlap", condition(SIJ, context__age={k: odds() for k in ("0-40", "40-120")})),
        ("a sport that does not exist", condition(SIJ, context__sport_main={"golf": odds()})),
        ("a sex that does not exist", condition(SIJ, context__sex={"femal": odds()})),
    ],
    "derived": [
        ("a derived name of nothing", condition("double_crush", of="")),
        ("a derived name of what hurts nobody", condition("pelvic_hip_joint_driver", of="sij_stuck")),
        ("a derived name without a condition", condition("double_crush", no_single_site=False)),
        ("a single site where there is no gate", condition("double_crush", of="hamstring_irritation")),
        ("a source with derived parts", condition("doms", any_of=["sij_stuck"])),
        ("a part that is no cause of its own", condition("pelvic_hip_joint_driver", any_of=["hamstring_strain_g1"])),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
