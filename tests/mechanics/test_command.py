"""``whatelse mechanics`` as people call it, and its pictures."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.program import refusal, whatelse
from whatelse.mechanics import mechanics_of, parse_restrictions, parse_tethers, typical
from whatelse.report.mechanics.pictures import pictures

ASKED = ("--what-if", "overstride=-5cm,heel_lift=+10%", "--restrict", "right_hip_extension=10deg")


def test_without_a_file_a_typical_stride_is_told() -> None:
    told = whatelse("mechanics", *ASKED).stdout
    assert "typical stride" in told and "both sides" in told
    assert "tire on rim" in told and "rim on axle" in told and "axle on chassis" in told
    assert "teaching model, not evidence" in told
    assert "not determined" in told
    assert "not a diagnosis" in told
    assert max(map(len, told.splitlines())) <= 80


def test_json_is_the_same_bytes_every_time_and_holds_every_muscle() -> None:
    first, second = (whatelse("mechanics", *ASKED, "--json").stdout for _ in range(2))
    assert first == second
    told = json.loads(first)
    assert {one["id"] for one in told["muscles"]} >= {"bflh", "psoas", "piri"}
    assert len(told["muscles"][0]["stretch"]) == 101
    assert told["chain"]["sensitivity"] and told["what_if"][0]["changes"]


def test_all_shows_every_muscle() -> None:
    assert "Soleus" in whatelse("mechanics", "--all").stdout
    assert "Soleus" not in whatelse("mechanics").stdout


def test_pictures_are_written_and_named(tmp_path: Path) -> None:
    found = whatelse("mechanics", *ASKED, "--plot", tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"stretch.svg", "nerve.svg", "chain.svg"}
    assert "chain.svg" in found.stderr


@pytest.mark.parametrize("name", ["stretch.svg", "nerve.svg", "chain.svg"])
def test_every_picture_is_sound_and_says_what_to_ask_or_test(name: str) -> None:
    gait = typical()
    told = mechanics_of(gait, (), parse_restrictions(("left_hip_extension=10",)), parse_tethers(("sit_bone",)))
    svg = pictures(told, gait)[name]
    words = " ".join(ElementTree.fromstring(svg).itertext())
    assert "Ask:" in words or "Test:" in words
    assert "nan" not in svg.split("<title>")[0] + svg.split("</desc>")[1]
    if name == "nerve.svg":
        assert "Teaching model, not evidence" in words


def test_a_chain_that_has_to_do_nothing_is_not_drawn() -> None:
    gait = typical()
    told = mechanics_of(gait, (), parse_restrictions(("left_sacroiliac=1",)))
    assert "chain.svg" not in pictures(told, gait)
    assert "chain.svg" not in pictures(mechanics_of(gait), gait)


def test_bad_input_is_one_line() -> None:
    assert "did you mean overstride" in refusal("mechanics", "--what-if", "overstrid=-5cm")
    assert "did you mean left_hip_extension" in refusal("mechanics", "--restrict", "left_hip_extensio=5")
    assert refusal("mechanics", "--speed", "3") == "--speed: belongs to a recording; give FILE"
    assert refusal("mechanics", "--axes", "x,y,z") == "--axes: belongs to a recording; give FILE"
    assert "no_such.c3d" in refusal("mechanics", "no_such.c3d")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be written" in refusal("mechanics", "--plot", tmp_path / "file" / "in")
