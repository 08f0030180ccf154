"""``whatelse knowledge compare`` and ``neighbours``, as a person calls them."""

import re

from click.testing import CliRunner, Result

from whatelse.cli.knowledge import command
from whatelse.errors import InputError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_compare_says_what_tells_two_apart_and_who_says_so() -> None:
    text = run("compare", "pht", "sij_dysfunction").output
    flat = " ".join(text.split())
    for part in ("(pain_sit_bone)", "(sij_provocation)", "study CACCHIO2012T", "before any finding", "26 weeks"):
        assert part in flat
    assert max(map(len, text.splitlines())) <= 100
    assert text.index("pain_sit_bone") < text.index("pain_low_back")


def test_a_setting_changes_only_how_common_they_are() -> None:
    usual, article = (
        run("compare", "pht", "sij_dysfunction", "--setting", name).output.splitlines()
        for name in ("general_sports_clinic", "article_clinic")
    )
    other = [(a, b) for a, b in zip(usual, article, strict=True) if a != b]
    assert len(other) == 1
    assert "before any finding" in other[0][1]


def test_nothing_tells_a_condition_from_itself() -> None:
    text = run("compare", "pht", "pht").output
    assert "None tells them apart." in text
    assert "+0" not in text


def test_unknown_names_are_told() -> None:
    for arguments, hint in (
        (("compare", "pht", "sij_disfunction"), "did you mean sij_dysfunction?"),
        (("compare", "pht", "dvt", "--setting", "article_clinc"), "did you mean article_clinic?"),
        (("neighbours", "sij_disfunction"), "did you mean sij_dysfunction?"),
    ):
        result = run(*arguments)
        assert isinstance(result.exception, InputError)
        assert hint in str(result.exception)


def test_neighbours_of_one_condition_stand_second() -> None:
    text = run("neighbours", "pht").output
    heads = [line for line in text.splitlines() if line.startswith("Proximal hamstring tendinopathy (pht) - ")]
    assert len(heads) > 3
    assert f"{len(heads)} pairs of neighbours" in text


def test_all_neighbours_come_hardest_first_and_flagged() -> None:
    text = run("neighbours").output
    found = re.match(r"(\d+) pairs of neighbours; (\d+) hardly told apart", text)
    assert found is not None
    assert text.count("HARDLY TOLD APART") == int(found[2])
    assert text.rindex("HARDLY TOLD APART") < text.index("\n\n", text.rindex("HARDLY TOLD APART")) < len(text)
