"""The drawings: made by docs/drawings.py, small, told to those who cannot see them, in the colour of the page."""

import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest

from whatelse.errors import InputError
from whatelse.knowledge import load
from whatelse.knowledge.drawings import MOMENTS, drawing, drawn

ROOT = Path(__file__).resolve().parents[2]
MADE: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "drawings.py"))["drawings"]()
SVG = "{http://www.w3.org/2000/svg}"
ALL = [(name, moment) for name in drawn() for moment in MOMENTS]


def test_the_files_are_those_that_the_script_draws() -> None:
    assert {f"{name}_{moment}.svg": drawing(name, moment) for name, moment in ALL} == MADE


def test_the_tests_that_are_hard_to_tell_in_words_are_drawn() -> None:
    wanted = {"knee_to_chest", "hip_rotation", "slump", "straight_leg_raise", "bridge", "bent_knee_stretch"}
    assert set(drawn()) == wanted
    assert {test.drawing for test in load().self_tests.tests.values() if test.drawing} == wanted


@pytest.mark.parametrize(("name", "moment"), ALL)
def test_a_drawing_is_small_has_words_and_takes_the_colour_of_its_page(name: str, moment: str) -> None:
    text = drawing(name, moment)
    assert len(text.encode()) < 4096
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img" and root.get("viewBox")
    ids = [root.find(f"{SVG}{part}") for part in ("title", "desc")]
    assert all(part is not None and part.text and part.get("id") for part in ids)
    assert root.get("aria-labelledby") == " ".join(str(part.get("id")) for part in ids if part is not None)
    colours = {mark.get(kind) for mark in root.iter() for kind in ("fill", "stroke")}
    assert colours <= {"currentColor", "none", None}
    assert "<script" not in text and "href" not in text and "style" not in text


def test_no_two_drawings_share_an_id() -> None:
    """Several stand on one page."""
    ids = [mark.get("id") for name, moment in ALL for mark in ElementTree.fromstring(drawing(name, moment)).iter()]
    named = [one for one in ids if one]
    assert len(named) == len(set(named)) == 2 * len(ALL)


@pytest.mark.parametrize(("name", "moment"), ALL)
def test_nothing_is_drawn_outside_the_sheet(name: str, moment: str) -> None:
    root = ElementTree.fromstring(drawing(name, moment))
    width, height = (float(x) for x in str(root.get("viewBox")).split()[2:])
    for circle in root.iter(f"{SVG}circle"):
        x, y, r = (float(str(circle.get(key))) for key in ("cx", "cy", "r"))
        assert r <= x <= width - r and r <= y <= height - r


@pytest.mark.parametrize(
    ("name", "moment", "said"), [("slumpp", "start", "did you mean slump"), ("slump", "ende", "did you mean end")]
)
def test_what_is_not_drawn_is_told_with_the_nearest(name: str, moment: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        drawing(name, moment)
