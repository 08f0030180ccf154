"""``docs/red-flags.md`` says what the data say, and the simulated runners are what they are said to be."""

import json

import numpy as np

from benchmarks.false_alarms import FILE, measured, wilson
from benchmarks.red_flags_page import PAGE, page
from benchmarks.simulated_runners import _Batch, is_grave, runners
from tests.triage.pictured import KNOWLEDGE
from whatelse.inference.compile import compiled

MODEL = compiled(KNOWLEDGE, "general_sports_clinic")


def test_the_page_is_up_to_date() -> None:
    assert page() == PAGE.read_text("utf-8"), "run benchmarks/red_flags_page.py"


def test_the_kept_figures_are_those_of_the_rules() -> None:
    kept = json.loads(FILE.read_text("utf-8"))
    for reading in kept["readings"].values():
        assert set(reading["rules"]) == set(KNOWLEDGE.rules), "run benchmarks/false_alarms.py --write"
    assert kept["runners"] >= 20000


def test_a_few_fresh_runners_agree_with_the_kept_figures() -> None:
    kept = json.loads(FILE.read_text("utf-8"))
    fresh = measured(runners(MODEL, 400, 99), KNOWLEDGE)
    for level in ("at_least_urgent", "emergency"):
        low, high = wilson(fresh["readings"]["history"][level], 400)
        assert low - 0.02 <= kept["readings"]["history"][level] / kept["runners"] <= high + 0.02


def test_no_simulated_runner_has_a_grave_cause_and_each_hurts() -> None:
    batch = _Batch(MODEL, np.random.default_rng(3), 300)
    grave = [v for v, name in enumerate(MODEL.network.value_ids) if is_grave(MODEL, name)]
    assert grave
    quiet = batch.values[:, MODEL.network.hurts].any(1) & ~batch.values[:, grave].any(1)
    assert len(batch.cases()) == quiet.sum()


def test_the_same_seed_gives_the_same_runners() -> None:
    assert runners(MODEL, 5, 1) == runners(MODEL, 5, 1)
    assert runners(MODEL, 5, 1) != runners(MODEL, 5, 2)


def test_no_simulated_man_is_pregnant() -> None:
    for case in runners(MODEL, 300, 4):
        if case.person.sex == "male":
            assert case.findings["pregnancy_or_postpartum"].value is False
