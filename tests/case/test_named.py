"""Conditions named in free text."""

import pytest

from whatelse.case.named import conditions_named
from whatelse.knowledge import load

KNOWLEDGE = load()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("hamstring strain", ("hamstring_strain",)),
        ("A pulled hamstring, then sciatica", ("hamstring_strain", "lumbar_radiculopathy")),
        ("high hamstring tendinopathy", ("pht",)),
        ("SI-joint dysfunction", ("sij_dysfunction",)),
        ("pht", ("pht",)),
        ("grade 1 hamstring strain", ("hamstring_strain_g1", "hamstring_strain")),
        ("they shrugged", ()),
        ("", ()),
    ],
)
def test_free_text_is_matched_to_conditions(text: str, named: tuple[str, ...]) -> None:
    assert conditions_named(text, KNOWLEDGE) == named


def test_every_label_and_every_phrase_names_its_condition() -> None:
    for condition in KNOWLEDGE.conditions.values():
        assert condition.id in conditions_named(condition.label, KNOWLEDGE)
    for phrase, name in KNOWLEDGE.names.items():
        assert conditions_named(phrase, KNOWLEDGE)[0] == name, phrase
