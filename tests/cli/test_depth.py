"""``assess --why --intervals``: the same data in the text and in the JSON."""

import json

import pytest

from cli.program import whatelse
from inference.shipped import EXAMPLES
from whatelse.report.terminal import percent

STRAIN = EXAMPLES / "mild_strain_week_1.yaml"


@pytest.fixture(scope="module")
def told() -> dict:
    found = whatelse("assess", "--json", "--why", "--intervals", STRAIN)
    assert found.exit_code == 0, found.output
    out: dict = json.loads(found.output)
    return out


@pytest.fixture(scope="module")
def text() -> str:
    found = whatelse("assess", "--why", "--intervals", STRAIN)
    assert found.exit_code == 0, found.output
    return " ".join(found.output.split())


def test_every_probability_lies_in_its_interval(told: dict) -> None:
    entries = {one["condition"]: one["probability"] for one in told["differential"]}
    for one in told["intervals"]["differential"]:
        assert 0 <= one["low"] <= one["high"] <= 1
        assert one["probability"] == entries[one["condition"]]
    assert [one["condition"] for one in told["intervals"]["ranking"]] == [name for name, _ in told["ranking"]]


def test_the_weights_of_the_first_source_are_in_the_text(told: dict, text: str) -> None:
    first = told["explanation"]["causes"][0]
    assert first["condition"] == told["ranking"][0][0]
    assert f"({first['decibans']:+.1f})" in text
    for weight in first["speaks_for"][:5]:
        assert f"{weight['decibans']:+.1f} {weight['label']}" in text


def test_what_the_numbers_hang_on_is_named(told: dict, text: str) -> None:
    assert "What these numbers hang on most" in text
    one = told["intervals"]["influences"][0]
    assert f"{100 * one['at_low']:.2g} % to {100 * one['at_high']:.2g} %" in text


def test_the_range_stands_beside_the_probability(told: dict, text: str) -> None:
    _, second, *_ = told["intervals"]["ranking"]
    assert f"{percent(second['probability'])} {100 * second['low']:.0f}-{100 * second['high']:.0f}" in text


def test_nothing_is_added_where_nothing_is_asked() -> None:
    plain = json.loads(whatelse("assess", "--json", STRAIN).output)
    assert "intervals" not in plain and "explanation" not in plain


def test_the_stage_holds_for_the_reasons_as_well() -> None:
    found = json.loads(whatelse("assess", "--json", "--why", "--stage", "history", STRAIN).output)
    used = {told["finding"] for told in found["findings"]["used"]}
    named = {weight["finding"] for cause in found["explanation"]["causes"] for weight in cause["speaks_for"]}
    assert "tender_hamstring_belly" not in used | named
