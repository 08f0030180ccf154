from typing import Any

import msgspec
import pytest

from tests.exam.candidates import KNOWLEDGE, SIT_BONE, candidate, truth
from whatelse.case import Case
from whatelse.errors import InputError
from whatelse.exam import sit
from whatelse.exam.methods import LABELS
from whatelse.inference.assess import assess_case
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Urgency

STRAIN = {"onset_sudden": True, "mech_sprinting": True, "tender_hamstring_belly": True, "weeks_since_onset": 1}
IMPOSSIBLE = {"pop_at_onset": True, "onset_sudden": {"value": True, "likelihood": {"yes": 0, "no": 1}}}
CASES = [
    candidate("sits", truth("pht", group="tendon")),
    candidate("sprints", truth("hamstring_strain_g2", "sij_dysfunction", group="muscle"), STRAIN),
    candidate("late", truth("pht", group="muscle", scoring_use="triage", urgency="urgent")),
]


def names(result: Any, method: str = "whatelse") -> Any:
    return next(one for one in result.stages[-1].scores if one.method == method)


def test_every_stage_is_sat_by_every_method() -> None:
    result = sit(CASES, KNOWLEDGE)
    assert [one.stage for one in result.stages] == ["history", "exam", "all"]
    for stage in result.stages:
        assert [one.method for one in stage.scores] == list(LABELS)
        assert all(one.cases == 2 for one in stage.scores)
    assert [(one.earlier, one.later) for one in result.drops] == [
        ("history", "exam"),
        ("history", "all"),
        ("exam", "all"),
    ]


@pytest.mark.parametrize("stage", ["history", "exam", "all"])
def test_one_stage_gives_the_same_marks_as_when_every_one_is_sat(stage: Any) -> None:
    alone, every = sit(CASES, KNOWLEDGE, stage=stage), sit(CASES, KNOWLEDGE)
    assert alone.stages == (every.stage(stage),)
    assert alone.drops == ()
    with pytest.raises(KeyError):
        alone.stage("none")


def test_the_answers_are_those_of_the_engine_at_each_stage() -> None:
    result = sit(CASES, KNOWLEDGE)
    assert len(result.answers) == 9
    for one in result.answers:
        case = next(case for case in CASES if case.id == one.id)
        assert one.ranking == assess_case(case, KNOWLEDGE, None, one.stage).ranking


def test_only_full_cases_are_ranked_and_groups_are_those_of_the_ranked() -> None:
    result = sit(CASES, KNOWLEDGE)
    assert (result.cases, result.ranked) == (3, 2)
    groups = result.stage("all").groups
    assert [(one.group, one.scores[0].cases) for one in groups] == [("muscle", 1), ("tendon", 1)]


def test_cases_with_several_truths_are_counted_apart() -> None:
    found = names(sit(CASES, KNOWLEDGE))
    assert (found.several_any.of, found.several_all.of) == (1, 1)
    assert found.several_any.hits >= found.several_all.hits


def test_a_case_without_a_truth_is_answered_and_not_scored() -> None:
    result = sit([*CASES, candidate("open")], KNOWLEDGE, stage="all")
    assert result.unscored == ("open",)
    assert result.stages == sit(CASES, KNOWLEDGE, stage="all").stages
    assert "open" in {one.id for one in result.answers}


def test_a_case_that_cannot_be_answered_is_told_and_counts_as_missed() -> None:
    result = sit([*CASES, candidate("odd", truth("pht"), IMPOSSIBLE)], KNOWLEDGE, stage="all")
    assert [(one.id, one.stage) for one in result.refused] == [("odd", "all")]
    assert "cannot all be true together" in result.refused[0].error
    assert names(result).cases == 3
    assert names(result).top5.hits == names(sit(CASES, KNOWLEDGE, stage="all")).top5.hits
    assert "odd" not in {one.id for one in result.answers}


def test_a_refused_case_counts_as_missed_by_the_baselines_too() -> None:
    result = sit([candidate("odd", truth("lumbar_disc"), IMPOSSIBLE)], KNOWLEDGE, stage="all")
    assert {(one.cases, one.top5.hits, one.median_rank) for one in result.stages[0].scores} == {(1, 0, 99.0)}


def test_no_case_at_all_has_no_figures() -> None:
    result = sit([], KNOWLEDGE)
    assert (result.cases, result.settings, names(result).top1.share, names(result).log) == (0, (), None, None)


