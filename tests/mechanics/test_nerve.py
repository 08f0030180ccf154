"""The nerve: a teaching model that must at least keep to what it teaches."""

import numpy as np
import pytest

from whatelse.errors import InputError
from whatelse.mechanics import mechanics_of, parse_tethers, typical
from whatelse.mechanics.nerve import FREE_LIMIT, MANOEUVRES, nerve, together, total
from whatelse.mechanics.nerve_bed import SITES, elongations
from whatelse.mechanics.nerve_chain import TRANSFER_M, calibrated, excursion, loads, response

SLR, SLR_FOOT, SLR_HEAD = (np.array([MANOEUVRES[name]]) for name in list(MANOEUVRES)[:3])


def test_it_is_labelled_a_teaching_model_wherever_it_is_told() -> None:
    told = nerve(typical())
    assert told.label == "teaching model, not evidence"
    assert "not validated" in told.calibration
    assert '"label":"teaching model, not evidence"' in mechanics_of(typical()).to_json()


def test_it_slides_as_published_because_it_was_calibrated_so() -> None:
    assert calibrated() == pytest.approx(TRANSFER_M, abs=5e-4)
    assert 0.0099 < excursion() < 0.0124


def test_the_bed_has_the_size_of_measured_beds() -> None:
    longer = 1000 * elongations(np.array([[0, 0, 70, 0, 0], [0, 0, 0, 90, 0]], dtype=float))
    assert longer[0, 2] == pytest.approx(60, abs=2)
    assert longer[1, 3] == pytest.approx(-44, abs=2)


def test_foot_or_head_motion_adds_to_a_leg_raise() -> None:
    base = total(loads(SLR), ())[0]
    assert total(loads(SLR_FOOT), ())[0] > base
    assert total(loads(SLR_HEAD), ())[0] > base


def test_each_step_of_the_slump_adds_and_lifting_the_head_relieves() -> None:
    sums = {one.name: one.total for one in nerve(typical()).manoeuvres}
    steps = [sums[name] for name in list(MANOEUVRES)[3:7]]
    assert steps == sorted(steps) and len(set(steps)) == 4
    assert sums["the same, head lifted again"] < steps[-1]


def test_a_free_nerve_is_within_its_limit_in_every_test_and_in_running() -> None:
    told = nerve(typical())
    assert all(one.total < 1 for one in told.manoeuvres)
    assert all(not one.crosses for one in told.stride)


def test_running_loads_it_most_in_late_swing() -> None:
    for one in nerve(typical()).stride:
        assert 80 <= one.percent <= 97


def test_two_harmless_tethers_together_cross_the_limit() -> None:
    told = together(typical(), "left")
    assert told.first_alone < 0.5 and told.second_alone < 0.5
    assert told.both > 1


def test_a_tether_raises_the_load_beside_it_and_shields_beyond() -> None:
    names = [site.id for site in SITES]
    free, held = loads(SLR)[0], loads(SLR, ("obturator_internus",))[0]
    assert held[names.index("sit_bone")] > free[names.index("sit_bone")]
    assert held[names.index("lumbar_root")] < free[names.index("lumbar_root")]


def test_the_line_is_in_balance() -> None:
    """Stiffer transfer passes more on; a nerve that slides freely is strained evenly."""
    even, _ = response((), 50.0)
    assert np.ptp(even[:, 2]) < 0.01 * even[:, 2].max()


def test_one_site_at_its_limit_alone_is_the_limit() -> None:
    load = np.zeros((1, len(SITES)))
    load[0, 0] = FREE_LIMIT
    assert total(load, ())[0] == pytest.approx(1.0)


def test_other_nerves_are_words_and_not_modelled() -> None:
    others = nerve(typical()).others
    assert {one.name.split()[0] for one in others} == {"obturator", "femoral", "posterior"}
    assert all(one.size == "not modelled" and one.loaded_by for one in others)


def test_an_unknown_place_is_refused_with_the_nearest() -> None:
    assert parse_tethers(("sit_bone, piriformis", "sit-bone")) == ("piriformis", "sit_bone")
    with pytest.raises(InputError, match="did you mean piriformis"):
        parse_tethers(("pirformis",))
