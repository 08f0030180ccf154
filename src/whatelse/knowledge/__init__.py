"""What is known and who said so. Knows no person and does no arithmetic.

``load()`` gives the typed knowledge; ``whatelse.knowledge.check`` says what is wrong with it.
"""

from whatelse.knowledge.loader import load
from whatelse.knowledge.schema import Condition, Finding, Knowledge

__all__ = ["Condition", "Finding", "Knowledge", "load"]
