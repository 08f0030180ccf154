"""The scorer beside the development cases reads the answers file and finds the same figures.

It shares no code with the exam, and its tree of conditions comes from a table, not from the knowledge.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.program import whatelse
from tests.exam.candidates import KNOWLEDGE, other_scorer
from whatelse.case import Case, read_cases
from whatelse.exam import ExamResult, sit
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Urgency

# The other scorer leaves it to Python to close its files.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(scope="module")
def sat(cases_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What the command prints, and the answers file that it writes."""
    path = tmp_path_factory.mktemp("exam") / "answers.jsonl"
    found = whatelse("exam", cases_dir, "--json", "--answers", path)
    assert (found.exit_code, found.stderr) == (0, "")
    return json.loads(found.stdout), path


def same(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert mine["cases"] == theirs["n"]
    for k in (1, 3, 5):
        top = mine[f"top{k}"]
        assert [top["share"], top["low"], top["high"]] == pytest.approx(theirs[f"top{k}"], abs=1e-8)
        assert mine[f"half{k}"] == pytest.approx(theirs[f"half{k}"], abs=1e-8)
    for name in ("log", "log_se", "brier", "median_rank"):
        assert mine[name] == pytest.approx(theirs[name], abs=1e-8)
    assert mine["several_any"]["of"] == theirs["multi_n"]
    for name, theirs_name in (("several_any", "multi_any5"), ("several_all", "multi_all5")):
        if theirs["multi_n"]:
            assert mine[name]["share"] == pytest.approx(theirs[theirs_name][0], abs=1e-8)


def test_every_stage_has_the_same_figures(sat: tuple[dict[str, Any], Path], data_dir: Path) -> None:
    mine, path = sat
    script = data_dir / "tools" / "score_cases.py"
    printed = subprocess.run(
        [sys.executable, str(script), str(path), "--json"], capture_output=True, text=True, check=True
    )
    theirs = json.loads(printed.stdout)
    assert [one["stage"] for one in mine["stages"]] == ["history", "exam", "all"] and len(theirs) == 3
    for stage in mine["stages"]:
        assert stage["scores"][0]["method"] == "whatelse"
        same(stage["scores"][0], theirs[stage["stage"]])
        urgency, other = stage["urgency"], theirs[stage["stage"]]
        assert urgency["cases"] == other["triage_n"]
        assert urgency["table"] == other["confusion"]
        pairs = {"emergency": "emerg", "at_least_urgent": "emerg_or_urgent", "missed": "emerg_as_low", "over": "over"}
        for name, their_name in pairs.items():
            assert urgency[name]["share"] == pytest.approx(other[their_name][0], abs=1e-8)


def test_every_group_has_the_same_figures(sat: tuple[dict[str, Any], Path], data_dir: Path) -> None:
    mine, path = sat
    other = other_scorer(data_dir)
    tree = other.Tree(str(data_dir / "evidence" / "condition_ids.csv"))
    cases = other.load_cases(str(data_dir / "cases"))
    answers = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = other.run(answers, cases, tree)
    for stage in mine["stages"]:
        marks = found[stage["stage"]]
        groups = {one["group"] for one in marks if one["use"] == "full"}
        assert [one["group"] for one in stage["groups"]] == sorted(groups)
        for group in stage["groups"]:
            own = [one for one in marks if one["group"] == group["group"]]
            same(group["scores"][0], other.summary(own))


def test_the_move_from_the_history_to_everything_is_counted_alike(
    sat: tuple[dict[str, Any], Path], data_dir: Path
) -> None:
    mine, path = sat
    script = data_dir / "tools" / "score_cases.py"
    printed = subprocess.run([sys.executable, str(script), str(path)], capture_output=True, text=True, check=True)
    drop = next(one for one in mine["drops"] if (one["earlier"], one["later"]) == ("history", "all"))
    line = f"truth rises in {drop['rises']}, falls in {drop['falls']} of {drop['cases']} cases"
    assert line in printed.stdout


def test_urgency_is_scored_alike(cases_dir: Path, data_dir: Path, sample: Callable[[object, object], Any]) -> None:
    """With a judge that knows nothing but the name, and leaves some cases out."""
    cases = [case for _, case in read_cases(cases_dir, KNOWLEDGE) if isinstance(case, Case)]
    cases = cases[: sample(20, len(cases))]
    levels: list[Urgency | None] = ["emergency", "urgent", "routine", None]

    def judge(case: Case, differential: Differential) -> Urgency | None:
        return levels[sum(map(ord, case.id or "")) % 4]

    result: ExamResult = sit(cases, KNOWLEDGE, stage="all", judge=judge)
    mine = result.stages[0].urgency
    other = other_scorer(data_dir)
    tree = other.Tree(str(data_dir / "evidence" / "condition_ids.csv"))
    told = other.load_cases(str(data_dir / "cases"))
    told = {case.id: told[case.id] for case in cases}
    answers = [json.loads(one.to_json()) for one in result.answers]
    theirs = other.summary(other.run(answers, told, tree)["all"])
    assert mine is not None and mine.cases == theirs["triage_n"]
    assert [list(row) for row in mine.table] == theirs["confusion"]
    pairs = (
        (mine.emergency, "emerg"),
        (mine.at_least_urgent, "emerg_or_urgent"),
        (mine.missed, "emerg_as_low"),
        (mine.over, "over"),
        (mine.over_emergency, "over_emergency"),
    )
    for found, name in pairs:
        assert found.of == theirs[name][3]
        assert [found.share, found.low, found.high] == pytest.approx(theirs[name][:3], abs=1e-8)
