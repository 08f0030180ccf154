"""``whatelse exam`` as people call it."""

import json
from pathlib import Path

import pytest

from cli.program import EXAMPLES, refusal, whatelse

GOOD = """
id: {id}
findings: {{pain_sit_bone: yes, worse_sitting: yes, weeks_since_onset: 30}}
truth: {{conditions: [{truth}], urgency: routine, group: tendon}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "cases"
    inside.mkdir()
    for name, truth in (("a", "pht"), ("b", "ischial_bursitis")):
        (inside / f"{name}.yaml").write_text(GOOD.format(id=name, truth=truth))
    return inside


def test_it_shows_the_scores_beside_the_baselines(folder: Path) -> None:
    found = whatelse("exam", folder)
    assert (found.exit_code, found.stderr) == (0, "")
    for words in ("Exam: 2 cases, 2 ranked", "History only", "Everything told", "prior only", "naive Bayes", "tendon"):
        assert words in found.stdout


def test_json_is_one_line_with_the_same_figures(folder: Path) -> None:
    found = whatelse("exam", folder, "--json", "--stage", "all")
    assert found.stdout.count("\n") == 1
    told = json.loads(found.stdout)
    assert [one["stage"] for one in told["stages"]] == ["all"]
    text = whatelse("exam", folder, "--stage", "all").stdout
    for one in told["stages"][0]["scores"]:
        top = one["top5"]
        assert f"{100 * top['share']:.0f} % [{100 * top['low']:.0f}-{100 * top['high']:.0f}]" in text


def test_confusion_is_shown_when_asked_for_in_both_forms(folder: Path) -> None:
    assert "What stood first instead" not in whatelse("exam", folder).stdout
    assert "What stood first instead" in whatelse("exam", folder, "--confusion").stdout
    assert json.loads(whatelse("exam", folder, "--json").stdout)["confusions"] == []
    told = json.loads(whatelse("exam", folder, "--json", "--confusion").stdout)["confusions"]
    assert [one["stage"] for one in told] == ["history", "exam", "all"]


def test_answers_are_one_line_for_each_case_and_stage(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    assert whatelse("exam", folder, "--answers", path).exit_code == 0
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(one["stage"], one["id"]) for one in lines] == [(s, i) for s in ("history", "exam", "all") for i in "ab"]
    for one in lines:
        assert set(one) == {"id", "stage", "ranking", "triage"}
        assert one["triage"] in ("self_care", "routine", "urgent", "emergency")
        assert all(isinstance(name, str) and 0.0 <= p <= 1.0 for name, p in one["ranking"])


def test_one_bad_case_is_one_line_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "bad.yaml").write_text("findings:\n  worse_siting: yes\n")
    (folder / "odd.yaml").write_text("truth: {conditions: pht}\n")
    (folder / "twice.yaml").write_text(GOOD.format(id="a", truth="pht"))
    found = whatelse("exam", folder, "--stage", "all")
    assert found.exit_code == 2
    assert "Exam: 2 cases, 2 ranked" in found.stdout
    assert found.stderr.splitlines() == [
        f"whatelse: {folder / 'bad.yaml'}, line 2: findings.worse_siting: unknown finding 'worse_siting' "
        "(did you mean worse_sitting?)",
        f"whatelse: {folder / 'odd.yaml'}: truth.conditions: found 'pht', expected a list of condition ids",
        f"whatelse: {folder / 'twice.yaml'}: id: 'a' is the id of a case in {folder / 'a.yaml'}, too",
    ]


def test_a_case_that_cannot_be_answered_is_told_once_and_counted(folder: Path) -> None:
    (folder / "odd.yaml").write_text(
        "id: odd\nfindings:\n  pop_at_onset: yes\n  onset_sudden: {value: yes, likelihood: {yes: 0, no: 1}}\n"
        "truth: {conditions: [pht]}\n"
    )
    found = whatelse("exam", folder)
    assert found.exit_code == 2
    assert len(found.stderr.splitlines()) == 1 and "cannot all be true together" in found.stderr
    assert "Exam: 3 cases, 3 ranked" in found.stdout


def test_cases_without_a_truth_are_said() -> None:
    found = whatelse("exam", EXAMPLES / "mild_strain_week_1.yaml", "--stage", "all")
    assert found.exit_code == 0
    assert "Exam: 1 case, 0 ranked" in found.stdout
    assert "Answered but not scored, no truth told" in found.stdout


def test_where_no_case_can_be_read_nothing_is_scored(tmp_path: Path) -> None:
    assert "is a folder without case files" in refusal("exam", tmp_path)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (["--setting", "article"], "unknown setting 'article' (did you mean article_clinic?)"),
        (["--stage", "later"], "'later' is not one of"),
        (["--answers", "/dev/null/x.jsonl"], "/dev/null/x.jsonl: cannot write"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(folder: Path, more: list[str], line: str) -> None:
    assert line in refusal("exam", folder, *more)


def test_a_setting_and_an_overlay_are_named(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[findings.worse_sitting]\nleak = {value = 0.15, low = 0.06, high = 0.3, source = "EXPERT"}\n')
    found = whatelse("exam", folder, "--stage", "all", "--setting", "article_clinic", "--knowledge", mine)
    assert "article" in found.stdout.splitlines()[1].lower()
    assert "Numbers changed for this run by: mine.toml" in found.stdout
