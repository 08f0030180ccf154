from pathlib import Path

import pytest

from whatelse import knowledge
from whatelse.case import Case, loads, read_cases
from whatelse.knowledge import tree


def test_every_published_case_is_valid_and_round_trips(cases_dir: Path) -> None:
    if not (tree.data_folder() / "findings").is_dir():
        pytest.skip("the knowledge has no findings yet")
    known = knowledge.load()
    found = dict(read_cases(cases_dir, known))
    assert len(found) >= 52
    assert [str(case) for case in found.values() if not isinstance(case, Case)] == []
    for name, case in found.items():
        assert isinstance(case, Case)
        assert loads(case.to_yaml(), known, file=name) == loads(case.to_json(), known, file=name) == [case]
