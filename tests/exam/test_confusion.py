from tests.exam.candidates import KNOWLEDGE
from whatelse.exam.confusion import confusion

MISSES = [
    ("hamstring_strain_g2", "lumbar_radiculopathy"),
    ("hamstring_strain_g1", "lumbar_radiculopathy"),
    ("tumour_nerve", "hamstring_strain_g1"),
    ("pht", ""),
    ("no_such", "pht"),
]


def test_missed_cases_are_added_up_by_place_most_frequent_first() -> None:
    found = confusion("all", 9, MISSES, KNOWLEDGE)
    where = {one.id: one.interface for one in KNOWLEDGE.conditions.values()}
    first = found.places[0]
    assert (first.truth, first.answered, first.cases) == (
        where["hamstring_strain"],
        where["lumbar_radiculopathy"],
        2,
    )
    assert sum(one.cases for one in found.places) == found.missed == len(MISSES)


def test_grades_count_as_one_truth_and_the_answer_keeps_its_name_and_family() -> None:
    found = confusion("all", 9, MISSES, KNOWLEDGE)
    assert (found.pairs[0].truth, found.pairs[0].cases) == ("hamstring_strain", 2)
    graded = next(one for one in found.pairs if one.truth == "tumour")
    assert (graded.answered, graded.family) == ("hamstring_strain_g1", "hamstring_strain")


def test_no_answer_and_an_unknown_truth_are_counted_too() -> None:
    found = confusion("all", 9, MISSES, KNOWLEDGE)
    assert ("pht", "unknown") in {(one.truth, one.answered) for one in found.pairs}
    assert "unknown" in {one.truth for one in found.places}


def test_where_nothing_was_missed_nothing_is_listed() -> None:
    found = confusion("history", 3, [], KNOWLEDGE)
    assert (found.missed, found.places, found.pairs) == (0, (), ())
