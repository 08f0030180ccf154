"""What stands beside the rules is checked: the core is short, known and asked once; every text is easy to read."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.knowledge.broken import changed, new_problems, rule
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, tree
from whatelse.knowledge.check import Problem, check
from whatelse.knowledge.loader import load

FIGURE = {"value": 0.2, "low": 0.1, "high": 0.4, "source": "EXPERT"}
ITEM = {"ask": "I limp.", "findings": ["trendelenburg"]}


def broken(change: Callable[[dict[str, Any]], Any]) -> set[tuple[str, str]]:
    found: list[Problem] = new_problems(lambda raw: change(raw["safety"]))
    return {(problem.rule, problem.file) for problem in found}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("core-size", lambda s: s["core"].append({"id": "more", "title": "More", "items": [ITEM]})),
        ("core-size", lambda s: s["core"][0]["items"].append(ITEM)),
        ("core-twice", lambda s: s["core"][0]["items"][0]["findings"].append("fever")),
        ("unknown-id", lambda s: s["core"][0]["items"][0]["findings"].append("feverish")),
        ("unknown-id", lambda s: s["not_for"].update(male=["pregnant"])),
        ("unknown-id", lambda s: s["not_for"].update(men=["fever"])),
        ("level-text", lambda s: s["level"].pop("urgent")),
        ("rule-level", lambda s: s["raise"].update(red={"at": FIGURE, "reason": "why"})),
        ("raise", lambda s: s["raise"]["urgent"].update(reason=" ")),
        (
            "reading-grade",
            lambda s: s["core"][0].update(title="Determine previously unrecognised neurological abnormalities"),
        ),
    ],
)
def test_what_is_broken_is_named_and_nothing_else(name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    assert broken(change) == {(name, "red_flags.toml")}


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["raise"].update(urgent={"reason": "why"}),
        lambda s: s["raise"]["urgent"].update(at={"value": "many"}),
        lambda s: s["core"][0].pop("items"),
        lambda s: s["level"]["urgent"].pop("do"),
    ],
)
def test_a_table_of_another_shape_is_one_clear_line(change: Callable[[dict[str, Any]], Any]) -> None:
    with pytest.raises(InputError, match=r"red_flags\.toml"):
        changed(lambda raw: change(raw["safety"]))


@pytest.mark.parametrize(
    "when",
    [
        {"finding": "sex", "is": "girl"},
        {"finding": "sij_provocation", "is": "all"},
        {"finding": "sij_provocation"},
        {"finding": "fever", "is": "yes"},
        {"finding": "failed_treatment_weeks"},
    ],
)
def test_a_state_or_a_number_is_one_that_there_is(when: dict[str, Any]) -> None:
    assert {problem.rule for problem in new_problems(rule("R2", when={"any": [when]}))} == {"rule-formula"}


def test_the_shipped_safety_data_are_sound() -> None:
    assert [problem for problem in check(load()) if problem.file == "red_flags.toml"] == []


def test_the_core_asks_only_what_a_person_can_tell() -> None:
    knowledge: Knowledge = load()
    core = {name for screen in knowledge.safety.core for item in screen.items for name in item.findings}
    assert {"emergency", "urgent"} == set(knowledge.safety.raise_at)
    assert core <= set(knowledge.findings)
    assert all(knowledge.findings[name].stage == "history" for name in core)


def test_no_overlay_touches_the_safety_data(tmp_path: Any) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text('[safety.raise.urgent]\nreason = "none"\n', encoding="utf-8")
    with pytest.raises(InputError, match="no room named 'safety'"):
        load(overlays=(overlay,))
    assert "safety" not in tree.ROOMS
