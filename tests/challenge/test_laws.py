"""Laws of the challenge over arbitrary cases and every condition."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.arbitrary import raw_cases
from inference.shipped import KNOWLEDGE
from sampling import sample
from whatelse.case import parse_case
from whatelse.challenge import Challenged, challenge_case, claims_in
from whatelse.errors import InputError
from whatelse.report.challenge import render

NAMES = sorted(set(KNOWLEDGE.conditions) - {"something_else"})
few = settings(max_examples=sample(8, 200))


@few
@given(raw_cases(), st.sampled_from(NAMES))
def test_every_condition_can_be_held_against_every_case(raw: dict[str, Any], name: str) -> None:
    try:
        found = challenge_case(parse_case(raw, KNOWLEDGE), claims_in(name, KNOWLEDGE), KNOWLEDGE)
    except InputError:
        return
    (one,) = found.challenges
    assert 0.0 <= one.told.probability <= 1.0
    assert all(speaks.decibans > 0 for speaks in one.fits)
    assert all(speaks.decibans < 0 for speaks in one.does_not_fit)
    assert not {rival.source.condition for rival in one.rivals} & set(one.covers)
    likelier = [rival.source.probability for rival in one.rivals if rival.source.probability > one.told.probability]
    assert one.rank >= 1 + len(likelier)
    if one.form is not None and KNOWLEDGE.conditions[one.form.named.condition].relation in ("grade", "subtype"):
        assert one.form.named.probability <= one.told.probability + 1e-9
    assert msgspec.json.decode(found.to_json(), type=Challenged) == found
    for audience in ("runner", "clinician"):
        assert max(map(len, render(found, KNOWLEDGE, audience=audience).splitlines())) <= 88


@pytest.mark.parametrize("name", NAMES)
def test_every_condition_is_known_by_its_id_and_covers_nothing_graver(name: str) -> None:
    (claim,) = claims_in(name, KNOWLEDGE)
    assert claim.condition == name
    order = ("self_care", "routine", "urgent", "emergency")
    level = order.index(KNOWLEDGE.conditions[claim.root].urgency)
    assert all(order.index(KNOWLEDGE.conditions[key].urgency) <= level for key in claim.covers)
