"""What the result pages hold, for the runner and for the clinician."""

import re

import pytest

from inference.shipped import KNOWLEDGE
from tests.web.caller import SAID, Answer, Caller, go_on, opened
from whatelse.interview.events import read
from whatelse.interview.session import Session
from whatelse.report.page import gather
from whatelse.report.runner_result import runner_result

PARTS = ("ranges", "intervals", "why", "challenge", "exam", "note")


@pytest.fixture(scope="module")
def caller() -> Caller:
    return Caller()


@pytest.fixture(scope="module")
def base(caller: Caller) -> str:
    """A runner's case, answered to its end."""
    case = opened(caller)
    go_on(caller, case, said={**SAID, "site": {**SAID["site"], "spreads": ["thigh_upper_inner.left"]}})
    return case


@pytest.fixture(scope="module")
def page(caller: Caller, base: str) -> Answer:
    return caller.get(f"{base}/result")


def test_the_page_shows_what_the_data_says(caller: Caller, base: str, page: Answer) -> None:
    session = Session.resume(KNOWLEDGE, read(caller.get(f"{base}/events.jsonl").body).events)
    found = runner_result(session.case, KNOWLEDGE)
    plain = page.text.replace("&#39;", "'")
    for line in found.lines:
        assert line.text in plain
    for _, sources in found.groups:
        for one in sources:
            assert one.plain in plain and one.count in plain
    for one in found.clocks:
        assert one.text in plain


def test_the_slow_parts_are_not_on_the_page_but_linked(page: Answer, base: str) -> None:
    assert "range" not in page.text.split("What it may be")[1].split("</section>")[0].replace("/part/ranges", "")
    assert f'href="{base}/part/ranges"' in page.text and f'href="{base}/part/challenge"' in page.text


@pytest.mark.parametrize("name", PARTS)
def test_a_slow_part_comes_alone_or_as_a_page(caller: Caller, base: str, name: str) -> None:
    alone = caller.get(f"{base}/part/{name}", {"hx-request": "true"})
    whole = caller.get(f"{base}/part/{name}")
    assert alone.status == whole.status == 200
    assert alone.text.lstrip().startswith("<section") and "<html" not in alone.text
    assert "<html" in whole.text and "never tested on patients" in whole.text


def test_an_unknown_part_is_no_page(caller: Caller, base: str) -> None:
    assert caller.get(f"{base}/part/everything").status == 404


def test_ranges_hold_their_probability(caller: Caller, base: str) -> None:
    text = caller.get(f"{base}/part/ranges").text
    found = re.findall(r"about (\d+) of 100<br><small>range ([\d.]+) to ([\d.]+)", text)
    assert found
    for at, low, high in found:
        assert float(low) <= int(at) + 1 and int(at) - 1 <= float(high)


def test_what_was_shown_is_written_down_once_for_each_state(caller: Caller) -> None:
    case = opened(caller)
    go_on(caller, case)
    for path in ("/result", "/result", "/sheet", "/result?for=clinician", "/part/why"):
        assert caller.get(case + path).status == 200
    kinds = [event.kind for event in read(caller.get(f"{case}/events.jsonl").body).events]
    assert kinds.count("shown") == 1 and kinds[-1] == "shown"


def test_the_record_of_what_was_shown_holds_when_it_is_worked_out_again(caller: Caller, base: str) -> None:
    from whatelse.interview.shown import shown_of

    events = read(caller.get(f"{base}/events.jsonl").body).events
    last = [event for event in events if event.kind == "shown"][-1]
    assert shown_of(Session.resume(KNOWLEDGE, events)) == last.data


def test_the_plan_and_whom_to_see_are_there(page: Answer) -> None:
    for heading in (
        "What to do until it is known",
        "Who to see, and what to say",
        "The healing clock",
        "Signs to heed",
    ):
        assert heading in page.text


def test_the_marked_places_are_drawn(page: Answer) -> None:
    figures = page.text.split("What you marked")[1]
    assert 'class="starts"' in figures and 'class="spreads"' in figures
    assert "Where it hurts: Sit bone" in figures


def test_marks_set_the_side_and_that_it_spreads(caller: Caller, base: str) -> None:
    from whatelse.case import loads

    (case,) = loads(caller.get(f"{base}/case.yaml").text, KNOWLEDGE)
    assert case.side == "left"
    assert case.findings["pain_sit_bone"].value is True
    assert case.findings["radiating_pain"].value is True
    assert case.findings["pain_groin"].value is False


def test_undo_takes_the_marks_and_the_places_together(caller: Caller) -> None:
    case = opened(caller)
    site = go_on(caller, case, "site")
    after = caller.post(f"{case}/answer", {"n": site.number, "key": "site", **SAID["site"]})
    assert after.key != "site"
    undone = caller.post(f"{case}/undo", {"n": after.number})
    assert undone.key == "site"
    saved = caller.get(f"{case}/case.yaml").text
    assert "side: left" not in saved and "pain_sit_bone" not in saved


# ------------------------------------------------------------ the clinician's sheet


@pytest.fixture(scope="module")
def sheet(caller: Caller, base: str) -> Answer:
    return caller.get(f"{base}/sheet")


