"""What to do until it is known what it is: actions weighed over all sources, what a danger stops, whom to see.

``plan_for()`` takes a weighed case and its urgency. It weighs; it never says that something does no harm.
"""

from whatelse.plan.make import plan_for
from whatelse.plan.types import Advice, Alarm, Plan

__all__ = ["Advice", "Alarm", "Plan", "plan_for"]
