"""Whatever a runner reads is easy to read, promises nothing, and ends with what to do if it gets worse."""

import re

import pytest

from inference.shipped import KNOWLEDGE
from sampling import sample
from tests.web.caller import SAID, Answer, Caller, go_on, opened, reply
from tests.web.pages_read import blocks, sentences
from whatelse.knowledge.reading import grade
from whatelse.report.runner_words import IF_WORSE, NOT_VALIDATED

HIGHEST = 8.0
BANNED = re.compile(r"\bsafe to\b|\byou have (a|an|the) |\bdiagnosis is\b|\bit is safe\b", re.IGNORECASE)
#: Names are no sentences: of actions, of causes as they are called, of places to look for a therapist, of laws.
NAMES = (
    {action.label for action in KNOWLEDGE.actions.values()}
    | {c.plain for c in KNOWLEDGE.conditions.values()}
    | {c.plain.partition(" (")[0] for c in KNOWLEDGE.conditions.values()}
    | {rule.label for rule in KNOWLEDGE.rules.values()}
    | {finding.label for finding in KNOWLEDGE.findings.values()}
    | {factor.label for factor in KNOWLEDGE.six_factors.factors}
    # Held to its grade as a whole where it is written, not sentence by sentence.
    | {part.rstrip(".") for c in KNOWLEDGE.conditions.values() for part in c.what.split(". ")}
)
PROPER = ("Institute", "Web Content Accessibility", "whatelse")
#: Runners with different pictures: what they say beside the rest.
RUNNERS: dict[str, dict[str, dict[str, object]]] = {
    "sit bone": SAID,
    "nerve": {
        **SAID,
        "site": {"starts": ["deep_buttock.right"], "spreads": ["calf_outer.right", "sole.right"]},
        "paraesthesia": {"value": "yes"},
        "scan": {"kind": "MRI", "part": "low back", "result": "abnormal", "last": "1"},
        "scan:1": {"found": ["herniation", "stenosis"]},
        "told": {"told": ["sciatica", "bad hip karma"]},
    },
    "nothing known": {
        "age": {"value": "dont_know"},
        "sex": {"value": "dont_know"},
        "told": {"nobody": "1"},
        "tried": {"nothing": "1"},
        "scan": {"nothing": "1"},
        "site": {"value": "dont_know"},
    },
    "bone": {**SAID, "screen:walking": {"line": ["impact_pain"], "rest": "none"}, "impact_pain": {"value": "yes"}},
    "emergency": {**SAID, "screen:nerves": {"line": ["saddle_anaesthesia"], "rest": "none"}},
    "child": {**SAID, "age": {"number": "14"}},
}


def walked(said: dict[str, dict[str, object]]) -> list[Answer]:
    """Every page that a runner sees, the slow parts and the list of answers as well."""
    caller = Caller()
    base = opened(caller)
    pages = [caller.get("/"), caller.get(base)]
    while pages[-1].key or "Stop and read" in pages[-1].text:
        page = pages[-1]
        pages.append(caller.post(f"{base}/answer" if page.key else f"{base}/read", reply(page, said)))
        assert pages[-1].status == 200, pages[-1].text
    assert pages[-1].path.endswith("/result")
    more = ["/answers", "/part/ranges", "/mechanics?overstride=-5&left_hip_extension=10&held=sit_bone"] + (
        ["/part/challenge"] if "told" in said and "told" in said["told"] else []
    )
    pages += [caller.get(base + path) for path in more]
    pages.append(caller.post(f"{base}/delete"))
    return pages


@pytest.fixture(scope="module", params=sample(["bone", "emergency", "nothing known", "sit bone"], sorted(RUNNERS)))
def pages(request: pytest.FixtureRequest) -> list[Answer]:
    return walked(RUNNERS[request.param])


def is_name(sentence: str) -> bool:
    """A heading or a name on a button has no sentence to be hard."""
    plain = sentence.rstrip(".:")
    return plain in NAMES or len(sentence.split()) < 4 or any(word in sentence for word in PROPER)


def without_names(sentence: str) -> str:
    """A cause is named as it is called; what is judged is the sentence around it."""
    for name in sorted(NAMES, key=len, reverse=True):
        if len(name) > 12:
            sentence = sentence.replace(name, "it").replace(name[:1].lower() + name[1:], "it")
    return sentence


def test_every_sentence_is_easy_to_read(pages: list[Answer]) -> None:
    hard = {
        (round(grade(without_names(s), KNOWLEDGE.reading_words), 1), s)
        for page in pages
        for s in sentences(page.text)
        if not is_name(s) and grade(without_names(s), KNOWLEDGE.reading_words) > HIGHEST
    }
    assert sorted(hard, reverse=True) == []


def test_nothing_is_promised_and_no_verdict_given(pages: list[Answer]) -> None:
    for page in pages:
        found = BANNED.search(" ".join(blocks(page.text)))
        assert not found, (page.path, found)


def test_every_page_ends_with_when_to_seek_care_and_never_validated(pages: list[Answer]) -> None:
    for page in pages:
        text = blocks(page.text)
        assert IF_WORSE in text and NOT_VALIDATED in text, page.path


def test_a_runner_sees_no_decibans_and_no_ids(pages: list[Answer]) -> None:
    ids = {key for key in (*KNOWLEDGE.findings, *KNOWLEDGE.conditions) if "_" in key}
    for page in pages:
        words = set(re.findall(r"[a-z_]+", " ".join(blocks(page.text))))
        assert not words & ids, (page.path, words & ids)
        assert "deciban" not in page.text.lower()


@pytest.mark.parametrize("path", ["/about", "/accessibility", "/nothing-here", "/c/nothing"])
def test_the_other_pages_are_easy_to_read_too(path: str) -> None:
    page = Caller().get(path)
    hard = [(grade(s, KNOWLEDGE.reading_words), s) for s in sentences(page.text) if not is_name(s)]
    assert [one for one in hard if one[0] > HIGHEST] == []
    assert IF_WORSE in blocks(page.text)


def test_two_windows_are_told_easily() -> None:
    caller = Caller()
    base = opened(caller)
    page = caller.get(base)
    caller.post(f"{base}/answer", reply(page))
    late = caller.post(f"{base}/answer", reply(page))
    hard = [s for s in sentences(late.text) if not is_name(s) and grade(s, KNOWLEDGE.reading_words) > HIGHEST]
    assert hard == []


def test_after_the_questions_the_result_is_one_page(pages: list[Answer]) -> None:
    (result,) = [page for page in pages if page.path.endswith("/result")]
    assert result.text.count("<h1>") == 1
    assert len(result.text.split("<dt>")) == 4, "three plain lines come first"


def test_at_most_five_sources_are_shown(pages: list[Answer]) -> None:
    (result,) = [page for page in pages if page.path.endswith("/result")]
    assert result.text.count('<div class="source">') <= 5


def test_the_walk_reaches_a_result_for_the_runner_of_the_issue() -> None:
    caller = Caller()
    page = go_on(caller, opened(caller))
    assert "does not fit well" in page.text and "sit bone" in page.text
