"""People who answer at random but always the same, and interviews with them."""

from collections.abc import Iterator

import numpy as np

from whatelse.case import Case
from whatelse.errors import InputError
from whatelse.interview import Mode, Next, Question, Ticked, apply_answer, next_question
from whatelse.interview.single import YES_NO
from whatelse.interview.types import Audience
from whatelse.knowledge import load

KNOWLEDGE = load()
CORE = [name for screen in KNOWLEDGE.safety.core for item in screen.items for name in item.findings]


def says(question: Question, seed: int, yes: float = 0.25) -> bool | float | str | Ticked | None:
    """A fixed answer of this person; now and then "don't know"."""
    rng = np.random.default_rng([seed, *question.id.encode()])
    if question.kind == "many":
        chosen = frozenset(name for name in question.findings if rng.random() < 0.1)
        return Ticked(chosen, bool(rng.random() < 0.8))
    if rng.random() < 0.12:
        return None
    if question.kind == "number":
        low, high = question.low or 0.0, min(question.high if question.high is not None else 100.0, 100.0)
        return float(np.round(rng.uniform(low, high)))
    if question.kind == "yes_no":
        return bool(rng.random() < yes)
    return question.options[int(rng.integers(len(question.options)))].value


def safe(seed: int, yes: float = 0.03) -> Case:
    """A case in which the safety core is answered."""
    rng = np.random.default_rng([seed, 1])
    case = Case()
    for name in CORE:
        question = Question(id=name, kind="yes_no", text="", options=YES_NO, findings=(name,))
        try:
            case = apply_answer(case, question, bool(rng.random() < yes), KNOWLEDGE)
        except InputError:
            case = apply_answer(case, question, None, KNOWLEDGE)
    return case


def interview(
    seed: int,
    *,
    mode: Mode | None = None,
    audience: Audience = "runner",
    limit: int | None = None,
    most: int = 60,
    case: Case | None = None,
) -> Iterator[tuple[Next, Case, frozenset[str]]]:
    """Every step: what comes next, the case and what was put before it. The last one has no question."""
    case, asked = safe(seed) if case is None else case, frozenset[str]()
    for k in range(most):
        left = None if limit is None else max(0, limit - k)
        step = next_question(case, KNOWLEDGE, mode=mode, audience=audience, asked=asked, limit=left)
        yield step, case, asked
        if step.question is None:
            return
        said = says(step.question, seed)
        try:
            case = apply_answer(case, step.question, said, KNOWLEDGE)
        except InputError:
            said, case = None, apply_answer(case, step.question, None, KNOWLEDGE)
        if said is None:
            asked |= {step.question.id}
