import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from case.arbitrary import cases
from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Answer, Case, case_schema, parse_case, schema_text, yaml_reader
from whatelse.errors import InputError

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "case.schema.json"
REWRITE = f"python -c 'from whatelse.case import schema_text; print(schema_text(), end=\"\")' > {PUBLISHED}"
CHECKER = jsonschema.Draft202012Validator(case_schema())


def test_the_published_schema_is_the_one_the_program_has() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), f"rewrite it: {REWRITE}"


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(case_schema())


@given(cases())
def test_what_is_written_fits_the_schema(case: Case) -> None:
    CHECKER.validate(case.to_dict())


def test_each_field_of_a_case_and_of_an_answer_is_in_the_schema() -> None:
    schema = case_schema()
    assert set(schema["properties"]) == set(Case.__struct_fields__) - {"file"}
    assert set(schema["$defs"]["answer"]["properties"]) == set(Answer.__struct_fields__)


@pytest.mark.parametrize(
    "raw",
    [
        {"persn": {}},
        {"side": "lft"},
        {"person": {"age": 121}},
        {"person": {"height": 180}},
        {"findings": {"slr": {"valu": True}}},
        {"findings": {"slr": []}},
        {"findings": {"slr": {"likelihood": {"yes": -1}}}},
        {"treatments": [{"weeks": 3}]},
        {"imaging": [{"week": -1}]},
        {"told": 3},
        {"stages": {"exams": []}},
    ],
)
def test_what_the_schema_refuses_the_program_refuses(raw: dict[str, Any]) -> None:
    assert not CHECKER.is_valid(raw)
    assert complaint(parse_case, copy.deepcopy(raw), KNOWLEDGE)


@pytest.mark.parametrize("raw", [{"told": [None, "sciatica"]}, {"told": None}, {"told": "sciatica"}])
def test_nothing_among_what_was_told_fits_the_schema_and_the_program(raw: dict[str, Any]) -> None:
    CHECKER.validate(raw)
    assert None not in parse_case(raw, KNOWLEDGE).told


def test_the_published_cases_fit_the_schema(cases_dir: Path) -> None:
    for path in sorted(cases_dir.glob("*.yaml")):
        (document,) = yaml_reader.documents(path.read_text(encoding="utf-8"))
        assert not isinstance(document, InputError)
        CHECKER.validate(document.value)
