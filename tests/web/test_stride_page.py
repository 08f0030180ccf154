"""The page of a recording: what it shows, and that nothing enters a case unless a person says so."""

import gzip
import multiprocessing
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import whatelse.motion
import whatelse.stride
from inference.shipped import KNOWLEDGE
from stride.files import run_file, standing_file
from tests.web.caller import SAID, Answer, Caller, go_on, opened
from tests.web.pages_read import blocks, sentences
from tests.web.test_reading import HIGHEST, is_name, without_names
from whatelse.errors import InputError
from whatelse.interview.events import read
from whatelse.interview.session import Session
from whatelse.knowledge.reading import grade
from whatelse.stride.change import cues
from whatelse.triage.types import height
from whatelse.web import recording_form
from whatelse.web.recording_job import Order
from whatelse.web.recordings import BROKE_OFF, IS_AT_WORK, Job, Recordings
from whatelse.web.stride import FIELDS

LARGEST_PAGE = 150_000
SPEED = {"speed": "10.8", "speed_unit": "km_h"}
EMERGENCY = {**SAID, "screen:nerves": {"line": ["saddle_anaesthesia"], "rest": "none"}}

Files = dict[str, tuple[str, bytes]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A made runner, running and standing."""
    folder = tmp_path_factory.mktemp("recordings")
    run, standing = run_file(folder / "run.trc"), standing_file(folder / "standing.trc")
    return {"recording": ("my run.trc", run.read_bytes()), "static": ("standing.trc", standing.read_bytes())}


@pytest.fixture(scope="module")
def recorded(files: Files) -> tuple[Caller, str]:
    """A case answered to its end, with a recording that was looked at and not used."""
    caller, case = answered()
    assert done(caller, case, add(caller, case, files)).status == 200
    return caller, case


@pytest.fixture(scope="module")
def page(recorded: tuple[Caller, str]) -> Answer:
    caller, case = recorded
    return caller.get(f"{case}/stride")


@pytest.fixture
def caller() -> Iterator[Caller]:
    found = Caller()
    yield found
    of(found)._outside.end()


def answered(said: dict[str, Any] = SAID) -> tuple[Caller, str]:
    caller = Caller()
    case = opened(caller)
    go_on(caller, case, said=said)
    return caller, case


def of(caller: Caller) -> Recordings:
    found: Recordings = caller.app.app.state.recordings
    return found


def name_of(case: str) -> str:
    return case.removeprefix("/c/")


def add(caller: Caller, case: str, files: Files, form: dict[str, str] = SPEED) -> Answer:
    return caller.post_files(f"{case}/stride", form, files)


def until(there: Callable[[], Any], seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    return found


def done(caller: Caller, case: str, answer: Answer) -> Answer:
    """The page once the recording is worked out."""
    assert answer.status == 200, answer.text
    until(lambda: of(caller).job(name_of(case)) is None)
    return caller.get(f"{case}/stride")


def events(caller: Caller, case: str) -> bytes:
    return caller.get(f"{case}/events.jsonl").body


def session(caller: Caller, case: str) -> Session:
    return Session.resume(KNOWLEDGE, read(events(caller, case)).events)


def use(caller: Caller, case: str) -> Answer:
    page = caller.get(f"{case}/stride")
    held = of(caller).held(name_of(case))
    return caller.post(f"{case}/stride/use", {"n": number(page) or "0", "recording": held.id if held else ""})


def number(page: Answer) -> str:
    found = re.search(r'name="n" value="(\d+)"', page.text)
    return found[1] if found else ""


def case_part(page: Answer) -> str:
    return page.text.partition('id="in-case"')[2].partition("</section>")[0]


# ------------------------------------------------------------ what the page shows


def test_without_a_recording_there_is_a_form_and_what_becomes_of_the_file(caller: Caller) -> None:
    page = caller.get(f"{opened(caller)}/stride")
    assert page.status == 200 and 'enctype="multipart/form-data"' in page.text
    assert "deleted as soon as it is worked out" in page.text and "until this program ends" in page.text


@pytest.mark.parametrize("path", ["/result", "/sheet", "/answers"])
def test_other_pages_lead_there(recorded: tuple[Caller, str], path: str) -> None:
    caller, case = recorded
    assert f'href="{case}/stride"' in caller.get(case + path).text


def test_it_tells_what_was_recorded_and_every_guess(recorded: tuple[Caller, str], page: Answer) -> None:
    analysis = of(recorded[0]).analysis(name_of(recorded[1]))
    assert analysis is not None
    assert "<b>my run.trc</b>: TRC (markers on the body)" in page.text and "3.00 m/s (told)" in page.text
    guesses = [line for line in analysis.provenance if line.startswith("guess: ")]
    assert guesses and page.text.count("If that is wrong") == len(guesses)


def test_the_page_names_fields_and_never_options_of_the_command(page: Answer) -> None:
    assert not re.search(r"--[a-z]", re.sub(r"<svg.*?</svg>", "", page.text, flags=re.S))


def test_it_shows_table_curves_and_contacts(page: Answer) -> None:
    assert "Cadence, steps/min" in page.text and "Right minus left" in page.text
    assert page.text.count('role="img"') >= 3 and 'aria-label="Foot contacts over time"' in page.text


def test_checks_that_fired_are_told_with_what_they_forbid(caller: Caller, files: Files) -> None:
    case = opened(caller)
    page = done(caller, case, add(caller, case, {"recording": files["recording"]}))
    assert "can not tell" in page.text
    assert "No standing trial" in page.text and "left and right cannot be compared" in page.text


def test_the_page_is_small_and_has_no_style_or_script_of_its_own(page: Answer) -> None:
    assert len(page.body) <= LARGEST_PAGE
    assert len(gzip.compress(page.body, 5)) <= LARGEST_PAGE / 3
    assert " style=" not in page.text and "<style" not in page.text and "<script>" not in page.text


def test_looking_changes_nothing_in_the_case(files: Files) -> None:
    caller, case = answered()
    before = events(caller, case)
    done(caller, case, add(caller, case, files))
    caller.get(f"{case}/stride")
    assert events(caller, case) == before
    of(caller)._outside.end()


def test_what_would_change_stands_there_with_ranges(page: Answer) -> None:
    part = case_part(page)
    assert "would enter" in part and "does not enter" in part and "it is not counted" in part
    rows = re.findall(
        r'class="num">([\d.]+)</td><td class="num">([\d.]+)</td><td class="num">([\d.]+) to ([\d.]+)', part
    )
    assert rows
    for _, after, low, high in rows:
        assert float(low) <= float(after) <= float(high)


def test_the_name_of_a_file_is_shown_and_nothing_more(caller: Caller, files: Files) -> None:
    case = opened(caller)
    evil = {"recording": ("../../etc/<b>my & run</b>.trc", files["recording"][1])}
    add(caller, case, evil)
    job = of(caller).job(name_of(case))
    assert job is not None and os.listdir(job.folder) == ["recording"]
    page = done(caller, case, caller.get(f"{case}/stride"))
    assert "<b>b&gt;.trc</b>" in page.text and "etc" not in page.text
    assert b"trc" not in events(caller, case)


# ------------------------------------------------------------ into the case


def test_using_it_is_one_step_that_says_where_it_is_from(files: Files) -> None:
    caller, case = answered()
    before = session(caller, case)
    done(caller, case, add(caller, case, files))
    page = use(caller, case)
    after = session(caller, case)
    assert "counts in your case" in page.text and "Use these" not in page.text
    (event,) = after.events[len(before.events) :]
    assert event.data["value"].startswith("recording: TRC (markers on the body), 8 s, ")
    assert "my run" not in str(event.data)
    entered = set(after.case.findings) - {k for k, a in before.case.findings.items() if a.is_told}
    assert {"overstride", "low_heel_lift"} & entered
    assert all(after.case.findings[key].by == "measured" for key in entered - set(before.case.findings))
    text = caller.get(f"{case}/answers").text
    assert "From a recording of the run" in text and "Typed line" not in text
    assert caller.get(f"{case}/case.yaml").text.count("by: measured") >= 2
    assert caller.get(f"{case}/result").status == 200

    # Twice is once, from an old page as well.
    assert use(caller, case).status == 200
    held = of(caller).held(name_of(case))
    assert held is not None
    again = caller.post(f"{case}/stride/use", {"n": str(len(before.events)), "recording": held.id})
    assert again.status == 200 and session(caller, case).case == after.case

    # Undo takes all of it back, and it can be used anew.
    caller.post(f"{case}/undo", {"n": number(caller.get(f"{case}/stride"))})
    assert session(caller, case).case == before.case
    assert "Use these in my case" in caller.get(f"{case}/stride").text
    of(caller)._outside.end()


def test_the_level_of_urgency_never_gets_lower(recorded: tuple[Caller, str]) -> None:
    from whatelse.web.recording_effect import in_case

    caller, case = recorded
    analysis = of(caller).analysis(name_of(case))
    assert analysis is not None
    found = in_case(session(caller, case), analysis)
    assert found.would_enter and height(found.level_after) >= height(found.level)


def test_dont_know_is_no_answer_that_a_recording_has_to_respect(files: Files) -> None:
    from whatelse.interview.shorthand import parse_line
    from whatelse.web.recording_effect import with_recording

    caller, case = answered()
    done(caller, case, add(caller, case, files))
    analysis = of(caller).analysis(name_of(case))
    assert analysis is not None
    before = session(caller, case)
    unknown = before.line("x", parse_line("overstride x low_heel_lift+", KNOWLEDGE), "2026-01-01T00:00:00Z")
    after = with_recording(unknown, analysis, "2026-01-01T00:00:00Z")
    assert after is not None
    assert after.case.findings["overstride"].by == "measured"
    assert after.case.findings["low_heel_lift"] == unknown.case.findings["low_heel_lift"]


def test_a_page_made_before_the_case_went_on_uses_nothing(files: Files) -> None:
    caller, case = answered()
    done(caller, case, add(caller, case, files))
    held, before = of(caller).held(name_of(case)), events(caller, case)
    assert held is not None
    assert caller.post(f"{case}/stride/use", {"n": "3", "recording": held.id}).status == 409
    assert caller.post(f"{case}/stride/use", {"recording": "another", "n": "3"}).status == 409
    assert events(caller, case) == before
    of(caller)._outside.end()


def test_while_a_safety_question_is_open_no_probability_is_shown_and_nothing_enters(
    caller: Caller, files: Files
) -> None:
    case = opened(caller)
    page = done(caller, case, add(caller, case, files))
    assert "Measures" in page.text and "Safety questions come first" in page.text
    assert "<td" not in case_part(page) and 'id="to-change"' not in page.text and "Use these" not in page.text
    before = events(caller, case)
    assert use(caller, case).status == 200
    assert events(caller, case) == before


def test_in_an_emergency_there_is_nothing_about_changing_the_stride(files: Files) -> None:
    caller, case = answered(EMERGENCY)
    page = done(caller, case, add(caller, case, files))
    assert "Measures" in page.text and "See to this first" in page.text
    assert 'id="to-change"' not in page.text and 'id="in-case"' not in page.text
    assert not any(cue.cue in page.text for cue in cues().values())
    before = events(caller, case)
    use(caller, case)
    assert events(caller, case) == before
    assert f'href="{case}/stride"' not in caller.get(f"{case}/result").text
    of(caller)._outside.end()


# ------------------------------------------------------------ what goes wrong


BAD = {
    "empty": (b"", "is empty"),
    "zip": (b"PK\x03\x04" + b"\0" * 600, "is a zip archive; unpack it first"),
    "film": (b"\0\0\0\x18ftypmp42" + b"\0" * 600, "is a video"),
    "words": (b"dear diary, today I ran\n" * 40, "files that can be read"),
    "cut": (b"\x02\x50" + b"\xff" * 700, "bad.trc"),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_file_is_one_line_and_leaves_all_as_it_was(recorded: tuple[Caller, str], what: str) -> None:
    caller, case = recorded
    before, kept = events(caller, case), of(caller).held(name_of(case))
    page = done(caller, case, add(caller, case, {"recording": ("bad.trc", BAD[what][0])}))
    assert page.status == 422
    (line,) = re.findall(r'role="alert">(.*?)</p>', page.text, re.S)
    assert BAD[what][1] in line and "\n" not in line and "Traceback" not in page.text
    assert events(caller, case) == before and of(caller).held(name_of(case)) is kept


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ({"speed": "fast", "speed_unit": "km_h"}, "Speed: &#39;fast&#39; is no number."),
        ({"speed": "0", "speed_unit": "km_h"}, "above 0"),
        ({"speed": "1000", "speed_unit": "km_h"}, "a person runs 0.5 to 12.5"),
        ({"speed": "5:30", "speed_unit": "km_h"}, "choose min/km"),
        ({"speed": "10", "speed_unit": "knots"}, "counted in"),
        ({"axes": "up"}, "-z,y,x"),
        ({"picture": "large"}, "1280x720"),
        ({"incline": "90"}, "expected -45 to 45"),
        ({"units": "feet"}, "m, cm, mm, in"),
        ({"where": "moon"}, "is no answer"),
        ({"events_from": "stars"}, "is no answer"),
        ({"keypoints": "MINE"}, "BODY_25"),
    ],
)
def test_what_was_typed_wrong_is_told_before_anything_begins_and_is_not_lost(
    caller: Caller, files: Files, form: dict[str, str], line: str
) -> None:
    case = opened(caller)
    page = add(caller, case, {"recording": files["recording"]}, form)
    assert page.status == 422 and line in page.text
    assert of(caller).job(name_of(case)) is None
    if "speed" in form:
        assert f'value="{form["speed"]}"' in page.text


def test_no_file_chosen_is_told(caller: Caller) -> None:
    case = opened(caller)
    for page in (add(caller, case, {"recording": ("", b"")}), caller.post(f"{case}/stride", {"recording": "x"})):
        assert page.status == 422 and "Please choose the file" in page.text


@pytest.mark.parametrize(
    ("text", "unit", "metres"),
    [
        ("3", "m_s", 3.0),
        ("10,8", "km_h", 3.0),
        ("5:00", "min_km", 10 / 3),
        ("5.5", "min_km", 1000 / 330),
        ("", "", None),
    ],
)
def test_a_speed_is_understood_in_every_unit(text: str, unit: str, metres: float | None) -> None:
    assert recording_form.speed_of(text, unit) == (metres if metres is None else pytest.approx(metres))


def test_names_without_what_does_not_print() -> None:
    assert recording_form.shown_name("C:\\runs\\a\u202eb\x00\nc.c3d") == "a b c.c3d"
    assert len(recording_form.shown_name("x" * 500)) == recording_form.LONGEST_NAME
    with pytest.raises(InputError):
        recording_form.speed_of("nan", "m_s")


# ------------------------------------------------------------ the work behind it


def test_the_files_are_private_while_they_are_there_and_gone_afterwards(caller: Caller, files: Files) -> None:
    case = opened(caller)
    add(caller, case, files)
    job = of(caller).job(name_of(case))
    assert job is not None and job.folder.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(job.folder.parent.stat().st_mode) == 0o700
    until(lambda: of(caller).held(name_of(case)))
    assert not job.folder.exists() and not job.folder.parent.exists()
    add(caller, case, {"recording": ("bad.trc", b"nothing")})
    job = of(caller).job(name_of(case))
    assert job is not None
    until(lambda: of(caller).failed(name_of(case)))
    assert not job.folder.exists()


def test_progress_tells_the_true_stage_and_is_silent_while_nothing_changes(caller: Caller, files: Files) -> None:
    case, asks = opened(caller), {"hx-request": "true"}
    page = add(caller, case, files)
    assert 'role="status"' in page.text and '<noscript><meta http-equiv="refresh"' in page.text
    assert "At work on my run.trc" in page.text
    seen = set()
    while of(caller).job(name_of(case)) is not None:
        seen.update(re.findall(r'class="now">(.*?)<', caller.get(f"{case}/stride/progress?seen=none", asks).text))
    assert {"Waiting to begin", "Reading the file"} & seen
    assert caller.get(f"{case}/stride/progress", asks).headers["hx-redirect"] == f"{case}/stride"
    assert caller.get(f"{case}/stride/progress").path == f"{case}/stride"


def test_a_stage_is_sent_once(caller: Caller, tmp_path: Path) -> None:
    case, asks = opened(caller), {"hx-request": "true"}
    of(caller)._jobs[name_of(case)] = Job(name_of(case), Order({"recording": "run"}, {}), tmp_path, "measures")
    first = caller.get(f"{case}/stride/progress?seen=events", asks)
    assert first.status == 200 and 'class="now">Measuring<' in first.text and "seen=measures" in first.text
    again = caller.get(f"{case}/stride/progress?seen=measures", asks)
    assert again.status == 204 and again.body == b""


def test_only_one_process_works_at_a_time(caller: Caller, files: Files) -> None:
    cases = [opened(caller) for _ in range(3)]
    for case in cases:
        assert add(caller, case, files).status == 200
    most = 0
    while any(of(caller).job(name_of(case)) for case in cases):
        most = max(most, len(multiprocessing.active_children()))
        time.sleep(0.02)
    assert most == 1
    assert all(of(caller).analysis(name_of(case)) for case in cases)


def test_a_second_recording_of_a_case_waits_for_the_first(caller: Caller, files: Files) -> None:
    case = opened(caller)
    add(caller, case, files)
    second = add(caller, case, files)
    assert second.status == 422 and IS_AT_WORK in second.text
    done(caller, case, caller.get(f"{case}/stride"))


def test_what_is_stopped_leaves_nothing(caller: Caller, files: Files) -> None:
    case = opened(caller)
    add(caller, case, files)
    job = of(caller).job(name_of(case))
    assert job is not None
    page = caller.post(f"{case}/stride/cancel")
    assert page.status == 200 and "At work" not in page.text and 'type="file"' in page.text
    until(lambda: not job.folder.exists() and not multiprocessing.active_children())
    assert of(caller).held(name_of(case)) is None and of(caller).failed(name_of(case)) == ""


def test_what_takes_too_long_is_ended_with_one_line(caller: Caller, files: Files) -> None:
    caller.app.app.state.recordings = Recordings(seconds=0.05)
    case = opened(caller)
    page = done(caller, case, add(caller, case, files))
    assert page.status == 422 and "was stopped" in page.text
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name != "posix", reason="ends a process as the system does where memory is short")
def test_a_process_that_dies_is_one_line_and_the_next_recording_works(caller: Caller, files: Files) -> None:
    case = opened(caller)
    add(caller, case, files)
    (worker,) = until(multiprocessing.active_children)
    os.kill(worker.pid, signal.SIGKILL)
    until(lambda: of(caller).failed(name_of(case)))
    page = caller.get(f"{case}/stride")
    assert page.status == 422 and BROKE_OFF in page.text
    assert done(caller, case, add(caller, case, files)).status == 200


#: A program that has a recording at work, and says where its files lie.
AT_WORK = """
import sys, time
from whatelse.web.recording_job import Order
from whatelse.web.recordings import Recordings
recordings = Recordings()
with open(sys.argv[1], "rb") as file:
    recordings.begin("case", Order({"recording": "run"}, {"recording": "recording"}), {"recording": file})
job = recordings.job("case")
while job.stage == "waiting":
    time.sleep(0.01)
print(job.folder, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="ends a program as the system does")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_file_stays_when_the_program_is_killed(tmp_path: Path, how: signal.Signals) -> None:
    run = run_file(tmp_path / "run.trc", seconds=120.0)
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    call = [sys.executable, "-c", AT_WORK, str(run)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=found) as program:
        assert program.stdout is not None
        folder = Path(program.stdout.readline().strip())
        assert folder.name and folder.parent.name.startswith("whatelse-")
        program.send_signal(how)
    until(lambda: not folder.parent.exists())


def test_deleting_a_case_deletes_its_analysis(caller: Caller, files: Files) -> None:
    case, other = opened(caller), opened(caller)
    done(caller, case, add(caller, case, files))
    assert of(caller).analysis(name_of(case)) is not None and of(caller).analysis(name_of(other)) is None
    caller.post(f"{case}/delete", {"sure": "yes"})
    assert of(caller).analysis(name_of(case)) is None
    assert caller.get(f"{case}/stride").status == 404


def test_a_case_deleted_meanwhile_gets_no_analysis(caller: Caller, files: Files) -> None:
    case = opened(caller)
    add(caller, case, files)
    job = of(caller).job(name_of(case))
    assert job is not None
    caller.post(f"{case}/delete", {"sure": "yes"})
    until(lambda: not job.folder.exists())
    assert of(caller).analysis(name_of(case)) is None


def test_a_recording_can_be_forgotten(caller: Caller, files: Files) -> None:
    case = opened(caller)
    done(caller, case, add(caller, case, files))
    held = of(caller).held(name_of(case))
    assert held is not None
    assert caller.post(f"{case}/stride/forget", {"recording": "another"}).status == 409
    page = caller.post(f"{case}/stride/forget", {"recording": held.id})
    assert "What was recorded" not in page.text and of(caller).analysis(name_of(case)) is None


# ------------------------------------------------------------ the door


def test_a_recording_may_be_larger_than_a_form_and_nothing_else_may(caller: Caller) -> None:
    case = opened(caller)
    large = b"x" * 200_000
    assert add(caller, case, {"recording": ("large.trc", large)}).status == 200
    for path in ("answer", "stride/use", "stride/cancel", "stride/forget", "line"):
        assert caller.post_files(f"{case}/{path}", {}, {"recording": ("large.trc", large)}).status == 413
    until(lambda: of(caller).failed(name_of(case)))


def test_a_recording_has_a_limit_too(caller: Caller) -> None:
    case = opened(caller)
    answer = caller.post(f"{case}/stride", {}, {"content-length": "64000001"})
    assert answer.status == 413 and "64 MB" in answer.text and of(caller).job(name_of(case)) is None
    lied = caller.post(f"{case}/stride", {"recording": "x" * 64_000_001}, {"content-length": "10"})
    assert lied.status == 413 and of(caller).job(name_of(case)) is None


def test_every_option_that_a_text_can_name_has_its_field() -> None:
    rooms = [Path(room.__file__).parent for room in (whatelse.motion, whatelse.stride)]
    texts = [path.read_text("utf-8") for room in rooms for path in (*room.rglob("*.py"), *room.rglob("*.toml"))]
    named = {option for text in texts for option in re.findall(r"--[a-z]+(?:-[a-z]+)*", text)}
    of_programs = {"--write", "--untouched"}
    assert named - of_programs and named - of_programs <= set(FIELDS)


@pytest.mark.parametrize("path", ["", "/use", "/cancel", "/forget"])
def test_a_recording_from_another_site_is_refused(caller: Caller, path: str) -> None:
    case = opened(caller)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert caller.post(f"{case}/stride{path}", {}, headers).status == 403


# ------------------------------------------------------------ for whom


#: Written for the table of measures, the account and the method; they are held to be clear, not to a grade.
TECHNICAL = re.compile(
    r"<table.*?</table>|<svg.*?</svg>|<section id=\"recorded\".*?</section>|<section id=\"gates\".*?</section>"
    r"|<details( open)?><summary>Not measurable.*?</details>|<details><summary>How it was measured.*?</details>"
    r"|<span class=\"soft\">.*?</span>",
    re.S,
)


def test_every_sentence_for_a_runner_is_easy_to_read(page: Answer, caller: Caller, files: Files) -> None:
    case = opened(caller)
    first = caller.get(f"{case}/stride")
    working = add(caller, case, files)
    early = done(caller, case, working)
    hard = {
        (round(grade(without_names(s), KNOWLEDGE.reading_words), 1), s)
        for one in (page, first, working, early)
        for s in sentences(TECHNICAL.sub("", one.text))
        if not is_name(s) and grade(without_names(s), KNOWLEDGE.reading_words) > HIGHEST
    }
    assert sorted(hard, reverse=True) == []


def test_a_runner_sees_no_ids(page: Answer) -> None:
    ids = {key for key in (*KNOWLEDGE.findings, *KNOWLEDGE.conditions) if "_" in key}
    assert not ids & set(re.findall(r"[a-z_]+", " ".join(blocks(page.text))))


# ------------------------------------------------------------ real recordings


@pytest.fixture(scope="module")
def motion(data_dir: Path) -> Path:
    return data_dir / "data" / "motion"


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "static", "form", "shown"),
    [
        ("rbds001_run_3p5.c3d", "rbds001_static.c3d", {"speed": "12.6", "speed_unit": "km_h"}, "C3D (markers"),
        ("ric_20140515T133244_run.c3d", "ric_20140515T133244_static.c3d", {}, "C3D (markers"),
        ("formats/fit/fenix5_run.fit", "", {}, "FIT (a watch)"),
        ("sacral_accel/sub02_trial00.csv.gz", "", {"place": "sacrum"}, "accelerometer csv (a sensor on the body)"),
    ],
)
def test_recordings_of_every_kind_make_a_small_page(
    motion: Path, caller: Caller, name: str, static: str, form: dict[str, str], shown: str
) -> None:
    if not (motion / name).is_file():
        pytest.skip(f"no such recording among the development data: {name}")
    files = {"recording": (Path(name).name, (motion / name).read_bytes())}
    if static:
        files["static"] = (static, (motion / static).read_bytes())
    case = opened(caller)
    page = done(caller, case, add(caller, case, files, form))
    assert page.status == 200, re.findall(r'role="alert">(.*?)</p>', page.text)
    assert shown in page.text and len(page.body) <= LARGEST_PAGE
