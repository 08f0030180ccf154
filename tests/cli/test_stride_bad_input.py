import json
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest

from cli.program import refusal, whatelse
from stride.files import run_file, standing_file, write_trc
from stride.runner import Runner
from whatelse.motion.recording import Recording


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_file(tmp_path_factory.mktemp("run") / "run.trc")


def moved(recording: Recording, change: np.ndarray) -> Recording:
    """Every place times a matrix."""
    return msgspec.structs.replace(recording, positions=recording.positions @ change)


def named(recording: Recording, **names: str) -> Recording:
    points = tuple(names.get(point, point) for point in recording.points)
    return msgspec.structs.replace(recording, points=points, labels=points)


BAD = {
    "empty": b"",
    "blank": b"   \n\n",
    "noise": bytes(range(256)) * 40,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "story": b"id: sit-bone\nfindings: {worse_sitting: yes}\n",
    "numbers": b"1,2,3\n4,5,6\n",
    "json": b'{"people": []}',
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "run.c3d"
    path.write_bytes(BAD[kind])
    assert "run.c3d" in refusal("stride", path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "run.c3d" in refusal("stride", tmp_path / "run.c3d")
    assert "without recordings" in refusal("stride", tmp_path)


@pytest.mark.parametrize("share", [0.002, 0.01])
def test_a_file_that_is_cut_short_is_refused_or_too_short_to_tell(run: Path, tmp_path: Path, share: float) -> None:
    whole = run.read_text()
    path = tmp_path / "cut.trc"
    path.write_text(whole[: int(share * len(whole))])
    assert "cut.trc" in refusal("stride", path)


def test_a_standing_trial_is_no_run(tmp_path: Path) -> None:
    assert "standing trial" in refusal("stride", standing_file(tmp_path / "standing.trc"))


def test_walking_is_not_analysed_as_running(tmp_path: Path) -> None:
    run = Runner(1.3, 0.55, 0.40, seconds=10.0).recording()
    places = run.positions.copy()
    for name in run.points:
        if "sis" in name:
            places[:, run.points.index(name), 1] = 1.0 + 0.02 * np.sin(2 * np.pi * run.time_s / 0.55)
    walking = msgspec.structs.replace(run, positions=places)
    assert "walking" in refusal("stride", write_trc(tmp_path / "walk.trc", walking))


def test_three_strides_are_told_as_approximate(tmp_path: Path) -> None:
    found = whatelse("stride", run_file(tmp_path / "short.trc", seconds=3.2))
    assert found.exit_code == 0
    assert "fewer than 8 strides" in found.stdout and "?" in found.stdout
    assert "What should change cannot be said" in " ".join(found.stdout.split())


def test_without_foot_markers_it_says_how_to_name_them(tmp_path: Path) -> None:
    run = Runner(seconds=6.0).recording()
    feet = [name for name in run.points if name.endswith(("heel", "mt1", "mt5", "ankle"))]
    strange = named(run, **{name: f"XYZ{k}" for k, name in enumerate(feet)})
    path = write_trc(tmp_path / "strange.trc", strange)
    assert "--map FILE" in refusal("stride", path)
    table = tmp_path / "mine.csv"
    table.write_text("".join(f"XYZ{k},{name}\n" for k, name in enumerate(feet)))
    assert whatelse("stride", path, "--map", table).exit_code == 0


def test_nothing_but_gaps_is_refused(tmp_path: Path) -> None:
    run = Runner(seconds=2.0).recording()
    empty = msgspec.structs.replace(run, positions=np.full_like(run.positions, np.nan))
    assert "missing" in refusal("stride", write_trc(tmp_path / "gone.trc", empty))


@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_units_that_are_wrong_by_a_thousand_never_pass_as_good(tmp_path: Path, scale: float) -> None:
    path = write_trc(tmp_path / "units.trc", Runner(seconds=6.0).recording(), scale=scale)
    found = whatelse("stride", path)
    if found.exit_code == 0:
        assert "unit" in found.stdout and "--units" in found.stdout
        assert re.search(r"Heel lift, cm +3\d\.\d", found.stdout)
    else:
        assert found.exit_code == 2 and "units" in found.stderr and len(found.stderr.splitlines()) == 1


def test_mirrored_axes_are_refused(tmp_path: Path) -> None:
    mirrored = moved(Runner(seconds=6.0).recording(), np.diag([1.0, 1.0, -1.0]))
    line = refusal("stride", write_trc(tmp_path / "mirrored.trc", mirrored))
    assert "--axes" in line or "exchanged" in line or "mirror" in line


TURNS = {
    "z up": np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]),
    "other way": np.diag([-1.0, 1.0, -1.0]),
    "upside down": np.diag([1.0, -1.0, -1.0]),
}


@pytest.mark.parametrize("turn", sorted(TURNS))
def test_turned_axes_give_the_same_numbers(run: Path, tmp_path: Path, turn: str) -> None:
    turned = write_trc(tmp_path / "turned.trc", moved(Runner(seconds=8.0).recording(), TURNS[turn]))
    one, other = (json.loads(whatelse("stride", path, "--json").stdout)["metrics"] for path in (run, turned))
    for mine, theirs in zip(one, other, strict=True):
        assert (mine["id"], mine["side"], mine["measurable"]) == (theirs["id"], theirs["side"], theirs["measurable"])
        if mine["value"] is not None:
            assert theirs["value"] == pytest.approx(mine["value"], abs=1e-3)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--speed", "40"), "speed"),
        (("--events-from", "file"), "no events"),
        (("--events-from", "force"), "force plate"),
        (("--direction", "up"), "direction"),
        (("--units", "feet"), "units"),
        (("--axes", "x,x,x"), "axes"),
        (("--static", "nowhere.c3d"), "nowhere.c3d"),
        (("--picture", "wide"), "1280x720"),
        (("--plot", "/dev/null/x"), "cannot write"),
        (("--out", "/dev/null/x"), "cannot write"),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_one_line(run: Path, options: tuple[str, ...], expected: str) -> None:
    assert expected in refusal("stride", run, *options)
