import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.program import EXAMPLES, process, refusal, whatelse
from whatelse import __version__
from whatelse.knowledge import load

KNOWLEDGE = load()
MILD, SIT_BONE = EXAMPLES / "mild_strain_week_1.yaml", EXAMPLES / "sit_bone_30_weeks.yaml"
EMPTY_NOTE = "Nothing was told"


def answers(*args: str | Path, stdin: str | bytes = "", code: int = 0) -> list[dict[str, Any]]:
    found = whatelse("assess", "--json", *args, stdin=stdin)
    assert found.exit_code == code, found.output
    return [json.loads(line) for line in found.stdout.splitlines()]


def words(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- what is printed


#: One row of the list: a share, a source, the same share as people count it.
ROW = re.compile(r"^ *([<>]?\d+(?:\.\d+)? %)  (\S.*?) {2,}(.* of [\d,]+)$", re.MULTILINE)


def test_one_file_gives_a_ranked_list_with_natural_frequencies() -> None:
    found = whatelse("assess", SIT_BONE)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("What else could it be?  sit-bone-30-weeks, left side\n")
    rows = ROW.findall(found.stdout)
    assert [label for _, label, _ in rows][:2] == [
        "Proximal hamstring tendinopathy",
        "Hamstring irritation (overworked, not torn)",
    ]
    assert rows[-1][1] == "nothing in this list"
    for share, _, frequency in rows:
        percent = float(share.strip("<> %"))
        many, of = (float(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", frequency))
        assert 100 * many / of == pytest.approx(percent, rel=0.05, abs=0.051)
    assert "never validated on patients" in words(found.stdout)


def test_every_number_of_the_list_stands_in_one_line_with_its_source() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        found = whatelse("assess", path).stdout
        assert len(ROW.findall(found)) == 9, found


def test_no_line_is_wider_than_a_terminal() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        lines = whatelse("assess", path).stdout.splitlines()
        assert max(map(len, lines)) <= 100, max(lines, key=len)
        assert all(line == line.rstrip() for line in lines)


def test_a_pipe_gets_no_colour() -> None:
    assert "\x1b" not in whatelse("assess", SIT_BONE).stdout
    assert b"\x1b" not in process("assess", SIT_BONE, env={"TERM": "xterm-256color", "COLUMNS": "200"}).stdout


def test_the_text_says_where_along_the_chain_and_what_may_drive_it() -> None:
    found = words(whatelse("assess", EXAMPLES / "stiff_hip_drives_hamstring.yaml").stdout)
    assert "Where along the chain (sums): muscle and tendon" in found
    assert re.search(r"behind Hamstring irritation \(overworked, not torn\) \(\d+ %\): Silent joint: stiff hip", found)


def test_the_text_says_what_became_of_every_finding() -> None:
    case = """
        side: left
        findings:
          pop_at_onset: yes
          worse_sitting: no
          slr: not tested
          limp: {value: yes, set_aside: yes}
          swelling_or_bruising: {value: yes, side: right}
    """
    found = words(whatelse("assess", "-", stdin=case).stdout)
    assert re.search(r"Used \(2\): Audible or felt pop at onset; Pain with sitting: no\.", found)
    assert re.search(r"Implied, no second witness \(\d\): [^.]*Sudden onset", found)
    assert re.search(r"Set aside \(1\): Limp", found)
    assert re.search(r"Unknown \(1\): [^.]*\[not tested\]", found)
    assert re.search(r"Not scored \(1\): [^.]*\[found on the other side", found)


def test_a_dangerous_source_is_marked_and_never_folded_in_silence() -> None:
    assert "Cauda equina syndrome  (emergency if true)" in whatelse("assess", EXAMPLES / "cauda_equina.yaml").stdout
    folded = words(whatelse("assess", "--top", "1", SIT_BONE).stdout)
    assert re.search(r"Dangerous among them: .*Deep vein thrombosis", folded)


@pytest.mark.parametrize("top", [1, 3])
def test_top_folds_the_rest_and_says_how_many(top: int) -> None:
    found = whatelse("assess", "--top", str(top), SIT_BONE).stdout
    ranked = len(answers(SIT_BONE)[0]["ranking"]) - 1
    assert f"And {ranked - top} more" in found
    assert len(ROW.findall(found)) == top + 1


def test_top_does_not_cut_the_json() -> None:
    assert answers("--top", "1", SIT_BONE) == answers(SIT_BONE)


# ---------------------------------------------------------------- cases in


def test_several_files_give_several_answers_in_their_order() -> None:
    assert [found["case"] for found in answers(SIT_BONE, MILD)] == ["sit-bone-30-weeks", "mild-strain-week-1"]
    text = whatelse("assess", SIT_BONE, MILD).stdout
    assert text.index("sit-bone-30-weeks") < text.index("mild-strain-week-1")


def test_a_folder_gives_an_answer_to_each_of_its_files() -> None:
    found = answers(EXAMPLES)
    assert [a["case"] for a in found] == [answers(path)[0]["case"] for path in sorted(EXAMPLES.glob("*.yaml"))]


@pytest.mark.parametrize(
    "text",
    [
        "findings:\n  worse_sitting: yes\n",
        '{"findings": {"worse_sitting": true}}',
        '{\n  "findings": {"worse_sitting": "yes"}\n}\n',
    ],
    ids=["yaml", "json", "json over several lines"],
)
def test_standard_input_is_yaml_or_json(text: str) -> None:
    (found,) = answers("-", stdin=text)
    assert [told["finding"] for told in found["findings"]["used"]] == ["worse_sitting"]


def test_json_lines_in_give_json_lines_out(tmp_path: Path) -> None:
    lines = ['{"id": "a", "findings": {"slr": true}}', "", '{"id": "b"}', '{"id": "c", "side": "left"}']
    text = "\n".join(lines) + "\n"
    assert [found["case"] for found in answers("-", stdin=text)] == ["a", "b", "c"]
    (tmp_path / "many.jsonl").write_text(text)
    assert [found["case"] for found in answers(tmp_path / "many.jsonl")] == ["a", "b", "c"]


def test_a_file_with_several_documents_holds_several_cases(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text("id: a\n---\nid: b\n")
    assert [found["case"] for found in answers(tmp_path / "two.yaml")] == ["a", "b"]


@pytest.mark.parametrize("text", ["", "\n", "{}", "# only a comment\n", "findings:\n"])
def test_an_empty_case_gives_the_prior_and_says_so(text: str) -> None:
    (found,) = answers("-", stdin=text)
    assert found["empty"]
    assert EMPTY_NOTE in found["notes"][0]
    assert EMPTY_NOTE in whatelse("assess", "-", stdin=text).stdout
    for condition, figure in KNOWLEDGE.settings[KNOWLEDGE.default_setting].shares.items():
        ranked = dict(found["ranking"])
        if condition in ranked and condition != "something_else":
            assert ranked[condition] == pytest.approx(figure.value, abs=0.02)


def test_a_told_case_is_not_called_empty() -> None:
    assert not answers(SIT_BONE)[0]["empty"]
    assert EMPTY_NOTE not in whatelse("assess", SIT_BONE).stdout


def test_one_bad_case_does_not_stop_the_rest(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("findings:\n  worse_siting: yes\n")
    found = whatelse("assess", "--json", MILD, bad, SIT_BONE)
    assert found.exit_code == 2
    assert [json.loads(line)["case"] for line in found.stdout.splitlines()] == [
        "mild-strain-week-1",
        "sit-bone-30-weeks",
    ]
    assert found.stderr == (
        f"whatelse: {bad}, line 2: findings.worse_siting: unknown finding 'worse_siting'"
        " (did you mean worse_sitting?)\n"
    )


def test_a_bad_line_of_json_lines_is_told_with_its_number() -> None:
    text = '{"id": "a"}\n{"id": \n{"id": "c", "side": "lft"}\n{"id": "d"}\n'
    found = whatelse("assess", "--json", "-", stdin=text)
    assert found.exit_code == 2
    assert [json.loads(line)["case"] for line in found.stdout.splitlines()] == ["a", "d"]
    first, second = found.stderr.splitlines()
    assert "standard input" in first and "line 2" in first
    assert "standard input" in second and "line 3: side:" in second


# ---------------------------------------------------------------- setting and stage


def test_a_setting_changes_the_numbers_and_is_named() -> None:
    (clinic,), (article,) = answers(MILD), answers("--setting", "article_clinic", MILD)
    assert clinic["setting"]["id"] == KNOWLEDGE.default_setting
    assert article["setting"]["id"] == "article_clinic"
    assert clinic["ranking"] != article["ranking"]
    assert "The article's clinic" in whatelse("assess", "--setting", "article_clinic", MILD).stdout


def test_the_setting_of_the_case_is_used_unless_another_is_asked_for() -> None:
    text = "setting: article_clinic"
    assert answers("-", stdin=text)[0]["setting"]["id"] == "article_clinic"
    asked = answers("--setting", "general_sports_clinic", "-", stdin=text)
    assert asked[0]["setting"]["id"] == "general_sports_clinic"


def test_a_wrong_setting_suggests_the_nearest_and_is_told_once() -> None:
    line = refusal("assess", "--setting", "article_clinc", MILD, SIT_BONE)
    assert "unknown setting 'article_clinc' (did you mean article_clinic?)" in line
    assert all(setting in line for setting in KNOWLEDGE.settings)


def test_a_stage_uses_only_what_it_can_know() -> None:
    used = {
        stage: {told["finding"] for told in answers("--stage", stage, SIT_BONE)[0]["findings"]["used"]}
        for stage in ("history", "exam", "all")
    }
    assert used["history"] < used["exam"] < used["all"]
    assert "history only" in whatelse("assess", "--stage", "history", SIT_BONE).stdout


@pytest.mark.parametrize(("option", "value"), [("--stage", "later"), ("--top", "0"), ("--top", "many")])
def test_a_wrong_option_is_told_in_one_line(option: str, value: str) -> None:
    line = refusal("assess", option, value, MILD)
    assert option in line and value in line


# ---------------------------------------------------------------- the JSON


def test_the_json_holds_the_promised_keys() -> None:
    (found,) = answers(SIT_BONE)
    assert found["ranking"][0][0] == "pht"
    assert all(len(pair) == 2 and 0 <= pair[1] <= 1 for pair in found["ranking"])
    for entry in found["differential"]:
        assert {"condition", "label", "probability", "interface", "parent", "relation"} <= set(entry)
    assert 0 < found["something_else"] < 1
    assert found["engine"] == __version__
    assert set(found["knowledge"]) >= {"version", "digest"}
    assert found["knowledge"]["digest"] == KNOWLEDGE.digest
    assert found["setting"]["id"] == KNOWLEDGE.default_setting


def test_two_processes_write_the_same_bytes() -> None:
    one, two = (
        process("assess", "--json", SIT_BONE, MILD, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "4242")
    )
    assert one == two
    assert len(one.splitlines()) == 2


def test_the_text_is_the_same_every_time() -> None:
    assert whatelse("assess", SIT_BONE).stdout == whatelse("assess", SIT_BONE).stdout


def test_the_same_case_as_yaml_and_as_json_gives_the_same_bytes() -> None:
    case = {"id": "one", "side": "left", "findings": {"worse_sitting": True, "pain_intensity": 4}}
    yaml = "id: one\nfindings:\n  pain_intensity: 4.0\n  worse_sitting: yes\nside: left\n"
    texts = (yaml, json.dumps(case), json.dumps(case, indent=1))
    assert len({whatelse("assess", "--json", "-", stdin=text).stdout for text in texts}) == 1


# ---------------------------------------------------------------- overlays


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[settings.general_sports_clinic.shares]\npht = {value = 0.01, low = 0.005, high = 0.02, source = "EXPERT"}\n'
    )
    return path


def test_an_overlay_changes_the_number_it_names(overlay: Path) -> None:
    (shipped,), (changed,) = answers("-"), answers("--knowledge", overlay, "-")
    assert dict(shipped["ranking"])["pht"] == pytest.approx(
        KNOWLEDGE.settings["general_sports_clinic"].shares["pht"].value, abs=1e-3
    )
    assert dict(changed["ranking"])["pht"] == pytest.approx(0.01, abs=1e-3)


def test_an_overlay_is_named_with_its_hash_in_every_output(overlay: Path) -> None:
    digest = hashlib.sha256(overlay.read_bytes()).hexdigest()
    (found,) = answers("--knowledge", overlay, SIT_BONE)
    ((name, told),) = found["knowledge"]["overlays"]
    assert name == "mine.toml"
    assert len(told) >= 12 and digest.startswith(told)
    assert found["knowledge"]["digest"] != KNOWLEDGE.digest
    text = words(whatelse("assess", "--knowledge", overlay, SIT_BONE).stdout)
    assert f"mine.toml ({told})" in text
    assert f"knowledge {found['knowledge']['digest'][:12]}" in text


def test_without_an_overlay_none_is_named() -> None:
    assert answers(SIT_BONE)[0]["knowledge"]["overlays"] == []
    assert "Numbers changed" not in whatelse("assess", SIT_BONE).stdout


def test_several_overlays_are_all_named(overlay: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[settings.general_sports_clinic]\nlabel = "Another clinic"\n')
    (found,) = answers("--knowledge", overlay, "--knowledge", other, SIT_BONE)
    assert [name for name, _ in found["knowledge"]["overlays"]] == ["mine.toml", "other.toml"]
    assert found["setting"]["label"] == "Another clinic"


def strange(record: str) -> str:
    return f"[settings.general_sports_clinic.shares]\npht = {record}\n"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[settings", "broken TOML"),
        ("[setings.x]\na = 1\n", "settings"),
        ("[conditions]\npht = 3\n", "pht"),
        ("[conditions.pht]\nlabl = 'x'\n", "label"),
        ("[conditions.pht]\nfindings = 3\n", "findings"),
        (strange('{value = 0.5, source = "EXPERT"}'), "low"),
        (strange('{value = 0.999999, low = 0.9, high = 0.9999999, source = "EXPERT"}'), "pht"),
        (
            '[conditions.sij_stuck.drivers]\nhamstring_irritation = "often"\n'
            '[conditions.hamstring_irritation.drivers]\nsij_stuck = "often"\n',
            "drive",
        ),
        ('[conditions.pht.findings]\nworse_siting = "usual"\n', "worse_sitting"),
        (strange('{value = 1.5, low = 1.2, high = 1.9, source = "EXPERT"}'), "pht"),
    ],
    ids=[
        "broken TOML",
        "unknown room",
        "a number for a condition",
        "unknown key",
        "a number for a table",
        "no range",
        "shares that no prior gives",
        "causes that drive each other",
        "unknown finding",
        "a probability above 1",
    ],
)
def test_a_bad_overlay_is_told_in_one_line(text: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    assert part in refusal("assess", "--knowledge", path, MILD)


def test_an_overlay_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    assert "nowhere.toml: cannot read" in refusal("assess", "--knowledge", tmp_path / "nowhere.toml", MILD)
    assert "cannot read" in refusal("assess", "--knowledge", tmp_path, MILD)
