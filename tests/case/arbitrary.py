"""Arbitrary valid cases of the small knowledge."""

from typing import Any

from hypothesis import strategies as st

from case.small_knowledge import KNOWLEDGE
from whatelse.case import Answer, Case, Imaging, Person, Treatment
from whatelse.case.answers import probable
from whatelse.case.contradictions import check
from whatelse.case.place import Place
from whatelse.case.subjects import Subject, names, subject_of
from whatelse.case.types import ANSWER_SIDES, BYS, EFFECTS, SIDES, STAGES
from whatelse.errors import InputError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "yes",
        "no",
        "on",
        "null",
        "~",
        "1",
        "1e5",
        "007",
        "0x1f",
        "1:30",
        "2024-01-05",
        "a: b",
        "# c",
        "- d",
        "=",
        "<<",
    ]
)
filled = texts.filter(bool)
sizes = st.floats(0, 1e6)
numbers = st.floats(-1e12, 1e12) | st.integers(-1000, 1000).map(float)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def maybe(values: Any) -> Any:
    return st.none() | values


def values_of(subject: Subject) -> Any:
    if subject.form == "yes_no":
        return st.booleans()
    if subject.form == "states":
        return st.sampled_from(subject.states)
    if subject.form == "count":
        return st.integers(0, int(subject.high or 0)).map(float)
    low, high = subject.low, subject.high
    return st.floats(low, high) | st.integers(int(low or 0), int(high or 100)).map(float)


@st.composite
def answers(draw: Any, name: str) -> Answer:
    subject = subject_of(name, KNOWLEDGE)
    assert subject is not None
    value = draw(maybe(values_of(subject)))
    more: dict[str, Any] = {}
    if subject.form == "yes_no" and value is not None and draw(st.booleans()):
        more["likelihood"] = probable(value)
    elif subject.states and draw(st.booleans()):
        more["likelihood"] = {subject.states[0]: draw(sizes), subject.states[-1]: draw(st.floats(0.1, 1e6))}
    elif subject.form == "count" and value is not None:
        more["of"] = draw(maybe(st.integers(int(value), int(subject.high or 0))))
    elif subject.form == "number":
        more["unit"] = draw(maybe(st.just(subject.unit))) if subject.unit else None
        if subject.is_paired and value is None and draw(st.booleans()):
            more["left"], more["right"] = draw(st.floats(-40, 40)), draw(st.floats(-40, 40))
    if draw(st.booleans()):
        return Answer(value, **more)
    if "left" not in more:
        more["measured"] = draw(maybe(values_of(subject) if subject.form in ("number", "count") else numbers))
    if isinstance(value, float) or more.get("measured") is not None:
        more["se"] = draw(maybe(sizes))
    return Answer(
        value,
        side=draw(maybe(st.sampled_from(ANSWER_SIDES))),
        by=draw(maybe(st.sampled_from(BYS))),
        when=draw(maybe(texts | sizes)),
        not_tested=draw(st.booleans()) if value is None and "left" not in more else False,
        set_aside=draw(st.booleans()),
        definition=draw(maybe(texts)),
        **more,
    )


def _is_consistent(findings: dict[str, Answer]) -> bool:
    try:
        check(findings, KNOWLEDGE, Place())
    except InputError:
        return False
    return True


def _persons() -> Any:
    said = texts.filter(lambda word: word.strip().lower() not in ("female", "woman", "f", "male", "man", "m"))
    known = st.builds(
        Person,
        age=maybe(st.floats(0, 120)),
        sex=maybe(st.sampled_from(["female", "male"])),
        sport=maybe(texts),
    )
    return known | st.builds(Person, sex_said=said)


@st.composite
def cases(draw: Any) -> Case:
    chosen = sorted(draw(st.sets(st.sampled_from(sorted(names(KNOWLEDGE))), max_size=8)))
    findings = {name: draw(answers(name)) for name in chosen}
    if not _is_consistent(findings):
        findings = {name: answer for name, answer in findings.items() if answer.value is not True}
    stages: dict[str, tuple[str, ...]] = {}
    if draw(st.booleans()):
        where = {name: draw(st.sampled_from((*STAGES, None))) for name in findings}
        stages = {stage: tuple(name for name in findings if where[name] == stage) for stage in STAGES}
    treatments = st.builds(
        Treatment, filled, maybe(sizes), maybe(texts), maybe(st.sampled_from(EFFECTS)), maybe(st.booleans())
    )
    images = st.builds(Imaging, maybe(texts), maybe(texts), maybe(sizes), maybe(texts))
    return Case(
        id=draw(maybe(texts)),
        person=draw(_persons()),
        side=draw(st.sampled_from(SIDES)),
        findings=findings,
        treatments=tuple(draw(st.lists(treatments, max_size=2))),
        imaging=tuple(draw(st.lists(images, max_size=2))),
        told=tuple(draw(st.lists(texts, max_size=2))),
        setting=draw(maybe(st.sampled_from(sorted(KNOWLEDGE.settings)))),
        stages=stages,
        source=draw(maybe(plain)),
        truth=draw(maybe(plain)),
    )
