"""Bad input: one clear line with file, line and field, exit code 2, never a traceback."""

import os
from pathlib import Path

import pytest

from cli.program import process, refusal, whatelse

BAD = {
    "an unknown finding": (
        "findings:\n  worse_siting: yes\n",
        "line 2: findings.worse_siting: unknown finding 'worse_siting' (did you mean worse_sitting?)",
    ),
    "an unknown key": ("sied: left\n", "line 1: sied: unknown key 'sied' (did you mean side?)"),
    "an implied finding denied": (
        "findings:\n  pop_at_onset: yes\n  onset_sudden: no\n",
        "line 2: findings.pop_at_onset: is yes, but onset_sudden, which it implies, is no",
    ),
    "too short for what it says": (
        "findings:\n  weeks_since_onset: 3\n  healing_over_8_weeks: yes\n",
        "line 3: findings.healing_over_8_weeks: is yes, but weeks_since_onset is 3",
    ),
    "an age of 200": ("person: {age: 200}\n", "line 1: person.age: found 200, expected a number from 0 to 120"),
    "pain of 11 of 10": ("findings: {pain_intensity: 11}\n", "findings.pain_intensity: found 11, expected a number"),
    "negative weeks": ("findings:\n  weeks_since_onset: -1\n", "line 2: findings.weeks_since_onset: found -1"),
    "not a number": (
        "findings: {weeks_since_onset: .nan}\n",
        "findings.weeks_since_onset: found '.nan', expected a number",
    ),
    "more positive than done": ("findings: {sij_provocation_count: 4/3}\n", "4 positive of 3 done"),
    "a word for a number": ("findings: {weeks_since_onset: long}\n", "found 'long', expected a number"),
    "a number for a yes": ("findings: {slr: 3}\n", "findings.slr: found 3, expected yes, no, probably or unknown"),
    "a list for a finding": ("findings:\n  slr: [yes]\n", "line 2: findings.slr: found a list"),
    "a list for the findings": ("findings: [slr]\n", "findings: found a list, expected a mapping"),
    "a list for a case": ("- slr\n", "found a list, expected a mapping"),
    "a word for a case": ("slr\n", "found 'slr', expected a mapping"),
    "a wrong side": ("side: lft\n", "side: found 'lft', expected left, right, both or unknown (did you mean left?)"),
    "a wrong setting": ("setting: article\n", "setting: unknown setting 'article' (did you mean article_clinic?)"),
    "a finding twice": ("findings:\n  slr: yes\n  slr: no\n", "line 3: findings.slr: given twice (first in line 2)"),
    "an alias": ("person: &p {age: 3}\n", "line 1: person: anchor '&p': a case has none"),
    "a tag": ("person: !!python/object:os.system {}\n", "a case has none"),
    "broken YAML": ("findings: {slr: [1\n", "broken YAML"),
    "a tab in YAML": ("findings:\n\tslr: yes\n", "broken YAML"),
    "broken JSON": ('{"findings": {"slr": tru}}', "line 1"),
    "nested too deep": ("[" * 3000, "deep"),
    "likelihoods of nothing": ("findings: {slr: {likelihood: {yes: 0, no: 0}}}\n", "all weights are zero"),
    "impossible together": (
        "findings:\n  pop_at_onset: yes\n  onset_sudden: {value: yes, likelihood: {yes: 0, no: 1}}\n",
        "cannot all be true together",
    ),
}


@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD)
def test_a_bad_case_is_told_in_one_line_with_its_place(text: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    found = refusal("assess", path)
    assert found.startswith(str(path)), found
    assert line in found


def test_standard_input_is_named_as_such() -> None:
    line = refusal("assess", "-", stdin="findings:\n  worse_siting: yes\n")
    assert line.startswith("standard input, line 2: findings.worse_siting")


def test_a_file_of_more_than_10_mb_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"# " + b"x" * 10_000_000)
    assert refusal("assess", path) == f"{path}: is larger than 10 MB"


def test_what_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: a\nperson: {sport: Läufer}\n".encode("latin-1"))
    assert refusal("assess", path) == f"{path}, line 2: is not UTF-8 (byte 23)"


def test_a_binary_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(bytes(range(256)))
    assert str(path) in refusal("assess", path)


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    assert refusal("assess", tmp_path) == (f"{tmp_path}: is a folder without case files (.yaml, .yml, .json, .jsonl)")


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "case.pdf"
    path.write_text("%PDF")
    assert refusal("assess", path) == f"{path}: ends in '.pdf', expected .yaml, .yml, .json or .jsonl"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    assert refusal("assess", path) == f"{path}: cannot read (No such file or directory)"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("{}")
    path.chmod(0)
    assert refusal("assess", path) == f"{path}: cannot read (Permission denied)"


def test_every_bad_case_of_a_folder_is_told_and_the_good_ones_are_answered(tmp_path: Path) -> None:
    for i, (text, _) in enumerate(BAD.values()):
        (tmp_path / f"{i:02}.yaml").write_text(text)
    (tmp_path / "99.yaml").write_text("id: good\n")
    found = whatelse("assess", "--json", tmp_path)
    assert found.exit_code == 2
    assert len(found.stdout.splitlines()) == 1
    assert len(found.stderr.splitlines()) == len(BAD)
    assert "Traceback" not in found.output


def test_bad_bytes_on_standard_input_are_told_in_a_process_of_its_own() -> None:
    found = process("assess", "-", stdin=b"\xff\xfe\x00")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr == b"whatelse: standard input, line 1: is not UTF-8 (byte 0)\n"
