"""``whatelse ask`` in a pipe: what it asks, keeps, refuses and says at the end."""

import json
import re
from pathlib import Path

import pytest

from cli.program import process, refusal, whatelse
from inference.shipped import KNOWLEDGE
from whatelse.case import Case, Person, read_cases
from whatelse.case.types import Answer, Imaging
from whatelse.interview.event_file import EventFile
from whatelse.interview.events import read
from whatelse.report.interview_words import WORDS
from whatelse.report.runner_words import LEADS, SEVERAL, SOON_NOT_KNOWN, STEP_NOT_KNOWN

#: Age, sex, five screens, told, tried, scans.
SAFE_PART = ["41", "f", "n", "n", "n", "n", "n", "n", "n", "n"]
#: No more questions but those about safety.
UNKNOWN = ["stop", *["d"] * 15]


def words(text: str) -> str:
    return " ".join(text.split())


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def ask(*args: str | Path, lines: list[str]) -> str:
    found = whatelse("ask", *args, stdin=typed(*lines))
    assert found.exit_code == 0, found.output
    assert found.stderr == ""
    return found.stdout


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATELSE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.jsonl"


# ---------------------------------------------------------------- what is asked


def test_age_and_sex_then_safety_then_what_was_told_and_tried_then_the_rest(answers: Path) -> None:
    found = ask("--save", answers, lines=SAFE_PART)
    asked = ["How old are you?", "What is your sex?"]
    asked += [screen.title for screen in KNOWLEDGE.safety.core]
    asked += ["What were you told it is?", "What have you tried?", "Have you had a scan of it?"]
    places = [found.index(text) for text in asked]
    assert places == sorted(places)


def test_the_end_says_how_soon_whether_it_fits_and_what_next() -> None:
    lines = [*SAFE_PART[:7], "hamstring strain", "n", "n", *UNKNOWN]
    found = ask(lines=lines)
    result = found[found.index(WORDS["result"].upper()) :]
    first = words(result).split(" - ")[1:4]
    assert [part.split(":")[0] for part in first] == list(LEADS)
    assert words(SEVERAL) in words(result)
    assert words(WORDS["footer"]) in words(result)


def test_a_clean_scan_of_the_thigh_is_told_and_the_result_says_what_was_not_on_it(tmp_path: Path) -> None:
    lines = [*SAFE_PART[:7], "hamstring strain", "n", "1", "1", "6", "1", "n", *UNKNOWN]
    found = words(ask("--export-case", tmp_path / "me.yaml", lines=lines))
    assert "That counts only for the part that was looked at" in found[: found.index("YOUR RESULT")]
    assert "may stop below the sit bone" in found[found.index("YOUR RESULT") :]
    ((_, case),) = read_cases(tmp_path / "me.yaml", KNOWLEDGE)
    assert isinstance(case, Case)
    assert case.imaging == (Imaging("thigh", "MRI", 6.0, "normal"),)


def test_what_was_found_is_chosen_from_what_such_a_scan_can_show() -> None:
    lines = [*SAFE_PART[:7], "n", "n", "mri", "low back", "d", "2", "1 3", "list"]
    found = words(ask(lines=lines))
    assert "It showed: a slipped disc; too little room for the nerves." in found
    assert "MRI, low back: a slipped disc; too little room for the nerves" in found[found.index("> list") :]


def test_a_clinician_types_a_scan_in_one_line(tmp_path: Path) -> None:
    lines = [*SAFE_PART, "mri thigh clean week 6"]
    found = words(ask("--for", "clinician", "--export-case", tmp_path / "me.yaml", lines=lines))
    assert "Scan: mri thigh clean week 6" in found
    ((_, case),) = read_cases(tmp_path / "me.yaml", KNOWLEDGE)
    assert isinstance(case, Case) and case.imaging == (Imaging("thigh", "mri", 6.0, "clean"),)