def test_the_sheet_ranks_with_figures_and_draws_the_chain(sheet: Answer) -> None:
    for words in ("Possible sources", "Where along the chain", "nerve, neck to foot", "Urgency", "Told so far"):
        assert words in sheet.text
    drawn = re.search(r'aria-label="The chain\. ([^"]+)"', sheet.text)[1]
    for place in ("axle on chassis", "rim on axle", "tire on rim", "neck and mid-back", "ankle and foot"):
        assert place in drawn


def test_the_chain_is_shaded_on_the_side_that_is_named(sheet: Answer) -> None:
    picture = sheet.text.split('class="body chain"')[1].split("</svg>")[0]
    assert picture.count('class="site') == 1 + 1 + 1 + 2 + 1 + 6, "spine, one joint each, thigh in two, knee, six sites"


def test_the_sheet_says_what_speaks_for_what_with_sources(caller: Caller, base: str) -> None:
    text = caller.get(f"{base}/part/why").text
    assert re.search(r"with it \d+ %", text) and "estimate" in text
    assert re.search(r'<td class="num">[+-]\d', text)


def test_six_signs_stand_in_a_table(caller: Caller, base: str) -> None:
    text = caller.get(f"{base}/part/challenge?for=clinician").text
    rows = text.split('aria-label="Six signs"')[1].split("</table>")[0]
    assert rows.count('<th scope="row">') == 6


def line(caller: Caller, base: str, text: str) -> Answer:
    page = caller.get(f"{base}/sheet")
    return caller.post(f"{base}/line", {"n": page.number, "line": text})


def test_a_line_of_shorthand_is_read_and_told_back(caller: Caller) -> None:
    base = opened(caller, "clinician")
    go_on(caller, base)
    answer = line(caller, base, "slump+ slr- fadir?")
    assert answer.status == 200
    told = answer.text.split("Told so far")[1]
    assert "Slump" in told.split("Positive:")[1].split("</p>")[0]
    assert "FADIR" in told.split("Not tested:")[1].split("</p>")[0]


def test_what_cannot_be_read_is_named_and_the_rest_counts(caller: Caller) -> None:
    base = opened(caller, "clinician")
    go_on(caller, base)
    answer = line(caller, base, "slump+ xyzzy+")
    assert "xyzzy" in answer.text and "Slump" in answer.text.split("Positive:")[1]


def test_a_line_with_nothing_in_it_changes_nothing(caller: Caller) -> None:
    base = opened(caller, "clinician")
    before = caller.get(f"{base}/events.jsonl").body
    assert line(caller, base, "hello there").status == 422
    assert caller.get(f"{base}/events.jsonl").body == before


def test_a_finding_is_searched_and_answered(caller: Caller) -> None:
    base = opened(caller, "clinician")
    go_on(caller, base)
    found = caller.get(f"{base}/sheet?q=puranen")
    assert 'value="puranen_orava"' in found.text
    after = caller.post(f"{base}/line", {"n": found.number, "finding": "puranen_orava", "value": "yes"})
    assert "Puranen" in after.text.split("Positive:")[1].split("</p>")[0]
    assert caller.post(f"{base}/line", {"n": after.number, "finding": "nothing", "value": "yes"}).status == 422


@pytest.mark.parametrize("reader", ["runner", "clinician"])
def test_the_page_to_print_is_a_pdf(caller: Caller, base: str, reader: str) -> None:
    pytest.importorskip("typst")
    answer = caller.get(f"{base}/report.pdf?for={reader}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-")


def test_the_note_is_plain_text(caller: Caller, base: str) -> None:
    note = caller.get(f"{base}/note")
    assert note.headers["content-type"].startswith("text/plain")
    assert note.text.startswith("NOTE FOR A CLINICIAN")
    assert max(map(len, note.text.splitlines())) <= 80


def test_under_16_the_page_says_so_and_gives_no_plan(caller: Caller) -> None:
    text = go_on(caller, opened(caller), said={**SAID, "age": {"number": "14"}}).text
    assert "16" in text.split("</dl>")[0]
    assert "Good to try now" not in text


@pytest.mark.parametrize("path", ["/sheet", "/result", "/again/site"])
def test_a_page_stays_below_150_kilobytes(caller: Caller, base: str, path: str) -> None:
    page = caller.get(base + path)
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    total = len(page.body) + sum(len(caller.get(one).body) for one in assets)
    packed = caller.get(base + path, {"accept-encoding": "gzip"})
    total_packed = len(packed.body) + sum(len(caller.get(one, {"accept-encoding": "gzip"}).body) for one in assets)
    assert total_packed <= 60_000 and len(page.body) <= 150_000, (path, total, total_packed)


def test_the_printed_page_keeps_the_level_of_the_interview(
    caller: Caller, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def watched(*args: object, triage: object = None, **options: object) -> object:
        given.append(triage)
        return gather(*args, triage=triage, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("whatelse.report.page.gather", watched)
    session = Session.resume(KNOWLEDGE, read(caller.get(f"{base}/events.jsonl").body).events)
    assert caller.get(f"{base}/report.pdf").status == 200
    assert given == [session.triage]
