"""Whatever a case file holds, a case comes out or one line that says what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sampling
from case.small_knowledge import KNOWLEDGE
from whatelse.case import Case, loads, parse_case, read_cases
from whatelse.errors import InputError

WHOLE = """\
id: whole
source: {citation: "Someone, 2020", year: 2020}
person: {age: 34, sex: female, sport: 'trail running'}
side: left
findings:
  onset_sudden: yes
  pop_at_onset: probably
  weeks_since_onset: 16.5
  swelling: some
  slr: {value: no, side: left, by: asked, when: 2024-01-05, likelihood: {yes: 0.3, no: 0.7}}
  sij_provocation: three_or_more
  sij_provocation_count: 3/5
  hip_rotation_difference_deg: {left: 30, right: 45, unit: degrees}
  pain_intensity: {value: 6, measured: 6, se: 0.5, definition: "0 to 10", set_aside: no}
  worse_sitting:
treatments:
  - rest
  - {what: loading, weeks: 12, how_often: 3 a week, effect: hours or days, still: yes}
imaging: [{region: thigh, method: MRI, week: 3, result: normal}]
told: [hamstring strain]
setting: article_clinic
stages: {history: [onset_sudden], exam: [slr]}
truth: {conditions: [pht], partly: []}
"""
SMALL = "findings:\n  pain_calf: yes\n  pain_below_knee: yes\n---\nid: second\nside: both\n"
WHOLE_CASE = loads(WHOLE, KNOWLEDGE)[0]
SEEDS = [
    WHOLE,
    SMALL,
    WHOLE_CASE.to_yaml(),
    WHOLE_CASE.to_json(),
    '{"findings": {"slr": true}}\n{"id": "b"}\n',
    "",
]

INSERTS = [
    *(
        b"[",
        b"{",
        b"]",
        b"}",
        b":",
        b": ",
        b"- ",
        b",",
        b'"',
        b"'",
        b"#",
        b"|",
        b">",
        b"\n",
        b"\t",
        b"\r",
        b"\0",
        b"\\",
    ),
    *(
        b"&a ",
        b"*a ",
        b"!!int ",
        b"!x ",
        b"? ",
        b"<<: ",
        b"---\n",
        b"...\n",
        b"%YAML 1.2\n",
        b"\\ud800",
        b"\\u0000",
    ),
    *(
        b"1e400",
        b"-1e999",
        b"9" * 5000,
        b"0x1f",
        b".nan",
        b".inf",
        b"NaN",
        b"Infinity",
        b"1_000",
        b"1:30",
        b"-0.0",
    ),
    *(b"yes", b"on", b"null", b"~", b"true", b"2024-01-05", b"12:30:45"),
    *("\ufeff", "\u2028", "\x85", "é", "\U0001f3c3", "\u202e", "\ufffe", "٣"),
    *(
        b"[" * 3000,
        b"{a: " * 3000,
        b'{"a":' * 3000,
        b"- " * 3000,
        b"\xff",
        b"\xc3",
        b"a" * 5000,
        b"? " * 3000,
    ),
]
BYTES = [item.encode() if isinstance(item, str) else item for item in INSERTS]
WEIRD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        -1e308,
        float("nan"),
        float("inf"),
        10**400,
        10**5000,
        -(10**20),
        -0.0,
    ),
    *(
        "",
        " ",
        "yes",
        "no",
        "unknown",
        "probably",
        "3/5",
        "9/9",
        "99999999/1",
        "left",
        "x" * 5000,
        "\ud800",
        "\0",
        "a\nb",
    ),
    *(
        "\u2028",
        "1e400",
        "1,5",
        "nan",
        b"yes",
        [],
        [[]],
        [None],
        {},
        {"value": {}},
        {"a": 1},
        {1: 2},
        {"a\nb": 1},
    ),
    *(
        set(),
        object,
        (1, 2),
        {"value": True, "likelihood": {"yes": 10**400}},
        {"left": 1e308, "right": -1e308},
    ),
]


@st.composite
def mutated(draw: Any) -> bytes:
    """A valid text after some bytes were flipped, cut, doubled, moved or put in."""
    text = bytearray(draw(st.sampled_from(SEEDS)).encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["flip", "truncate", "double", "delete", "insert", "insert", "value", "line"])):
            case "flip" if at < len(text):
                text[at] ^= 1 << draw(st.integers(0, 7))
            case "truncate":
                del text[at:]
            case "double":
                text[at:at] = text[at:to]
            case "delete":
                del text[at:to]
            case "insert":
                text[at:at] = draw(st.sampled_from(BYTES))
            case "value":  # what stands after a colon becomes something else
                colon = text.find(b":", at) + 1
                text[colon : text.find(b"\n", colon)] = b" " + draw(st.sampled_from(BYTES))
            case "line":
                lines = text.split(b"\n")
                lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
                text = bytearray(b"\n".join(lines))
    return bytes(text)


def swap(value: Any, draw: Any) -> Any:
    """The value with one part of it, at any depth, exchanged for something of another type."""
    if isinstance(value, dict) and value and draw(st.integers(0, 5)):
        key = draw(st.sampled_from(list(value)))
        if not draw(st.integers(0, 9)):
            return {**value, draw(st.sampled_from(["", "valu", "a\nb", 3, None, "x" * 3000])): value[key]}
        return {**value, key: swap(value[key], draw)}
    if isinstance(value, list) and value and draw(st.integers(0, 2)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], swap(value[at], draw), *value[at + 1 :]]
    return draw(st.sampled_from(WEIRD))


def must_be_a_case_or_one_line(found: object) -> None:
    assert isinstance(found, (Case, InputError))
    if isinstance(found, InputError):
        assert len(str(found).splitlines()) == 1
        assert len(str(found)) < 600
    else:
        found.to_yaml(), found.to_json(), found.mirrored(), found.at_stage("exam", KNOWLEDGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.law
@settings(
    max_examples=sampling.sample(300, 2000),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(raw=mutated(), name=st.sampled_from(["a.yaml", "a.json", "a.jsonl", "a"]))
def test_a_mutated_file_gives_cases_or_one_line_each(folder: Path, raw: bytes, name: str) -> None:
    path = folder / name
    path.write_bytes(raw)
    for _, found in read_cases(path, KNOWLEDGE):
        must_be_a_case_or_one_line(found)


@pytest.mark.law
@settings(max_examples=sampling.sample(100, 1000), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_values_of_another_type_give_a_case_or_one_line(data: st.DataObject) -> None:
    raw = swap(WHOLE_CASE.to_dict(), data.draw)
    try:
        found: object = parse_case(raw, KNOWLEDGE)
    except InputError as error:
        found = error
    must_be_a_case_or_one_line(found)
