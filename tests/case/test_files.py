import io
import os
import sys
from pathlib import Path

import pytest

from case.small_knowledge import KNOWLEDGE, complaint
from whatelse.case import Case, files, loads, read_cases
from whatelse.errors import InputError


def read(path: str | Path) -> list[tuple[str, str | None]]:
    """Each case as its name and id, each error as its name and line of text."""
    found = []
    for name, case in read_cases(path, KNOWLEDGE):
        assert "\n" not in str(case)
        found.append((name, str(case) if isinstance(case, InputError) else case.id))
    return found


def the_complaint(path: str | Path) -> str:
    ((_, said),) = read(path)
    assert said is not None
    return said


def on_standard_input(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> list[tuple[str, str | None]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return read("-")


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML"])
def test_a_yaml_file_holds_a_case(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id: a\n")
    assert read(tmp_path / name) == [(str(tmp_path / name), "a")]
    ((_, case),) = read_cases(str(tmp_path / name), KNOWLEDGE)
    assert isinstance(case, Case)
    assert case.file == str(tmp_path / name)


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "none"])
@pytest.mark.parametrize("text", ["", "  \n", "{}"])
def test_an_empty_file_is_a_case_of_which_nothing_is_known(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert read(tmp_path / name) == [(str(tmp_path / name), None)]


def test_a_file_of_comments_is_an_empty_case() -> None:
    assert loads("# nothing yet\n", KNOWLEDGE) == loads("---\n", KNOWLEDGE) == [Case()]


def test_a_byte_order_mark_is_no_part_of_a_case(tmp_path: Path) -> None:
    for name, text in (("a.yaml", "id: a"), ("b.json", '{"id": "a"}'), ("c.jsonl", '{"id": "a"}')):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [case for _, case in read(tmp_path)] == ["a", "a", "a"]


def test_several_documents_are_several_cases(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("id: a\n---\nid: b\nside: lft\n---\nid: c\n---\n")
    first, second, third = read(path)
    assert (first, third) == ((f"{path}:1", "a"), (f"{path}:5", "c"))
    assert second[1] == f"{path}, line 4: side: found 'lft', expected left, right, both or unknown (did you mean left?)"


def test_each_line_of_json_lines_is_a_case_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": "a"}\r\n\n{"id": \n\xff\n{"id": "\\u2028\xe2\x80\xa8"}\n{"side": "x"}')
    found = dict(read(path))
    assert list(found) == [f"{path}:{line}" for line in (1, 3, 4, 5, 6)]
    assert found[f"{path}:1"] == "a"
    assert str(found[f"{path}:3"]).startswith(f"{path}, line 3: broken JSON")
    assert str(found[f"{path}:4"]).startswith(f"{path}, line 4: is not UTF-8")
    assert found[f"{path}:5"] == "\u2028\u2028"
    assert str(found[f"{path}:6"]).startswith(f"{path}, line 6: side: ")


def test_a_line_that_is_too_long_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 40)
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a"}\n{"id": "' + "b" * 100 + '"}\n{"id": "c"}\n')
    (_, first), (_, second), (_, third) = read(path)
    assert (first, third) == ("a", "c")
    assert second == f"{path}, line 2: is larger than 10 MB"


def test_a_folder_gives_its_case_files_in_order(tmp_path: Path) -> None:
    for name, text in (
        ("b.json", '{"id": "b"}'),
        ("a.yaml", "id: [\n"),
        ("c.jsonl", '{"id": "c"}\n{"id": "d"}'),
    ):
        (tmp_path / name).write_text(text)
    (tmp_path / "README.md").write_text("# Cases")
    (tmp_path / ".hidden.yaml").write_text("id: hidden")
    (tmp_path / "folder.yaml").mkdir()
    said = [case for _, case in read(tmp_path)]
    assert said[1:] == ["b", "c", "d"]
    assert "broken YAML" in str(said[0])


def test_a_folder_without_cases_says_so(tmp_path: Path) -> None:
    assert "folder without case files" in the_complaint(tmp_path)


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        (b"id: a\nside: left\n", ["a"]),
        (b"{id: a}\n", ["a"]),
        (b'{"id": "a"}', ["a"]),
        (b'{\n"id": "a",\n"treatments": [\n{"what": "rest"},\n{"what": "ice"}]\n}\n', ["a"]),
        (b'{"id": "a"}\n{"id": "b"}\n', ["a", "b"]),
        (b"", [None]),
    ],
)
def test_standard_input_is_read_by_what_it_holds(raw: bytes, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [case for _, case in on_standard_input(monkeypatch, raw)] == ids


def test_a_broken_first_line_of_json_lines_on_standard_input_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (_, first), (_, second) = on_standard_input(monkeypatch, b'{"id": \n{"id": "b"}\n')
    assert str(first).startswith("standard input, line 1: broken JSON")
    assert second == "b"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"id: a\nside: \xff\n", ", line 2: is not UTF-8 (byte 12)"),
        ("id: ä".encode("utf-16"), "is not UTF-8"),
        (b"id: a\n\0", ", line 2: holds a NUL byte"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    for name in ("a.yaml", "a.json"):
        (tmp_path / name).write_bytes(raw)
        assert said in the_complaint(tmp_path / name)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_file_over_ten_megabytes_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"#" * 10_000_001)
    assert the_complaint(tmp_path / name) == f"{tmp_path / name}: is larger than 10 MB"


def test_a_text_over_ten_megabytes_is_refused() -> None:
    assert "larger than 10 MB" in complaint(loads, "#" * 10_000_001, KNOWLEDGE)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "cannot read (No such file or directory)" in the_complaint(tmp_path / "none.yaml")


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("id: a")
    assert "ends in '.txt', expected .yaml, .yml, .json or .jsonl" in the_complaint(tmp_path / "a.txt")


def test_a_name_that_no_file_has_is_told() -> None:
    assert "expected a file name" in the_complaint("a\0.yaml")
    assert "cannot read (File name too long)" in the_complaint("a" * 5000)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a")
    (tmp_path / "a.yaml").chmod(0)
    assert "cannot read (Permission denied)" in the_complaint(tmp_path / "a.yaml")


def test_a_refusal_to_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yaml").write_text("id: a")
    monkeypatch.setattr(Path, "open", refuse)
    assert the_complaint(tmp_path / "a.yaml") == f"{tmp_path / 'a.yaml'}: cannot read (Permission denied)"


def test_a_text_gives_all_its_cases_or_its_first_mistake() -> None:
    assert [case.id for case in loads('{"id": "a"}\n{"id": "b"}', KNOWLEDGE)] == ["a", "b"]
    assert "line 2" in complaint(loads, '{"id": "a"}\n{"id": [3]}', KNOWLEDGE)
    assert "is not UTF-8" in complaint(loads, "id: \ud800", KNOWLEDGE)
