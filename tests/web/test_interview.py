"""The interview as pages: every answer is kept at once, nothing is skipped, everything can be changed."""

import pytest

from tests.web.caller import SAID, Answer, Caller, go_on, opened, reply


@pytest.fixture(scope="module")
def caller() -> Caller:
    return Caller()


@pytest.fixture
def case(caller: Caller) -> str:
    return opened(caller)


def events(caller: Caller, case: str) -> list[str]:
    return caller.get(f"{case}/events.jsonl").text.splitlines()


def test_it_begins_with_age_sex_and_the_five_screens(caller: Caller, case: str) -> None:
    seen = []
    page = caller.get(case)
    for _ in range(7):
        seen.append(page.key)
        page = caller.post(f"{case}/answer", reply(page))
    assert seen == ["age", "sex", "screen:nerves", "screen:ill", "screen:leg", "screen:walking", "screen:you"]


def test_a_runner_tells_age_and_sex_on_one_page_and_each_is_one_event(caller: Caller, case: str) -> None:
    page, before = caller.get(case), len(events(caller, case))
    assert 'name="sex"' in page.text
    after = caller.post(f"{case}/answer", {"n": page.number, "key": "age", "number": "41", "sex": "female"})
    assert after.key == "screen:nerves" and len(events(caller, case)) == before + 2
    undone = caller.post(f"{case}/undo", {"n": after.number})
    assert undone.key == "sex"


@pytest.mark.parametrize("form", [{"number": "41", "sex": "dont_know"}, {"value": "dont_know", "sex": "male"}])
def test_neither_age_nor_sex_has_to_be_told(caller: Caller, case: str, form: dict[str, str]) -> None:
    page = caller.get(case)
    assert caller.post(f"{case}/answer", {"n": page.number, "key": "age", **form}).key == "screen:nerves"


def test_a_clinician_is_asked_for_one_at_a_time(caller: Caller) -> None:
    assert 'name="sex"' not in caller.get(opened(caller, "clinician")).text


def test_safety_questions_that_the_picture_makes_matter_come_as_one_list(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "screen:also1")
    assert "These are about safety" in page.text and 2 <= page.text.count('name="line"') <= 6
    assert " checked" not in page.text
    after = caller.post(f"{case}/answer", {"n": page.number, "key": page.key, "rest": "none"})
    assert after.status == 200 and after.key != page.key
    assert f"{case}/again/screen:also1" in caller.get(f"{case}/answers").text
    assert "These are about safety" in caller.get(f"{case}/again/screen:also1").text


def test_nothing_of_a_screen_is_ticked_before_the_person_does(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "screen:nerves")
    assert " checked" not in page.text


def test_an_empty_screen_is_not_taken_for_an_answer(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "screen:nerves")
    answer = caller.post(f"{case}/answer", {"n": page.number, "key": page.key})
    assert answer.status == 422 and answer.key == page.key
    assert "Please tick what is true" in answer.text


def test_one_answer_is_one_event(caller: Caller, case: str) -> None:
    page = caller.get(case)
    before = len(events(caller, case))
    caller.post(f"{case}/answer", reply(page))
    assert len(events(caller, case)) == before + 1


def test_no_result_before_the_safety_questions(caller: Caller, case: str) -> None:
    go_on(caller, case, "screen:leg")
    for path in ("/result", "/part/ranges", "/part/why", "/note"):
        answer = caller.get(case + path, follow=False)
        assert answer.status == 303 and answer.headers["location"] == case
    sheet = caller.get(f"{case}/sheet")
    assert "Possible sources" not in sheet.text and "Safety questions come first" in sheet.text


def test_nothing_tells_what_changed_before_the_safety_questions(caller: Caller, case: str) -> None:
    page = caller.get(case)
    while page.key != "told":
        assert "More likely" not in page.text and "Less likely" not in page.text
        page = caller.post(f"{case}/answer", reply(page))


