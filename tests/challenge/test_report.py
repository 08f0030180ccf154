"""The texts: plain words for runners, figures for clinicians, the same content as the JSON."""

import re
from pathlib import Path

import msgspec
import pytest

from challenge.asked import KNOWLEDGE, STRAIN, answer
from cli.program import EXAMPLES, refusal, whatelse
from whatelse.challenge import Challenged
from whatelse.knowledge.reading import grade
from whatelse.report.challenge import render
from whatelse.report.challenge_words import of_100

FILES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
SIT_BONE, MILD = EXAMPLES / "sit_bone_30_weeks.yaml", EXAMPLES / "mild_strain_week_1.yaml"
#: "Do you have ...?" asks; "you have" tells.
BANNED = re.compile(r"(?<!do )\byou have\b|diagnosis is|\bsafe\b")


def text(name: str, words: str = STRAIN, audience: str = "runner") -> str:
    return render(answer(name, words), KNOWLEDGE, audience=audience)


def flat(found: str) -> str:
    return " ".join(found.split())


def paragraphs(found: str) -> list[str]:
    parts = re.split(r"\n\n|\n(?= *[-+?!] )|\n(?=\S)|\n(?=  \S)", found)
    return [flat(part).lstrip("-+?! ") for part in parts if len(part.split()) > 8]


@pytest.mark.parametrize("words", [STRAIN, "sciatica", "stress fracture", "grade 3"])
@pytest.mark.parametrize("name", FILES)
def test_a_runner_reads_at_grade_8_at_most(name: str, words: str) -> None:
    found = text(name, words)
    assert grade(found, KNOWLEDGE.reading_words) <= 8
    for part in paragraphs(found):
        assert grade(part, KNOWLEDGE.reading_words) <= 8, part


@pytest.mark.parametrize("name", FILES)
def test_no_verdict_no_false_calm_and_no_wide_line(name: str) -> None:
    for words in (STRAIN, "blood clot"):
        found = text(name, words)
        assert BANNED.search(flat(found).lower()) is None
        assert max(map(len, found.splitlines())) <= 88
        assert "never tested on patients" in flat(found)
    assert "A count cannot rule it out" in flat(text(name, "blood clot"))


def test_the_text_tells_the_numbers_of_the_data() -> None:
    for name in ("mild_strain_week_1", "pop_in_class_now_sits_badly", "torn_hamstring_that_radiates"):
        found, words = answer(name, STRAIN), flat(text(name))
        for one in found.challenges:
            assert of_100(one.told.probability) in words
            assert of_100(one.told.prior) in words
            assert all(
                KNOWLEDGE.findings[s.finding].question.split(". ")[-1] in words
                for s in one.fits
                if s.bases and s.finding in KNOWLEDGE.findings and not KNOWLEDGE.findings[s.finding].context
            )
            assert all(source.plain.lower() in words.lower() for source in one.dangerous)
        assert all(row.article in words and all(s.says in words for s in row.studies) for row in found.factors)


def test_a_mild_strain_is_told_that_it_fits_and_a_poor_fit_that_it_does_not() -> None:
    mild, poor = flat(text("mild_strain_week_1")), flat(text("sit_bone_30_weeks"))
    assert '"hamstring strain" fits what was told.' in mild
    assert "Nothing else comes near." in mild
    assert "To be checked" not in mild
    assert '"hamstring strain" does not fit well.' in poor
    assert "What fits better Sore hamstring tendon at the sit bone" in poor
    assert re.search(
        r"Mild hamstring strain \(few fibers torn\): of 1,000 such people about 1 still hurt at week 30", poor
    )


def test_a_test_that_may_harm_says_when_not_to_do_it() -> None:
    for name in FILES:
        for one in answer(name, STRAIN).challenges:
            shown = one.fit != "fits" or one.told.probability < 0.9
            for decides in one.decides:
                if decides.alone and decides.not_when and shown:
                    assert flat(decides.not_when) in flat(text(name))


def test_a_clinician_sees_weights_figures_and_sources() -> None:
    found = flat(text("mild_strain_week_1", audience="clinician"))
    assert "EKSTRAND2012" in found
    assert re.search(r"\+\d\.\d Time since onset: 0.7 \[course 0.7 0\.\d+ EKSTRAND2012\]", found)
    assert "VERRALLMSSE" in found
    assert "hamstring_strain" in found


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.999, "more than 99 of 100"),
        (0.25, "about 25 of 100"),
        (0.004, "about 4 of 1,000"),
        (0.0, "fewer than 1 of 1,000"),
    ],
)
def test_probabilities_are_counted_in_people(p: float, said: str) -> None:
    assert of_100(p) == said


# ---------------------------------------------------------------- the command


def test_the_json_is_the_data_and_reads_back() -> None:
    found = whatelse("challenge", STRAIN, MILD, "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    back = msgspec.json.decode(found.stdout, type=Challenged)
    assert back.to_json() == found.stdout.strip() == answer("mild_strain_week_1", STRAIN).to_json()


def test_without_words_all_that_was_told_is_challenged() -> None:
    found = whatelse("challenge", EXAMPLES / "years_then_ultrasound.yaml").stdout
    assert found.index("Told: sciatica") < found.index("Told: piriformis syndrome")
    assert found.count("The six signs of the article") == 1


def test_nothing_told_and_no_words_is_one_line() -> None:
    assert "nothing to challenge" in refusal("challenge", EXAMPLES / "cauda_equina.yaml")


def test_an_unknown_name_is_one_line_with_the_nearest() -> None:
    line = refusal("challenge", "hamstrin strian", MILD)
    assert "names no condition" in line
    assert "nearest: " in line and "hamstring strain" in line


def test_too_many_words_ask_for_quotes() -> None:
    assert "in quotes" in refusal("challenge", "hamstring", "strain", MILD)


def test_setting_and_stage_are_those_of_assess() -> None:
    def p(*options: str) -> float:
        found = whatelse("challenge", STRAIN, MILD, "--json", *options)
        return msgspec.json.decode(found.stdout, type=Challenged).challenges[0].told.prior

    assert p("--setting", "sprint_field_sports") > p()
    exam = whatelse("challenge", STRAIN, MILD, "--json", "--stage", "history").stdout
    told = msgspec.json.decode(exam, type=Challenged)
    assert told.stage == "history"
    assert "tender_hamstring_belly" not in {s.finding for one in told.challenges for s in one.fits}
    assert "unknown setting" in refusal("challenge", STRAIN, MILD, "--setting", "nowhere")


def test_an_overlay_changes_the_answer_and_is_named(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(
        "".join(
            f"[conditions.{name}.findings]\n"
            'mech_sprinting = {value = 0.06, low = 0.042, high = 0.2, source = "EXPERT"}\n'
            for name in ("hamstring_strain", "hamstring_strain_sprint_type")
        ),
        encoding="utf-8",
    )
    found = msgspec.json.decode(
        whatelse("challenge", STRAIN, MILD, "--json", "--knowledge", str(overlay)).stdout, type=Challenged
    )
    assert found.knowledge.overlays[0][0].endswith("mine.toml")
    assert "mech_sprinting" not in {speaks.finding for speaks in found.challenges[0].fits}


def test_one_unknown_told_word_is_named_and_the_others_are_answered() -> None:
    case = "told: [sciatica, bad luck]\nfindings: {pain_below_knee: yes, weeks_since_onset: 3, radiating_pain: yes}\n"
    found = whatelse("challenge", "-", stdin=case)
    assert found.exit_code == 2
    assert "Told: sciatica" in found.stdout
    assert found.stderr.count("\n") == 1 and "bad luck" in found.stderr
