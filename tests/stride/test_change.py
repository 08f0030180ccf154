import re

import msgspec
import pytest

from stride.runner import Runner
from whatelse.knowledge import load
from whatelse.knowledge.reading import grade
from whatelse.report.stride_text import LIMITS, change_lines
from whatelse.stride import analyse
from whatelse.stride.change import _LOOKED_AT, Bounds, cues, what_to_change
from whatelse.stride.findings import rules
from whatelse.stride.types import Metric, StrideAnalysis

RUN = analyse(Runner(seconds=6.0).recording(), speed=3.0)


def with_places(**places: tuple[float, float, float]) -> StrideAnalysis:
    """The made run, with these percentiles (low, middle, high) on the left and the middle everywhere else."""
    fresh = []
    for metric in RUN.metrics:
        if metric.id in {name for name, _ in _LOOKED_AT.values()} and metric.side in ("left", "right"):
            low, middle, high = places.get(metric.id, (30.0, 50.0, 70.0)) if metric.side == "left" else (30, 50, 70)
            metric = Metric(
                metric.id, metric.label, metric.definition, metric.side, "deg", True, 20.0, 18.0, 22.0, 1.0, 20, 3.0,
                middle, low, high, "made",
            )  # fmt: skip
        fresh.append(metric)
    return msgspec.structs.replace(RUN, metrics=tuple(fresh))


OVERSTRIDES = with_places(leg_reach_contact_deg=(70.0, 92.0, 99.0))


def test_a_run_like_others_needs_no_change() -> None:
    change = what_to_change(with_places())
    assert change.kind == "nothing" and change.cue == ""


def test_a_long_reach_gives_one_cue_with_everything_that_belongs_to_it() -> None:
    change = what_to_change(OVERSTRIDES)
    assert (change.kind, change.finding, change.metric, change.side) == (
        "try", "overstride", "leg_reach_contact_deg", "left",
    )  # fmt: skip
    assert change.sources and change.loads and change.not_for and change.weeks
    assert change.support == "study"
    now, low, high = map(int, re.findall(r"\d+", change.how_much)[:3])
    assert (now, low, high) == (167, 175, 183)


def test_a_number_whose_interval_reaches_the_middle_says_nothing() -> None:
    assert what_to_change(with_places(leg_reach_contact_deg=(45.0, 92.0, 99.0))).kind == "nothing"
    assert what_to_change(with_places(knee_flexion_swing_deg=(1.0, 10.0, 55.0))).kind == "nothing"


def test_the_other_end_of_a_norm_is_no_reason_for_a_change() -> None:
    assert what_to_change(with_places(leg_reach_contact_deg=(1.0, 3.0, 10.0))).kind == "nothing"
    assert what_to_change(with_places(knee_flexion_swing_deg=(90.0, 97.0, 99.0))).kind == "nothing"


def test_what_a_study_supports_goes_before_what_lies_further_out() -> None:
    both = with_places(leg_reach_contact_deg=(60.0, 80.0, 95.0), knee_flexion_swing_deg=(0.1, 1.0, 5.0))
    assert what_to_change(both).finding == "overstride"


@pytest.mark.parametrize("action", ["run_easy", "shorter_steps"])
def test_a_plan_that_stops_the_action_forbids_the_cue(action: str) -> None:
    change = what_to_change(OVERSTRIDES, Bounds({action: "a crack in a bone must be ruled out first."}))
    assert change.kind == "not_now" and "a crack in a bone" in change.why


def test_a_likely_source_that_the_cue_would_load_forbids_it() -> None:
    low = with_places(knee_flexion_swing_deg=(0.1, 1.0, 5.0))
    assert what_to_change(low).kind == "try"
    change = what_to_change(low, Bounds(conditions={"hamstring_strain": "torn fibers in the back of the thigh"}))
    assert change.kind == "not_now" and "torn fibers" in change.why
    assert what_to_change(low, Bounds(conditions={"sij_dysfunction": "the joint at the back"})).kind == "try"


def test_without_a_speed_nothing_can_be_said() -> None:
    change = what_to_change(msgspec.structs.replace(RUN, speed_m_s=None))
    assert change.kind == "cannot_tell" and "--speed" in change.why


def test_what_is_only_approximate_gives_no_cue() -> None:
    weak = [
        msgspec.structs.replace(metric, approximate=True) if metric.percentile is not None else metric
        for metric in OVERSTRIDES.metrics
    ]
    assert what_to_change(msgspec.structs.replace(OVERSTRIDES, metrics=tuple(weak))).kind == "cannot_tell"


def test_a_difference_of_the_sides_is_never_a_reason() -> None:
    assert "stride_asymmetry" not in cues()


def test_the_cues_look_at_the_metrics_that_speak_for_their_findings() -> None:
    assert set(cues()) == set(_LOOKED_AT)
    for finding, (metric, end) in _LOOKED_AT.items():
        assert metric == rules()[finding].metrics[0] and end == rules()[finding].direction


def test_every_id_in_the_cues_is_known() -> None:
    knowledge = load()
    for cue in cues().values():
        assert cue.action in knowledge.actions
        assert set(cue.unless) <= set(knowledge.conditions)


def test_the_words_for_runners_are_easy_to_read() -> None:
    words = load().reading_words
    texts = [LIMITS]
    for cue in cues().values():
        how = cue.how_much.format(now=160, low=168, high=176) if cue.step_rate else cue.how_much
        texts += [cue.cue, how, cue.found, cue.loads, cue.not_for]
    texts.append(" ".join(change_lines(what_to_change(OVERSTRIDES))[1:-1]))
    for text in texts:
        assert grade(text, words) <= 8.0, text
