"""Scans told in an interview: every answer is kept, can be changed, and counts as a scan of a case file does."""

import itertools
from typing import Any

import pytest

from tests.interview.driven import AT, KNOWLEDGE, Somebody, finished, opened
from tests.interview.test_session_laws import ADULT, calm
from whatelse.case import Case, Imaging, parse_case
from whatelse.case.pictures import read_imaging, scans_of
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.interview.events import read, text_of
from whatelse.interview.fold import fold, live, patched
from whatelse.interview.scans import findings, kinds, places
from whatelse.interview.session import Session
from whatelse.interview.shorthand import in_words, parse_line, with_line, written
from whatelse.interview.steps import Ask, AskScan, Interrupt
from whatelse.knowledge.reading import grade
from whatelse.report.interview import answered_words
from whatelse.report.scan_words import SCAN, scan_lines

LATER = "2025-02-01T08:30:00Z"
CLEAN = Imaging("thigh", "MRI", 6.0, "normal")
HIP, SACRUM = Imaging("hip", "x ray", None, "normal"), Imaging("sacrum", "bone scan", None, "hot spot")
OTHER = Imaging("low back", "MRI", None, "herniation")


def asked() -> Session:
    """At the question after scans."""
    return calm().answer([], AT).answer(None, AT)


def slowly(session: Session, scan: Imaging) -> Session:
    for value in (scan.method, scan.region, scan.week, scan.result):
        session = session.answer(value, AT)
    return session


def test_it_is_asked_after_what_was_tried_and_one_no_ends_it() -> None:
    step = asked().step
    assert isinstance(step, AskScan) and (step.part, step.key) == ("method", "scan")
    after = asked().answer(None, AT)
    assert isinstance(after.step, Ask)
    assert after.case == asked().case


def test_part_by_part_is_the_same_as_all_at_once() -> None:
    for one in (slowly(asked(), CLEAN), asked().answer(CLEAN, AT)):
        assert one.case.imaging == (CLEAN,)
        assert isinstance(one.step, AskScan) and one.step.more


def test_several_scans_can_be_told() -> None:
    session = asked().answer(CLEAN, AT).answer(OTHER, AT).answer(None, AT)
    assert session.case.imaging == (CLEAN, OTHER)
    assert session.state.scans == ("scan:1", "scan:2")
    assert isinstance(session.step, Ask)


def test_what_is_not_known_is_left_out_and_asked_once() -> None:
    session = asked().answer("MRI", AT).answer(None, AT).answer(None, AT).answer(None, AT)
    assert session.case.imaging == (Imaging(method="MRI"),)
    assert isinstance(session.step, AskScan) and session.step.part == "method"


def test_what_was_found_is_asked_where_something_was() -> None:
    session = slowly(asked(), Imaging("thigh", "MRI", 6.0, "abnormal"))
    assert isinstance(session.step, AskScan) and session.step.part == "found"
    words = [option.value for option in session.step.options]
    assert "tear" in words
    told = session.answer(["tear", "mass"], AT)
    assert told.case.imaging[0].result == "tear; mass"
    assert isinstance(told.step, AskScan) and told.step.part == "method"
    assert session.answer(None, AT).case.imaging[0].result == "abnormal"
    assert session.answer([], AT).case.imaging[0].result == "abnormal"


@pytest.mark.parametrize("scan", [CLEAN, OTHER, Imaging("hip", "X-ray", 1.0, "normal"), Imaging("elbow", "PET")])
def test_it_counts_as_a_scan_of_a_case_file_does(scan: Imaging) -> None:
    told = asked().answer(scan, AT).case
    raw = {**asked().case.to_dict(), "imaging": [Case(imaging=(scan,)).to_dict()["imaging"][0]]}
    assert told == parse_case(raw, KNOWLEDGE)
    assert assess_case(told, KNOWLEDGE) == assess_case(parse_case(raw, KNOWLEDGE), KNOWLEDGE)


# ---------------------------------------------------------------- back, undo, change


def test_undo_takes_one_answer_back() -> None:
    session = slowly(asked(), CLEAN)
    for expected in ("result", "week", "region", "method"):
        session = session.undo(LATER)
        assert isinstance(session.step, AskScan) and session.step.part == expected
    assert session.state == asked().state


def test_back_shows_the_scan_and_the_same_again_changes_nothing() -> None:
    session = asked().answer(CLEAN, AT).answer(None, AT)
    shown = session.back()
    assert isinstance(shown.step, AskScan) and shown.step.given is None and shown.step.again
    shown = shown.back()
    assert isinstance(shown.step, AskScan) and shown.step.given == CLEAN
    again = shown.answer(CLEAN, LATER)
    assert again.case == session.case and again.step == session.step