@pytest.mark.parametrize("stop", range(0, 10))
def test_whatever_way_it_ends_it_says_when_to_go_and_that_nothing_was_validated(stop: int) -> None:
    found = ask(lines=SAFE_PART[:stop])
    assert words(WORDS["footer"]) in words(found[len(found) // 2 :])
    assert WORDS["result"].upper() not in found


def test_nothing_of_a_result_is_shown_before_the_safety_questions_are_through() -> None:
    found = ask(lines=SAFE_PART)
    assert not re.search(r"more likely now|less likely now|of 100", found.split(WORDS["footer"][:20])[1], re.IGNORECASE)


def test_an_emergency_interrupts_and_has_to_be_acknowledged() -> None:
    found = ask(lines=["41", "m", "1 none", "n", "ok", "n", "n", "n", "n", "n", "n", *UNKNOWN])
    rule = KNOWLEDGE.rules["E1"]
    said = words(found)
    assert words(rule.do) in said
    assert said.index(words(rule.do)) < said.index(WORDS["alarm_wanted"]) < said.index("list 2 of 5")
    result = said[said.index(WORDS["result"].upper()) :]
    assert "Emergency" in result and words(rule.do) in result
    assert "of 100" not in result


def test_safety_questions_without_an_answer_are_no_all_clear() -> None:
    found = ask(lines=["41", "f", "d", "n", "n", "n", "n", "n", "n", *UNKNOWN])
    result = words(found[found.index(WORDS["result"].upper()) :])
    assert SOON_NOT_KNOWN in result and STEP_NOT_KNOWN in result


def test_under_16_there_is_no_list() -> None:
    found = ask(lines=["14", *SAFE_PART[1:7], *UNKNOWN])
    result = words(found[found.index(WORDS["result"].upper()) :])
    assert "16 and over" in result
    assert "of 100" not in result


def test_a_limit_ends_the_questions_but_not_those_about_safety(tmp_path: Path) -> None:
    found = ask("--limit", "0", lines=[*SAFE_PART, *UNKNOWN[1:]])
    assert WORDS["ended_limit"] in words(found)
    assert "At most" not in found


def test_stop_shows_the_result_after_the_safety_questions() -> None:
    found = ask(lines=[*SAFE_PART, *UNKNOWN])
    assert WORDS["stop_first"] in words(found)
    assert found.index("about safety") < found.index(WORDS["result"].upper())
    assert WORDS["ended_stopped"] in words(found)


# ---------------------------------------------------------------- keys


def test_every_key_works_in_a_pipe() -> None:
    lines = ["41", "why", "f", "undo", "m", "help", "2", "back", "", "list", "change 1", "42", "n", "list", "quit"]
    found = ask(lines=lines)
    said = words(found)
    assert words(WORDS["why_you"]) in said
    assert "Taken back: What is your sex? female." in said
    assert "You said: 41 years. Press Enter to keep it." in said
    assert re.search(r"1 How old are you\? 42 years", said)
    assert "change 3 answer number 3" in said


def test_what_is_not_understood_is_told_and_asked_again() -> None:
    found = ask(lines=["forty", "41", "x", "f"])
    assert found.count(WORDS["not_understood"].split(".")[0]) == 2
    assert found.count("How old are you?") == 1, "no question is drawn twice in a pipe"


def test_undo_and_back_at_the_beginning_say_so() -> None:
    found = words(ask(lines=["undo", "back", "list", "change 3"]))
    for name in ("undo_none", "back_first", "list_none", "change_how"):
        assert words(WORDS[name]) in found


def test_only_a_clinician_can_say_not_tested() -> None:
    lines = ["41", "f", "5 none", "t", "n"]
    assert "clinician" in words(ask(lines=lines))
    found = ask("--for", "clinician", lines=lines)
    assert "y / n / d / t" in found
    assert "only a clinician" not in found


def test_a_clinician_types_several_findings_in_a_line(tmp_path: Path, answers: Path) -> None:
    case = tmp_path / "case.yaml"
    lines = ["41", "f", "slump+ slr- nonsens+", "undo", "slump- slr-", "quit"]
    found = ask("--for", "clinician", "--save", answers, "--export-case", case, lines=lines)
    assert "Slump test positive: yes" in words(found)
    assert "nonsens" in found
    ((_, told),) = read_cases(case, KNOWLEDGE)
    assert isinstance(told, Case)
    assert (told.findings["slump_positive"].value, told.findings["slr"].value) == (False, False)


# ---------------------------------------------------------------- what is kept


def test_every_answer_is_kept_at_once(answers: Path) -> None:
    for count in range(len(SAFE_PART)):
        answers.unlink(missing_ok=True)
        ask("--save", answers, lines=SAFE_PART[:count])
        log = read(answers.read_bytes())
        assert len(log.events) == 1 + count


def test_a_saved_interview_goes_on_where_it_stopped(answers: Path) -> None:
    ask("--save", answers, lines=SAFE_PART[:4])
    first = answers.read_bytes()
    found = ask("--save", answers, lines=SAFE_PART[4:])
    assert "Answers so far: 4" in words(found)
    assert "How old are you?" not in found
    assert "list 3 of 5" in found
    assert answers.read_bytes().startswith(first)


def test_in_pieces_or_in_one_go_the_case_is_the_same(tmp_path: Path) -> None:
    lines = [*SAFE_PART[:7], "hamstring strain", "rest", "6", "2", "n", *["d"] * 6]
    cases = []
    for name, step in (("whole", len(lines)), ("pieces", 3)):
        save, case = tmp_path / f"{name}.jsonl", tmp_path / f"{name}.yaml"
        for start in range(0, len(lines), step):
            ask("--save", save, "--export-case", case, lines=lines[start : start + step])
        cases.append(case.read_text())
    assert cases[0] == cases[1]


def test_without_a_file_answers_are_kept_until_there_is_a_result(tmp_path: Path) -> None:
    found = ask(lines=SAFE_PART[:4])
    kept = re.search(r"whatelse ask --save (\S+)", words(found))
    assert kept is not None and len(read(Path(kept[1]).read_bytes()).events) == 5
    Path(kept[1]).unlink()
    ask(lines=[*SAFE_PART, *UNKNOWN])
    assert list((tmp_path / "cache" / "interviews").iterdir()) == []


def test_a_case_is_written_for_the_other_commands(tmp_path: Path, answers: Path) -> None:
    case = tmp_path / "case.yaml"
    ask("--save", answers, "--export-case", case, lines=[*SAFE_PART[:7], "hamstring strain", "n", *UNKNOWN])
    for command in ("assess", "plan", "note", "challenge"):
        found = whatelse(command, case)
        assert (found.exit_code, found.stderr) == (0, "")
    ((_, told),) = read_cases(case, KNOWLEDGE)
    assert isinstance(told, Case)
    assert told.person == Person(age=41.0, sex="female")
    assert told.findings["fever"] == Answer(False, by="asked")
    assert told.told == ("hamstring strain",)


def test_a_case_file_is_a_beginning(tmp_path: Path, answers: Path) -> None:
    case = tmp_path / "begun.yaml"
    case.write_text("person: {age: 41, sex: female}\nfindings: {fever: no, systemic_unwell: no}\n")
    found = ask("--case", case, "--save", answers, lines=["n"])
    assert "How old are you?" not in found
    assert "I have a fever" not in found
    assert json.loads(answers.read_text().splitlines()[0])["data"]["case"]["findings"] == {
        "fever": False,
        "systemic_unwell": False,
    }


def test_a_line_that_was_cut_off_is_told_and_asked_again(answers: Path) -> None:
    ask("--save", answers, lines=SAFE_PART[:3])
    answers.write_bytes(answers.read_bytes()[:-7])
    found = words(ask("--save", answers, lines=["n"]))
    assert words(WORDS["torn"]) in found
    assert "list 1 of 5" in found
    assert len(EventFile.resume(answers)[1].events) == 4


def test_an_interview_of_other_knowledge_goes_on_and_says_so(tmp_path: Path, answers: Path) -> None:
    ask("--save", answers, lines=SAFE_PART[:3])
    overlay = tmp_path / "mine.toml"
    overlay.write_text(
        '[conditions.pht.findings]\nworse_sitting = {value = 0.9, low = 0.8, high = 0.95, source = "EXPERT"}\n'
    )
    assert words(WORDS["newer"]) in words(ask("--save", answers, "--knowledge", overlay, lines=["n"]))


# ---------------------------------------------------------------- what is refused


def test_a_changed_file_is_refused_in_one_line(answers: Path) -> None:
    ask("--save", answers, lines=SAFE_PART)
    answers.write_bytes(answers.read_bytes().replace(b'"value":41', b'"value":14'))
    assert "line 2: was changed after it was written" in refusal("ask", "--save", answers)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--save", "answers.txt"], "answers.txt: expected a name that ends in .jsonl"),
        (["--export-case", "case.txt"], "expected a name that ends in .yaml or .json"),
        (["--rule-out", "phtt"], "unknown condition 'phtt' (did you mean pht?)"),
        (["--rule-in", "pht", "--rule-out", "dvt"], "choose one of"),
        (["--settle", "pht"], "--settle"),
        (["--setting", "article_clinc"], "did you mean article_clinic?"),
        (["--for", "dog"], "--for"),
        (["--limit", "-1"], "--limit"),
        (["--case", "no.yaml"], "no.yaml: cannot read"),
        (["--save", "no/where.jsonl"], "cannot write"),
    ],
)
def test_bad_terms_are_one_clear_line(
    args: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in refusal("ask", *args)


def test_terms_cannot_change_on_the_way(answers: Path) -> None:
    ask("--save", answers, lines=SAFE_PART[:2])
    assert "leave out --for, --limit" in refusal("ask", "--save", answers, "--for", "clinician", "--limit", "3")


def test_a_case_is_not_written_over_the_one_it_began_with(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("person: {age: 41}\n")
    assert "choose another name" in refusal("ask", "--case", case, "--export-case", case)
    assert case.read_text() == "person: {age: 41}\n"


# ---------------------------------------------------------------- any terminal


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    found = ask(lines=["41", "m", "1 none", "ok", *SAFE_PART[3:7], "hamstring strain", "n", *UNKNOWN])
    shown = [line for line in found.splitlines() if "/" not in line]
    assert max(map(len, shown)) <= min(int(columns), 88)


def test_a_pipe_gets_no_colour_and_no_bell() -> None:
    found = process("ask", stdin=typed(*SAFE_PART[:3]).encode(), env={"TERM": "xterm-256color", "COLUMNS": "80"})
    assert found.returncode == 0
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", found.stdout)


def test_no_verdict_and_no_promise_in_a_whole_interview() -> None:
    found = ask(lines=[*SAFE_PART[:7], "hamstring strain", "n", *UNKNOWN])
    assert not re.search(r"\bsafe\b|you have (a|an|the) |diagnosis is", found, re.IGNORECASE)
