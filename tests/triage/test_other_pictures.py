"""The pictures of the knowledge tests, which were not written for the rules: an independent look at both errors.

One plain picture of each condition that is no danger, and a plain and an early one of each that is.
"""

from pathlib import Path
from typing import Any

import yaml

from tests.triage.pictured import KNOWLEDGE, pictured
from whatelse.triage import evaluate
from whatelse.triage.types import height

FOLDER = Path(__file__).parents[1] / "knowledge" / "pictures"
GRAVE: dict[str, Any] = yaml.safe_load((FOLDER / "urgent.yaml").read_text("utf-8"))
OTHERS: dict[str, Any] = yaml.safe_load((FOLDER / "others.yaml").read_text("utf-8"))
#: Early pictures that no rule can tell from a strain, with the reason.
MISSED = {"hamstring_strain_3c": "an inner tendon that tears shows on MRI only"}
MOST_FALSE = 0.12


def height_of(picture: dict[str, Any]) -> int:
    return height(evaluate(pictured(picture), KNOWLEDGE).level)


def test_few_plain_pictures_of_what_is_no_danger_are_called_urgent_and_none_an_emergency() -> None:
    levels = {name: height_of(kinds["typical"]) for name, kinds in OTHERS.items()}
    urgent = [name for name, level in levels.items() if level >= height("urgent")]
    assert len(urgent) <= MOST_FALSE * len(levels), urgent
    assert [name for name, level in levels.items() if level >= height("emergency")] == []


def test_plain_and_early_pictures_of_danger_reach_their_level() -> None:
    missed = {
        name
        for name, kinds in GRAVE.items()
        for picture in kinds.values()
        if height_of(picture) < height(KNOWLEDGE.conditions[name].urgency)
    }
    assert missed <= set(MISSED)
