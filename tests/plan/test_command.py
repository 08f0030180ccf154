"""``whatelse plan`` and ``whatelse note`` as people call them."""

import json
from pathlib import Path

import pytest

pytest.importorskip("whatelse.triage", reason="a plan needs the urgency of the case")

from tests.cli.program import EXAMPLES, refusal, whatelse

STRAIN, NUMB = EXAMPLES / "mild_strain_week_1.yaml", EXAMPLES / "cauda_equina.yaml"


def test_the_plan_of_a_mild_strain_is_printed() -> None:
    found = whatelse("plan", STRAIN)
    assert found.exit_code == 0
    assert "REASONABLE NOW" in found.stdout and "Easy running on the flat" in found.stdout


def test_an_emergency_prints_only_what_to_do_about_it() -> None:
    text = whatelse("plan", NUMB).stdout
    assert "emergency room now" in " ".join(text.split())
    assert "REASONABLE" not in text and "of 100" not in text


def test_json_is_one_line_a_case_with_the_same_data() -> None:
    lines = whatelse("plan", "--json", STRAIN, NUMB).stdout.splitlines()
    strain, numb = map(json.loads, lines)
    assert strain["kind"] == "plan" and numb["kind"] == "emergency"
    assert {one["action"] for one in strain["advice"] if one["group"] == "stop"} == {"run_speed"}
    assert numb["advice"] == []


def test_all_unfolds_and_the_clinician_gets_figures() -> None:
    short, whole = whatelse("plan", STRAIN).stdout, whatelse("plan", "--all", STRAIN).stdout
    assert "LITTLE TO GAIN" in whole and "LITTLE TO GAIN" not in short
    assert "[EXPERT]" in whatelse("plan", "--for", "clinician", STRAIN).stdout


@pytest.mark.parametrize("command", ["plan", "note"])
def test_bad_input_is_one_line_and_does_not_stop_the_others(command: str, tmp_path: Path) -> None:
    assert "none.yaml" in refusal(command, tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("findings: {worse_siting: yes}\n", encoding="utf-8")
    found = whatelse(command, broken, STRAIN)
    assert found.exit_code == 2
    assert len(found.stderr.splitlines()) == 1 and "worse_sitting" in found.stderr
    assert "mild-strain-week-1" in found.stdout


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    assert "general_sports_clinic" in refusal("plan", STRAIN, "--setting", "general_sport_clinic")


def test_a_note_is_printed_with_intervals_when_asked() -> None:
    plain = whatelse("note", STRAIN)
    assert plain.exit_code == 0 and plain.stdout.startswith("NOTE FOR A CLINICIAN\n")
    assert plain.stdout == whatelse("note", STRAIN).stdout
    assert "% to" not in plain.stdout
    assert "% to" in whatelse("note", "--intervals", STRAIN).stdout


def test_a_history_only_plan_knows_nothing_of_the_examination() -> None:
    history = whatelse("note", "--stage", "history", STRAIN).stdout
    assert "findings used: history" in " ".join(history.split())
    assert "Hamstring belly tenderness" not in history.split("Open,")[0]
