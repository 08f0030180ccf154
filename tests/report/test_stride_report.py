import re
from xml.etree import ElementTree

import pytest

from stride.runner import Runner, seen_from_the_side
from whatelse.report.stride_html import change_html, gates_html, page_html, table_html
from whatelse.report.stride_methods import methods_text
from whatelse.report.stride_numbers import COMPACT, figure, place, rows, with_interval
from whatelse.report.stride_pictures import pictures_of, svgs
from whatelse.report.stride_text import stride_text
from whatelse.stride.analyse import analysed
from whatelse.stride.change import what_to_change
from whatelse.stride.definitions import definitions
from whatelse.stride.types import Metric

MARKERS = analysed(Runner(seconds=8.0).recording(), speed=2.6)
PICTURE = analysed(seen_from_the_side(Runner(seconds=8.0, rate=40.0).recording()))


def metric(value: float, low: float, high: float, unit: str = "deg", **more: object) -> Metric:
    return Metric("x", "X", "d", "left", unit, True, value, low, high, **more)  # type: ignore[arg-type]


def test_every_unit_has_a_way_to_be_shown() -> None:
    for definition in definitions().values():
        assert figure(1.0, definition.unit)
    assert {name for names in COMPACT for name in names} <= set(definitions())


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(0.2271, "s", "227"), (0.155, "m", "15.5"), (-0.00001, "deg", "0.0"), (0.324, "1", "32.4"), (2.5, "m/s", "2.50")],
)
def test_numbers_are_shown_in_the_units_that_people_use(value: float, unit: str, shown: str) -> None:
    assert figure(value, unit) == shown


def test_a_percentile_is_never_none_or_all_of_a_hundred() -> None:
    shown = place(metric(1.0, 0.0, 2.0, percentile=0.01, percentile_low=0.0, percentile_high=99.99))
    assert shown == "1 (1-99)"


def test_an_approximate_number_carries_its_mark() -> None:
    assert with_interval(metric(10.0, 5.0, 15.0, approximate=True)) == "10.0? (5.0 to 15.0)"
    assert with_interval(None) == "-"


@pytest.mark.parametrize("made", [MARKERS, PICTURE], ids=["markers", "picture"])
def test_text_and_page_show_the_same_numbers(made) -> None:  # type: ignore[no-untyped-def]
    text = stride_text(made.analysis)
    table = table_html(made.analysis)
    assert rows(made.analysis)
    for row in rows(made.analysis):
        for one in row.metrics:
            assert with_interval(one) in text
            assert with_interval(one) in table


@pytest.mark.parametrize("made", [MARKERS, PICTURE], ids=["markers", "picture"])
def test_what_cannot_be_told_is_told_with_its_reason(made) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(stride_text(made.analysis, every=True).split())
    for one in made.analysis.metrics:
        if not one.measurable and one.side in ("left", "both") and one.id != "speed_m_s":
            assert one.reason in text


def test_the_gates_that_fired_stand_in_text_and_page() -> None:
    fired = [gate for gate in PICTURE.analysis.gates if gate.fired]
    text, page = " ".join(stride_text(PICTURE.analysis).split()), gates_html(PICTURE.analysis)
    assert fired
    for gate in fired:
        assert gate.text in text and gate.text in page


@pytest.mark.parametrize("made", [MARKERS, PICTURE], ids=["markers", "picture"])
def test_pictures_are_whole_and_named_for_those_who_do_not_see_them(made) -> None:  # type: ignore[no-untyped-def]
    found = svgs(pictures_of(made))
    assert set(found) == {"curves", "stick", "events"}
    for text in found.values():
        root = ElementTree.fromstring(text)
        assert root.get("role") == "img" and root.get("aria-label")
        numbers = [float(n) for n in re.findall(r'(?:x1|x2|y1|y2|cx|cy)="(-?[\d.]+)"', text)]
        assert all(-5.0 <= number <= 2000.0 for number in numbers)
        assert "nan" not in text


def test_left_and_right_differ_by_more_than_colour() -> None:
    assert all("stroke-dasharray" in text for name, text in svgs(pictures_of(MARKERS)).items() if name != "events")


def test_the_page_escapes_names() -> None:
    page = page_html(
        MARKERS.analysis, pictures_of(MARKERS), what_to_change(MARKERS.analysis), name="<script>alert(1)</script>"
    )
    assert "<script" not in page and "&lt;script&gt;" in page


def test_the_page_is_the_same_bytes_each_time() -> None:
    one, other = (
        page_html(MARKERS.analysis, pictures_of(MARKERS), what_to_change(MARKERS.analysis), name="run") for _ in "ab"
    )
    assert one == other


def test_nothing_to_change_shows_no_cue() -> None:
    change = what_to_change(PICTURE.analysis)
    assert change.kind in ("nothing", "cannot_tell")
    assert "<dl>" not in change_html(change)


def test_methods_name_what_was_done_and_cite_only_that() -> None:
    text = " ".join(methods_text([PICTURE.analysis]).split())
    assert "half of its mid-stance backward speed" in text and "Harrington" not in text
    both = " ".join(methods_text([PICTURE.analysis, MARKERS.analysis]).split())
    assert "2 recordings" in both and "Harrington ME et al. (2007)" in both
    assert methods_text([]) == ""
