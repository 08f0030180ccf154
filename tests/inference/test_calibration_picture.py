"""The picture of calibration: drawn from figures that are kept, with numbers on both axes."""

import json
import re
from pathlib import Path

from benchmarks.calibration_picture import FIGURES, PICTURE, TICKS, picture

FOUND = json.loads(FIGURES.read_text("utf-8"))


def test_the_published_picture_is_drawn_from_the_kept_figures() -> None:
    assert PICTURE.read_text("utf-8") == picture(FOUND), "run benchmarks/calibration_picture.py"


def test_both_axes_have_a_name_and_a_number_at_each_tick() -> None:
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture(FOUND))
    assert {"predicted probability", "observed share"} <= set(texts)
    for tick in TICKS:
        assert texts.count(f"{tick:g}") == 2


def test_every_curve_is_drawn_within_the_frame_and_named() -> None:
    text = picture(FOUND)
    assert text.count("<polyline") == len(FOUND["curves"])
    for curve in FOUND["curves"]:
        assert len(curve["predicted"]) == len(curve["observed"])
        assert all(0 <= p <= 1 for p in (*curve["predicted"], *curve["observed"]))
        assert f"{curve['count']:,}" in text


def test_the_picture_stays_beside_the_program() -> None:
    assert Path("docs") / "calibration.svg" == PICTURE.relative_to(Path(__file__).parents[2])
    assert "http" not in picture(FOUND).replace("http://www.w3.org/2000/svg", "")
