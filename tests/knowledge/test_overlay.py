"""Overlays: numbers changed or added for one run, named with their hash."""

import hashlib
from pathlib import Path

import pytest

from whatelse.errors import InputError
from whatelse.knowledge import Knowledge, load
from whatelse.knowledge.check import check

CHANGE = """
[conditions.sij_dysfunction.findings]
worse_sitting = {value = 0.61, n = 200, source = "MYCLINIC", population = "our runners"}

[sources.MYCLINIC]
title = "Our own patients"
"""


def overlay(tmp_path: Path, text: str, name: str = "mine.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_overlay_changes_one_number_and_leaves_the_rest(tmp_path: Path, shipped: Knowledge) -> None:
    mine = load((overlay(tmp_path, CHANGE),))
    link = mine.conditions["sij_dysfunction"].findings["worse_sitting"]
    assert link.figure is not None
    assert (link.figure.value, link.figure.used.source) == (0.61, "MYCLINIC")
    others = {k: v for k, v in mine.conditions["sij_dysfunction"].findings.items() if k != "worse_sitting"}
    before = shipped.conditions["sij_dysfunction"].findings
    assert others == {k: v for k, v in before.items() if k != "worse_sitting"}
    assert mine.conditions["doms"] == shipped.conditions["doms"]


def test_an_overlay_is_named_with_its_hash(tmp_path: Path, shipped: Knowledge) -> None:
    mine = load((overlay(tmp_path, CHANGE),))
    assert mine.overlays == (("mine.toml", hashlib.sha256(CHANGE.encode()).hexdigest()[:12]),)
    assert mine.digest != shipped.digest
    assert shipped.overlays == ()


def test_the_same_bytes_give_the_same_digest_wherever_they_lie(tmp_path: Path) -> None:
    first, second = overlay(tmp_path, CHANGE), overlay(tmp_path, CHANGE, "other.toml")
    assert load((first,)).digest == load((second,)).digest
    assert load((second,)).overlays[0][0] == "other.toml"


def test_the_last_of_several_overlays_wins(tmp_path: Path) -> None:
    first = overlay(tmp_path, CHANGE)
    second = overlay(tmp_path, CHANGE.replace("0.61", "0.66"), "second.toml")
    link = load((first, second)).conditions["sij_dysfunction"].findings["worse_sitting"]
    assert link.figure is not None
    assert link.figure.value == 0.66


def test_an_overlay_adds_a_condition_and_the_check_sees_it(tmp_path: Path) -> None:
    text = """
    [conditions.my_idea]
    label = "My idea"
    plain = "A new idea"
    what = "It is new."
    see = "Ask me."
    kind = "silent"
    interface = "bone"
    urgency = "routine"
    [conditions.my_idea.findings]
    worse_sitting = "usual"
    """
    mine = load((overlay(tmp_path, text),))
    assert mine.conditions["my_idea"].label == "My idea"
    rules = {problem.rule for problem in check(mine) if problem.entry == "my_idea" or "my_idea" in problem.message}
    assert rules == {"few-links", "share-missing"}


def test_an_overlay_changes_a_leak_a_share_and_a_pattern_by_id(tmp_path: Path, shipped: Knowledge) -> None:
    text = """
    [findings.worse_sitting]
    leak = {value = 0.2, low = 0.1, high = 0.4, source = "EXPERT"}
    [settings.article_clinic.shares]
    doms = "rare"
    [[conditions.sij_dysfunction.pattern]]
    id = "whole_thigh"
    label = "another label"
    """
    mine = load((overlay(tmp_path, text),))
    leak = mine.findings["worse_sitting"].leak
    assert leak is not None
    assert leak.value == 0.2
    assert mine.settings["article_clinic"].shares["doms"].value == 0.05
    labels = {value.id: value.label for value in mine.conditions["sij_dysfunction"].values}
    assert labels["whole_thigh"] == "another label"
    assert len(labels) == len(shipped.conditions["sij_dysfunction"].values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[condition.pht]\nlabel = 'x'", "no room named 'condition' (did you mean conditions?)"),
        ("[conditions.pht]\nlable = 'x'", "unknown key 'lable' (did you mean label?)"),
        ("[conditions.pht.findings]\nworse_sitting = 'offen'", "unknown word 'offen' (did you mean often?)"),
        ("[conditions.pht.findings]\nworse_sitting = 0.5", "expected a word of the scale or a table with a source"),
        ("[conditions.pht", "broken TOML"),
        ("conditions = 3", "expected tables by id"),
    ],
)
def test_a_wrong_overlay_is_told_in_one_line_with_its_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load((overlay(tmp_path, text),))
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_overlay_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        load((tmp_path / "nowhere.toml",))
