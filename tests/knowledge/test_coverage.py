"""Every row of the evidence is used somewhere or left out for a reason, and the count cannot be fooled."""

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.knowledge.test_format_guide import blocks
from whatelse.cli.knowledge import command
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge
from whatelse.knowledge.coverage import MAP, TABLE, Coverage, coverage
from whatelse.knowledge.tree import EVIDENCE_ROWS, data_folder, read_bytes

REASONS = data_folder() / EVIDENCE_ROWS
HEADER = "condition_id,finding_id,measure,value,source_id\n"
#: Rows that no file of reasons is needed for: what they say stands in the knowledge as printed.
FOUND = {
    "sij_dysfunction,sij_block,sensitivity,0.94,LASLETT2005": "three_or_more",
    "pht,origin,specificity,0.645,PHTMRI2018": "findings.mri_hamstring_origin_abnormal.leak",
    "lumbar_radiculopathy,recovery_time,healing_weeks,20,CLINICBCN": "course.week_6",
}
NAMES = "evidence_finding_id,finding_id\nsij_block,sij_provocation_count\norigin,mri_hamstring_origin_abnormal\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, ["coverage", *map(str, arguments)])


def table(folder: Path, *rows: str) -> Path:
    (folder / TABLE).write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / MAP).write_text(NAMES)
    return folder


def small(knowledge: Knowledge, folder: Path, reasons: str, *rows: str) -> Coverage:
    (folder / "reasons.toml").write_text(reasons)
    return coverage(knowledge, table(folder, *rows), folder / "reasons.toml")


@pytest.fixture
def copy(evidence_dir: Path, tmp_path: Path) -> Path:
    for name in (TABLE, MAP):
        shutil.copyfile(evidence_dir / name, tmp_path / name)
    return tmp_path


def test_no_row_is_unaccounted(shipped: Knowledge, evidence_dir: Path) -> None:
    found = coverage(shipped, evidence_dir)
    assert [account.row.key for account in found.of("unaccounted")] == []
    assert found.problems == ()
    with (evidence_dir / TABLE).open(encoding="utf-8", newline="") as file:
        assert len(found.accounts) == sum(1 for _ in csv.DictReader(file))


def test_keys_tell_all_rows_apart(shipped: Knowledge, evidence_dir: Path) -> None:
    keys = [account.row.key for account in coverage(shipped, evidence_dir).accounts]
    assert len(set(keys)) == len(keys)


def test_the_command_counts_and_lists(evidence_dir: Path) -> None:
    short, long = run(evidence_dir), run(evidence_dir, "--all")
    assert short.exit_code == long.exit_code == 0, short.output
    assert short.output.endswith(" 0 unaccounted.\n")
    assert long.output.startswith(short.output)
    assert "Used, and where" in long.output
    assert "Not used, and why" in long.output


def test_a_new_row_is_named_and_ends_with_1(copy: Path) -> None:
    with (copy / TABLE).open("a", encoding="utf-8", newline="") as file:
        file.write("pht,worse_sitting,history,sensitivity,0.42,,,,nobody,CACCHIO2012,seen,\n")
    result = run(copy)
    assert result.exit_code == 1
    assert "1 unaccounted" in result.output
    assert "pht/worse_sitting/sensitivity/CACCHIO2012/0.42" in result.output


def test_a_changed_value_and_a_lost_row_are_named(copy: Path) -> None:
    text = (copy / TABLE).read_text("utf-8")
    row = "sij_dysfunction,fortin_finger,pointing,post_test_probability,1.00"
    lines = [line for line in text.splitlines() if "post_test_probability,1.00" in line]
    assert len(lines) == 1, row
    (copy / TABLE).write_text(text.replace("post_test_probability,1.00", "post_test_probability,0.99"), "utf-8")
    result = run(copy)
    assert result.exit_code == 1
    assert "sij_dysfunction/fortin_finger/post_test_probability/FORTIN1997/0.99" in result.output
    assert f"FORTIN1997/1.00 names no row of {TABLE}" in " ".join(result.output.split())