def test_a_scan_can_be_changed_taken_out_and_told_again() -> None:
    session = asked().answer(CLEAN, AT).answer(OTHER, AT).answer(None, AT)
    changed = session.change("scan:1", Imaging("hip", "X-ray", 9.0, "normal"), LATER)
    assert [one.method for one in changed.case.imaging] == ["X-ray", "MRI"]
    gone = session.change("scan:1", None, LATER)
    assert gone.case.imaging == (OTHER,) and gone.state.scans == ("scan:2",)
    assert answered_words("scan:1", gone.state, KNOWLEDGE)[1] == "taken out again"
    assert gone.change("scan:2", CLEAN, LATER).case.imaging == (CLEAN,)
    assert gone.change("scan:1", CLEAN, LATER).case.imaging == (OTHER, CLEAN)
    assert gone.undo(LATER).state == session.state


def test_a_kind_that_is_changed_asks_the_rest_anew() -> None:
    session = asked().answer(CLEAN, AT).answer(None, AT).change("scan:1", "ultrasound", LATER)
    assert session.case.imaging == (Imaging(method="ultrasound"),)
    assert isinstance(session.step, AskScan) and (session.step.key, session.step.part) == ("scan:1", "region")


def test_who_said_no_can_tell_of_one_later() -> None:
    session = asked().answer(None, AT).change("scan", CLEAN, LATER)
    assert session.case.imaging == (CLEAN,) and session.state.scans == ("scan:1",)
    assert isinstance(session.step, Ask)


def test_a_scan_of_a_file_and_one_that_is_told_do_not_mix() -> None:
    known = parse_case({**ADULT.to_dict(), "imaging": [{"region": "knee", "method": "MRI"}]}, KNOWLEDGE)
    session = opened(case=known)
    assert session.state.scans == ("",) and session.state.scans_done
    line = session.line("mri thigh clean", parse_line("mri thigh clean", KNOWLEDGE), AT)
    assert line.state.scans == ("", "") and len(line.case.imaging) == 2
    assert line.undo(LATER).state == session.state


# ---------------------------------------------------------------- the record


def test_the_lines_give_the_same_session_and_the_case_without_knowledge() -> None:
    session = slowly(asked(), CLEAN).answer(OTHER, AT).change("scan:1", None, LATER)
    events = read(text_of(session.events)).events
    assert fold(events, KNOWLEDGE) == session.state
    whole: dict[str, Any] = {}
    for event in live(events):
        whole = patched(event.data["case"], {}) if event.kind == "opened" else patched(whole, event.data.get("set", {}))
    assert parse_case(whole, KNOWLEDGE) == session.case


def test_a_record_of_a_version_that_did_not_ask_loads_and_stays_finished() -> None:
    """Such records know no scans; one that had come to its end is not opened again."""
    end = finished(opened(), Somebody(ADULT)).finish(AT)
    old = [event for event in end.events if event.data.get("key") != "scan"]
    chained: tuple[Any, ...] = ()
    for event in old:
        from whatelse.interview.events import following

        chained = (*chained, following(chained, event.kind, event.data, event.time))
    resumed = type(end).resume(KNOWLEDGE, read(text_of(chained)).events, choose=end.choose)
    assert resumed.case == end.case and resumed.step == end.step
    halfway = [event for event in chained if event.kind != "finished"]
    asked_now = type(end).resume(KNOWLEDGE, tuple(halfway), choose=end.choose).step
    assert isinstance(asked_now, AskScan)


# ---------------------------------------------------------------- safety


def test_a_scan_that_showed_an_emergency_interrupts() -> None:
    truth = parse_case({**ADULT.to_dict(), "imaging": [{"region": "leg", "method": "doppler ultrasound"}]}, KNOWLEDGE)
    assert truth.imaging
    session = asked().answer(Imaging("leg", "doppler ultrasound", 1.0, "clot"), AT)
    assert isinstance(session.step, Interrupt)
    assert isinstance(session.acknowledge(AT).step, AskScan)


@pytest.mark.parametrize("kind", [option.value for option in kinds(KNOWLEDGE, "runner")])
def test_a_clean_scan_closes_no_safety_question(kind: str) -> None:
    plain = asked().answer(None, AT)
    for place in places(KNOWLEDGE, "runner", str(kind)):
        session = asked().answer(Imaging(str(place.value), str(kind), 30.0, "normal"), AT).answer(None, AT)
        assert set(session._wanted) >= set(plain._wanted), place.value


def test_a_clean_scan_says_where_it_looked_and_what_was_not_on_it() -> None:
    (line,) = scan_lines(asked().answer(CLEAN, AT).case, KNOWLEDGE)
    assert line.counts and "only for the part" in line.text
    assert "sit bone" in line.misses and "low back" in line.misses


# ---------------------------------------------------------------- words and data


