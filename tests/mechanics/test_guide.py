"""What docs/mechanics.md says is what the program has and prints."""

import re
from pathlib import Path

import pytest

from whatelse.mechanics import mechanics_of, muscles, parse_restrictions, parse_tethers, typical
from whatelse.mechanics.chain import LUMBAR_ROOM, PELVIS_MOST, SACROILIAC, THIGH_MOST, TRUNK_MOST, WEIGHTS
from whatelse.mechanics.edits import KINDS
from whatelse.mechanics.nerve import FREE_LIMIT, TETHERED_LIMIT
from whatelse.mechanics.nerve_bed import SITES
from whatelse.mechanics.nerve_chain import TRANSFER_M
from whatelse.mechanics.restrictions import RESTRICTIONS
from whatelse.report.mechanics.pictures import pictures

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "mechanics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["stretch.svg", "nerve.svg", "chain.svg"])
def test_the_pictures_are_those_that_the_program_draws(name: str) -> None:
    asked = parse_restrictions(("right_hip_extension=10deg",)), parse_tethers(("piriformis", "sit_bone"))
    told = mechanics_of(typical(), (), *asked)
    assert pictures(told, typical())[name] == (DOCS / "mechanics" / name).read_text(encoding="utf-8")


def test_every_name_that_a_person_may_write_is_listed() -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert named >= set(KINDS) | set(RESTRICTIONS) | {site.id for site in SITES}


def test_the_errors_of_the_hamstrings_are_those_of_the_table() -> None:
    for name in muscles.HAMSTRINGS:
        one = muscles.table().muscle(name)
        error, arms = one.error["running"], one.moment_arm_error
        row = next(line for line in GUIDE.splitlines() if line.startswith(f"| {one.label} | 0"))
        assert f"{error['max_mm']:.2f} ({error['max_percent_of_upright']:.3f})" in row
        assert f"{arms['hip_flexion']['rms_mm']:.2f} / {arms['knee_angle']['rms_mm']:.2f}" in row


def test_what_is_assumed_is_told_with_its_figures() -> None:
    for name, limit in (("sacroiliac joint", SACROILIAC), ("trunk", TRUNK_MOST), ("path of the thigh", THIGH_MOST)):
        weight = WEIGHTS[name.removeprefix("path of the ").split()[0]]
        assert re.search(rf"\| {name} \| {weight:g} \| {limit:g} degree", GUIDE)
    assert f"| lumbar spine | {WEIGHTS['lumbar']:g} | {LUMBAR_ROOM:g} degrees" in GUIDE
    assert f"{PELVIS_MOST:g} degrees |" in GUIDE
    assert f"limits {FREE_LIMIT:g} (free place) and {TETHERED_LIMIT:g}" in GUIDE
    assert f"({TRANSFER_M:g} m)" in GUIDE
