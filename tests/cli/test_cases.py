"""``whatelse cases``: what is kept here, out and in again, and gone when it shall be."""

import json
import stat
from pathlib import Path

import pytest

from cli.program import refusal, whatelse
from tests.store.chains import chain
from whatelse.store import Store


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    """A case of five events, in the store that the command finds by itself."""
    path = tmp_path / "cases.sqlite"
    monkeypatch.setenv("WHATELSE_STORE", str(path))
    lines = chain(5, audience="runner")
    with Store(path) as store:
        case = store.open(lines[0])
        store.append(case, lines[1:])
    return case, path


def test_the_list_names_each_case_in_words_and_as_json(kept: tuple[str, Path]) -> None:
    case, _ = kept
    assert whatelse("cases", "list").stdout == f"{case}  runner, 5 events, last 2025-03-01T10:00:04Z, open\n"
    found = json.loads(whatelse("cases", "list", "--json").stdout)
    assert found == {
        "case": case,
        "audience": "runner",
        "opened": "2025-03-01T10:00:00Z",
        "last": "2025-03-01T10:00:04Z",
        "events": 5,
        "finished": False,
    }


def test_a_case_is_shown_event_by_event_by_the_beginning_of_its_id(kept: tuple[str, Path]) -> None:
    lines = whatelse("cases", "show", kept[0][:5]).stdout.splitlines()
    assert len(lines) == 5
    assert lines[2].split() == ["2", "2025-03-01T10:00:02Z", "answered", "q2", "=", "true"]


def test_out_and_in_again_is_the_same(kept: tuple[str, Path], tmp_path: Path) -> None:
    case, path = kept
    out, other = tmp_path / "out.jsonl", tmp_path / "other.sqlite"
    assert whatelse("cases", "export", case, "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert whatelse("cases", "export", case).stdout.encode() == out.read_bytes()
    new = whatelse("cases", "import", out, "--store", other).stdout.strip()
    with Store(other) as there, Store(path) as here:
        assert there.export(new) == here.export(case)


def test_an_export_writes_over_nothing(kept: tuple[str, Path], tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", "utf-8")
    assert "is there already" in refusal("cases", "export", kept[0], "-o", mine)
    assert mine.read_text("utf-8") == "mine"


def test_delete_asks_first_and_leaves_that_it_was_there(kept: tuple[str, Path]) -> None:
    case, _ = kept
    found = whatelse("cases", "delete", case, stdin="n\n")
    assert found.exit_code == 130
    assert case in whatelse("cases", "list").stdout
    assert whatelse("cases", "delete", case, "--yes").exit_code == 0
    assert whatelse("cases", "list", "--json").stdout == ""
    assert whatelse("cases", "list").stdout.startswith(f"{case}  deleted 20")
    assert "found no case" in refusal("cases", "show", case)


def test_a_broken_file_is_not_taken_in(kept: tuple[str, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(b"\n".join(chain(3)).replace(b"q1", b"q7"))
    assert refusal("cases", "import", broken).startswith(f"{broken}, line 2: was changed")
    assert len(whatelse("cases", "list").stdout.splitlines()) == 1


@pytest.mark.parametrize("words", [["show", "nobody"], ["export", "nobody"], ["delete", "nobody", "--yes"]])
def test_an_unknown_case_is_one_line(kept: tuple[str, Path], words: list[str]) -> None:
    assert "found no case 'nobody'" in refusal("cases", *words)


def test_a_store_that_is_none_is_one_line(tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_bytes(b"junk" * 500)
    assert "no store of cases" in refusal("cases", "list", "--store", junk)
