"""Challenges of the examples, each worked out once."""

from functools import cache
from typing import Any

from inference.shipped import KNOWLEDGE, case, example
from whatelse.case import Case
from whatelse.challenge import Challenge, Challenged, challenge_case, claims_in, claims_of

STRAIN = "hamstring strain"


def held(one: Case, text: str = "", **options: Any) -> Challenged:
    claims = list(claims_in(text, KNOWLEDGE)) if text else claims_of(one, KNOWLEDGE)[0]
    return challenge_case(one, claims, KNOWLEDGE, **options)


@cache
def answer(name: str, text: str = "") -> Challenged:
    return held(example(name), text)


def first(name: str, text: str = "") -> Challenge:
    return answer(name, text).challenges[0]


def told(text: str, findings: dict[str, Any], **rest: Any) -> Challenge:
    return held(case(findings, **rest), text).challenges[0]
