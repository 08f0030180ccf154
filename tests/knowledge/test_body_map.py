"""The places of the body map as data: what a mark stands for."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from whatelse.case.contradictions import implied_by
from whatelse.errors import InputError
from whatelse.knowledge.body_map import Marks, findings_of, load_body_map, regions_for
from whatelse.knowledge.check.body_map import check_body_map, problems_of
from whatelse.knowledge.loader import load
from whatelse.knowledge.tree import BODY_MAP, data_folder, read_bytes

BODY = load_body_map()
KEYS = sorted(key for region in BODY.region for key in region.keys)
marks = st.builds(
    Marks, st.frozensets(st.sampled_from(KEYS), max_size=5), st.frozensets(st.sampled_from(KEYS), max_size=5)
)


def test_the_shipped_map_keeps_every_rule() -> None:
    assert list(check_body_map(KNOWLEDGE)) == []


def test_it_has_about_45_places_a_side_in_areas_of_a_hands_size() -> None:
    assert 40 <= sum(not region.middle for region in BODY.region) <= 50
    assert all(1 <= len(BODY.regions_of(area.id)) <= 9 for area in BODY.area)
    assert sum(area.view == "back" for area in BODY.area) <= 8


def test_every_place_of_the_product_is_there() -> None:
    ids = {region.id for region in BODY.region}
    wanted = {"low_back", "si_dimple", "upper_buttock", "lower_buttock", "deep_buttock", "sit_bone", "gluteal_fold"}
    wanted |= {f"thigh_{level}_{side}" for level in ("upper", "mid", "low") for side in ("inner", "outer")}
    wanted |= {"knee_back_inner", "knee_back_centre", "knee_back_outer", "knee_inner", "knee_outer", "calf_inner"}
    wanted |= {"heel", "sole", "groin", "thigh_inner_upper", "hip_side", "thigh_side_upper", "between_legs"}
    assert wanted <= ids


@pytest.mark.parametrize("region", BODY.region, ids=lambda region: region.id)
def test_a_place_stands_for_places_only(region: object) -> None:
    assert all(KNOWLEDGE.findings[name].kind == "location" for name in region.findings)
    assert region.findings


def test_starts_and_spreads_say_that_it_radiates() -> None:
    alone = findings_of(Marks(frozenset({"sit_bone.left"})), BODY)
    both = findings_of(Marks(frozenset({"sit_bone.left"}), frozenset({"calf_low.left"})), BODY)
    assert alone == {"pain_sit_bone"}
    assert both == {"pain_sit_bone", "pain_calf", "radiating_pain"}


def test_three_thirds_of_one_thigh_are_the_whole_of_it() -> None:
    thirds = frozenset(f"thigh_{level}_inner.left" for level in ("upper", "mid", "low"))
    assert "pain_whole_posterior_thigh" in findings_of(Marks(thirds), BODY)
    mixed = frozenset({"thigh_upper_inner.left", "thigh_mid_inner.right", "thigh_low_inner.left"})
    assert "pain_whole_posterior_thigh" not in findings_of(Marks(mixed), BODY)


def test_the_side_is_that_of_the_marks() -> None:
    assert Marks(frozenset({"sit_bone.left", "tailbone.middle"})).side == "left"
    assert Marks(frozenset({"sit_bone.left"}), frozenset({"sit_bone.right"})).side == "both"
    assert Marks(frozenset({"tailbone.middle"})).side == "unknown"
    assert "bilateral_symptoms" in findings_of(Marks(frozenset({"sit_bone.left", "sit_bone.right"})), BODY)


@given(marks)
def test_left_and_right_mean_the_same(found: Marks) -> None:
    swap = {".left": ".right", ".right": ".left"}

    def mirrored(keys: frozenset[str]) -> frozenset[str]:
        return frozenset(key[: key.rindex(".")] + swap.get(key[key.rindex(".") :], ".middle") for key in keys)

    assert findings_of(found, BODY) == findings_of(Marks(mirrored(found.starts), mirrored(found.spreads)), BODY)


@given(marks, st.sampled_from(KEYS))
def test_one_more_mark_takes_no_finding_away(found: Marks, key: str) -> None:
    more = Marks(found.starts | {key}, found.spreads - {key})
    less = Marks(found.starts, found.spreads - {key})
    assert findings_of(less, BODY) - {BODY.spreads.finding} <= findings_of(more, BODY)


@given(marks)
def test_marks_never_contradict_each_other(found: Marks) -> None:
    told = findings_of(found, BODY)
    denied = set(KNOWLEDGE.findings) - told
    implied = {general for name in told for general in implied_by(name, KNOWLEDGE)}
    assert not implied & (denied - implied)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(InputError, match=r"elbow\.left"):
        findings_of(Marks(frozenset({"elbow.left"})), BODY)
    with pytest.raises(KeyError):
        BODY.of("tailbone.left")


def test_told_findings_lead_back_to_their_places() -> None:
    assert [region.id for region in regions_for({"pain_sit_bone"}, BODY)] == ["sit_bone"]


def test_a_mistake_in_the_map_is_named() -> None:
    first = BODY.region[0]
    broken = [
        msgspec.structs.replace(first, findings=("pain_elbow",)),
        msgspec.structs.replace(first, id="x", area="nowhere"),
        msgspec.structs.replace(first, id="y", segment="moon"),
        msgspec.structs.replace(first, id="z", label="Lumbosacral transitional articulation"),
    ]
    body = msgspec.structs.replace(BODY, region=(*BODY.region, *broken))
    rules = {(problem.entry, problem.rule) for problem in problems_of(body, KNOWLEDGE)}
    assert {(first.id, "twice"), (first.id, "unknown-id"), ("x", "unknown-id"), ("y", "unknown-id")} <= rules
    assert ("z", "reading-grade") in rules


def test_the_map_is_no_part_of_the_digest() -> None:
    assert BODY_MAP not in read_bytes(data_folder())
    assert load().digest == KNOWLEDGE.digest
