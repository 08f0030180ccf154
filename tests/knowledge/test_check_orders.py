"""What one study saw more often is not less often in the numbers used, unless a note says why."""

from typing import Any

from knowledge.broken import Change, condition, new_problems

SOURCE, OTHER = "SLIPMAN2000", "BLYTH2015"


def study(value: float, source: str = SOURCE, note: str = "") -> dict[str, Any]:
    return {"value": value, "n": 100, "source": source, "note": note}


def both(*changes: Change) -> Change:
    def apply(raw: Any) -> None:
        for change in changes:
            change(raw)

    return apply


def rules_of(change: Change) -> set[str]:
    return {problem.rule for problem in new_problems(change)}


def test_an_order_against_a_study_is_named() -> None:
    change = both(
        condition("pht", findings__night_pain=[study(0.4, OTHER), study(0.9)]),
        condition("lumbar_facet", findings__night_pain=study(0.6)),
    )
    assert "order" in rules_of(change)


def test_the_order_of_the_study_is_no_problem() -> None:
    change = both(
        condition("pht", findings__night_pain=study(0.9)), condition("lumbar_facet", findings__night_pain=study(0.6))
    )
    assert "order" not in rules_of(change)


def test_intervals_that_overlap_order_nothing() -> None:
    change = both(
        condition("pht", findings__night_pain=[study(0.4, OTHER), study(0.62)]),
        condition("lumbar_facet", findings__night_pain=study(0.6)),
    )
    assert "order" not in rules_of(change)


def test_a_note_that_names_the_source_explains_it() -> None:
    change = both(
        condition("pht", findings__night_pain=[study(0.4, OTHER, f"{SOURCE} asked others"), study(0.9)]),
        condition("lumbar_facet", findings__night_pain=study(0.6)),
    )
    assert "order" not in rules_of(change)


def test_members_that_do_not_come_to_the_count_of_their_family_are_named() -> None:
    grades = [f"hamstring_strain_g{n}" for n in range(4)]
    low = {"value": 0.25, "low": 0.1, "high": 0.45, "source": "EXPERT"}
    change = both(
        condition("hamstring_strain", findings__night_pain=study(0.9)),
        *(condition(grade, findings__night_pain=low) for grade in grades),
    )
    assert "family-of-study" in rules_of(change)
