"""``whatelse knowledge``: check, show, stats and the table of all numbers, as a person calls them."""

import csv
import io
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whatelse.cli.knowledge import command
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge
from whatelse.knowledge.places import every_number

WRONG = '[conditions.pht.findings]\nworse_sitting = {value = 0.8, n = 40, source = "NOBODY"}\n'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_check_ends_with_0_and_one_line() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert result.output.count("\n") == 1
    assert result.output.endswith(": ok\n")


def test_check_names_problems_of_an_overlay_and_ends_with_1(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(WRONG)
    result = run("check", "--knowledge", str(overlay))
    assert result.exit_code == 1
    assert "mine.toml: pht.findings.worse_sitting: no source named 'NOBODY'" in result.stdout
    assert "problem" in result.stderr
    assert "mine.toml (" in result.stderr


def test_a_condition_is_shown_whole(shipped: Knowledge) -> None:
    text = run("show", "sij_dysfunction").output
    condition = shipped.conditions["sij_dysfunction"]
    flat = " ".join(text.split())
    for part in (condition.label, condition.what, condition.confirms, condition.excludes, condition.see):
        assert part in flat
    for value in condition.values:
        assert value.label in flat
    assert "study SLIPMAN2000, n = 50" in flat
    assert "Still in pain after" in flat
    assert "Brings about" in flat
    assert "the article says" in flat or "study KUROSAWA2015 says" in flat


def test_every_entry_can_be_shown(shipped: Knowledge) -> None:
    from whatelse.report.knowledge import show

    rooms = (shipped.conditions, shipped.findings, shipped.families, shipped.sources, shipped.settings, shipped.rules)
    for room in (*rooms, shipped.actions, shipped.scans):
        for key in room:
            text = show(shipped, key)
            assert text.endswith("\n")
            assert max(map(len, text.splitlines())) <= 100


def test_a_finding_is_shown_with_all_its_causes_and_the_leak(shipped: Knowledge) -> None:
    flat = " ".join(run("show", "worse_sitting").output.split())
    causes = [c for c in shipped.conditions.values() if "worse_sitting" in c.findings]
    assert len(causes) > 3
    for cause in causes:
        assert cause.label[:26] in flat
    assert "none of the listed causes" in flat


def test_a_family_shows_its_states_and_causes() -> None:
    flat = " ".join(run("show", "sij_provocation").output.split())
    assert "three or more: 3 to 5 positive" in flat
    assert "none of the listed causes: three or more" in flat
    assert "Sacroiliac joint dysfunction or pain" in flat


def test_a_source_shows_who_rests_on_it() -> None:
    flat = " ".join(run("show", "SLIPMAN2000").output.split())
    assert "Numbers that rest on it" in flat
    assert "sij_dysfunction.pattern.upper_focal.fi" in flat
    assert "n = 50" in flat


def test_a_setting_shows_its_shares_most_common_first(shipped: Knowledge) -> None:
    text = run("show", "article_clinic").output
    labels = [shipped.conditions[key].label for key in ("sij_dysfunction", "lumbar_facet", "cauda_equina")]
    places = [text.index(label) for label in labels]
    assert places == sorted(places)


def test_a_rule_and_a_fact_are_shown() -> None:
    assert "cauda_equina" in run("show", "E1").output
    assert "Changes the odds of" in run("show", "smoking").output


def test_an_unknown_id_suggests_the_nearest() -> None:
    result = run("show", "sij_disfunction")
    assert isinstance(result.exception, InputError)
    assert "did you mean sij_dysfunction?" in str(result.exception)
    assert "did you mean SLIPMAN2000?" in str(run("show", "slipman2000").exception)


def test_an_overlay_is_named_under_what_is_shown(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(WRONG)
    text = run("show", "pht", "--knowledge", str(overlay)).output
    assert "study NOBODY" in text
    assert "Numbers changed for this run (with mine.toml (" in text


def test_stats_counts_what_there_is(shipped: Knowledge) -> None:
    text = run("stats").output
    assert f"{len(shipped.conditions)} conditions" in text
    assert f"{len(shipped.rules)} red-flag rules" in " ".join(text.split())
    assert "10 weakest places" in text
    assert "estimates" in text


def test_the_table_holds_every_number_once_with_its_place(shipped: Knowledge) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "--csv").output)))
    figures = [row for row in rows if row["low"] and not re.search(r"\.q\d\d$", row["field"])]
    assert len(figures) == sum(1 for _ in every_number(shipped))
    assert all(row["source"] in shipped.sources for row in rows if row["source"])
    rooms = {"conditions", "findings", "families", "settings", "red_flags", "actions", "self_tests"}
    assert {row["room"] for row in rows} == rooms
    (mine,) = [
        row
        for row in rows
        if row["entry"] == "sij_dysfunction" and row["field"] == "pattern.upper_focal.findings.pain_buttock"
    ]
    assert (mine["value"], mine["source"], mine["support"]) == ("0.94", "SLIPMAN2000", "study")


def test_export_writes_a_file_or_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    assert run("export", "--csv", "-o", str(path)).exit_code == 0
    assert path.read_text().startswith("room,entry,field,value,low,high,source,support,population,note\n")
    failed = run("export", "--csv", "-o", str(tmp_path / "nowhere" / "numbers.csv"))
    assert isinstance(failed.exception, InputError)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export"], "say what to export"),
        (["export", "--csv", "--setting", "article_clinic"], "--setting goes with --bif"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_an_unknown_setting_is_told() -> None:
    result = run("export", "--bif", "--setting", "article_clinc")
    assert isinstance(result.exception, InputError)
    assert "did you mean article_clinic?" in str(result.exception)


def test_the_check_needs_no_numpy() -> None:
    import subprocess

    code = "import sys, whatelse.knowledge.check as c, whatelse.knowledge as k; c.check(k.load()); "
    code += "sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
