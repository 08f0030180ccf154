import csv
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from cli.program import ROOT, process, refusal, whatelse
from stride.files import run_file, standing_file

SCHEMA = json.loads((ROOT / "docs" / "schema" / "stride.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_file(tmp_path_factory.mktemp("run") / "run.trc")


def test_a_run_is_answered_with_values_intervals_and_reasons(run: Path) -> None:
    found = whatelse("stride", run)
    assert found.exit_code == 0
    assert re.search(r"Cadence, steps/min +166\.\d \(\d+\.\d to \d+\.\d\)", found.stdout)
    assert re.search(r"Contact time, ms +\d+ \(\d+ to \d+\)", found.stdout)
    assert "Not measurable" in found.stdout and "(--static)" in found.stdout
    assert "WHAT TO CHANGE" in found.stdout
    assert found.stderr == ""


def test_every_guess_is_told_with_the_option_that_says_otherwise(run: Path) -> None:
    found = " ".join(whatelse("stride", run).stdout.split())
    assert re.search(r"treadmill: yes .*otherwise: --treadmill, --overground", found)
    assert re.search(r"direction: .*otherwise: --direction", found)


def test_what_is_said_on_the_command_line_is_no_guess(run: Path) -> None:
    assert "otherwise: --treadmill" not in whatelse("stride", run, "--treadmill").stdout


def test_json_fits_the_published_schema(run: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    lines = whatelse("stride", run, "--json").stdout.splitlines()
    assert len(lines) == 1
    jsonschema.validate(json.loads(lines[0]), SCHEMA)


def test_the_same_file_gives_the_same_bytes(run: Path) -> None:
    assert whatelse("stride", run, "--json").stdout == whatelse("stride", run, "--json").stdout


def test_a_told_speed_wins_and_is_said_to_be_told(run: Path) -> None:
    found = whatelse("stride", run, "--speed", "3.5")
    assert "3.50 m/s (told)" in found.stdout
    assert "the feet say 3.0" in " ".join(found.stdout.split())


def test_pictures_are_written_where_they_are_wanted(run: Path, tmp_path: Path) -> None:
    found = whatelse("stride", run, "--plot", tmp_path / "pictures")
    assert found.exit_code == 0
    names = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {"run-curves.svg", "run-stick.svg", "run-events.svg"} <= names
    assert all(name in found.stderr for name in names)


def test_without_matplotlib_one_line_says_how_to_get_it(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("matplotlib.figure", "matplotlib.backends.backend_agg"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "whatelse.report.stride_plots", raising=False)
    monkeypatch.delattr("whatelse.report.stride_plots", raising=False)
    found = whatelse("stride", run, "--plot", tmp_path)
    assert found.exit_code == 0
    assert "pip install 'whatelse[report]'" in found.stderr
    assert (tmp_path / "run-stick.svg").exists() and not (tmp_path / "run-stick.png").exists()


def test_png_pictures_are_the_same_bytes_each_time(run: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for name in ("one", "two"):
        whatelse("stride", run, "--plot", tmp_path / name)
    for picture in (tmp_path / "one").glob("*.png"):
        assert picture.read_bytes() == (tmp_path / "two" / picture.name).read_bytes()
        assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs, a standing trial and a file that is cut short."""
    out = tmp_path_factory.mktemp("many")
    run_file(out / "anna_slow.trc", speed=2.6, seconds=6.0)
    run_file(out / "anna_fast.trc", seconds=6.0)
    run_file(out / "ben_slow.trc", strike="ball", seconds=6.0)
    standing_file(out / "standing.trc")
    whole = (out / "ben_slow.trc").read_text()
    (out / "ben_fast.trc").write_text(whole[: len(whole) // 200])
    (out / "notes.md").write_text("no recording")
    return out


def test_one_bad_file_of_a_folder_is_told_and_stops_no_other(folder: Path, tmp_path: Path) -> None:
    found = whatelse("stride", folder, "--static", folder / "standing.trc", "--jobs", "1", "--out", tmp_path)
    assert found.exit_code == 2
    assert sum("steps/min" in line for line in found.stdout.splitlines()) == 3
    bad = [line for line in found.stderr.splitlines() if line.startswith("whatelse: ")]
    assert len(bad) == 1 and "ben_fast.trc" in bad[0]


def test_tables_tell_who_and_what_from_the_names_of_the_files(folder: Path, tmp_path: Path) -> None:
    pattern = "{subject}_{condition}.trc"
    whatelse("stride", folder, "--name-pattern", pattern, "--jobs", "1", "--out", tmp_path)
    tables = {}
    for name in ("metrics", "strides", "curves"):
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
            tables[name] = list(csv.DictReader(stream))
    who = {(row["file"], row["subject"], row["condition"]) for row in tables["strides"]}
    assert ("anna_slow.trc", "anna", "slow") in who and ("ben_slow.trc", "ben", "slow") in who
    contact = [
        float(row["value"])
        for row in tables["strides"]
        if row["file"] == "anna_fast.trc" and row["metric"] == "contact_time_s" and row["side"] == "left"
    ]
    told = next(
        row
        for row in tables["metrics"]
        if row["file"] == "anna_fast.trc" and row["metric"] == "contact_time_s" and row["side"] == "left"
    )
    assert np.mean(contact) == pytest.approx(float(told["value"]), abs=1e-8)
    assert len(contact) == int(told["n_strides"])
    assert {int(row["percent"]) for row in tables["curves"]} == set(range(101))
    assert "whatelse" in (tmp_path / "methods.txt").read_text("utf-8")


def test_parquet_holds_the_same_rows_as_csv(folder: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    whatelse("stride", folder / "anna_slow.trc", "--out", tmp_path)
    for name in ("metrics", "strides", "curves"):
        rows = parquet.read_table(str(tmp_path / f"{name}.parquet")).to_pylist()
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
            lines = list(csv.DictReader(stream))
        assert len(rows) == len(lines) > 0
        assert list(rows[0]) == list(lines[0])


def test_without_pyarrow_the_csv_tables_are_written_and_one_line_says_how_to_get_parquet(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = whatelse("stride", run, "--out", tmp_path)
    assert found.exit_code == 0
    assert "pip install 'whatelse[cohort]'" in found.stderr
    assert (tmp_path / "metrics.csv").exists() and not (tmp_path / "metrics.parquet").exists()


def test_a_sidecar_tells_subject_condition_speed_and_standing_trial(folder: Path, tmp_path: Path) -> None:
    for name in ("anna_slow.trc", "standing.trc", "ben_slow.trc"):
        (tmp_path / name).write_text((folder / name).read_text())
    (tmp_path / "stride.toml").write_text(
        '[default]\nstatic = "standing.trc"\n["anna_slow.trc"]\nsubject = 7\ncondition = "barefoot"\nspeed = 2.6\n'
        '["ben_slow.trc"]\nskip = true\n'
    )
    whatelse("stride", tmp_path, "--out", tmp_path / "out")
    with (tmp_path / "out" / "metrics.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["file"], row["subject"], row["condition"]) for row in rows} == {("anna_slow.trc", "7", "barefoot")}
    assert {row["speed_m_s"] for row in rows} == {"2.6"}
    assert any(row["definition"].endswith("/calibrated") for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["other.trc"]\nsubject = "a"\n', r"'other\.trc', which is not in this folder"),
        ('["anna_slow.trc"]\nsubjekt = "a"\n', r"subjekt: not known \(did you mean subject\?\)"),
        ('["anna_slow.trc"]\nspeed = "fast"\n', "anna_slow.trc.speed: found 'fast'"),
        ("speed = 3\n", "expected a table"),
        ("[[", "cannot be understood"),
    ],
)
def test_a_sidecar_that_cannot_be_understood_is_told(folder: Path, tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "anna_slow.trc").write_text((folder / "anna_slow.trc").read_text())
    (tmp_path / "stride.toml").write_text(text)
    line = refusal("stride", tmp_path)
    assert "stride.toml" in line and re.search(expected, line)


@pytest.mark.parametrize("pattern", ["{name}.c3d", "run.c3d", "{subject}{subject}", "{}"])
def test_a_pattern_without_meaning_is_told(run: Path, pattern: str) -> None:
    assert "--name-pattern" in refusal("stride", run, "--name-pattern", pattern)


def test_a_folder_gives_the_same_in_several_processes(folder: Path, tmp_path: Path) -> None:
    calls = [process("stride", folder, "--jobs", number, "--out", tmp_path / number, "--json") for number in ("1", "2")]
    assert calls[0].stdout == calls[1].stdout and len(calls[0].stdout) > 1000
    assert {call.returncode for call in calls} == {2}
    for name in ("metrics.csv", "strides.csv", "curves.csv", "methods.txt", "anna_fast.html"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_the_report_is_one_file_that_fetches_nothing(run: Path, tmp_path: Path) -> None:
    whatelse("stride", run, "--out", tmp_path)
    page = (tmp_path / "run.html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and "<svg" in page
    assert "<script" not in page and "href=" not in page and "src=" not in page
    outside = {link for link in re.findall(r"https?://[^\s\"<]+", page) if "w3.org/2000/svg" not in link}
    assert outside == set()


def test_a_run_against_itself_changed_in_nothing(run: Path) -> None:
    found = whatelse("stride", "--compare", run, run, "--untouched")
    assert found.exit_code == 0
    assert "\nCHANGED" not in found.stdout
    assert "NOT CHANGED" in found.stdout and "Cadence" in found.stdout


def test_a_comparison_reads_analyses_that_were_kept(run: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(whatelse("stride", run, "--json").stdout)
    faster = run_file(tmp_path / "quick.trc", step=0.33, contact=0.23)
    found = json.loads(whatelse("stride", "--compare", kept, faster, "--json").stdout)
    cadence = next(one for one in found["metrics"] if one["id"] == "cadence_spm")
    assert cadence["verdict"] == "changed" and cadence["change"] == pytest.approx(60 / 0.33 - 60 / 0.36, abs=0.5)


def test_a_comparison_needs_two_recordings(run: Path) -> None:
    assert "expected two: before and after" in refusal("stride", "--compare", run)
    assert "--untouched" in refusal("stride", run, "--untouched")


def test_a_folder_with_a_picture_in_each_file_is_one_recording(tmp_path: Path) -> None:
    for number in range(3):
        person = {"pose_keypoints_2d": [100.0, 100.0, 0.9] * 25}
        frame = {"version": 1.3, "people": [person]}
        (tmp_path / f"cam.{number:04d}.json").write_text(json.dumps(frame))
    line = refusal("stride", tmp_path, "--rate", "60")
    assert tmp_path.name in line and "cam.0" not in line
