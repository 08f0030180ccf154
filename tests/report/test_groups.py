"""The three groups: few sources, dangerous ones never crowded out."""

import pytest

from inference.shipped import KNOWLEDGE
from tests.report.made import NAMES, gathered
from whatelse.report.groups import GRAVE, KEPT, MOST, STANDS_OUT, UNLIKELY, Groups, groups


def found(name: str, most: int = MOST) -> Groups:
    answer = gathered(name).assessment
    return groups(answer, answer.triage, KNOWLEDGE, most)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("most", [5, 4])
def test_every_source_stands_once_and_in_order(name: str, most: int) -> None:
    one = found(name, most)
    shown = [entry.condition for group in (one.best, one.possible, one.exclude) for entry, _ in group]
    assert len(shown) == len(set(shown)) <= most
    for group in (one.best, one.possible, one.exclude):
        ps = [p for _, p in group]
        assert ps == sorted(ps, reverse=True)
    answer = gathered(name).assessment
    assert one.rest + len(shown) == len([1 for c, _ in answer.ranking if c != "something_else"])


@pytest.mark.parametrize("name", NAMES)
def test_only_dangerous_sources_are_to_be_ruled_out_and_none_that_is_likely(name: str) -> None:
    for entry, p in found(name).exclude:
        assert entry.urgency in GRAVE
        assert p < UNLIKELY
    assert all(p >= STANDS_OUT for _, p in found(name).best)


@pytest.mark.parametrize("name", NAMES)
def test_a_dangerous_source_of_one_in_twenty_is_shown_as_far_as_there_is_room(name: str) -> None:
    answer, one = gathered(name).assessment, found(name)
    shown = {entry.condition for group in (one.best, one.possible, one.exclude) for entry, _ in group}
    likely = [c for c, p in answer.ranking if p >= UNLIKELY and answer.entry(c).urgency in GRAVE]
    assert len(shown & set(likely)) >= min(KEPT, len(likely))


def test_what_a_rule_that_fired_looks_for_is_named_although_it_is_unlikely() -> None:
    assert "ham_avulsion_proximal" in {entry.condition for entry, _ in found("pop_in_class_now_sits_badly").exclude}


def test_nothing_stands_out_where_nothing_was_told() -> None:
    assert found("nothing told").best == ()
