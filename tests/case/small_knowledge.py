"""A knowledge of a few findings, one of each form that a case can answer."""

from typing import Any

from whatelse.errors import InputError
from whatelse.knowledge.number import parse_number
from whatelse.knowledge.schema import Family, Finding, FindingType, Knowledge, Setting

SIJ_TESTS = ("sij_compression", "sij_distraction", "sij_gaenslen", "sij_sacral_thrust", "sij_thigh_thrust")


def finding(name: str, kind: FindingType = "yes_no", stage: str = "history", **more: Any) -> Finding:
    return Finding(id=name, label=name, question=f"{name}?", kind="history", stage=stage, type=kind, **more)


def small_knowledge() -> Knowledge:
    findings = [
        finding("onset_sudden"),
        finding("pop_at_onset", implies=("onset_sudden",)),
        finding("trained_on_through_pop", implies=("pop_at_onset",)),
        finding("pain_below_knee"),
        finding("pain_calf", implies=("pain_below_knee",)),
        finding("worse_sitting"),
        finding("weeks_since_onset", "duration", unit="weeks", max=2600.0),
        finding("healing_over_8_weeks", "duration_over", weeks_if_yes=12.0, weeks_if_no=4.0),
        finding("pain_intensity", "number", min=0.0, max=10.0),
        finding("swelling", "graded", states=("none", "some", "much")),
        finding("dominant_leg", "category", states=("left", "right", "unknown")),
        finding("seen_before", "category", states=("no", "yes", "twice")),
        finding("sport_main", "category", states=("road_running", "trail_ultra", "none"), context=True),
        finding("training_load_increase", context=True),
        finding("running_volume_km_per_week", "number", min=0.0, max=400.0, unit="km/week", context=True),
        finding("slr", stage="exam"),
        finding("sij_provocation_count", "number", stage="exam", min=0.0, max=5.0),
        finding(
            "hip_rotation_difference_deg",
            "number",
            stage="exam",
            unit="degrees",
            min=-90.0,
            max=90.0,
            sided="difference",
        ),
        finding("mri_thigh_normal", stage="investigation"),
        *(finding(name, stage="exam", family="sij_provocation") for name in SIJ_TESTS),
    ]
    provocation = Family(
        id="sij_provocation",
        label="Provocation tests",
        kind="graded",
        states=("none", "one_or_two", "three_or_more"),
        members=SIJ_TESTS,
        count=((0, 0), (1, 2), (3, 5)),
        count_finding="sij_provocation_count",
    )
    places = Family(id="leg_pain", label="Leg pain", kind="tree", members=("pain_below_knee", "pain_calf"))
    week = parse_number({"value": 6, "low": 2, "high": 16, "source": "EXPERT"}, "week", probability=False)
    clinics = ("article_clinic", "general_sports_clinic")
    rooms: dict[str, Any] = {field: {} for field in Knowledge.__struct_fields__}
    rooms |= {
        "version": "1",
        "digest": "small",
        "overlays": (),
        "findings": {one.id: one for one in findings},
        "families": {"sij_provocation": provocation, "leg_pain": places},
        "settings": {name: Setting(name, name, name, week, {}) for name in clinics},
        "sports": {"running": "road_running", "trail running": "trail_ultra", "not an athlete": "none"},
        "default_setting": "general_sports_clinic",
        "reading_words": (),
    }
    return Knowledge(**rooms)


KNOWLEDGE = small_knowledge()


def complaint(run: Any, *args: Any, **more: Any) -> str:
    """The one line that bad input is answered with."""
    try:
        found = run(*args, **more)
    except InputError as error:
        assert "\n" not in str(error)
        return str(error)
    raise AssertionError(f"no complaint, but {found!r}")