def test_every_choice_of_kind_and_part_is_read_and_every_kind_of_the_knowledge_can_be_chosen() -> None:
    seen = set()
    for kind in kinds(KNOWLEDGE, "runner"):
        offered = places(KNOWLEDGE, "runner", str(kind.value))
        assert offered, kind
        for place in offered:
            scans = scans_of(str(place.value), str(kind.value), KNOWLEDGE)
            assert scans, (kind, place)
            seen |= {scan.id for scan in scans}
    assert seen == set(KNOWLEDGE.scans)


def test_every_word_that_is_offered_is_read_as_a_finding() -> None:
    for kind, place in itertools.product(kinds(KNOWLEDGE, "runner"), places(KNOWLEDGE, "runner")):
        scan = Imaging(str(place.value), str(kind.value), 30.0)
        plain, exact = (findings(scan, KNOWLEDGE, who) for who in ("runner", "clinician"))
        assert [one.value for one in plain] == [one.value for one in exact]
        for word in plain:
            case = asked().answer(Imaging(scan.region, scan.method, 30.0, str(word.value)), AT).case
            (read_as,) = read_imaging(case, KNOWLEDGE)
            assert read_as.answers, (scan, word)


def test_what_a_runner_reads_of_a_scan_is_easy() -> None:
    for name, text in SCAN.items():
        for sentence in text.format(week="3", found="a torn muscle").rstrip(".").split(". "):
            assert grade(sentence + ".", KNOWLEDGE.reading_words) <= 8, name


@pytest.mark.parametrize(
    ("scan", "says"),
    [
        (CLEAN, "Nothing was found. That counts only"),
        (Imaging("hip", "X-ray", 1.0, "normal"), "too early"),
        (Imaging("hip", "X-ray", None, "normal"), "In which week is not told"),
        (Imaging("thigh", "MRI", 6.0, "tear; mass"), "It showed: a torn muscle; a lump."),
        (Imaging("thigh", "MRI", 6.0, "abnormal"), "Something was found."),
        (Imaging("thigh", "MRI", 6.0, "see letter"), "can not weigh"),
        (Imaging("thigh", "MRI"), "counts for nothing"),
        (Imaging("elbow", "MRI", None, "normal"), "knows nothing"),
        (Imaging(method="MRI", result="normal"), "Which part"),
        (Imaging("thigh", None, None, "normal"), "What kind"),
    ],
)
def test_what_a_scan_counts_for_is_told(scan: Imaging, says: str) -> None:
    (line,) = scan_lines(Case(imaging=(scan,)), KNOWLEDGE)
    assert says in line.text
    (reading,) = read_imaging(Case(imaging=(scan,)), KNOWLEDGE)
    assert line.counts == bool(reading.answers)


@pytest.mark.parametrize("value", [3, "", " ", "x" * 400, ["MRI"], True])
def test_what_is_no_kind_of_scan_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        asked().answer(value, AT)


@pytest.mark.parametrize(("part", "value"), [(1, 4), (2, -1), (2, "six"), (2, float("nan")), (3, "clean"), (3, 1)])
def test_what_answers_no_part_is_refused_and_changes_nothing(part: int, value: Any) -> None:
    session = asked()
    for given in ("MRI", "thigh", 6.0)[:part]:
        session = session.answer(given, AT)
    with pytest.raises(InputError):
        session.answer(value, AT)


# ---------------------------------------------------------------- typed by a clinician


@pytest.mark.parametrize(
    ("text", "scans"),
    [
        ("mri thigh clean week 6", (Imaging("thigh", "mri", 6.0, "clean"),)),
        ("MRI low back w12 herniation", (Imaging("low back", "mri", 12.0, "herniation"),)),
        ("slump+ ultrasound hamstring weeks 30", (Imaging("hamstring", "ultrasound"),)),
        ("x-ray hip normal, bone scan sacrum hot spot", (HIP, SACRUM)),
    ],
)
def test_a_scan_is_typed_in_a_line(text: str, scans: tuple[Imaging, ...]) -> None:
    parsed = parse_line(text, KNOWLEDGE)
    assert parsed.scans == scans and parsed.problems == ()
    assert parse_line(written(parsed, KNOWLEDGE), KNOWLEDGE).scans == scans
    assert sum(line.startswith("Scan: ") for line in in_words(parsed, KNOWLEDGE)) == len(scans)
    assert with_line(ADULT, parsed, KNOWLEDGE).imaging == scans
    assert all(reading.name for reading in read_imaging(Case(imaging=scans), KNOWLEDGE))


def test_weeks_of_the_pain_are_not_the_week_of_a_scan() -> None:
    parsed = parse_line("mri thigh clean weeks 30", KNOWLEDGE)
    assert parsed.scans[0].week is None and parsed.answers["weeks_since_onset"].value == 30


def test_a_scan_without_its_part_is_asked_about_and_the_rest_counts() -> None:
    parsed = parse_line("mri clean slump+", KNOWLEDGE)
    assert parsed.scans == () and "slump" in " ".join(parsed.answers)
    (problem,) = parsed.problems
    assert problem.startswith("mri: which part?")
