"""Arbitrary cases in the vocabulary of the shipped knowledge, as a case file would say them."""

from typing import Any

from hypothesis import strategies as st

from inference.shipped import KNOWLEDGE
from whatelse.case import parse_case
from whatelse.case.subjects import names, subject_of
from whatelse.errors import InputError

NAMES = sorted(set(names(KNOWLEDGE)))
SPORTS = ["marathon running", "sprinting", "chess", None]


def is_fact(name: str) -> bool:
    return name in KNOWLEDGE.findings and KNOWLEDGE.findings[name].context


@st.composite
def values(draw: Any, name: str) -> Any:
    subject = subject_of(name, KNOWLEDGE)
    assert subject is not None
    if subject.form == "yes_no":
        words = [True, False] if is_fact(name) else [True, True, False, "probably", "probably not"]
        return draw(st.sampled_from(words))
    if subject.form == "states":
        return draw(st.sampled_from(subject.states))
    if subject.form == "count":
        return draw(st.integers(0, int(subject.high or 0)))
    low, high = subject.low or 0.0, subject.high if subject.high is not None else 100.0
    return draw(st.floats(low, high).map(lambda x: float(f"{x:.3g}")).filter(lambda x: low <= x <= high))


@st.composite
def answers(draw: Any, name: str) -> Any:
    subject = subject_of(name, KNOWLEDGE)
    assert subject is not None
    if subject.is_paired and draw(st.booleans()):
        left, difference = draw(st.integers(20, 60)), draw(st.integers(-20, 20))
        return {"left": left, "right": left + difference}
    value = draw(values(name))
    side = draw(st.sampled_from([None, None, "left", "right", "both"]))
    return {"value": value, "side": side} if side else value


@st.composite
def raw_cases(draw: Any, most: int = 8) -> dict[str, Any]:
    """A case in plain values, without contradictions: an answer that contradicts another is left out."""
    chosen = draw(st.lists(st.sampled_from(NAMES), max_size=most, unique=True))
    findings = {name: draw(answers(name)) for name in chosen}
    person = {
        "age": draw(st.none() | st.integers(0, 120)),
        "sex": draw(st.sampled_from([None, "female", "male"])),
        "sport": draw(st.sampled_from(SPORTS)),
    }
    side = draw(st.sampled_from(["left", "right", "both", "unknown"]))
    while True:
        raw = {"id": "drawn", "person": person, "side": side, "findings": findings}
        try:
            parse_case(raw, KNOWLEDGE)
        except InputError as error:
            guilty = str(error.field).split(".")[1]
            findings = {name: answer for name, answer in findings.items() if name != guilty}
        else:
            return raw
