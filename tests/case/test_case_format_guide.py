import re
from pathlib import Path

import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Case, case_schema, loads
from whatelse.case.files import Format

GUIDE = (Path(__file__).parents[2] / "docs" / "case-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, flags=re.DOTALL)


def examples(kind: Format) -> list[Case]:
    return [case for name, text in BLOCKS if name == kind for case in loads(text, KNOWLEDGE, format=kind)]


def test_the_examples_of_the_guide_are_valid_cases() -> None:
    (from_yaml,), (from_json,) = examples("yaml"), examples("json")
    assert from_json.findings == {key: from_yaml.findings[key] for key in from_json.findings}


def test_the_message_in_the_guide_is_the_one_that_is_printed() -> None:
    (message,) = (text.strip() for name, text in BLOCKS if name == "text")
    text = "\n" * 5 + "findings:\n  worse_siting: yes\n"
    assert complaint(loads, text, KNOWLEDGE, file="case.yaml") == message


SCHEMA = case_schema()
TABLES = [
    SCHEMA,
    *(SCHEMA["$defs"][name] for name in ("answer", "person", "image")),
    SCHEMA["$defs"]["treatment"]["anyOf"][1],
]
FIELDS = sorted({field for table in TABLES for field in table["properties"]})


@pytest.mark.parametrize("field", FIELDS)
def test_the_guide_names_every_field(field: str) -> None:
    assert f"`{field}`" in GUIDE