@pytest.mark.parametrize(("row", "place"), FOUND.items(), ids=lambda text: text[:30])
def test_what_stands_in_the_knowledge_is_found(shipped: Knowledge, tmp_path: Path, row: str, place: str) -> None:
    (account,) = small(shipped, tmp_path, "", row).accounts
    assert account.state == "used"
    assert place in account.why


@pytest.mark.parametrize(
    "row",
    [
        "sij_dysfunction,sij_block,sensitivity,0.70,LASLETT2005",  # another value
        "sij_dysfunction,sij_block,sensitivity,0.94,FORTIN1997",  # another source
        "pht,sij_block,sensitivity,0.94,LASLETT2005",  # another condition
        "sij_dysfunction,origin,sensitivity,0.94,LASLETT2005",  # another finding
        "sij_dysfunction,sij_block,post_test_probability,0.94,LASLETT2005",  # no likelihood
        "pht,origin,sensitivity,0.355,PHTMRI2018",  # a leak is no sensitivity
    ],
)
def test_what_only_looks_alike_is_not(shipped: Knowledge, tmp_path: Path, row: str) -> None:
    (account,) = small(shipped, tmp_path, "", row).accounts
    assert account.state == "unaccounted"


def test_a_reason_for_a_row_that_is_used_is_a_mistake(shipped: Knowledge, tmp_path: Path) -> None:
    key = "sij_dysfunction/sij_block/sensitivity/LASLETT2005/0.94"
    found = small(shipped, tmp_path, f'[[not_used]]\nreason = "no"\nrows = ["{key}"]\n', *FOUND)
    assert not found.complete
    assert found.of("unaccounted") == []
    assert "stands under not_used" in found.problems[0]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("conditions.pht.findings.worse_sitting", "rests on other sources"),
        ("conditions.pht.findings.worse_siting", "did you mean conditions.pht.findings.worse_sitting"),
    ],
)
def test_a_place_must_rest_on_the_source(shipped: Knowledge, tmp_path: Path, place: str, says: str) -> None:
    key = "pht/origin/sensitivity/LASLETT2005/0.5"
    reasons = f'[[used]]\nat = ["{place}"]\nrows = ["{key}"]\n'
    found = small(shipped, tmp_path, reasons, "pht,origin,sensitivity,0.5,LASLETT2005")
    assert [account.state for account in found.accounts] == ["unaccounted"]
    assert says in found.problems[0]


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ('[[unused]]\nrows = ["a"]\n', "unknown table 'unused'"),
        ('[[not_used]]\nrows = ["a"]\n', "not_used[0].reason"),
        ('[[not_used]]\nreason = "no"\n', "not_used[0].rows"),
        ('[[used]]\nat = "here"\nrows = ["a"]\n', "used[0].at"),
        ("not_used = 1\n", "not_used"),
        ("[[used]\n", "broken TOML"),
    ],
)
def test_a_broken_file_of_reasons_is_named(shipped: Knowledge, tmp_path: Path, reasons: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        small(shipped, tmp_path, reasons)
    assert "reasons.toml" in str(caught.value)
    assert says in str(caught.value)


def test_a_broken_table_is_named(shipped: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        coverage(shipped, tmp_path)
    table(tmp_path)
    (tmp_path / TABLE).write_text("condition_id,finding_id\n")
    with pytest.raises(InputError, match="has no column 'measure'"):
        coverage(shipped, tmp_path)
    (tmp_path / TABLE).write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        coverage(shipped, tmp_path)


def test_the_file_of_reasons_is_no_part_of_the_knowledge() -> None:
    assert REASONS.is_file()
    assert EVIDENCE_ROWS not in read_bytes(data_folder())


def test_the_example_of_the_guide_stands_in_the_file() -> None:
    (block,) = blocks(EVIDENCE_ROWS)
    text = REASONS.read_text("utf-8")
    for entry in (*block["used"], *block["not_used"]):
        assert all(f'"{row}"' in text for row in entry["rows"])
