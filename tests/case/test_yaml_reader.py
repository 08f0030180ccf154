import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import loads, yaml_reader
from whatelse.case.tree import DEEPEST
from whatelse.errors import InputError


def value(text: str) -> object:
    (document,) = yaml_reader.documents(text)
    assert not isinstance(document, InputError), document
    return document.value


def refused(text: str) -> str:
    return complaint(loads, text, KNOWLEDGE, file="a.yaml", format="yaml")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("yes", True),
        ("No", False),
        ("TRUE", True),
        ("~", None),
        ("", None),
        ("3", 3),
        ("-3.5", -3.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
    ],
)
def test_words_for_yes_no_nothing_and_numbers_are_read(word: str, meant: object) -> None:
    found = value(f"a: {word}")
    assert found == {"a": meant}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(meant)


@pytest.mark.parametrize(
    "word",
    [
        *("on", "off", "y", "1_000", "0x1f", "010", "1:30", "2024-01-05", "2024-01-05 10:00:00"),
        *(".nan", ".inf", "1e400", "<<", "9" * 400),
    ],
)
def test_words_that_yaml_would_turn_into_something_else_stay_words(word: str) -> None:
    assert value(f"a: {word}") == {"a": word}


def test_quoted_words_stay_words() -> None:
    assert value("a: 'yes'\nb: \"3\"") == {"a": "yes", "b": "3"}


def test_states_named_yes_and_no_are_words_as_keys() -> None:
    assert value("a: {yes: 0.8, no: 0.2}") == {"a": {"yes": 0.8, "no": 0.2}}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("id: a\nside: left\nside: right\n", 3, "side: given twice (first in line 2)"),
        ("findings:\n  slr: yes\n  slr: no\n", 3, "findings.slr: given twice (first in line 2)"),
        ("truth: {a: 1, a: 2}\n", 1, "truth.a: given twice"),
        ("id: &x a\nside: *x\n", 1, "anchor '&x'"),
        ("id: a\nside: *x\n", 2, "alias '*x'"),
        ("id: !!str 3\n", 1, "tag 'tag:yaml.org,2002:str'"),
        ("id: ! a\n", 1, "tag '!'"),
        ("truth: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("findings:\n  1: yes\n", 2, "found '1' as a key"),
        ("~: 1\n", 1, "found '~' as a key"),
        ("? [a]\n: 1\n", 1, "found a list or mapping as a key"),
        ("id: [1\n", None, "broken YAML: "),
        ("id: a\n\tside: left\n", 2, "broken YAML: "),
        ("id: a\nx: \x07\n", 2, "holds the character '\\x07'"),
        (f"truth: {'[' * 50}{']' * 50}", 1, f"nested more than {DEEPEST} deep"),
        ("truth: " + "[" * 100_000, 1, f"nested more than {DEEPEST} deep"),
        ("- a\n- b\n", 1, "found a list, expected a mapping"),
        ("findings:\n  slr: on\n", 2, "findings.slr: found 'on', expected yes, no"),
        (
            "findings:\n  weeks_since_onset: .nan\n",
            2,
            "findings.weeks_since_onset: found '.nan', expected a number",
        ),
        ("findings:\n  weeks_since_onset: 1_000\n", 2, "found '1_000', expected a number (write 1000)"),
        (
            "findings:\n\n  weeks_since_onset: 1e400\n",
            3,
            "found '1e400', expected a number that fits a computer",
        ),
        ("findings:\n  slr: {likelihood:\n      {yes: -1}}\n", 3, "findings.slr.likelihood.yes: found -1"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, line: int | None, said: str) -> None:
    message = refused(text)
    assert message.startswith("a.yaml")
    assert said in message
    if line is not None:
        assert message.startswith(f"a.yaml, line {line}: ")


def test_documents_are_cases_and_a_bad_one_does_not_stop_the_next() -> None:
    found = list(yaml_reader.documents("id: a\n---\nid: b\nid: c\n---\nid: d\n"))
    assert [isinstance(one, InputError) for one in found] == [False, True, False]


def test_an_error_in_the_syntax_ends_the_text() -> None:
    found = list(yaml_reader.documents("id: a\n---\nid: [\n---\nid: d\n"))
    assert [isinstance(one, InputError) for one in found] == [False, True]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_both_parsers_of_pyyaml_read_the_same(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = pytest.importorskip("yaml")
    if not hasattr(yaml, loader):
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_reader, "_LOADER", getattr(yaml, loader))
    assert value("a: yes\nb: 'yes'\nc: |\n  text\nd: [1, {e: ~}]") == {
        "a": True,
        "b": "yes",
        "c": "text\n",
        "d": [1, {"e": None}],
    }
