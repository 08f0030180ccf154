"""``whatelse report``: files out, one line for what cannot be."""

import json
import sys
from pathlib import Path

import pytest

from cli.program import EXAMPLES, refusal, whatelse
from inference.shipped import KNOWLEDGE, example
from whatelse.triage import assess

ONE = EXAMPLES / "mild_strain_week_1.yaml"


def test_a_pdf_a_page_and_the_data_beside_it_in_one_call(tmp_path: Path) -> None:
    names = [tmp_path / f"report.{kind}" for kind in ("pdf", "html", "json")]
    found = whatelse("report", ONE, *(word for name in names for word in ("-o", name)))
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr.count("wrote ") == 3
    assert names[0].read_bytes().startswith(b"%PDF-")
    assert names[1].read_text("utf-8").startswith("<!doctype html>")
    assert json.loads(names[2].read_bytes())["format"] == "whatelse-report/1"


def test_the_same_call_writes_the_same_bytes(tmp_path: Path) -> None:
    for kind in ("pdf", "html", "json"):
        twice = []
        for k in range(2):
            name = tmp_path / f"{k}.{kind}"
            whatelse("report", ONE, "-o", name, "--for", "both")
            twice.append(name.read_bytes())
        assert twice[0] == twice[1]


def test_the_data_hold_the_whole_answer_and_the_pages(tmp_path: Path) -> None:
    name = tmp_path / "r.json"
    whatelse("report", ONE, "-o", name, "--for", "both")
    data = json.loads(name.read_bytes())
    assert [page["audience"] for page in data["pages"]] == ["runner", "clinician"]
    assert data["assessment"] == json.loads(assess(example("mild_strain_week_1"), KNOWLEDGE).to_json())
    assert {"case", "intervals", "explanation", "challenge", "plan"} <= set(data)


def test_paper_setting_and_stage_are_heeded(tmp_path: Path) -> None:
    texts = []
    for k, words in enumerate(([], ["--setting", "sprint_field_sports"], ["--stage", "history"])):
        name = tmp_path / f"{k}.html"
        assert whatelse("report", ONE, "-o", name, "--for", "clinician", *words).exit_code == 0
        texts.append(name.read_text("utf-8"))
    assert len(set(texts)) == 3
    assert "setting sprint_field_sports" in texts[1] and "findings used: history" in texts[2]
    letter = tmp_path / "letter.pdf"
    whatelse("report", ONE, "-o", letter, "--paper", "us-letter")
    assert b"/MediaBox[0 0 612 792]" in letter.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", ONE, "-o", "report.odt"], "expected one of .pdf, .html, .json"),
        (["report", ONE, "-o", "report"], "expected one of .pdf, .html, .json"),
        (["report", ONE], "--output"),
        (["report", "nowhere.yaml", "-o", "x.html"], "cannot read"),
        (["report", EXAMPLES, "-o", "x.html"], "cases, expected one"),
        (["report", ONE, "-o", "/nowhere/at/all.html"], "cannot write"),
        (["report", ONE, "-o", "x.html", "--setting", "nowhere"], "unknown setting"),
    ],
)
def test_what_cannot_be_is_one_line(
    words: list[str | Path], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal(*words)
    assert list(tmp_path.iterdir()) == []


def test_without_typst_one_line_says_what_to_install_and_html_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert "whatelse install report" in refusal("report", ONE, "-o", tmp_path / "r.pdf")
    assert whatelse("report", ONE, "-o", tmp_path / "r.html").exit_code == 0
