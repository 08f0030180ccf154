"""Which missing study would make answers surest: certain numbers are no gaps, vague ones are, and chance is none."""

import functools
import math
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest

from inference.shipped import KNOWLEDGE, SETTINGS, model
from sampling import sample
from whatelse.inference.compile import compiled
from whatelse.inference.drawn import Drawn, Key
from whatelse.inference.gaps import Gaps, carried, gaps
from whatelse.inference.studies import Study
from whatelse.knowledge.number import Figure

PEOPLE, MODELS = sample(20, 100), sample(40, 100)
CAUSE = "pht"
COMMON = Study("share", CAUSE, "")


@functools.cache
def found(setting: str = KNOWLEDGE.default_setting, **number: Any) -> Gaps:
    """The gaps, the share of one cause said otherwise."""
    stated = KNOWLEDGE.settings[setting]
    own = stated.shares[CAUSE]
    changed = {**stated.shares, CAUSE: Figure((msgspec.structs.replace(own.used, **number),))}
    settings = {**KNOWLEDGE.settings, setting: msgspec.structs.replace(stated, shares=changed)}
    digest = f"{KNOWLEDGE.digest} {sorted(number.items())}" if number else KNOWLEDGE.digest
    model = compiled(msgspec.structs.replace(KNOWLEDGE, settings=settings, digest=digest), setting)
    return gaps(model, PEOPLE, models=MODELS, errors=0.0)


def share_of(gaps: Gaps, study: Study) -> float:
    return next((gap.share for gap in gaps.estimates if gap.study == study), 0.0)


def test_a_number_made_certain_is_no_gap_any_more_and_one_made_vague_climbs() -> None:
    value = KNOWLEDGE.settings[KNOWLEDGE.default_setting].shares[CAUSE].value
    certain = found(low=value * 0.999, high=value * 1.001)
    vague = found(low=value / 30, high=0.9)
    assert share_of(certain, COMMON) < 0.2 * share_of(found(), COMMON)
    assert share_of(vague, COMMON) > 1.5 * share_of(found(), COMMON) > 0
    assert vague.estimates[0].study == COMMON
    assert vague.spread > certain.spread


def test_what_a_study_says_stands_apart() -> None:
    value = KNOWLEDGE.settings[KNOWLEDGE.default_setting].shares[CAUSE].value
    vague = found(low=value / 30, high=0.9)
    said = found(low=value / 30, high=0.9, support="study", source="CACCHIO2012T")
    assert COMMON not in {gap.study for gap in said.estimates}
    (apart,) = (gap for gap in said.studied if gap.study == COMMON)
    assert apart.share == pytest.approx(share_of(vague, COMMON), rel=0.2)
    assert {statement.support for statement in apart.now} == {"study"}


def test_the_same_people_give_the_same_bytes_and_others_do_not() -> None:
    assert gaps(model(), 3).to_json() == gaps(model(), 3).to_json()
    assert gaps(model(), 3).to_json() != gaps(model(), 3, seed=1).to_json()


def test_gaps_come_largest_first_with_what_is_said_now() -> None:
    shares = [gap.share for gap in found().estimates]
    assert shares == sorted(shares, reverse=True)
    assert all(gap.share > 2 * gap.error > 0 for gap in gaps(model(), 12, models=MODELS).estimates)
    for gap in found().estimates:
        assert 0 < gap.concerned <= 1
        assert 0 < gap.points <= 1
        assert all(statement.low <= statement.value <= statement.high for statement in gap.now)
    assert {part.name for part in found().by_kind} <= {
        "link",
        "leak",
        "share",
        "course",
        "kinds",
        "fact",
        "driver",
        "gate",
    }


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_has_gaps(setting: str) -> None:
    assert gaps(compiled(KNOWLEDGE, setting), 2).spread > 0


def noise(rng: np.random.Generator, rows: int, whole: bool) -> tuple[Drawn, np.ndarray, np.ndarray]:
    """Numbers that have no effect, uneven weights and a probability (80 models)."""
    values = rng.dirichlet(np.ones(rows), 80).T if whole else rng.beta(0.5, 3.0, (rows, 80))
    weight = rng.gamma(2.0, size=80)
    keys = tuple(Key("link", (), "", k) for k in range(rows))
    drawn = Drawn(keys, values.mean(1), np.ones(rows), values, 1.0 if whole else math.inf)
    return drawn, weight / weight.sum(), rng.beta(2.0, 5.0, 80)


@pytest.mark.parametrize("whole", [False, True])
def test_numbers_without_effect_carry_nothing_on_average(whole: bool) -> None:
    rng = np.random.default_rng(4)
    totals = [sum(s for _, s in carried(*noise(rng, 4, whole))) for _ in range(2_000)]
    assert abs(np.mean(totals)) < 4 * np.std(totals) / math.sqrt(len(totals))
    assert np.std(totals) > 0.02


@pytest.mark.parametrize("whole", [False, True])
def test_a_number_that_decides_carries_nearly_all(whole: bool) -> None:
    drawn, weight, _ = noise(np.random.default_rng(5), 3, whole)
    answer = 1.0 / (1.0 + np.exp(-3.0 * drawn.values[1]))
    shares = [share for _, share in carried(drawn, weight, answer)]
    assert max(shares) > 0.8
    assert carried(replace(drawn, values=drawn.values * 0.0), weight, np.full(80, 0.5)) == []
