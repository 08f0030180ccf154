"""What a runner reads: short words, whole counts, nothing promised."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE, example
from tests.plan.made import SHOWN, Alarm, fired, plan_of
from whatelse.inference.weigh import weigh
from whatelse.knowledge.check.plan_data import sentences
from whatelse.knowledge.reading import grade
from whatelse.plan import Plan, plan_for
from whatelse.report.plan import MOST, WIDTH, clinician_text, runner_text, whole_numbers

EXAMPLES = (*SHOWN, "stiff_hip_drives_hamstring", "one_nerve_site", "years_then_ultrasound")
ALARMS = (Alarm(), Alarm("urgent", ("See a doctor this week.",), (fired("dvt", "tumour", "infection"),)))
BANNED = re.compile(r"\bsafe|you have (a|an|the) |diagnosis is", re.IGNORECASE)


#: A label is no sentence.
LABELS = {f"{action.label}." for action in KNOWLEDGE.actions.values()}


def items(text: str) -> list[str]:
    """The entries of a list of the runner's text, each on one line."""
    joined = re.sub(r"\n +(?!-)(?=\S)", " ", text)
    return [line.strip().removeprefix("- ") for line in joined.splitlines()]


@pytest.mark.parametrize("alarm", ALARMS, ids=["quiet", "alarmed"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_sentence_is_easy_to_read(name: str, alarm: Alarm) -> None:
    text = runner_text(plan_of(name, alarm), KNOWLEDGE, every=True)
    hard = [
        (round(grade(s, KNOWLEDGE.reading_words), 1), s)
        for item in items(text)
        for s in sentences(item)
        if grade(s, KNOWLEDGE.reading_words) > 8.0 and s not in LABELS and "Institute" not in s
    ]
    assert hard == []


@pytest.mark.parametrize("alarm", ALARMS, ids=["quiet", "alarmed"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_promised(name: str, alarm: Alarm) -> None:
    for text in (
        runner_text(plan_of(name, alarm), KNOWLEDGE, every=True),
        clinician_text(plan_of(name, alarm), KNOWLEDGE),
    ):
        assert not BANNED.search(text), BANNED.search(text)
        assert "never tested on patients" in " ".join(text.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_line_is_wider_than_a_terminal(name: str) -> None:
    for text in (runner_text(plan_of(name), KNOWLEDGE, every=True), clinician_text(plan_of(name), KNOWLEDGE)):
        assert max(map(len, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("name", EXAMPLES)
def test_at_most_six_lines_a_group_and_the_rest_is_counted(name: str) -> None:
    plan = plan_of(name)
    short, whole = (runner_text(plan, KNOWLEDGE, every=every) for every in (False, True))
    for heading, group in (("REASONABLE NOW", "reasonable"), ("HOLD OFF", "hold_off"), ("STOP FOR NOW", "stop")):
        found = [a for a in plan.advice if a.group == group and not a.floors]
        block = short.split(heading)[1].split("\n\n")[0] if heading in short else ""
        shown = [a for a in found if f"- {a.label}" in block]
        assert len(shown) <= MOST
        rest = len(found) - len(shown)
        assert (f"And {rest} more" in block) is (rest > 0)
    assert all(f"- {a.label}" in whole for a in plan.advice if not a.floors)


def test_an_emergency_prints_the_instruction_and_nothing_of_a_plan() -> None:
    plan = plan_of("cauda_equina", Alarm("emergency", ("Go to an emergency room now.",)))
    text = runner_text(plan, KNOWLEDGE)
    assert "Go to an emergency room now." in text and "What not to do:" in text
    for word in ("REASONABLE", "HOLD OFF", "WHO TO SEE", "of 100"):
        assert word not in text


def test_a_child_is_sent_to_a_doctor() -> None:
    one = example("mild_strain_week_1")
    child = type(one)(**{f: getattr(one, f) for f in one.__struct_fields__ if f != "person"}, person=_aged(14))
    text = " ".join(runner_text(plan_for(weigh(child, KNOWLEDGE), Alarm()), KNOWLEDGE).split())
    assert "16 and over" in text and "see a doctor" in text
    assert "of 100" not in text


def _aged(age: float) -> object:
    return type(example("mild_strain_week_1").person)(age=age)


@given(st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4).filter(lambda x: sum(x) > 0.1))
def test_the_counts_add_up_to_100_and_are_near_the_shares(raw: list[float]) -> None:
    shares = [x / sum(raw) for x in raw]
    found = whole_numbers(shares)
    assert sum(found) == 100
    assert all(abs(n - 100 * share) < 1.0 for n, share in zip(found, shares, strict=True))


def test_little_harm_is_not_told_as_none() -> None:
    text = " ".join(runner_text(plan_of("mild_strain_week_1"), KNOWLEDGE, every=True).split())
    assert "it may harm 0" not in text
    assert "it may harm fewer than 1" in text


def test_the_directories_are_dated_and_not_endorsed() -> None:
    text = " ".join(runner_text(plan_of("sit_bone_30_weeks"), KNOWLEDGE).split())
    for words in ("naiomt.com", "instituteofphysicalart.com", "2017", "not endorsed"):
        assert words in text


def test_the_clinician_sees_ranges_and_sources_of_every_action() -> None:
    plan: Plan = plan_of("sit_bone_30_weeks")
    text = " ".join(clinician_text(plan, KNOWLEDGE).split())
    assert all(advice.label in text for advice in plan.advice)
    assert "CACCHIO2011" in text and "EXPERT" in text
    assert re.search(r"\d+ \(\d+-\d+\) / \d+ \(\d+-\d+\) / \d+ \(\d+-\d+\) / \d+", text)
