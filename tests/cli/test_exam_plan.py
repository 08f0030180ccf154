"""``whatelse exam-plan`` as people call it."""

import json
import re
from pathlib import Path

import pytest

from cli.program import EXAMPLES, ROOT, refusal, whatelse

STRAIN, NUMB, BONE = (
    EXAMPLES / f"{name}.yaml" for name in ("mild_strain_week_1", "cauda_equina", "sacral_stress_fracture")
)
GUIDE = (ROOT / "docs" / "exam-plan.md").read_text("utf-8")


def test_each_test_says_what_a_positive_and_a_negative_mean() -> None:
    found = whatelse("exam-plan", STRAIN)
    assert found.exit_code == 0
    numbered = re.findall(r"^ ?\d+\. ", found.stdout, re.MULTILINE)
    assert len(numbered) == len(re.findall(r"^    \+.*\(\d", found.stdout, re.MULTILINE))
    assert len(numbered) == len(re.findall(r"^    -.*\(\d", found.stdout, re.MULTILINE)) > 3
    assert max(len(line) for line in found.stdout.splitlines()) <= 80


def test_every_output_says_what_to_watch_and_that_it_was_never_validated() -> None:
    for path in (STRAIN, NUMB, BONE):
        text = " ".join(whatelse("exam-plan", path).stdout.split())
        assert "never validated on patients" in text and "the same day" in text
        assert not re.search(r"\bsafe\b", text)


def test_an_emergency_prints_what_to_do_and_no_test() -> None:
    text = whatelse("exam-plan", NUMB).stdout
    assert "No tests" in text and " 1. " not in text


def test_how_tells_how_each_test_is_done() -> None:
    short, long = whatelse("exam-plan", STRAIN).stdout, whatelse("exam-plan", "--how", STRAIN).stdout
    assert "Squeeze slowly" in long and "Squeeze slowly" not in short


def test_json_holds_the_same_tests_in_the_same_order() -> None:
    text = whatelse("exam-plan", STRAIN, "--minutes", "3").stdout
    data = json.loads(whatelse("exam-plan", STRAIN, "--minutes", "3", "--json").stdout)
    labels = [test["label"] for block in data["blocks"] for test in block["tests"]]
    assert data["minutes"] == 3 and labels
    places = [text.index(label) for label in labels]
    assert places == sorted(places)


def test_a_bone_that_may_be_cracked_is_never_hopped_on() -> None:
    text = whatelse("exam-plan", BONE, "--minutes", "60").stdout
    done, waiting = text.split("NOT NOW")
    assert "hop" not in done.split("THEN")[1].lower()
    assert "Pain on single-leg hop" in waiting


@pytest.mark.parametrize("minutes", ["0", "-3", "soon", "1e9"])
def test_minutes_that_are_no_time_are_refused(minutes: str) -> None:
    assert "--minutes" in refusal("exam-plan", STRAIN, "--minutes", minutes)


def test_bad_input_is_one_line_and_does_not_stop_the_others(tmp_path: Path) -> None:
    assert "none.yaml" in refusal("exam-plan", tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("findings: {worse_siting: yes}\n", encoding="utf-8")
    found = whatelse("exam-plan", broken, NUMB)
    assert found.exit_code == 2 and "worse_sitting" in found.stderr and "cauda-equina" in found.stdout


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    assert "general_sports_clinic" in refusal("exam-plan", STRAIN, "--setting", "general_sport_clinic")


def test_every_option_is_shown_in_the_guide() -> None:
    for option in re.findall(r"(--[a-z]+)", whatelse("exam-plan", "--help").stdout):
        assert option == "--help" or f"`{option}" in GUIDE
