import json

import pytest
from hypothesis import given

from case.arbitrary import plain
from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import json_reader, loads


@given(plain)
def test_json_is_read_as_python_reads_it(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=3)):
        assert json_reader.document(text).value == value


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"id": "a",\n "id": "b"}', 2, "id: given twice (first in line 1)"),
        ('{"truth": {"a": [{"b": 1,\n\n"b": 2}]}}', 3, "truth.a[0].b: given twice"),
        ('{"findings":\n {"weeks_since_onset": NaN}}', 2, "found NaN, expected a number"),
        ('{"told": "NaN",\n\n "id": -Infinity}', 3, "found -Infinity, expected a number"),
        (
            '{"findings":\n {"weeks_since_onset":\n 1e999}}',
            2,
            "found '1e999', expected a number that fits a computer",
        ),
        ('{"id": "a"\n "side": "left"}', 2, "broken JSON: Expecting ',' delimiter at column 2"),
        ('{"id": "a"} {"id": "b"}', 1, "one to a line, in a .jsonl file"),
        ('{"id": tru}', 1, "broken JSON"),
        ('{"id": "\\ud800"}', 1, "id: holds half a character"),
        ('{"truth": ' + "[" * 60 + "]" * 60 + "}", 1, "nested more than"),
        ("[" * 200_000, 1, "nested too deep"),
        ("[]", 1, "found a list, expected a mapping"),
        ('{"findings": {\n"slr": 1}}', 2, "findings.slr: found 1, expected yes, no"),
        ("{'id': 1}", 1, "broken JSON"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, line: int, said: str) -> None:
    message = complaint(loads, text, KNOWLEDGE, file="a.json", format="json")
    assert message.startswith(f"a.json, line {line}: ")
    assert said in message
