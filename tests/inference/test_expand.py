from typing import Any

import pytest

from inference.shipped import KNOWLEDGE, model
from whatelse.inference.expand import Cause, causes, expand, inherited_links, is_member
from whatelse.knowledge.number import parse_figure
from whatelse.knowledge.parse import parse_condition
from whatelse.knowledge.schema import Condition, Knowledge

CAUSES = {cause.id: cause for cause in causes(KNOWLEDGE)}


def figure(value: float) -> dict[str, Any]:
    return {"value": value, "low": value / 2, "high": (1 + value) / 2, "source": "EXPERT"}


def condition(name: str, **more: Any) -> Condition:
    words = dict.fromkeys(("id", "label", "plain", "what"), name)
    return parse_condition({**words, "kind": "source", "interface": "nerve", "urgency": "routine", **more})


def knowledge_of(*conditions: Condition) -> Knowledge:
    rooms: dict[str, Any] = {field: {} for field in Knowledge.__struct_fields__}
    rooms |= {"version": "1", "digest": "tiny", "overlays": (), "default_setting": "", "reading_words": ()}
    return Knowledge(**rooms | {"conditions": {c.id: c for c in conditions}})


def shares(cause: Cause) -> dict[str, float]:
    return {value.id: round(value.share, 9) for value in cause.values}


def member_share(cause: Cause, member: str) -> float:
    return sum(value.share for value in cause.values if member in value.members)


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_values_of_every_shipped_cause_share_it_out(cause: Cause) -> None:
    assert sum(value.share for value in cause.values) == pytest.approx(1.0, abs=1e-9)
    assert len({value.id for value in cause.values}) == len(cause.values)
    assert all(value.share > 0 and cause.id in value.members for value in cause.values)


def test_every_shipped_condition_is_a_cause_a_value_of_one_or_derived() -> None:
    named = {member for cause in CAUSES.values() for value in cause.values for member in value.members}
    derived = {c.id for c in KNOWLEDGE.conditions.values() if c.kind == "derived"}
    assert named | derived == set(KNOWLEDGE.conditions)
    assert not named & derived


@pytest.mark.parametrize("member", [c for c in KNOWLEDGE.conditions.values() if is_member(c)], ids=lambda c: c.id)
def test_every_shipped_member_holds_its_share_of_its_parent(member: Condition) -> None:
    cause = next(cause for cause in CAUSES.values() if any(member.id in v.members for v in cause.values))
    assert member.share is not None
    assert member_share(cause, member.id) == pytest.approx(member_share(cause, member.parent) * member.share.value)


def test_a_tear_of_the_inner_tendon_is_always_a_moderate_strain_too() -> None:
    for value in CAUSES["hamstring_strain"].values:
        if "hamstring_strain_2c" in value.members:
            assert {"hamstring_strain_g2", "hamstring_strain"} <= set(value.members)
        assert sum(grade in value.members for grade in ("hamstring_strain_g1", "hamstring_strain_g2")) <= 1


def test_grade_and_mechanism_multiply() -> None:
    cause, pair = CAUSES["hamstring_strain"], ("hamstring_strain_g2", "hamstring_strain_sprint_type")
    assert next(iter(cause.axes)) == "grade"
    both = sum(value.share for value in cause.values if set(pair) <= set(value.members))
    assert both == pytest.approx(member_share(cause, pair[0]) * member_share(cause, pair[1]), rel=1e-9)


def test_what_no_grade_names_is_the_unspecified_rest() -> None:
    root = condition("strain", findings={"sore": "often"})
    mild = condition("mild", parent="strain", relation="grade", share=figure(0.3))
    deep = condition("deep", parent="mild", relation="grade", share=figure(0.2))
    cause = expand(knowledge_of(root, mild, deep), root)
    assert shares(cause) == {"strain": 0.7, "strain/mild": 0.24, "strain/deep": 0.06}
    assert next(v for v in cause.values if v.id == "strain/deep").members == ("deep", "mild", "strain")


def test_a_child_inherits_links_and_what_it_writes_itself_wins() -> None:
    root = condition("strain", findings={"sore": "often", "weak": "rare", "stiff": "usual"})
    mild = condition(
        "mild", parent="strain", relation="grade", share=figure(0.5), findings={"weak": "excluded", "stiff": "none"}
    )
    plain, graded = sorted(expand(knowledge_of(root, mild), root).values, key=lambda value: value.id)
    assert plain.links == root.findings
    assert graded.links == {"sore": root.findings["sore"], "weak": mild.findings["weak"]}


def test_a_condition_inherits_from_its_group_and_none_takes_a_link_away() -> None:
    group = condition("nerve", findings={"burning": "often", "numb": "often"})
    one = condition("one", parent="nerve", relation="group", findings={"numb": "none", "tingling": "rare"})
    known = knowledge_of(group, one)
    assert set(inherited_links(known, one)) == {"burning", "tingling"}
    assert {cause.id for cause in causes(known)} == {"nerve", "one"}


def test_a_pattern_brings_its_own_places_and_its_weight() -> None:
    patterns = [
        {"id": "here", "label": "here", "weight": figure(0.75), "findings": {"pain_here": "usual"}},
        {"id": "there", "label": "there", "weight": figure(0.25), "findings": {"pain_there": "usual"}},
    ]
    root = condition("strain", pattern=patterns, findings={"sore": "often"})
    mild = condition("mild", parent="strain", relation="grade", share=figure(0.4))
    cause = expand(knowledge_of(root, mild), root)
    assert shares(cause) == {
        "strain/here": 0.45,
        "strain/there": 0.15,
        "strain/mild/here": 0.3,
        "strain/mild/there": 0.1,
    }
    for value in cause.values:
        assert set(value.links) == {"sore", f"pain_{value.pattern}"}


def test_a_value_without_a_course_of_its_own_takes_that_of_its_parent() -> None:
    slow, fast = ([{"week": 4, **figure(share)}] for share in (0.9, 0.1))
    root = condition("strain", course=slow)
    mild = condition("mild", parent="strain", relation="grade", share=figure(0.5), course=fast)
    deep = condition("deep", parent="strain", relation="grade", share=figure(0.3))
    by_id = {value.id: value for value in expand(knowledge_of(root, mild, deep), root).values}
    assert by_id["strain/mild"].course[0].share == parse_figure(figure(0.1), "share")
    assert by_id["strain/deep"].course == by_id["strain"].course == root.course


def test_the_shipped_word_none_leaves_no_link() -> None:
    dropped = [(c.id, key) for c in KNOWLEDGE.conditions.values() for key, link in c.findings.items() if link.dropped]
    assert dropped
    for owner, key in dropped:
        for cause in CAUSES.values():
            for value in cause.values:
                if owner == cause.id and len(value.members) == 1:
                    assert key not in value.links


def test_compiled_nodes_are_the_causes_sorted_by_id() -> None:
    assert list(model().network.node_ids) == sorted(CAUSES)
