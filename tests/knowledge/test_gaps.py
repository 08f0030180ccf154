"""``whatelse knowledge gaps``, as a person calls it."""

import json

from click.testing import CliRunner, Result

from whatelse.cli.knowledge import command
from whatelse.errors import InputError
from whatelse.inference.gaps import Gap, Gaps, Part
from whatelse.inference.studies import Statement, Study
from whatelse.knowledge import Knowledge
from whatelse.report.knowledge.gaps import KINDS, gaps_text, question

STUDIES = (
    Study("link", "pht", "pain_sit_bone"),
    Study("link", "pht", "better_after_6_weeks_hamstring_care"),
    Study("leak", "", "sij_provocation"),
    Study("share", "pht", ""),
    Study("course", "pht", ""),
    Study("kinds", "pht", ""),
    Study("fact", "pht", "sport_main"),
    Study("driver", "sij_dysfunction", "hamstring_irritation"),
    Study("gate", "nerve_combined", ""),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["gaps", *arguments])


def gap(study: Study, share: float = 0.04, support: str = "expert") -> Gap:
    now = (Statement("", 0.6, 0.4, 0.8, "share", "EXPERT", support),)
    return Gap(study=study, share=share, error=0.01, points=0.12, concerned=0.3, now=now)


def test_each_kind_of_study_is_a_question_of_its_own(shipped: Knowledge) -> None:
    questions = [question(shipped, study, shipped.default_setting) for study in STUDIES]
    assert {study.kind for study in STUDIES} == set(KINDS)
    assert len(set(questions)) == len(questions)
    assert all(text.endswith("?") for text in questions)
    assert questions[0].startswith("How often do runners with Proximal hamstring tendinopathy (pht) show")


def test_a_gap_says_what_is_known_now_and_what_it_moves(shipped: Knowledge) -> None:
    parts = (Part("link", 0.3, 0.02),)
    text = gaps_text(
        shipped,
        Gaps(
            setting=shipped.default_setting,
            people=60,
            fewer=0,
            spread=0.16,
            estimates=tuple(gap(study, 0.04 - k / 1000) for k, study in enumerate(STUDIES)),
            studied=(gap(Study("share", "fai", ""), support="study"), gap(Study("share", "dvt", ""), 0.001, "study")),
            by_kind=parts,
            by_finding=(),
            by_condition=(),
        ),
    )
    flat = " ".join(text.split())
    assert "now: estimate 40-80 %; moves the answer by about 12 points in 30 of 100 runners: those who" in flat
    assert "(fai)" in flat
    assert "(dvt)" not in flat
    assert max(map(len, text.splitlines())) <= 100


def test_as_json_it_is_one_line_of_the_same_bytes() -> None:
    first, second = run("--people", "3", "--json"), run("--people", "3", "--json")
    assert first.output == second.output
    assert first.output.count("\n") == 1
    assert json.loads(first.output)["people"] == 3


def test_the_second_opinion_asks_about_the_people_of_its_base(shipped: Knowledge) -> None:
    assert "general_sports_clinic" in question(shipped, Study("share", "pht", ""), "second_opinion")
    assert run("--people", "2", "--setting", "second_opinion").exit_code == 0


def test_bad_calls_are_one_clear_line() -> None:
    result = run("--setting", "general_clinic")
    assert isinstance(result.exception, InputError)
    assert "did you mean" in str(result.exception)
    assert run("--people", "1").exit_code == 2
