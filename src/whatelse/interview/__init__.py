"""The interview: which question comes next, why, and when to stop. Pure: same answers, same question."""

from whatelse.interview.answer import apply_answer
from whatelse.interview.next import next_question, question_of
from whatelse.interview.types import (
    Explore,
    Mode,
    Next,
    Option,
    Question,
    Reason,
    RuleIn,
    RuleOut,
    Settle,
    Ticked,
)

__all__ = [
    "Explore",
    "Mode",
    "Next",
    "Option",
    "Question",
    "Reason",
    "RuleIn",
    "RuleOut",
    "Settle",
    "Ticked",
    "apply_answer",
    "next_question",
    "question_of",
]