def test_an_emergency_interrupts_and_has_to_be_read(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "screen:nerves")
    alarm = caller.post(
        f"{case}/answer", {"n": page.number, "key": page.key, "line": "saddle_anaesthesia", "rest": "none"}
    )
    assert "Stop and read this" in alarm.text and "Go to an emergency room now" in alarm.text
    assert caller.get(case).text.count("Stop and read this") >= 1
    again = caller.post(f"{case}/answer", {"n": alarm.number, "key": "screen:ill", "rest": "none"})
    assert again.status == 422
    after = caller.post(f"{case}/read", {"n": alarm.number})
    assert after.key == "screen:ill"


def test_after_an_emergency_the_result_has_it_first_and_no_plan(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "screen:nerves")
    caller.post(f"{case}/answer", {"n": page.number, "key": page.key, "line": "saddle_anaesthesia", "rest": "none"})
    text = go_on(caller, case).text
    assert text.index("Emergency") < text.index("What it may be")
    assert "Good to try now" not in text and "What not to do" in text


def test_two_windows_do_not_mix(caller: Caller, case: str) -> None:
    page = caller.get(case)
    caller.post(f"{case}/answer", reply(page))
    kept = events(caller, case)
    late = caller.post(f"{case}/answer", {**reply(page), "number": "19"})
    assert late.status == 409 and "gone on in another window" in late.text
    assert events(caller, case) == kept


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 40])
def test_a_form_without_its_number_is_refused(caller: Caller, case: str, number: str) -> None:
    assert caller.post(f"{case}/answer", {"n": number, "key": "age", "number": "41"}).status == 409


def test_nothing_filled_in_means_nothing_was_tried(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "tried")
    after = caller.post(f"{case}/answer", {"n": page.number, "key": "tried"})
    assert after.status == 200 and after.key != "tried"


def test_what_was_tried_is_kept_with_its_weeks_and_effect(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "tried")
    form = {"n": page.number, "key": "tried", "what": "stretching", "weeks": "12", "effect": "none"}
    after = caller.post(f"{case}/answer", form)
    assert after.key == "tried" and "stretching" in after.text
    saved = caller.get(f"{case}/case.yaml").text
    assert "weeks: 12" in saved and "effect: none" in saved


def test_weeks_without_a_name_are_asked_about(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "tried")
    assert caller.post(f"{case}/answer", {"n": page.number, "key": "tried", "weeks": "12"}).status == 422


SCAN = {"kind": "MRI", "part": "thigh", "week": "6", "result": "normal"}


def at_the_scan(caller: Caller, case: str, **form: str) -> Answer:
    page = go_on(caller, case, "scan")
    return caller.post(f"{case}/answer", {"n": page.number, "key": "scan", **form})


def test_a_scan_is_one_page_and_kept_with_its_week_and_result(caller: Caller, case: str) -> None:
    after = at_the_scan(caller, case, **SCAN, last="1")
    assert after.key not in ("scan", "scan:1")
    saved = caller.get(f"{case}/case.yaml").text
    assert "region: thigh, method: MRI, week: 6, result: normal" in saved
    assert "MRI, back of the thigh, week 6: nothing was found" in caller.get(f"{case}/answers").text


@pytest.mark.parametrize("form", [{}, {"nothing": "1"}, {"kind": "MRI", "nothing": "1"}])
def test_one_press_says_that_there_was_no_scan(caller: Caller, case: str, form: dict[str, str]) -> None:
    assert at_the_scan(caller, case, **form).key != "scan"
    assert "imaging" not in caller.get(f"{case}/case.yaml").text


def test_several_scans_can_be_told(caller: Caller, case: str) -> None:
    page = at_the_scan(caller, case, **SCAN)
    assert page.key == "scan" and "So far: MRI, back of the thigh, week 6" in page.text
    caller.post(
        f"{case}/answer", {"n": page.number, "key": "scan", **SCAN, "kind": "X-ray", "part": "hip", "last": "1"}
    )
    assert caller.get(f"{case}/case.yaml").text.count("method:") == 2


