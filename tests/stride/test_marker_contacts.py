from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.matching import Known, compared, from_force
from stride.runner import Runner
from whatelse.motion.read import read
from whatelse.stride.body import body_of, bridged, even
from whatelse.stride.contact import Contacts
from whatelse.stride.marker_contacts import agreed, marker_contacts

PACES = [(2.5, 0.385, 0.28, 150.0), (3.5, 0.35, 0.22, 200.0), (4.5, 0.33, 0.19, 240.0), (3.0, 0.36, 0.25, 100.0)]


def found(runner: Runner) -> Contacts:
    return marker_contacts(body_of(runner.recording()))


@pytest.mark.parametrize("strike", ["heel", "ball"])
@pytest.mark.parametrize("treadmill", [True, False])
@pytest.mark.parametrize("pace", PACES, ids=lambda pace: f"{pace[0]:g}")
def test_every_contact_of_a_made_runner_is_found_and_none_invented(
    strike: str, treadmill: bool, pace: tuple[float, float, float, float]
) -> None:
    speed, step, contact, rate = pace
    runner = Runner(speed, step, contact, strike, rate, treadmill=treadmill, noise=0.0003)
    errors = compared(found(runner), runner.contacts())
    assert (errors.missed, errors.invented) == (0, 0)
    assert abs(errors.contact.mean()) < 0.006
    assert abs(errors.toe_off.mean()) < 0.015
    assert max(errors.contact.std(), errors.toe_off.std()) < 0.008


def test_heel_and_ball_landings_are_told_apart() -> None:
    heel, ball = (np.mean([c.lands for c in found(Runner(strike=strike)).contacts]) for strike in ("heel", "ball"))
    assert heel > 0.9
    assert ball < 0.1


@settings(max_examples=10)
@given(
    st.floats(2.2, 4.8),
    st.floats(0.31, 0.39),
    st.floats(0.55, 0.75),
    st.sampled_from(["heel", "ball"]),
    st.sampled_from([100.0, 150.0, 200.0, 300.0]),
)
def test_no_pace_rate_or_landing_loses_a_step(speed: float, step: float, duty: float, strike: str, rate: float) -> None:
    runner = Runner(speed, step, duty * step, strike, rate, seconds=6.0)
    errors = compared(found(runner), runner.contacts())
    assert (errors.missed, errors.invented) == (0, 0)
    assert np.abs(errors.contact).max() < 0.02


def test_exchanging_left_and_right_exchanges_the_contacts() -> None:
    recording = Runner(noise=0.0).recording()
    swapped = tuple(n.replace("left", "#").replace("right", "left").replace("#", "right") for n in recording.points)
    other = marker_contacts(body_of(msgspec.structs.replace(recording, points=swapped))).contacts
    same = marker_contacts(body_of(recording)).contacts
    mirror = {"left": "right", "right": "left"}
    assert [mirror[c.side] for c in other] == [c.side for c in same]
    assert [c.toe_off_s for c in other] == pytest.approx([c.toe_off_s for c in same])


def test_a_foot_that_is_not_seen_makes_no_contact_and_says_so() -> None:
    recording = Runner(noise=0.0).recording()
    places = recording.positions.copy()
    places[400:800, recording.points.index("left_heel")] = np.nan
    contacts = marker_contacts(body_of(msgspec.structs.replace(recording, positions=places)))
    assert not [c for c in contacts.of("left") if 2.1 < c.initial_contact_s < 3.8]
    assert contacts.left_out
    assert len(contacts.of("right")) == len(found(Runner(noise=0.0)).of("right"))


def test_a_sign_that_shows_now_and_then_is_used_for_no_contact() -> None:
    rare = {"lands": 100.0, "furthest_ahead": 104.0}
    plain = {"furthest_ahead": 204.0}
    moments = agreed([rare, plain, plain, plain], 200.0)
    assert moments[0] == (104.0, ("furthest_ahead",))


def test_a_sign_far_from_the_others_is_dropped_for_that_contact() -> None:
    signs = [{"lands": 100.0, "furthest_ahead": 101.0, "pelvis_caught": 140.0}]
    frame, used = agreed(signs, 200.0)[0]
    assert used == ("furthest_ahead", "lands")
    assert 100.0 < frame < 101.0


@pytest.mark.parametrize(
    ("recording", "truth"),
    [
        ("rbds001_run_2p5_markers.txt", "rbds001_run_2p5_events_force.csv"),
        ("rbds001_run_3p5.c3d", "rbds001_run_3p5_events_force.csv"),
    ],
)
def test_a_real_runner_against_the_force_plates(data_dir: Path, recording: str, truth: str) -> None:
    folder = data_dir / "data" / "motion"
    contacts = marker_contacts(body_of(bridged(even(read(folder / recording)))))
    known = from_force(folder / truth)
    errors = compared(contacts, known)
    assert (errors.missed, errors.invented, len(contacts.contacts)) == (0, 0, len(known))
    assert abs(errors.contact.mean()) <= 0.010 and errors.contact.std() <= 0.008
    assert abs(errors.toe_off.mean()) <= 0.012 and errors.toe_off.std() <= 0.010
    mean = np.mean([c.duration_s for c in contacts.contacts])
    assert abs(mean - np.mean([end - start for _, start, end in known])) <= 0.015


def test_another_runner_over_ground_against_the_force_plates(data_dir: Path) -> None:
    """Two whole contacts by the plates; the first begins nine frames after the recording."""
    recording = read(data_dir / "data" / "motion" / "formats" / "opensim" / "bmc_run_markers.trc")
    known: Known = [("right", 0.0582, 0.2925), ("left", 0.4058, 0.6560)]
    errors = compared(marker_contacts(body_of(bridged(even(recording)))), known)
    assert errors.invented == 0
    assert errors.missed <= 1
    assert np.abs(errors.contact).max() < 0.015
    assert np.abs(errors.toe_off).max() < 0.015


@pytest.mark.parametrize("file", ["rbds001_run_2p5_markers.txt", "rbds001_run_3p5.c3d"])
def test_wherever_a_recording_begins_and_ends_its_whole_contacts_are_found(data_dir: Path, file: str) -> None:
    folder = data_dir / "data" / "motion"
    whole = bridged(even(read(folder / file)))
    truth = from_force(folder / file.replace("_markers.txt", "_events_force.csv").replace(".c3d", "_events_force.csv"))
    draw = np.random.default_rng(8)
    missed = invented = total = 0
    for _ in range(40):
        first = int(draw.integers(0, 3800))
        last = first + int(draw.uniform(1.5, 4.0) * whole.rate_hz)
        part = msgspec.structs.replace(whole, time_s=whole.time_s[first:last], positions=whole.positions[first:last])
        inside = [k for k in truth if k[1] > part.time_s[0] + 0.025 and k[2] < part.time_s[-1] - 0.01]
        errors = compared(marker_contacts(body_of(part)), inside)
        missed, invented, total = missed + errors.missed, invented + errors.invented, total + len(inside)
        assert np.abs(errors.contact).max() < 0.012
        assert np.abs(errors.toe_off).max() < 0.015
    assert missed == 0
    assert invented <= 0.01 * total
