"""What has settled explains how it began and nothing else."""

import numpy as np

from tests.inference.shipped import KNOWLEDGE, model

NETWORK = model().network
PAST = np.array([KNOWLEDGE.findings[key].past for key in NETWORK.part_ids])


def test_every_source_with_a_course_has_a_settled_twin() -> None:
    settled = NETWORK.settled
    assert settled is not None
    for n in range(len(NETWORK.node_ids)):
        rows = np.array(list(NETWORK.values_of(n)))
        with_course = [v for v in rows[~settled[rows]] if v in NETWORK.survival]
        assert settled[rows].sum() == len(with_course)


def test_a_settled_twin_begins_like_its_cause_and_shows_nothing_today() -> None:
    settled = NETWORK.settled
    assert settled is not None and PAST.any() and not PAST.all()
    place = {name: v for v, name in enumerate(NETWORK.value_ids)}
    for v in np.flatnonzero(settled):
        cause = place[NETWORK.value_ids[v].removesuffix("/settled")]
        assert (NETWORK.part_fires[v, PAST] == NETWORK.part_fires[cause, PAST]).all()
        assert not NETWORK.part_fires[v, ~PAST].any()
        assert all(finding.contribution[v, 0] == 1.0 for finding in NETWORK.graded.values())
        assert not any(v in finding.linked for finding in NETWORK.measures.values())


def test_a_settled_twin_drives_nothing_and_is_no_pain_source() -> None:
    assert not any(NETWORK.settled[d.value] for d in NETWORK.drivers)
    assert not (NETWORK.hurts & NETWORK.settled).any()


def test_what_lasts_and_what_has_settled_make_up_all_that_began() -> None:
    lasting = NETWORK.lasting(9.0)
    place = {name: v for v, name in enumerate(NETWORK.value_ids)}
    for v in np.flatnonzero(NETWORK.settled):
        assert lasting[v] + lasting[place[NETWORK.value_ids[v].removesuffix("/settled")]] == 1.0
