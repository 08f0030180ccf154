import json
import os
from pathlib import Path

import pytest
import yaml

from cli.program import EXAMPLES, refusal, whatelse
from stride.files import run_file, standing_file

CASE = """\
id: told
side: left
findings:
  weeks_since_onset: 14
  pain_posterior_thigh: yes
  worse_running: yes
  recurrent_episodes: yes
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("case")
    run_file(out / "run.trc")
    standing_file(out / "standing.trc")
    return out


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "told.yaml"
    path.write_text(CASE)
    return path


def add(folder: Path, case: Path, *more: str | Path):  # type: ignore[no-untyped-def]
    return whatelse("stride", folder / "run.trc", "--static", folder / "standing.trc", "--add-to", case, *more)


def test_a_stride_enters_a_new_case_and_the_old_one_stays(folder: Path, case: Path) -> None:
    found = add(folder, case)
    assert found.exit_code == 0
    assert case.read_text() == CASE
    new = yaml.safe_load((case.parent / "told-with-stride.yaml").read_text())
    assert set(new["findings"]) > set(yaml.safe_load(CASE)["findings"])
    assert new["findings"]["low_heel_lift"]["by"] == "measured"
    assert "The old case was not changed." in found.stdout
    assert not [path for path in case.parent.iterdir() if path.name.startswith(".")]


def test_it_tells_by_how_much_and_through_which_driver_the_differential_changed(folder: Path, case: Path) -> None:
    told = json.loads(add(folder, case, "--json").stdout)
    moved = {one["condition"]: one for one in told["case"]["drivers"]}
    before, after = (json.loads(whatelse("assess", path, "--json").stdout) for path in (case, told["written"]))
    driven = {
        share["condition"]: share["probability"]
        for answer in (after,)
        for cause in answer["driven"]
        for share in cause["drivers"]
    }
    assert moved
    sources = {one["condition"]: one for one in told["case"]["sources"]}
    for name, one in sources.items():
        assert one["before"] == pytest.approx(dict(before["ranking"])[name], abs=1e-8)
        assert one["after"] == pytest.approx(dict(after["ranking"])[name], abs=1e-8)
        assert one["low"] <= one["after"] <= one["high"]
    assert sources["hamstring_irritation"]["driver"] in {one["label"] for one in moved.values()}
    assert set(moved) <= set(driven)


def test_the_new_case_is_read_by_assess(folder: Path, case: Path) -> None:
    add(folder, case)
    assert whatelse("assess", case.parent / "told-with-stride.yaml").exit_code == 0


def test_nothing_is_ever_written_over(folder: Path, case: Path) -> None:
    there = case.parent / "told-with-stride.yaml"
    there.write_text("mine")
    line = refusal("stride", folder / "run.trc", "--add-to", case)
    assert "--case-out" in line and there.read_text() == "mine"
    assert add(folder, case, "--case-out", case.parent / "other.json").exit_code == 0
    assert json.loads((case.parent / "other.json").read_text())["id"] == "told"
    assert "already there" in refusal("stride", folder / "run.trc", "--add-to", case, "--case-out", case)


@pytest.mark.skipif(os.name == "nt", reason="modes of files are another thing there")
def test_the_new_case_may_be_read_by_those_who_may_read_the_old(folder: Path, case: Path) -> None:
    case.chmod(0o640)
    add(folder, case)
    assert (case.parent / "told-with-stride.yaml").stat().st_mode & 0o777 == 0o640


def test_what_the_case_answers_already_keeps_its_answer(folder: Path, case: Path) -> None:
    case.write_text(CASE + "  overstride: yes\n")
    found = add(folder, case)
    assert "overstride, not entered: the case already answers it" in " ".join(found.stdout.split())
    assert yaml.safe_load((case.parent / "told-with-stride.yaml").read_text())["findings"]["overstride"] is True


def test_where_nothing_enters_no_file_is_written(folder: Path, case: Path) -> None:
    found = whatelse("stride", folder / "run.trc", "--speed", "6", "--add-to", case)
    assert found.exit_code == 0
    assert "no file was written" in found.stdout
    assert not (case.parent / "told-with-stride.yaml").exists()


def test_a_plan_that_stops_running_stops_every_cue(folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "urgent.yaml"
    case.write_text((EXAMPLES / "sacral_stress_fracture.yaml").read_text())
    slow = run_file(tmp_path / "stiff.trc", speed=3.0, contact=0.3)
    found = whatelse("stride", slow, "--static", folder / "standing.trc", "--speed", "4.6", "--add-to", case, "--json")
    change = json.loads(found.stdout)["change"]
    assert change["kind"] == "not_now"
    assert "But wait with any change" in change["why"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("findings: [", "told.yaml"),
        ("findings: {worse_siting: yes}\n", "did you mean"),
        (CASE + "---\n" + CASE, "holds 2 cases"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_before_anything_is_done(
    folder: Path, case: Path, text: str, expected: str
) -> None:
    case.write_text(text)
    assert expected in refusal("stride", folder / "run.trc", "--add-to", case)


def test_a_case_takes_one_recording(folder: Path, case: Path) -> None:
    assert "expected one" in refusal("stride", folder / "run.trc", folder / "run.trc", "--add-to", case)
    assert "--case-out" in refusal("stride", folder / "run.trc", "--case-out", "x.yaml")
    assert "--case-out" in refusal("stride", folder / "run.trc", "--add-to", case, "--case-out", "x.txt")


def test_an_unknown_setting_is_named_as_such(folder: Path, case: Path) -> None:
    line = refusal("stride", folder / "run.trc", "--add-to", case, "--setting", "moon_clinic")
    assert "setting" in line and "run.trc" not in line
    assert not (case.parent / "told-with-stride.yaml").exists()
