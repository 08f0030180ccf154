"""The answer as a thing: its text, its table, its JSON and the schema of it."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from inference.shipped import EXAMPLES, KNOWLEDGE, SETTINGS, differential, example
from whatelse import __version__, assess, triage
from whatelse.errors import InputError
from whatelse.inference.differential import DIGITS, Entry, rounded
from whatelse.triage.assessment_schema import assessment_schema, assessment_schema_text

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "assessment.schema.json"
MODULE = "whatelse.triage.assessment_schema"
REWRITE = f"python -c 'from {MODULE} import *; print(assessment_schema_text(), end=\"\")' > {PUBLISHED}"
CHECKER = jsonschema.Draft202012Validator(assessment_schema())
FULL = triage.assess(example("sit_bone_30_weeks"), KNOWLEDGE)


def test_the_published_schema_is_the_one_the_program_has() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == assessment_schema_text(), f"rewrite it: {REWRITE}"


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(assessment_schema())


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_answer_to_every_example_fits_the_schema(path: Path) -> None:
    CHECKER.validate(json.loads(assess(path, knowledge=KNOWLEDGE).to_json()))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_empty_answer_of_every_setting_fits_the_schema(setting: str) -> None:
    CHECKER.validate(json.loads(assess({}, setting=setting, knowledge=KNOWLEDGE).to_json()))


@pytest.mark.parametrize(
    ("field", "value"),
    [("ranking", [["pht", 1.5]]), ("ranking", [["pht"]]), ("something_else", -0.1), ("differential", [{}])],
)
def test_the_schema_refuses_what_is_no_answer(field: str, value: object) -> None:
    broken = json.loads(FULL.to_json()) | {field: value}
    assert not CHECKER.is_valid(broken)


def test_the_json_holds_what_was_promised() -> None:
    found = json.loads(FULL.to_json())
    assert all(isinstance(name, str) and isinstance(p, float) for name, p in found["ranking"])
    promised = {"condition", "label", "probability", "interface", "parent", "relation"}
    assert all(promised <= set(entry) for entry in found["differential"])
    assert found["something_else"] == dict(found["ranking"])["something_else"]
    assert found["engine"] == __version__
    assert found["knowledge"]["digest"] == KNOWLEDGE.digest
    assert found["setting"]["id"] == KNOWLEDGE.default_setting


def test_every_condition_is_listed_once_with_its_place_in_the_tree() -> None:
    listed = [entry.condition for entry in FULL.differential]
    assert sorted(listed) == sorted(KNOWLEDGE.conditions)
    for entry in FULL.differential:
        known = KNOWLEDGE.conditions[entry.condition]
        assert (entry.parent, entry.relation, entry.interface) == (known.parent, known.relation, known.interface)


def test_json_is_one_line_with_nine_decimals() -> None:
    assert "\n" not in FULL.to_json()
    numbers = [FULL.something_else, *(p for _, p in FULL.ranking), *(e.probability for e in FULL.differential)]
    assert all(p == round(p, DIGITS) for p in numbers)


def test_rounding_never_writes_a_negative_zero() -> None:
    assert str(rounded(-1e-12)) == "0.0"


def test_json_is_read_back_to_the_same_answer() -> None:
    assert msgspec.json.decode(FULL.to_json(), type=triage.Assessment) == FULL


def test_the_repr_names_case_setting_and_the_first_five() -> None:
    text = repr(FULL)
    assert text.startswith("Triage: routine")
    assert "\nDifferential of sit-bone-30-weeks (General sports clinic, findings: all)\n" in text
    for name, p in FULL.ranking[:5]:
        assert f"{100 * p:.1f} %  {FULL.entry(name).label}  [{name}]" in text
    assert text.endswith("nothing in this list")


def test_the_html_table_is_escaped() -> None:
    name, entry = FULL.ranking[0][0], FULL.entry(FULL.ranking[0][0])
    evil = msgspec.structs.replace(entry, label="<script>alert('a') & b</script>")
    others = [e for e in FULL.differential if e.condition != name]
    html = msgspec.structs.replace(FULL, differential=(evil, *others))._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert html.count("<tr>") == 9


def test_a_probability_is_found_by_any_id_and_an_unknown_one_is_a_key_error() -> None:
    for name in ("pht", "lumbar_any", "hamstring_strain_2c", "sij_stuck", "double_crush"):
        assert 0 <= FULL.probability(name) <= 1
        assert isinstance(FULL.entry(name), Entry)
    with pytest.raises(KeyError):
        FULL.probability("phtt")


# ---------------------------------------------------------------- the Python door


def test_a_path_a_mapping_and_a_case_give_the_same_answer() -> None:
    path = EXAMPLES / "sit_bone_30_weeks.yaml"
    one = example("sit_bone_30_weeks")
    from_mapping = assess(one.to_dict(), knowledge=KNOWLEDGE)
    assert assess(path).to_json() == assess(str(path)).to_json() == from_mapping.to_json() == FULL.to_json()
    assert assess(one, knowledge=KNOWLEDGE) == FULL


def test_a_setting_asked_for_goes_before_that_of_the_case() -> None:
    one = {"setting": "article_clinic"}
    assert assess(one, knowledge=KNOWLEDGE).setting.id == "article_clinic"
    asked = assess(one, setting="general_sports_clinic", knowledge=KNOWLEDGE)
    assert asked.setting.id == "general_sports_clinic"


def test_a_stage_uses_only_what_it_can_know() -> None:
    one = example("sit_bone_30_weeks")
    used = {
        stage: {t.finding for t in assess(one, stage=stage, knowledge=KNOWLEDGE).findings.used}
        for stage in ("history", "exam", "all")
    }
    assert used["history"] < used["exam"] < used["all"]
    assert "focal_ischial_tenderness" in used["exam"] - used["history"]
    assert "mri_thigh_normal" in used["all"] - used["exam"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: assess("nowhere.yaml"), "nowhere.yaml: cannot read"),
        (
            lambda: assess({"findings": {"worse_siting": True}}),
            "findings.worse_siting: unknown finding .*worse_sitting",
        ),
        (lambda: assess({}, setting="article"), "unknown setting 'article'.*article_clinic"),
        (lambda: assess({}, stage="later"), "found stage 'later', expected history, exam or all"),  # type: ignore[arg-type]
        (lambda: assess(3), "found 3, expected a mapping"),  # type: ignore[arg-type]
        (lambda: assess(EXAMPLES), "holds 11 cases, expected one"),
    ],
)
def test_bad_input_is_a_value_error_of_one_line(ask: object, message: str) -> None:
    with pytest.raises(ValueError, match=message) as told:
        ask()  # type: ignore[operator]
    assert isinstance(told.value, InputError)
    assert "\n" not in str(told.value)


def test_an_answer_that_contradicts_the_model_is_told_in_one_line() -> None:
    certain = {"value": True, "likelihood": {"no": 1.0, "yes": 0.0}}
    with pytest.raises(InputError, match="cannot all be true together"):
        differential({"pop_at_onset": True, "onset_sudden": certain})
