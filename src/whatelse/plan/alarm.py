"""How urgent a weighed case is, for its plan."""

from __future__ import annotations

from whatelse.case import Stage
from whatelse.inference.assess import differential_of
from whatelse.inference.weigh import Weighed
from whatelse.plan.types import Alarm
from whatelse.triage import evaluate, raise_by_probability


def alarm_of(weighed: Weighed, stage: Stage = "all") -> Alarm:
    """The triage of the case as known at this stage: by the rules, then by what is likely."""
    knowledge = weighed.model.knowledge
    return raise_by_probability(evaluate(weighed.case, knowledge), differential_of(weighed, stage), knowledge)
