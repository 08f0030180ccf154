"""A runner with back-of-thigh pain for 20 weeks who has answered every safety question with no."""

from typing import Any

from inference.shipped import KNOWLEDGE
from whatelse.case import Case, parse_case
from whatelse.case.contradictions import implied_by

CORE = [name for screen in KNOWLEDGE.safety.core for item in screen.items for name in item.findings]
ELSEWHERE = (
    "pain_groin",
    "pain_hip",
    "pain_anterior_hip_or_thigh",
    "pain_buttock",
    "pain_sit_bone",
    "pain_knee",
    "pain_medial_thigh",
    "pain_lateral_thigh",
    "pain_thigh_unspecified",
    "leg_short_or_turned_out",
    "night_pain",
)


def cleared(age: float = 35, **findings: Any) -> Case:
    """That runner with some answers changed; what a changed yes implies is then left out."""
    told = {**dict.fromkeys([*CORE, *ELSEWHERE], False), "pain_posterior_thigh": True, "weeks_since_onset": 20}
    implied = {general for name, value in findings.items() if value is True for general in implied_by(name, KNOWLEDGE)}
    told = {name: value for name, value in told.items() if name not in implied}
    return parse_case({"findings": {**told, **findings}, "person": {"age": age}, "side": "left"}, KNOWLEDGE)