def test_a_truth_that_the_knowledge_does_not_have_is_named() -> None:
    assert sit([candidate("x", truth("phtt"))], KNOWLEDGE, stage="all").unknown == ("phtt",)


def test_the_truth_changes_no_answer() -> None:
    with_it, without = sit([candidate("x", truth("dvt"))], KNOWLEDGE), sit([candidate("x")], KNOWLEDGE)
    assert with_it.answers == without.answers


def test_a_setting_holds_for_all_cases_and_else_each_has_its_own() -> None:
    cases = [candidate("a", truth("pht"), setting="article_clinic"), candidate("b", truth("pht"))]
    assert sit(cases, KNOWLEDGE, stage="all").settings == ("article_clinic", KNOWLEDGE.default_setting)
    chosen = sit(cases, KNOWLEDGE, "older_walkers", "all")
    assert chosen.settings == ("older_walkers",)
    assert chosen.answers[0].ranking == chosen.answers[1].ranking


def test_prior_only_answers_what_an_empty_case_gets() -> None:
    empty = assess_case(Case(), KNOWLEDGE)
    top = empty.ranking[0][0]
    result = sit([candidate("x", truth(top))], KNOWLEDGE, stage="all")
    assert names(result, "prior").top1.hits == 1


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"setting": "article"}, "unknown setting 'article' (did you mean article_clinic?)"),
        ({"stage": "exams"}, "found stage 'exams', expected history, exam, all, every (did you mean exam?)"),
    ],
)
def test_an_unknown_setting_or_stage_is_told_in_one_line(more: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError) as caught:
        sit(CASES, KNOWLEDGE, **more)
    assert line in str(caught.value)


def test_the_same_cases_give_the_same_bytes_and_the_answers_stay_out_of_them() -> None:
    one, two = sit(CASES, KNOWLEDGE), sit(CASES, KNOWLEDGE)
    assert one.to_json() == two.to_json()
    assert "answers" not in one.to_dict()
    assert one == two


def test_no_number_has_more_than_nine_decimals() -> None:
    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [x for inner in value.values() for x in numbers(inner)]
        if isinstance(value, (list, tuple)):
            return [x for inner in value for x in numbers(inner)]
        return [value] if isinstance(value, float) else []

    found = numbers(msgspec.json.decode(sit(CASES, KNOWLEDGE).to_json()))
    assert found and all(x == round(x, 9) and str(x) != "-0.0" for x in found)


def test_progress_is_told_after_each_answer() -> None:
    told: list[tuple[int, int]] = []
    sit(CASES, KNOWLEDGE, progress=lambda given, of: told.append((given, of)))
    assert told == [(n, 9) for n in range(1, 10)]


def test_urgency_is_scored_only_where_it_is_judged() -> None:
    def judge(case: Case, differential: Differential) -> Urgency | None:
        return "urgent" if "worse_sitting" in case.findings and differential.ranking else "routine"

    assert sit(CASES, KNOWLEDGE, stage="all").stages[0].urgency is None
    result = sit(CASES, KNOWLEDGE, stage="all", judge=judge)
    found = result.stages[0].urgency
    assert found is not None
    assert (found.cases, found.at_least_urgent.hits, found.at_least_urgent.of) == (3, 1, 1)
    assert (found.over.hits, found.over.of) == (1, 2)
    assert {one.triage for one in result.answers} == {"urgent", "routine"}


def test_the_judge_sees_only_what_is_known_at_the_stage() -> None:
    seen: list[set[str]] = []

    def judge(case: Case, differential: Differential) -> Urgency | None:
        seen.append(set(case.findings))
        return None

    sit([candidate("x", truth("pht"), {**SIT_BONE, "slump_positive": True})], KNOWLEDGE, judge=judge)
    assert [("slump_positive" in one) for one in seen] == [False, True, True]


def test_confusion_holds_the_missed_cases_with_what_stood_first() -> None:
    cases = [candidate("hit", truth("pht")), candidate("missed", truth("dvt"))]
    (found,) = sit(cases, KNOWLEDGE, stage="all").confusions
    assert (found.cases, found.missed) == (2, 1)
    assert [(one.truth, one.answered) for one in found.pairs] == [("dvt", "pht")]


def test_a_result_prints_itself() -> None:
    text = repr(sit(CASES, KNOWLEDGE, stage="all"))
    assert text.startswith("ExamResult of 3 cases, 2 ranked (general_sports_clinic)\n")
    assert len(text.splitlines()) == 1 + len(LABELS)
    assert "  -  " in repr(sit([], KNOWLEDGE, stage="all"))
