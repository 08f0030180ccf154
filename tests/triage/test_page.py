"""``docs/red-flags.md`` says what the data say, and the simulated runners are what they are said to be."""

import json

import numpy as np

from benchmarks import little_told
from benchmarks.false_alarms import FILE, measured, wilson
from benchmarks.red_flags_page import PAGE, page
from benchmarks.simulated_runners import Batch, is_grave, runners
from tests.triage.pictured import GRAVE, KNOWLEDGE
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
    batch = Batch(MODEL, np.random.default_rng(3), 300)
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


def test_the_kept_short_reports_are_of_every_cause_that_hurts() -> None:
    kept = json.loads(little_told.FILE.read_text("utf-8"))
    for found in kept["stages"].values():
        wanted = {name for name in little_told.sources(KNOWLEDGE) if KNOWLEDGE.conditions[name].urgency in GRAVE}
        assert wanted <= set(found), "run benchmarks/little_told.py --write"


def test_a_few_fresh_short_reports_agree_with_the_kept_figures() -> None:
    kept = json.loads(little_told.FILE.read_text("utf-8"))
    pool = little_told.Pool(MODEL, 99, 500)
    for condition in ("sacral_bsi", "dvt", "pht"):
        fresh = little_told.measured(pool, [condition], 60)["history"][condition]
        low, high = wilson(fresh["at_least_urgent"], 60)
        assert low - 0.06 <= kept["stages"]["history"][condition]["at_least_urgent"] / kept["each"] <= high + 0.06


def test_a_short_report_tells_only_what_is_there_and_little_of_it() -> None:
    pool = little_told.Pool(MODEL, 5, 300)
    for case in pool.reports("sacral_bsi", 30, "exam"):
        answers = {key: answer.value for key, answer in case.findings.items() if key != "weeks_since_onset"}
        assert set(answers.values()) == {True}
        asked = [key for key in answers if not KNOWLEDGE.findings[key].context]
        assert len(asked) <= little_told.PLACES + little_told.MOST
        assert all(KNOWLEDGE.findings[key].stage != "investigation" for key in asked)
