import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.runner import Runner
from whatelse.motion.recording import FloatArray, ForcePlate
from whatelse.stride.body import body_of
from whatelse.stride.force_contacts import THRESHOLD, force_contacts, loads


def pushes(runner: Runner, rate: float, drift: float = 0.0) -> tuple[FloatArray, FloatArray]:
    """Time and upward force of a runner: half-sines of 1600 N."""
    times = np.arange(int(runner.seconds * rate)) / rate
    force = np.full(len(times), drift)
    for _, start, end in runner.contacts():
        inside = (times > start) & (times < end)
        force[inside] += 1600.0 * np.sin(np.pi * (times[inside] - start) / (end - start))
    return times, force


def plate(times: FloatArray, force: FloatArray, side: str | None = None) -> ForcePlate:
    return ForcePlate("made", times, np.stack((0 * force, force, 0 * force), axis=1), side=side)  # type: ignore[arg-type]


@settings(max_examples=10)
@given(st.floats(0.18, 0.30), st.sampled_from([300.0, 1000.0]), st.floats(-20.0, 20.0))
def test_loads_are_found_where_the_force_passes_the_threshold(contact: float, rate: float, drift: float) -> None:
    runner = Runner(contact=contact, seconds=6.0)
    times, force = pushes(runner, rate, drift)
    found = loads(force, rate, THRESHOLD["N"])
    reached = contact / np.pi * np.arcsin(50.0 / 1600.0)
    assert len(found) == len(runner.contacts())
    for (start, end), (_, known_start, known_end) in zip(found, runner.contacts(), strict=True):
        assert times[0] + start / rate == pytest.approx(known_start + reached, abs=0.004)
        assert times[0] + end / rate == pytest.approx(known_end - reached, abs=0.004)


def test_the_lower_heel_tells_whose_foot_a_belt_felt() -> None:
    runner = Runner(strike="ball")
    contacts = force_contacts((plate(*pushes(runner, 1000.0)),), body_of(runner.recording()))
    assert [c.side for c in contacts.contacts] == [side for side, _, _ in runner.contacts()]


def test_a_plate_that_names_its_foot_needs_no_markers() -> None:
    runner = Runner()
    nobody = body_of(runner.recording())
    contacts = force_contacts((plate(*pushes(runner, 1000.0), side="left"),), nobody)
    assert {c.side for c in contacts.contacts} == {"left"}


def test_standing_on_a_plate_is_no_contact() -> None:
    times = np.arange(3000) / 1000.0
    force = np.where((times > 0.5) & (times < 2.0), 750.0, 0.0)
    contacts = force_contacts((plate(times, force),), body_of(Runner().recording()))
    assert contacts.contacts == ()
    assert "longer than a running step" in contacts.left_out[0]
