"""Whom and which pain the knowledge is not for: it says so."""

from inference.shipped import KNOWLEDGE, differential

LIMITS = KNOWLEDGE.limits


def test_under_the_youngest_age_it_says_so() -> None:
    assert differential({"pain_buttock": True}, person={"age": 15.9}).limits == (LIMITS.too_young,)
    assert differential({"pain_buttock": True}, person={"age": 16}).limits == ()


def test_pain_elsewhere_is_said_to_be_outside() -> None:
    assert differential({"pain_foot": True}).limits == (LIMITS.elsewhere,)
    assert differential({"pain_foot": True, "pain_sit_bone": True}).limits == ()


def test_where_no_place_was_told_nothing_is_said() -> None:
    assert differential({"worse_sitting": True}).limits == ()
    assert differential({"pain_foot": False}).limits == ()
