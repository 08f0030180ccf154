"""What plans are made of: each way to break it is named, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.broken import Change, cases, changed, entry, new_problems
from whatelse.errors import InputError
from whatelse.knowledge import load, tree
from whatelse.knowledge.plan_data import PlanData, parse_plan, visit_for

FLOOR, SIGN, VISIT = "floor/clot", "sign/pop", "visit/tendon"


def plan(key: str, **fields: Any) -> Change:
    return entry("plan", key, **fields)


def gone(key: str) -> Change:
    return lambda raw: raw["plan"].pop(key)


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [
        ("a floor for nothing known", plan("floor/lump", conditions=["tumor"])),
        ("a floor that stops nothing known", plan(FLOOR, stops=["massage"])),
        ("a sign by nobody", plan(SIGN, source="NOBODY")),
        ("a test of nothing known", plan(VISIT, tests=[{"do": "Looks at it.", "findings": ["slump"]}])),
        ("a topic of nothing known", plan("topic/sitting", actions=["sitting"])),
    ],
    "floor": [
        ("a floor that stops nothing", plan(FLOOR, stops=[])),
        ("conditions without a threshold", plan(FLOOR, at=...)),
        ("neither conditions nor a level", plan("floor/urgent", level="")),
    ],
    "emergency-without-floor": [
        ("an emergency that no floor names", plan("floor/belly", conditions=["visceral_gyn"])),
    ],
    "source-without-visit": [("a place that nobody sees", gone("visit/knee"))],
    "plan-missing": [
        ("a limit is gone", gone("limit/stop")),
        ("a text is gone", gone("text/limits")),
    ],
    "double-action": [("an action with two times", plan("later/pills", actions=["anti_inflammatory", "surgery"]))],
    "reading-grade": [
        ("long words", plan(SIGN, text="Considerable musculotendinous symptomatology necessitates discontinuation."))
    ],
    "never-safe": [("a promise", plan(SIGN, text="It is safe to go on with this."))],
    "text": [("nothing said", plan(FLOOR, why=" "))],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (plan(FLOOR, stop=["run_easy"]), "unknown key 'stop' (did you mean stops?)"),
        (plan(SIGN, when="later"), "sign/pop"),
        (plan(FLOOR, at="rarely"), "floor/clot.at"),
        (plan(VISIT, who=...), "who"),
    ],
    ids=["a wrong key", "a wrong word", "a wrong number", "a missing text"],
)
def test_an_entry_of_the_wrong_shape_is_told_in_one_line(change: Change, line: str) -> None:
    with pytest.raises(InputError) as caught:
        changed(change)
    assert str(caught.value).startswith("plan.toml: ")
    assert line in str(caught.value) and "\n" not in str(caught.value)


def test_an_unknown_list_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown list 'flor' \(did you mean floor\?\)"):
        parse_plan({"flor/clot": {"file": "plan.toml"}})


def test_every_shipped_action_has_a_time_to_try_it_again() -> None:
    knowledge = load()
    assert [action for action in knowledge.actions if knowledge.plan.later(action) is None] == []


def test_an_empty_plan_passes() -> None:
    def empty(raw: tree.Tree) -> None:
        raw["plan"] = {}

    assert changed(empty).plan == PlanData()
    assert new_problems(empty) == []


def test_an_overlay_moves_a_threshold_and_keeps_the_rest(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[plan."floor/bone"]\nat = {value = 0.5, low = 0.3, high = 0.7, source = "EXPERT"}\n', encoding="utf-8"
    )
    shipped, found = load().plan, load((mine,)).plan
    assert found.floors[0].at is not None and found.floors[0].at.value == 0.5
    assert found.floors[0].stops == shipped.floors[0].stops
    assert found.floors[1:] == shipped.floors[1:]


def test_a_visit_that_names_a_source_goes_before_one_for_its_place() -> None:
    knowledge = load()
    sacral, tendon = knowledge.conditions["sacral_bsi"], knowledge.conditions["pht"]
    found = [visit_for(knowledge.plan, c.id, c.interface, c.urgency) for c in (sacral, tendon)]
    assert [visit.id for visit in found if visit] == ["bone", "tendon"]
    assert visit_for(knowledge.plan, "new", "nowhere", "routine") is None