def test_what_was_found_is_ticked_in_plain_words_on_the_next_page(caller: Caller, case: str) -> None:
    page = at_the_scan(caller, case, **{**SCAN, "part": "low back", "result": "abnormal"})
    assert page.key == "scan:1" and "A slipped disc" in page.text and "stenosis" not in page.text.split("value=")[0]
    empty = caller.post(f"{case}/answer", {"n": page.number, "key": page.key})
    assert empty.status == 422
    caller.post(f"{case}/answer", {"n": page.number, "key": page.key, "found": ["herniation"], "words": "L5 root"})
    assert "result: herniation; L5 root" in caller.get(f"{case}/case.yaml").text


@pytest.mark.parametrize(
    "form", [{"kind": "MRI"}, {"kind": "MRI", "part": "thigh"}, {**SCAN, "week": "six"}, {**SCAN, "result": "fine"}]
)
def test_half_a_scan_is_asked_about(caller: Caller, case: str, form: dict[str, str]) -> None:
    page = at_the_scan(caller, case, **form)
    assert page.status == 422 and page.key == "scan"


def test_a_scan_can_be_changed_and_taken_out(caller: Caller, case: str) -> None:
    after = at_the_scan(caller, case, **SCAN, last="1")
    again = caller.get(f"{case}/again/scan:1")
    assert 'value="MRI" selected' in again.text and 'value="thigh" selected' in again.text
    changed = {"n": after.number, "key": "scan:1", **SCAN, "part": "hip"}
    after = caller.post(f"{case}/answer", changed)
    assert "region: hip" in caller.get(f"{case}/case.yaml").text
    caller.post(f"{case}/answer", {"n": after.number, "key": "scan:1", "nothing": "1"})
    assert "imaging" not in caller.get(f"{case}/case.yaml").text


def test_a_scan_that_was_begun_in_a_terminal_is_asked_as_a_whole(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "scan")
    desk = caller.app.app.state.desk  # type: ignore[attr-defined]
    session = desk.session(case.rpartition("/")[2])
    desk.keep(case.rpartition("/")[2], session, session.answer("MRI", desk.clock()))
    page = caller.get(case)
    assert page.key == "scan:1" and 'value="MRI" selected' in page.text
    caller.post(f"{case}/answer", {"n": page.number, "key": "scan:1", **SCAN})
    assert "region: thigh, method: MRI, week: 6, result: normal" in caller.get(f"{case}/case.yaml").text


def test_the_result_says_what_a_clean_scan_did_not_show(caller: Caller, case: str) -> None:
    result = go_on(caller, case).text
    assert "MRI, back of the thigh, week 6.</b> Nothing was found." in result
    assert "may stop below the sit bone" in result
    assert "It leaves open" in caller.get(f"{case}/part/challenge").text


def test_undo_goes_back_to_where_it_was(caller: Caller, case: str) -> None:
    page = caller.get(case)
    after = caller.post(f"{case}/answer", reply(page))
    undone = caller.post(f"{case}/undo", {"n": after.number})
    assert undone.key == page.key
    assert len(events(caller, case)) == 3


def test_back_shows_what_was_answered_and_changes_it(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "sex")
    again = caller.get(f"{case}/again/age")
    assert 'value="41"' in again.text
    after = caller.post(f"{case}/answer", {"n": page.number, "key": "age", "number": "52"})
    assert after.key == "sex"
    assert "52" in caller.get(f"{case}/answers").text


def test_every_earlier_answer_can_be_changed(caller: Caller, case: str) -> None:
    go_on(caller, case)
    page = caller.get(f"{case}/answers").text
    keys = [part.partition('"')[0] for part in page.split(f"{case}/again/")[1:]]
    assert {"age", "sex", "screen:nerves", "told", "site"} <= set(keys)
    for key in keys:
        assert caller.get(f"{case}/again/{key}").status == 200


@pytest.mark.parametrize("number", ["", "forty", "-3", "400", "1e9", "4 1"])
def test_a_number_that_cannot_be_is_told_in_one_line(caller: Caller, case: str, number: str) -> None:
    page = caller.get(case)
    answer = caller.post(f"{case}/answer", {"n": page.number, "key": "age", "number": number})
    assert answer.status == 422 and answer.key == "age"
    assert 'class="error"' in answer.text


