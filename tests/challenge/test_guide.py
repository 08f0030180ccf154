"""The guide says what the program does."""

import re
from pathlib import Path
from typing import Any

from whatelse.challenge import fit

GUIDE = (Path(__file__).parents[2] / "docs" / "challenge.md").read_text("utf-8")


def test_the_python_of_the_guide_runs() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(program, names)
    assert names["found"].challenges[0].fit == "poorly"


def test_the_limits_of_the_guide_are_those_of_the_code() -> None:
    table = GUIDE[GUIDE.index("| word |") : GUIDE.index("The limits are choices")]
    for value in (fit.FITS, fit.FITS_AS_FIRST, fit.POORLY):
        assert f"{100 * value:g} %" in table
    assert f"{fit.LITTLE_TOLD:g} decibans" in table
    assert (fit.TWICE, fit.FORM_FITS) == (2.0, 0.1)
