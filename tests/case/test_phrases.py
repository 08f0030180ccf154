"""Known phrases in free text."""

from whatelse.case.phrases import all_phrases, first_phrase, stated


def test_the_longest_known_phrase_wins() -> None:
    assert first_phrase("Hamstring stretches, every day", ["stretches", "hamstring stretches"]) == "hamstring stretches"


def test_only_whole_words_count_one_or_many() -> None:
    assert first_phrase("restless", ["rest"]) is None
    assert first_phrase("two epidurals", ["epidural"]) == "epidural"


def test_words_of_a_longer_phrase_are_not_read_twice() -> None:
    assert all_phrases("MRI, back of thigh", ["back", "back of thigh"]) == ["back of thigh"]


def test_what_is_denied_is_not_stated() -> None:
    assert not stated("no sign of a tear", "tear")
    assert not stated("without oedema, fluid or mass", "mass")
    assert stated("no fracture; large mass", "mass")
    assert stated("no fracture but a tear", "tear")


def test_normal_is_denied_by_the_word_before_it_only() -> None:
    assert stated("no tear, normal", "normal", reach=1)
    assert not stated("not normal", "normal", reach=1)
