"""The page "The hips as a machine": whose stride, what it says, what it keeps quiet about, and that it only looks."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from inference.shipped import KNOWLEDGE
from tests.cli.program import whatelse
from tests.web.caller import SAID, Answer, Caller, go_on, opened
from tests.web.pages_read import blocks, sentences
from tests.web.recorded_runner import Recordings, unusable, usable
from tests.web.test_reading import BANNED, HIGHEST, is_name, without_names
from whatelse.knowledge.reading import grade
from whatelse.mechanics import gait_of, gait_of_analysis, mechanics_of, typical
from whatelse.motion.read import read
from whatelse.report.mechanics.text import FIRST
from whatelse.report.runner_words import urgent_line
from whatelse.stride import StrideAnalysis, analyse
from whatelse.web.mechanics import TOUCHES

TRIED = "overstride=-5&heel_lift=20&cadence=5&right_hip_extension=10&lumbar_extension=14&held=piriformis&held=sit_bone"
AS_OPTIONS = (
    *("--what-if", "overstride=-5,heel_lift=20,cadence=5"),
    *("--restrict", "right_hip_extension=10,lumbar_extension=14"),
    *("--tether", "piriformis,sit_bone"),
)


@pytest.fixture(scope="module")
def caller() -> Caller:
    return Caller()


@pytest.fixture(scope="module")
def base(caller: Caller) -> str:
    """A runner's case, answered to its end: the left sit bone."""
    case = opened(caller)
    go_on(caller, case)
    return case


