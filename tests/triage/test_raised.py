"""A likely danger raises the level, and nothing takes it down again while the answers stand."""

import json

import msgspec
import pytest

from tests.triage.pictured import KNOWLEDGE, told
from whatelse.case import Answer, Case
from whatelse.inference.assess import assess_case
from whatelse.inference.differential import Differential, Entry
from whatelse.triage import Raised, Triage, evaluate, kept, raise_by_probability
from whatelse.triage.raised import dangerous
from whatelse.triage.types import height

QUIET = told(pain_posterior_thigh=True, worse_running=True)
EMERGENCY, URGENT = (KNOWLEDGE.safety.raise_at[level].at.value for level in ("emergency", "urgent"))
PLAIN: Differential = assess_case(QUIET, KNOWLEDGE)


def likely(**p: float) -> Differential:
    """The same answer with these probabilities and none of any other cause."""
    entries: tuple[Entry, ...] = tuple(
        msgspec.structs.replace(entry, probability=p.get(entry.condition, 0.0)) for entry in PLAIN.differential
    )
    return msgspec.structs.replace(PLAIN, differential=entries)


def raised(case: Case = QUIET, before: Raised | None = None, **p: float) -> Triage:
    return raise_by_probability(evaluate(case, KNOWLEDGE), likely(**p), KNOWLEDGE, before)


def test_a_likely_emergency_raises_the_level_in_a_field_of_its_own() -> None:
    found = raised(dvt=0.9)
    assert found.level == "emergency"
    assert found.by_rules == "self_care"
    assert found.raised_by_probability is not None
    assert found.raised_by_probability.causes == (("dvt", 0.9),)
    assert found.complete
    assert any(KNOWLEDGE.conditions["dvt"].label in line for line in found.lines)
    assert json.loads(found.to_json())["raised_by_probability"]["level"] == "emergency"


@pytest.mark.parametrize(
    ("condition", "threshold", "level"), [("dvt", EMERGENCY, "emergency"), ("tumour", URGENT, "urgent")]
)
def test_the_threshold_is_where_the_data_say(condition: str, threshold: float, level: str) -> None:
    assert raised(**{condition: threshold + 1e-6}).level == level
    assert height(raised(**{condition: threshold - 1e-6}).level) < height(level)


def test_several_unlikely_dangers_add_up_within_their_bounds() -> None:
    each = EMERGENCY / 2 + 0.02
    found = raised(dvt=each, cauda_equina=each, scfe=each).raised_by_probability
    assert found is not None
    assert found.low == pytest.approx(each)
    assert found.high == pytest.approx(min(1, 3 * each))
    assert found.probability == pytest.approx(1 - (1 - each) ** 3)


def test_a_cause_inside_another_is_not_counted_twice() -> None:
    found = dangerous(likely(dvt=0.3, may_thurner=0.2, pulmonary_embolism=0.05), "emergency")
    assert [item for item in found if item[1] > 0] == [("dvt", 0.3)]


def test_emergencies_count_as_urgent_too() -> None:
    share = URGENT / 2 + 0.02
    names = [name for name, p in dangerous(likely(dvt=share, tumour=share), "urgent") if p > 0]
    assert names == ["dvt", "tumour"]


def test_a_harmless_answer_raises_and_lowers_nothing() -> None:
    emergency = told(saddle_anaesthesia=True)
    assert raised(emergency).level == "emergency"
    assert raised(emergency, dvt=0.9).raised_by_probability is None
    assert raised().level == "self_care"
    assert raised().raised_by_probability is None


def test_shares_of_a_setting_raise_nothing() -> None:
    empty = assess_case(Case(), KNOWLEDGE)
    assert raise_by_probability(evaluate(Case(), KNOWLEDGE), empty, KNOWLEDGE).raised_by_probability is None


def test_what_was_raised_stays_when_more_is_told() -> None:
    before = raised(dvt=0.9).raised_by_probability
    more = QUIET.with_answer("worse_sitting", Answer(True))
    after = raised(more, kept(before, QUIET, more))
    assert after.level == "emergency"
    assert after.raised_by_probability == before


def test_what_was_raised_falls_when_an_answer_is_changed_or_taken_back() -> None:
    before = raised(dvt=0.9).raised_by_probability
    changed = QUIET.with_answer("worse_running", Answer(False))
    assert kept(before, QUIET, changed) is None
    assert kept(before, QUIET, QUIET.without("worse_running")) is None
    open_yet = QUIET.with_answer("fever", Answer())
    assert kept(before, open_yet, open_yet.with_answer("fever", Answer(False))) == before


def test_a_lower_finding_does_not_replace_a_higher_one() -> None:
    before = raised(dvt=0.9).raised_by_probability
    assert raised(QUIET, before, tumour=0.9).raised_by_probability == before
    urgent = raised(tumour=0.9).raised_by_probability
    assert raised(QUIET, urgent, dvt=0.9).level == "emergency"


def test_the_differential_of_a_real_case_can_be_used() -> None:
    case = told(pain_posterior_thigh=True, worse_sitting=True, hamstring_tightness=True)
    found = raise_by_probability(evaluate(case, KNOWLEDGE), assess_case(case, KNOWLEDGE), KNOWLEDGE)
    assert height(found.level) < height("emergency")
