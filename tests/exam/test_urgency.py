from whatelse.exam.urgency import urgency_score
from whatelse.knowledge.schema import Urgency

PAIRS: list[tuple[Urgency, Urgency | None]] = [
    ("emergency", "emergency"),
    ("emergency", "urgent"),
    ("emergency", None),
    ("urgent", "urgent"),
    ("routine", "urgent"),
    ("routine", "routine"),
    ("self_care", "emergency"),
]


def test_where_nothing_is_triaged_there_is_no_score() -> None:
    assert urgency_score([]) is None
    assert urgency_score([("emergency", None), ("routine", None)]) is None


def test_each_share_has_its_own_cases() -> None:
    found = urgency_score(PAIRS)
    assert found is not None
    shares = (found.emergency, found.at_least_urgent, found.missed, found.over, found.over_emergency)
    assert [(one.hits, one.of) for one in shares] == [(1, 3), (3, 4), (1, 3), (2, 3), (1, 3)]


def test_a_case_left_out_among_others_counts_as_self_care() -> None:
    found = urgency_score(PAIRS)
    assert found is not None
    assert found.table == ((0, 0, 0, 1), (0, 1, 1, 0), (0, 0, 1, 0), (1, 0, 1, 1))
    assert found.cases == sum(map(sum, found.table)) == len(PAIRS)