def with_recording(caller: Caller, analysis: StrideAnalysis | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this had been analysed for each of the caller's cases."""
    monkeypatch.setitem(caller.app.app.state._state, "recordings", Recordings(analysis))


def text_of(page: Answer) -> str:
    return " ".join(blocks(page.text))


def section(page: Answer, heading: str) -> str:
    """The text of one section."""
    return " ".join(blocks(page.text.split(f"<h2>{heading}</h2>")[1].split("</section>")[0]))


# ------------------------------------------------------------ whose stride


def test_without_a_recording_the_first_line_says_that_it_is_not_you(caller: Caller, base: str) -> None:
    page = caller.get(f"{base}/mechanics")
    first = blocks(page.text.split("<h1>")[1])[1]
    assert first == "This is a typical runner at 2.5 m/s, not you."
    assert f'href="{base}/stride"' in page.text


def test_with_a_recording_the_stride_is_ones_own(caller: Caller, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_recording(caller, usable(), monkeypatch)
    page = caller.get(f"{base}/mechanics")
    assert blocks(page.text.split("<h1>")[1])[1] == "This is your own stride, from your recording, at 3.0 m/s."
    assert "This is the left leg" in page.text, "the sore side is shown"
    told = mechanics_of(gait_of_analysis(usable())).muscle("bflh", "left").peak
    assert f"{told.stretch:+.1f} %" in section(page, "How far the hamstring is stretched")


def test_a_recording_that_cannot_be_used_is_said_and_the_typical_runner_shown(
    caller: Caller, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_recording(caller, unusable(), monkeypatch)
    text = text_of(caller.get(f"{base}/mechanics"))
    assert "Your recording could not be used here: left leg: ankle angle" in text
    assert "not you" in text


def test_an_analysis_gives_the_stride_that_the_recording_gives(data_dir: Path) -> None:
    motion = data_dir / "data" / "motion"
    for name, standing in (("rbds001_run_3p5", "rbds001_static"), ("rbds001_run_3p5", None)):
        run, still = read(motion / f"{name}.c3d"), standing and read(motion / f"{standing}.c3d")
        of_both = mechanics_of(gait_of(run, still or None))
        assert mechanics_of(gait_of_analysis(analyse(run, still or None))).to_json() == of_both.to_json()


# ------------------------------------------------------------ what it says is what the command says


def check_same(page: Answer, told: dict[str, Any], sides: tuple[str, ...]) -> None:
    """Stretch, what-ifs, chain and nerve of the clinician's page against the command's JSON."""
    stretch = section(page, "How far the hamstring is stretched")
    for one in told["muscles"]:
        if one["id"] in FIRST and one["side"] in sides:
            peak = one["peak"]
            words = f"{peak['stretch']:+.1f} ({peak['low']:+.1f} to {peak['high']:+.1f}) at {peak['percent']:.0f} %"
            assert words in stretch, one["id"]
    changed = section(page, "What the change would do")
    for answer in told["what_if"]:
        for change in answer["changes"]:
            if change["side"] in sides:
                words = f"{change['verdict']} ({change['least']:+.2f} to {change['most']:+.2f})"
                assert words in changed, change
    chain = section(page, "Who must move more")
    for joint in told["chain"]["joints"]:
        if "thigh" not in joint["id"]:
            assert f"{abs(joint['most']):.1f} {joint['direction'] or 'as before'}" in chain, joint["id"]
    for row in told["chain"]["sensitivity"]:
        assert f"× {row['factor']:g} {row['pelvis']:+.1f} {row['hamstring']:+.2f} {row['shorter_cm']:.1f}" in chain
    nerve = section(page, "What pulls on the sciatic nerve")
    for row in told["nerve"]["manoeuvres"]:
        for load in row["sites"].values():
            assert f"{load:.2f}" in nerve
    running = next(one for one in told["nerve"]["stride"] if one["side"] == sides[0])
    assert f"All places added up: {running['total']:.2f}." in nerve


def test_the_page_says_what_the_command_says(caller: Caller, base: str) -> None:
    told = json.loads(whatelse("mechanics", *AS_OPTIONS, "--json").stdout)
    check_same(caller.get(f"{base}/mechanics?{TRIED}&for=clinician"), told, ("left",))


def test_the_page_of_a_recording_says_what_the_command_says_of_its_file(
    caller: Caller, base: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = data_dir / "data" / "motion"
    run, still = motion / "rbds001_run_3p5.c3d", motion / "rbds001_static.c3d"
    with_recording(caller, analyse(run, still), monkeypatch)
    told = json.loads(whatelse("mechanics", run, "--static", still, *AS_OPTIONS, "--json").stdout)
    page = caller.get(f"{base}/mechanics?{TRIED}&for=clinician")
    check_same(page, told, ("left", "right"))
    for note in told["notes"]:
        assert note[1:] in text_of(page)
    runner = text_of(caller.get(f"{base}/mechanics?{TRIED}"))
    hard = [s for s in sentences(caller.get(f"{base}/mechanics?{TRIED}").text) if _is_hard(s)]
    assert hard == [] and not BANNED.search(runner)


# ------------------------------------------------------------ what if


def test_what_does_not_hold_for_every_drawing_is_not_clear(caller: Caller, base: str) -> None:
    page = caller.get(f"{base}/mechanics?heel_lift=10")
    text = section(page, "What the change would do")
    assert "not clear" in text and "the ways do not agree, so nothing is told" in text
    assert "Less stretch is not less force" in text


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("trunk_lean=60", "more than 15 deg: that would be another run"),
        ("overstride=15", "the knee would bend backward"),
        ("right_hip_extension=40", "No answer"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(caller: Caller, base: str, query: str, why: str) -> None:
    page = caller.get(f"{base}/mechanics?{query}")
    assert page.status == 200 and why in text_of(page)


def test_a_stride_that_has_to_be_shorter_says_so(caller: Caller, base: str) -> None:
    text = section(caller.get(f"{base}/mechanics?{TRIED}"), "Who must move more")
    assert "The stride had to get shorter" in text
    for part in ("Tire on rim", "Rim on axle", "Axle on chassis"):
        assert part in text


def test_a_joint_that_this_stride_does_not_need_gets_a_line_and_no_picture(caller: Caller, base: str) -> None:
    page = caller.get(f"{base}/mechanics?left_sacroiliac=1")
    part = page.text.split("Who must move more</h2>")[1].split("</section>")[0]
    assert "needs nothing from other joints" in part and "<svg" not in part


def test_nothing_asked_is_nothing_answered(caller: Caller, base: str) -> None:
    for query in ("", "?overstride=&cadence=0&right_hip_extension=0"):
        text = text_of(caller.get(f"{base}/mechanics{query}"))
        assert "What the change would do" not in text and "Who must move more" not in text


@pytest.mark.parametrize(
    "query",
    [
        "overstride=far",
        "overstride=nan",
        "cadence=1e400",
        "cadence=99999999999999999999",
        "right_hip_extension=-3",
        "right_hip_extension=41",
        "held=elbow",
        "overstride=5,cadence=3",
        "overstride=%00",
    ],
)
def test_what_is_no_number_is_one_plain_line_and_the_rest_still_shows(caller: Caller, base: str, query: str) -> None:
    page = caller.get(f"{base}/mechanics?{query}")
    assert page.status == 422
    (line,) = re.findall(r'<p class="error" role="alert">(.*?)</p>', page.text)
    assert len(line) < 120 and grade(line, KNOWLEDGE.reading_words) <= HIGHEST
    assert "How far the hamstring is stretched" in page.text


def test_a_decimal_comma_is_a_number(caller: Caller, base: str) -> None:
    assert "step rate +2.5 %" in text_of(caller.get(f"{base}/mechanics?cadence=2,5")).lower()


# ------------------------------------------------------------ what comes before


def test_while_a_safety_question_is_open_the_questions_come_first(caller: Caller) -> None:
    case = opened(caller)
    answer = caller.get(f"{case}/mechanics", follow=False)
    assert answer.status == 303 and answer.headers["location"] == case


def test_at_an_emergency_only_its_line_and_the_way_to_the_result_are_shown(caller: Caller) -> None:
    case = opened(caller)
    go_on(caller, case, said={**SAID, "screen:nerves": {"line": ["saddle_anaesthesia"], "rest": "none"}})
    page = caller.get(f"{case}/mechanics?{TRIED}")
    assert page.status == 200
    session = caller.app.app.state.desk.session(case.removeprefix("/c/"))
    line = urgent_line(session.triage, KNOWLEDGE)
    main = page.text.split("<main")[1].split("</main>")[0]
    assert blocks(f"<main{main}") == ["First things first", line, "Show the result"]
    assert "<svg" not in page.text and "<form" not in page.text
    assert "/mechanics" not in caller.get(f"{case}/result").text


def test_under_16_nothing_is_tried_out(caller: Caller) -> None:
    case = opened(caller)
    go_on(caller, case, said={**SAID, "age": {"number": "14"}})
    page = caller.get(f"{case}/mechanics")
    assert "16" in text_of(page) and "<svg" not in page.text and "<form" not in page.text


def test_an_urgent_level_stands_above_the_pictures(caller: Caller) -> None:
    case = opened(caller)
    lump = {"screen:leg": {"line": ["lump_growing"], "rest": "none"}, "lump_growing": {"value": "yes"}}
    go_on(caller, case, said={**SAID, **lump})
    session = caller.app.app.state.desk.session(case.removeprefix("/c/"))
    assert session.triage.level == "urgent"
    text = text_of(caller.get(f"{case}/mechanics"))
    assert text.index(urgent_line(session.triage, KNOWLEDGE)) < text.index("How far the hamstring")


# ------------------------------------------------------------ laws


def test_looking_changes_nothing_in_the_case(caller: Caller, base: str) -> None:
    before = caller.get(f"{base}/events.jsonl").body, caller.get(f"{base}/result").body
    for query in ("", f"?{TRIED}", "?for=clinician", "?overstride=far"):
        caller.get(f"{base}/mechanics{query}")
    assert (caller.get(f"{base}/events.jsonl").body, caller.get(f"{base}/result").body) == before


@pytest.mark.parametrize("query", ["", f"?{TRIED}&for=clinician"])
def test_the_same_address_gives_the_same_bytes(caller: Caller, base: str, query: str) -> None:
    first, second = (caller.get(f"{base}/mechanics{query}").body for _ in range(2))
    assert first == second


def swapped(text: str) -> str:
    """Left for right and right for left."""
    return re.sub(r"\b(left|right|Left|Right)\b", lambda found: _SWAP[found[0]], text)


_SWAP = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
MIRRORED = {**SAID, "site": {"starts": ["sit_bone.right"], "none_of_the_rest": "1"}}


@pytest.fixture(scope="module")
def other_side(caller: Caller) -> str:
    """The same runner, sore on the right."""
    case = opened(caller)
    go_on(caller, case, said=MIRRORED)
    return case


@pytest.mark.parametrize("is_own", [False, True])
def test_the_mirrored_case_gets_the_mirrored_page(
    caller: Caller, base: str, other_side: str, is_own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "?overstride=-5&{side}_hip_extension=10&held=sit_bone"
    if is_own:
        query = "?overstride=-5&held=sit_bone"  # the events of a recording are not mirrored, so no chain
        with_recording(caller, usable(), monkeypatch)
    left = caller.get(f"{base}/mechanics{query.format(side='left')}")
    if is_own:
        with_recording(caller, usable(mirrored=True), monkeypatch)
    right = caller.get(f"{other_side}/mechanics{query.format(side='right')}")
    assert sorted(blocks(swapped(left.text))) == sorted(blocks(right.text))
    assert left.text.count("scale(-1 1)") == 5 and right.text.count("scale(-1 1)") == 0


# ------------------------------------------------------------ pictures, words, weight


@pytest.mark.parametrize("query", ["", f"?{TRIED}", f"?{TRIED}&for=clinician"])
def test_every_picture_has_a_name_and_words_and_no_style_of_its_own(caller: Caller, base: str, query: str) -> None:
    page = caller.get(f"{base}/mechanics{query}")
    drawn = [svg for svg in re.findall(r"<svg.*?</svg>", page.text, re.S) if "machine" in svg]
    assert len(drawn) == (8 if TRIED in query else 6)
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        names = [child.tag.rpartition("}")[2] for child in root[:2]]
        assert names == ["title", "desc"] and all(child.text for child in root[:2])
        assert "nan" not in svg.replace("</title>", "").split("</desc>")[1]
    assert "style=" not in page.text and "<style" not in page.text and "<script" not in page.text


def test_each_picture_says_what_to_ask_or_test(caller: Caller, base: str) -> None:
    page = caller.get(f"{base}/mechanics?{TRIED}")
    for heading in ("How far the hamstring is stretched", "Who must move more", "What pulls on the sciatic nerve"):
        text = section(page, heading)
        assert "Ask:" in text or "Test:" in text
        assert "Geometry:" in text and "Assumed:" in text


def test_the_nerve_is_a_teaching_model_and_goes_from_neck_to_foot(caller: Caller, base: str) -> None:
    text = section(caller.get(f"{base}/mechanics"), "What pulls on the sciatic nerve")
    assert text.index("This is a teaching model, not evidence.") < text.index("Neck") < text.index("Inner ankle")
    for words in ("All places added up", "Slump, knee straightened", "Obturator nerve", "Femoral nerve"):
        assert words in text


def test_what_the_case_told_stands_beside_the_picture(caller: Caller, base: str) -> None:
    text = section(caller.get(f"{base}/mechanics"), "How far the hamstring is stretched")
    assert "In this case: Is it worse when you sprint, run uphill or move explosively? Yes." in text


def test_findings_beside_pictures_are_known() -> None:
    assert {name for names in TOUCHES.values() for name in names} <= set(KNOWLEDGE.findings)


@pytest.mark.parametrize("query", ["", f"?{TRIED}", "?for=clinician", f"?{TRIED}&for=clinician"])
def test_no_forces_are_told_and_nothing_is_promised(caller: Caller, base: str, query: str) -> None:
    text = text_of(caller.get(f"{base}/mechanics{query}"))
    assert not re.search(r"\d\s*(N|Nm|N/kg|newton)\b|\bactivation|\bsafe\b", text)
    assert not BANNED.search(text)


def _is_hard(sentence: str) -> bool:
    return not is_name(sentence) and grade(without_names(sentence), KNOWLEDGE.reading_words) > HIGHEST


@pytest.mark.parametrize(
    "query", ["", f"?{TRIED}", "?trunk_lean=60", "?overstride=15", "?right_hip_extension=40", "?left_sacroiliac=1"]
)
def test_every_sentence_is_easy_to_read(caller: Caller, base: str, query: str) -> None:
    assert [s for s in sentences(caller.get(f"{base}/mechanics{query}").text) if _is_hard(s)] == []


def test_sentences_about_an_own_stride_are_easy_too(caller: Caller, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for analysis in (usable(), unusable()):
        with_recording(caller, analysis, monkeypatch)
        assert [s for s in sentences(caller.get(f"{base}/mechanics?{TRIED}").text) if _is_hard(s)] == []


@pytest.mark.parametrize("query", ["", f"?{TRIED}&for=clinician"])
def test_the_page_stays_below_150_kilobytes(caller: Caller, base: str, query: str) -> None:
    page = caller.get(f"{base}/mechanics{query}")
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(page.body) + sum(len(caller.get(one).body) for one in assets) <= 150_000


def test_the_way_there_and_back(caller: Caller, base: str) -> None:
    assert f'href="{base}/mechanics"' in caller.get(f"{base}/result").text
    assert f'href="{base}/mechanics?for=clinician"' in caller.get(f"{base}/sheet").text
    page = caller.get(f"{base}/mechanics?overstride=-5&for=clinician")
    assert f'href="{base}/result?for=clinician"' in page.text
    assert "?overstride=-5&amp;for=runner" in page.text, "what was asked is kept"
    assert typical().source not in caller.get(f"{base}/mechanics").text


def test_an_unknown_case_has_no_page(caller: Caller) -> None:
    assert caller.get("/c/nothing/mechanics").status == 404
