"""What an interview is made of: what it names exists, costs fit, numbers have reasons, texts are easy."""

from typing import Any

import pytest

from tests.knowledge.broken import Change, cases, changed, entry, new_problems
from whatelse.errors import InputError
from whatelse.knowledge import load, tree

SITE, WEEKS, TOLD, SKIP, RATE, WHY = (
    "core/site",
    "core/weeks_since_onset",
    "cost/told",
    "skip/treatments",
    "worth/least_rate",
    "text/enough",
)
HARD = "Subsequent interrogation characteristically demonstrates insufficient epidemiological differentiation."


def data(key: str, **fields: Any) -> Change:
    return entry("interview", key, **fields)


def gone(key: str) -> Change:
    def apply(raw: tree.Tree) -> None:
        del raw["interview"][key]

    return apply


def added(key: str, **fields: Any) -> Change:
    def apply(raw: tree.Tree) -> None:
        raw["interview"][key] = {**fields, "id": key.split("/")[1], "file": "interview.toml"}

    return apply


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "unknown-id": [
        ("a place that nobody knows", data(SITE, findings=["pain_butock"], labels={"pain_butock": "Here"})),
        ("another question that nobody knows", data(WEEKS, otherwise="healing")),
        ("a core question that nobody knows", added("core/pain_at_nigth")),
        ("a cost of a kind that is none", added("cost/x", seconds=5, kinds=["histori"])),
        ("a cost at a stage that is none", added("cost/x", seconds=5, kinds=["lab"], stages=["late"])),
        ("a cost of nothing known", added("cost/x", seconds=5, findings=["slr_left"])),
        ("an exception that nobody knows", data(SKIP, but=["response_sleep"])),
        ("a number that nothing uses", added("worth/luck", at=1, reason="none")),
    ],
    "interview-core": [
        ("a list without places", data(SITE, findings=[], labels={})),
        ("a place without a label", data(SITE, labels__pain_calf=...)),
        ("places of a question that is no list", data(WEEKS, findings=["pain_calf"], labels={"pain_calf": "Calf"})),
        ("a scan to tick", data(SITE, findings=["mri_thigh_normal"], labels={"mri_thigh_normal": "Scan"})),
    ],
    "interview-cost": [
        ("an answer in no time", data(TOLD, seconds=0)),
        ("more discomfort than there is", data("cost/provoking", discomfort=4)),
        ("a kind without a cost", data("cost/stride_film", kinds=[])),
    ],
    "interview-missing": [("without a number", gone(RATE)), ("without a text", gone(WHY))],
    "interview-worth": [("a worth below nothing", data(RATE, at=-1.0))],
    "text": [("a number without a reason", data(RATE, reason=" ")), ("a list without a question", data(SITE, text=""))],
    "reading-grade": [
        ("a text that few can read", data(WHY, text=HARD)),
        ("a kind of scan that few can read", data("scan_kind/MRI", plain=HARD)),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
    assert all(problem.file == "interview.toml" for problem in found)


def test_the_nearest_id_is_suggested() -> None:
    (found,) = new_problems(data(WEEKS, otherwise="healing_over_8_week"))
    assert "did you mean healing_over_8_weeks?" in str(found)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (data(TOLD, second=9), "unknown key 'second' (did you mean seconds?)"),
        (data(TOLD, seconds="nine"), "cost/told"),
        (added("cosst/x", seconds=3), "unknown list 'cosst' (did you mean cost?)"),
    ],
    ids=["a wrong key", "a wrong type", "a wrong list"],
)
def test_a_file_of_the_wrong_shape_is_told_in_one_line(change: Change, line: str) -> None:
    with pytest.raises(InputError) as caught:
        changed(change)
    assert str(caught.value).startswith("interview.toml: ")
    assert line in str(caught.value) and "\n" not in str(caught.value)


def test_an_overlay_changes_a_number_for_one_run(tmp_path: Any) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(f'[interview."{RATE}"]\nat = 0.5\n', encoding="utf-8")
    assert load((mine,)).interview.worth("least_rate") == 0.5
    assert load((mine,)).interview.core == load().interview.core


def test_knowledge_without_an_interview_passes() -> None:
    assert new_problems(lambda raw: raw["interview"].clear()) == []