def test_an_answer_against_an_earlier_one_is_told_plainly(caller: Caller, case: str) -> None:
    said = {**SAID, "weeks_since_onset": {"value": "dont_know"}}
    page = go_on(caller, case, "healing_over_8_weeks", said)
    after = caller.post(f"{case}/answer", {"n": page.number, "key": page.key, "value": "yes"})
    against = caller.post(f"{case}/answer", {"n": after.number, "key": "weeks_since_onset", "number": "2"})
    assert against.status == 422 and against.key == "weeks_since_onset"
    assert "That does not go with what you said before" in against.text
    assert "findings." not in against.text


def test_what_somebody_typed_is_never_markup(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "told")
    after = caller.post(f"{case}/answer", {"n": page.number, "key": "told", "told": "<script>alert(1)</script>"})
    assert after.status == 200
    go_on(caller, case, said={**SAID, "told": {"nobody": "1"}})
    for path in ("/answers", "/result", "/sheet"):
        text = caller.get(case + path).text
        assert "<script>alert" not in text
    assert "&lt;script&gt;" in caller.get(f"{case}/answers").text


def test_progress_never_grows(caller: Caller, case: str) -> None:
    import re

    page, left = go_on(caller, case, "site"), []
    while not page.path.endswith("/result"):
        found = re.search(r"At most (\d+) left", page.text)
        left += [int(found[1])] if found else [1] if "The last one" in page.text else []
        page = caller.post(f"{case}/answer", reply(page))
    assert left and left == sorted(left, reverse=True)


@pytest.mark.parametrize("asked", ["age", "screen:leg", "site"])
def test_a_person_may_stop_at_any_time_and_is_asked_the_safety_questions_only(
    caller: Caller, case: str, asked: str
) -> None:
    page = go_on(caller, case, asked)
    assert "Stop after the safety questions" in page.text or "Stop and show the result" in page.text
    page, seen = caller.post(f"{case}/stop", {"n": page.number}), []
    while page.key:
        seen.append(page.key)
        page = caller.post(f"{case}/answer", reply(page))
    assert page.path.endswith("/result")
    assert not {"told", "tried", "sport"} & set(seen)


def test_a_deleted_case_is_gone_and_asked_about_first(caller: Caller, case: str) -> None:
    first = caller.post(f"{case}/delete")
    assert first.status == 200 and "can not be brought back" in first.text
    assert caller.get(case).status == 200
    caller.post(f"{case}/delete", {"sure": "yes"})
    assert caller.get(case).status == 404


@pytest.mark.parametrize(("audience", "offered"), [("runner", False), ("clinician", True)])
def test_clinicians_alone_are_offered_not_tested(caller: Caller, audience: str, offered: bool) -> None:
    base = opened(caller, audience)
    page, seen = go_on(caller, base, "site"), 0
    while page.key:
        if 'value="no"' in page.text:
            assert ('value="not_tested"' in page.text) is offered
            seen += 1
        page = caller.post(f"{base}/answer", reply(page))
    assert seen


def test_a_runner_cannot_say_not_tested(caller: Caller, case: str) -> None:
    page = go_on(caller, case, "sex")
    answer = caller.post(f"{case}/answer", {"n": page.number, "key": page.key, "value": "not_tested"})
    assert answer.status == 422


def test_a_setting_that_is_not_known_is_told(caller: Caller) -> None:
    answer = caller.post("/cases", {"for": "clinician", "setting": "moon"})
    assert answer.status == 422 and "moon" in answer.text


def test_the_case_file_and_the_events_can_be_taken_away(caller: Caller, case: str) -> None:
    from inference.shipped import KNOWLEDGE
    from whatelse.case import loads
    from whatelse.interview.events import read

    go_on(caller, case)
    saved = caller.get(f"{case}/case.yaml")
    assert "attachment" in saved.headers["content-disposition"]
    assert loads(saved.text, KNOWLEDGE)[0].person.age == 41
    assert read(caller.get(f"{case}/events.jsonl").body).torn is False
