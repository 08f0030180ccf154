"""A finding, or a fact about the person, asked by itself."""

from __future__ import annotations

from whatelse.case.parsing import OLDEST
from whatelse.interview.types import AGE, SEX, Option, Question
from whatelse.knowledge.schema import Knowledge

YES_NO = (Option(True, "yes"), Option(False, "no"))
_SEXES = (Option("female", "female"), Option("male", "male"))


def single_question(name: str, knowledge: Knowledge) -> Question:
    """The question after one finding, the age or the sex. Raises KeyError for what cannot be asked singly."""
    if name == AGE:
        return Question(id=AGE, kind="number", text="How old are you?", unit="years", low=0, high=OLDEST, core=True)
    if name == SEX:
        return Question(id=SEX, kind="choice", text="What is your sex?", options=_SEXES, core=True)
    finding = knowledge.findings[name]
    shared = {"id": name, "text": finding.question, "findings": (name,), "stage": finding.stage}
    if finding.type in ("yes_no", "duration_over"):
        return Question(kind="yes_no", options=YES_NO, **shared)  # type: ignore[arg-type]
    if finding.type in ("number", "duration"):
        return Question(
            kind="number",
            unit=finding.unit,
            low=finding.min,
            high=finding.max,
            **shared,  # type: ignore[arg-type]
        )
    options = tuple(Option(state, state.replace("_", " ")) for state in finding.states)
    return Question(kind="choice", options=options, **shared)  # type: ignore[arg-type]
