"""How urgent it is: rules that fire on what is there, before and apart from any probability.

``evaluate()`` reads a case; ``raise_by_probability()`` may raise the level afterwards, and nothing lowers it.
"""

from whatelse.triage.assessment import Assessment, assess, triage_of
from whatelse.triage.evaluate import evaluate
from whatelse.triage.raised import kept, raise_by_probability
from whatelse.triage.types import Because, Raised, Reason, Triage

__all__ = [
    "Assessment",
    "Because",
    "Raised",
    "Reason",
    "Triage",
    "assess",
    "evaluate",
    "kept",
    "raise_by_probability",
    "triage_of",
]
